"""Which sections are written, by whom they are taught and who attends them (export-options §3, §7, steps 5 to 9)."""

from collections import Counter
from collections.abc import Iterable

from tests.clever.plain.findings import Findings
from tests.clever.plain.inclusion import combine
from tests.clever.plain.loading import Row, on
from tests.clever.plain.people import Staff
from tests.clever.plain.population import Population
from tests.clever.plain.profile import Setting, entries, is_course, scoped_courses
from tests.clever.plain.section import FILE, Section, from_homeroom, from_roster, of_section
from tests.clever.plain.terms import overlap, year_dates


class Plan:
    """The sections of a run."""

    def __init__(self, setting: Setting, population: Population, staff: Staff, findings: Findings) -> None:
        self.setting, self._population, self.staff, self._findings = setting, population, staff, findings
        self._exported = {student.number for student in population.exported}
        offered = self._offered()
        joins = (
            combine(setting, offered, self.active_teachers, findings) if self._on("combine_inclusion_sections") else {}
        )
        for special, regular in joins.items():
            regular.joined.append(special)
        kept = self._with_flag_2([section for section in offered if section not in joins])
        taught = [section for section in kept if self._is_taught(section)]
        homerooms = list(self._homerooms()) if self._on("include_elementary_homerooms") else []
        for section in taught:
            section.own = self.active_teachers(section)
        for section in [*taught, *homerooms]:
            section.joined.sort(key=lambda special: special.base)
            others = [teacher for special in section.joined for teacher in self.active_teachers(special)]
            section.teachers = self.split([*section.own, *others])
        self.sections = self._not_emptied(taught) + homerooms
        self._tell_teachers()

    def _on(self, option: str) -> bool:
        return bool(self.setting.options[option])

    def _offered(self) -> list[Section]:
        tables, setting = self.setting.tables, self.setting
        excluded = list(entries(setting.options["excluded_course_codes"], ","))
        offered = []
        for record in tables["sections"]:
            if (
                record["status"] != "ACTIVE"
                or record["school_year"] != setting.year
                or record["school_code"] not in setting.scope
            ):
                continue
            section = from_roster(tables, record)
            dates = [(term["start_date"], term["end_date"]) for term in section.terms]
            if dates and not any(overlap(window, year_dates(setting)) for window in dates):
                continue
            if not any(is_course(entry, section.course) for entry in excluded):
                offered.append(section)
        return offered

    def _with_flag_2(self, sections: list[Section]) -> list[Section]:
        if not self._on("require_course_user_flag_2"):
            return sections
        if not any(course["user_flag_2"] for course in scoped_courses(self.setting)):
            self._findings.tell("ALL_SECTIONS_EXCLUDED", FILE)
        return [section for section in sections if section.course["user_flag_2"]]

    def _staff_rows(self, section: Section) -> list[Row]:
        return [
            row
            for row in self.setting.tables["section_staff"]
            if of_section(row) == section.key and on(self.setting.day, row["from"], row["to"])
        ]

    def active_teachers(self, section: Section) -> list[str]:
        """The active staff of a section: primary first, then by sequence, then staff_id."""
        rows = sorted(
            self._staff_rows(section), key=lambda row: (not row["is_primary"], row["sequence"], row["staff_id"])
        )
        return _once(row["staff_id"] for row in rows if row["staff_id"] in self.staff.active)

    def _is_taught(self, section: Section) -> bool:
        if self.active_teachers(section):
            return True
        inactive = self._staff_rows(section)
        self._findings.tell("SECTION_TEACHER_INACTIVE" if inactive else "SECTION_NO_TEACHER", FILE, section.base)
        return False

    def homeroom_teachers(self, school: str, code: str) -> list[str]:
        """The active teachers of a homeroom, by sequence, then staff_id."""
        rows = [
            (row["sequence"], row["staff_id"])
            for row in self.setting.tables["homeroom_staff"]
            if (row["school_code"], row["school_year"], row["homeroom_code"]) == (school, self.setting.year, code)
        ]
        return [staff_id for _, staff_id in sorted(rows) if staff_id in self.staff.active]

    def _homerooms(self) -> Iterable[Section]:
        for row in self.setting.tables["homerooms"]:
            school, code = row["school_code"], row["homeroom_code"]
            elementary = self.setting.scope.get(school, {}).get("school_type") == "ELEM"
            if row["school_year"] != self.setting.year or not elementary:
                continue
            section = from_homeroom(school, code)
            section.own = self.homeroom_teachers(school, code)
            section.pupils = {
                student.number
                for student in self._population.exported
                if (student.enrollment["school_code"], student.enrollment["homeroom_code"]) == (school, code)
            }
            if section.pupils and not section.own:
                self._findings.tell("HOMEROOM_NO_TEACHER", FILE, section.base)
            elif section.pupils:
                yield section
            elif section.own and self._lost_pupils(school, code):
                self._findings.tell("SECTION_EMPTIED_BY_OPTION", FILE, section.base)

    def _lost_pupils(self, school: str, code: str) -> bool:
        return any(
            row["district_number"] in self._population.removed
            and (row["school_code"], row["homeroom_code"]) == (school, code)
            and row["school_year"] == self.setting.year
            and row["is_primary"]
            and row["status"] == "ACTIVE"
            and on(self.setting.day, row["entry_date"], row["exit_date"])
            for row in self.setting.tables["student_enrollments"]
        )

    def split(self, teachers: list[str]) -> list[str]:
        """The teachers with shared records replaced by their active members, if G48 is on, each once."""
        if not self._on("split_shared_teachers"):
            return _once(teachers)
        return _once(
            member
            for teacher in teachers
            for member in (self.staff.members[teacher] if self.staff.is_shared(teacher) else [teacher])
            if member in self.staff.active
        )

    def written(self, section: Section) -> list[str]:
        """The teachers that have a column."""
        return section.teachers[: 4 if self._on("use_four_teacher_columns") else 1]

    def in_sections(self) -> dict[str, Counter[str]]:
        """Teacher written → school → sections there."""
        counted: dict[str, Counter[str]] = {}
        for section in self.sections:
            for teacher in self.written(section):
                counted.setdefault(teacher, Counter())[section.school] += 1
        return counted

    def _not_emptied(self, sections: list[Section]) -> list[Section]:
        kept, out_of_scope = [], False
        for section in sections:
            linked = self._linked(section)
            section.pupils = linked & self._exported
            if linked & self._population.removed and not section.pupils:
                # Of a section dropped so, nothing else is told (§9b).
                self._findings.forget("INCLUSION_AMBIGUOUS", FILE, section.base)
                self._findings.tell("SECTION_EMPTIED_BY_OPTION", FILE, section.base)
            elif section.pupils or not self.setting.options.get("leave_out_empty_sections"):
                kept.append(section)
                out_of_scope |= bool(linked - self._exported - self._population.removed)
                if not section.pupils:
                    self._findings.tell("SECTION_EMPTY", FILE, section.base)
        if out_of_scope:
            self._findings.tell("ENROLLMENT_OUT_OF_SCOPE", "enrollments.csv")
        return kept

    def _linked(self, section: Section) -> set[str]:
        keys = {each.key for each in (section, *section.joined)}
        return {
            row["district_number"]
            for row in self.setting.tables["section_enrollments"]
            if of_section(row) in keys
            and row["status"] == "ACTIVE"
            and on(self.setting.day, row["entry_date"], row["exit_date"])
        }

    def _tell_teachers(self) -> None:
        four, tell = self._on("use_four_teacher_columns"), self._findings.tell
        for section in self.sections:
            if four and len(section.teachers) > 4:
                tell("TEACHERS_OVER_FOUR", FILE, section.base)
            if not four and len(section.own) > 1:
                tell("COTEACHERS_DROPPED", FILE)
            everybody = [*section.own, *(t for special in section.joined for t in self.active_teachers(special))]
            for shared in everybody if self._on("split_shared_teachers") else []:
                for member in self.staff.members.get(shared, []):
                    if member not in self.staff.active:
                        tell("SHARED_MEMBER_INACTIVE", FILE, f"{shared}/{member}")
            flagged = {
                pupil
                for other in self.sections
                if other.school == section.school and other.course.get("is_homeroom")
                for pupil in other.pupils
            }
            if section.homeroom and section.pupils & flagged:
                tell("HOMEROOM_TWICE", FILE, section.base)


def _once(people: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(people))
