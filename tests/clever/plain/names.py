"""IDs and names of sections, and their files (export-options §3, §7.1 to §7.7, §7.10)."""

from collections import Counter

from tests.clever.plain.cells import csv_text, day_cell
from tests.clever.plain.findings import Findings
from tests.clever.plain.folding import label, token
from tests.clever.plain.loading import Row, same
from tests.clever.plain.population import Population
from tests.clever.plain.section import FILE, Section
from tests.clever.plain.sections import Plan
from tests.clever.plain.terms import term_of

_SUBJECTS = (
    "English/language arts",
    "Math",
    "Science",
    "Social studies",
    "Language",
    "Homeroom/advisory",
    "Interventions/online learning",
    "Technology and engineering",
    "PE and health",
    "Arts and music",
    "other",
)
_COMPOSING = ("append_hr_teacher_elem", "append_print_periods_middle", "name_prepend_teacher")


def write(plan: Plan, population: Population, findings: Findings) -> tuple[str, str]:
    """sections.csv and enrollments.csv."""
    options = plan.setting.options
    ids = {section: _section_id(plan, section, findings) for section in plan.sections}
    counted = Counter(section_id.lower() for section_id in ids.values())
    rows, links, shown = [], set(), True
    for section, section_id in ids.items():
        if counted[section_id.lower()] > 1:
            findings.tell("SECTION_ID_DUPLICATE", FILE, section.base)
        name = _name(plan, population, section, findings)
        course_name = section.course.get("title", "Homeroom")
        if options.get("blank_course_name_if_composed") and name != section.base_name:
            course_name = ""
        shown &= not course_name
        rows.append(
            [section.school, section_id, *_teachers(plan, section), name, course_name, *_rest(plan, section, findings)]
        )
        links |= {(section.school, section_id, pupil) for pupil in section.pupils}
    if any(options[option] for option in _COMPOSING) and not options.get("blank_course_name_if_composed"):
        findings.tell("NAME_NOT_SHOWN", FILE)
    header = ["School_id", "Section_id", "Teacher_id"]
    header += [f"Teacher_{place}_id" for place in (2, 3, 4)] if options["use_four_teacher_columns"] else []
    header += ["Name", "Course_name", "Course_number", "Subject", "Term_name", "Term_start", "Term_end"]
    sections = csv_text(header, sorted(rows, key=lambda row: (row[:2], row)))
    return sections, csv_text(["School_id", "Section_id", "Student_id"], sorted(links))


def _teachers(plan: Plan, section: Section) -> list[str]:
    written = plan.written(section)
    columns = 4 if plan.setting.options["use_four_teacher_columns"] else 1
    return written + [""] * (columns - len(written))


def _rest(plan: Plan, section: Section, findings: Findings) -> list[str]:
    """The cells behind Course_name."""
    term = term_of(plan.setting, section.school, section.terms)
    dates = [term.name, day_cell(term.start), day_cell(term.end)]
    if section.homeroom:
        return ["HR", "Homeroom/advisory", *dates]
    if not section.terms:
        findings.tell("SECTION_NO_TERM", FILE, section.base)
    course = section.course
    subject = _subject(plan, course)
    if not subject and (course["subject_code"] or course["department_code"]):
        findings.tell("SUBJECT_UNMAPPED", FILE, f"{section.school}-{course['course_code']}")
    return [course["course_code"], subject, *dates]


def _subject(plan: Plan, course: Row) -> str:
    of_department = [
        row["clever_subject"]
        for row in plan.setting.tables["departments"]
        if row["department_code"] == course["department_code"]
    ]
    for word in (course["subject_code"], *of_department):
        for subject in _SUBJECTS:
            if same(subject, word):
                return subject
    return ""


def _section_id(plan: Plan, section: Section, findings: Findings) -> str:
    options, parts = plan.setting.options, [section.base]
    if options["section_id_prepend_teacher_name"]:
        first = plan.staff.everybody[section.teachers[0]]
        of_teacher = token(first["first_name"], first["last_name"])
        if of_teacher:
            parts.insert(0, of_teacher)
        else:
            findings.tell("NAME_NOT_FOLDABLE", FILE, section.base)
    if options["section_id_prepend_school_year"]:
        parts.insert(0, plan.setting.year)
    return "-".join(parts)


def _name(plan: Plan, population: Population, section: Section, findings: Findings) -> str:
    options, name = plan.setting.options, section.base_name
    school_type = plan.setting.scope[section.school]["school_type"]
    prefix = _label(plan, section.teachers[0]) if options["name_prepend_teacher"] else ""
    suffix = ""
    if options["append_hr_teacher_elem"] and school_type == "ELEM":
        teacher = _homeroom_teacher(plan, population, section)
        if teacher:
            suffix = _label(plan, teacher)
            name += f" - {suffix}"
        else:
            findings.tell("HR_TEACHER_AMBIGUOUS", FILE, section.base)
    if options["append_print_periods_middle"] and school_type == "MIDDLE":
        periods = _print_periods(section)
        name += f" - Per {','.join(periods)}" if periods else ""
    if prefix:
        if prefix == suffix:
            findings.tell("NAME_REPEATS_TEACHER", FILE, section.base)
        name = f"{prefix} - {name}"
    return name


def _label(plan: Plan, staff_id: str) -> str:
    row = plan.staff.everybody[staff_id]
    return label(row["first_name"], row["last_name"])


def _homeroom_teacher(plan: Plan, population: Population, section: Section) -> str | None:
    if section.homeroom:
        return section.teachers[0]
    code = section.record["homeroom_code"]
    if not code:
        homes = Counter(
            student.enrollment["homeroom_code"]
            for student in population.exported
            if student.number in section.pupils and student.enrollment["school_code"] == section.school
        )
        homes.pop(None, None)
        code = next((home for home, pupils in homes.items() if 2 * pupils > len(section.pupils)), None)
    teachers = plan.split(plan.homeroom_teachers(section.school, code)) if code else []
    return teachers[0] if teachers else None


def _print_periods(section: Section) -> list[str]:
    lowest: dict[str, int] = {}
    for row in section.meetings:
        if row["print_period"]:
            lowest[row["print_period"]] = min(lowest.get(row["print_period"], 99999), row["period_order"])
    return sorted(lowest, key=lambda period: (lowest[period], period))
