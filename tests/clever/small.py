"""A small roster for one claim: each helper adds what a claim is about, with plain values for the rest."""

from typing import Any

from tests.clever.exporting import Exported, export
from tests.roster.golden_roster import Roster

YEAR = "2026-27"


class Small:
    """A district with the elementary school MHE and a year-long term; everything else is added."""

    def __init__(self, **district: Any) -> None:
        self.roster: Roster = {}
        self.add("school_years", school_year=YEAR, start_date="2026-07-01", end_date="2027-06-30")
        about = {"code": "MHSD", "name": "Maple Hollow", "state": "NJ", "time_zone": "America/New_York"}
        self.add("district", **{**about, "current_school_year": YEAR, **district})
        self.school("MHE")

    def add(self, file: str, **cells: Any) -> None:
        texts = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in cells.items()}
        self.roster.setdefault(file, []).append(texts)

    def school(self, code: str, type_: str = "ELEM", *, year_term: bool = True, **cells: Any) -> None:
        usual = {"name": f"School {code}", "school_type": type_, "active": True, "do_not_export": False}
        self.add("schools", school_code=code, **{**usual, **cells})
        if year_term:
            self.term("FY", "2026-09-08", "2027-06-23", school=code, covers_year=True)

    def term(self, code: str, start: str, end: str, *, school: str = "MHE", year: str = YEAR, **cells: Any) -> None:
        self.add("terms", school_code=school, school_year=year, term_code=code, start_date=start, end_date=end, **cells)

    def student(self, number: str = "1", *, enrolled: str = "MHE", grade: str = "05", **cells: Any) -> None:
        """A student; cells of students.csv and student_enrollments.csv may be mixed, no school means not enrolled."""
        usual: dict[str, Any] = {
            "first_name": f"First{number}",
            "last_name": f"Last{number}",
            "birth_date": "2015-09-17",
            "school_email": f"s{number}@stu.example.org",
            **dict.fromkeys(("has_active_iep", "photo_restricted", "record_confidential", "do_not_export"), False),
        }
        ours = {name: value for name, value in cells.items() if name not in _ENROLLMENT}
        self.add("students", district_number=number, **{**usual, **ours})
        if enrolled:
            theirs = {name.removeprefix("enrollment_"): cells[name] for name in cells if name in _ENROLLMENT}
            self.enroll(number, enrolled, state_grade_code=grade, **theirs)

    def enroll(self, number: str, school: str, **cells: Any) -> None:
        usual = {"school_year": YEAR, "entry_date": "2026-09-08", "status": "ACTIVE", "is_primary": True}
        self.add("student_enrollments", district_number=number, school_code=school, **{**usual, **cells})

    def guardian(
        self, student: str, source_id: str, sequence: int = 1, *, phones: tuple[str, ...] = (), **cells: Any
    ) -> None:
        """A guardian of a student; `emails` are further addresses."""
        emails = cells.pop("emails", ())
        person = {name: cells.pop(name) for name in ("first_name", "last_name") if name in cells}
        self.add("contact_persons", source_id=source_id, **{"first_name": "Pat", "last_name": source_id, **person})
        usual = {"type": "GUARDIAN", "custody_issue": False}
        self.add(
            "student_contacts", district_number=student, source_id=source_id, sequence=sequence, **{**usual, **cells}
        )
        for place, number in enumerate(phones, 1):
            self.add("phones", person_type="GUARDIAN", person_key=source_id, sequence=place, type="CELL", number=number)
        for place, address in enumerate(emails, 1):
            self.add("emails", source_id=source_id, sequence=place, address=address)

    def staff(self, staff_id: str = "2001", *, schools: tuple[str, ...] = ("MHE",), **cells: Any) -> None:
        """A member of the staff, assigned to the schools; `teaching` and `title` belong to the assignments."""
        assigned = {"is_teaching": cells.pop("teaching", True), "title": cells.pop("title", "Teacher")}
        usual: dict[str, Any] = {
            "first_name": f"Given{staff_id}",
            "last_name": f"Family{staff_id}",
            "work_email": f"t{staff_id}@example.org",
            "primary_school_code": schools[0] if schools else "",
            "employment_status": "ACTIVE",
            "photo_restricted": False,
            "record_confidential": False,
        }
        self.add("staff", staff_id=staff_id, **{**usual, **cells})
        for school in schools:
            self.assign(staff_id, school, **assigned)

    def assign(self, staff_id: str, school: str, **cells: Any) -> None:
        usual = {"school_year": YEAR, "is_teaching": True, "is_active": True}
        self.add("staff_schools", staff_id=staff_id, school_code=school, **{**usual, **cells})

    def course(self, code: str = "0100", *, school: str = "MHE", **cells: Any) -> None:
        self.add(
            "courses", school_code=school, school_year=YEAR, course_code=code, **{"title": f"Course {code}", **cells}
        )

    def section(
        self,
        code: str = "01",
        *,
        course: str = "0100",
        school: str = "MHE",
        teachers: tuple[str, ...] = ("2001",),
        students: tuple[str, ...] = (),
        terms: tuple[str, ...] = ("FY",),
        **cells: Any,
    ) -> None:
        """A section of a course that is added unless it is there, with teachers (the first primary) and students."""
        where = {"school_code": school, "school_year": YEAR, "course_code": course}
        if not any({**row, **where} == row for row in self.roster.get("courses", [])):
            self.course(course, school=school)
        where["section_code"] = code
        self.add("sections", **where, **{"status": "ACTIVE", **cells})
        for term in terms:
            self.add("section_terms", **where, term_code=term)
        for place, staff_id in enumerate(teachers, 1):
            self.teach(staff_id, code, course=course, school=school, sequence=place, is_primary=place == 1)
        for student in students:
            self.attend(student, code, course=course, school=school)

    def teach(
        self, staff_id: str, section: str = "01", *, course: str = "0100", school: str = "MHE", **cells: Any
    ) -> None:
        where = {"school_code": school, "school_year": YEAR, "course_code": course, "section_code": section}
        self.add("section_staff", **where, staff_id=staff_id, **{"is_primary": False, "sequence": 9, **cells})

    def attend(
        self, student: str, section: str = "01", *, course: str = "0100", school: str = "MHE", **cells: Any
    ) -> None:
        where = {"school_code": school, "school_year": YEAR, "course_code": course, "section_code": section}
        usual = {"entry_date": "2026-09-08", "status": "ACTIVE"}
        self.add("section_enrollments", **where, district_number=student, **{**usual, **cells})

    def role(self, staff_id: str, role: str, school: str = "", year: str = YEAR) -> None:
        self.add("staff_roles", staff_id=staff_id, role_code=role, school_code=school, school_year=year)

    def homeroom(self, code: str = "101", *, school: str = "MHE", teachers: tuple[str, ...] = ()) -> None:
        where = {"school_code": school, "school_year": YEAR, "homeroom_code": code}
        self.add("homerooms", **where)
        for place, staff_id in enumerate(teachers, 1):
            self.add("homeroom_staff", **where, staff_id=staff_id, sequence=place)

    def meet(
        self,
        section: str = "01",
        *,
        course: str = "0100",
        school: str = "MHE",
        day: str = "A",
        period: str = "3",
        room: str = "114",
        **cells: Any,
    ) -> None:
        """A meeting of a section; `period` is the internal code, its order and its label."""
        where = {"school_code": school, "school_year": YEAR, "course_code": course, "section_code": section}
        usual = {"print_period": period, "period_order": period}
        self.add("section_meetings", **where, cycle_day=day, period_code=f"P{period}", room=room, **{**usual, **cells})

    def shared(self, staff_id: str, *members: str, **cells: Any) -> None:
        """A staff record that stands for several people, who are added apart."""
        self.staff(staff_id, is_shared_record=True, work_email="", **cells)
        for place, member in enumerate(members, 1):
            self.add("shared_teacher_members", shared_staff_id=staff_id, member_staff_id=member, sequence=place)

    def export(self, **options: Any) -> Exported:
        return export({**EMPTY, **self.roster}, **options)


_ENROLLMENT = ("exit_date", "entry_date", "enrollment_status", "is_primary", "homeroom_code", "school_year")
EMPTY: Roster = {
    name: []
    for name in (
        "terms",
        "departments",
        "students",
        "staff",
        "staff_schools",
        "student_enrollments",
        "courses",
        "sections",
        "section_staff",
        "section_enrollments",
    )
}


def classroom(**district: Any) -> Small:
    """The small roster with a teacher, a student, and the section MHE-0100-01 that they share."""
    small = Small(**district)
    small.staff("2001")
    small.student("1")
    small.section("01", students=("1",))
    return small
