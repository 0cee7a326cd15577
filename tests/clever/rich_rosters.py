"""Rosters of every kind, made by chance, to compare two exports of the same definition."""

from random import Random
from typing import Any

from tests.clever.small import YEAR, Small

SCHOOLS = {"MHE": "ELEM", "K 8": "ELEM", "MMS": "MIDDLE", "mhs": "HIGH", "PREG": "PREG", "OOD": "OOD", "ALT": "OTHER"}
STAFF = [str(number) for number in range(2001, 2009)]
SHARED = ["2010", "2011"]
NAMES = [
    ("María-José", "O'Neil"),
    ("Ana Lucia", "Ortega-Ruiz"),
    ("王", "李"),
    ("Ann", "李"),
    ("Ann", "Weiß"),
    ("ann", "Lee"),
    ("Þór", "Łuk, Jr"),
    ("Kofi", "Jones"),
    ("Kim", 'J"ones'),
    ("Øle", "Æs"),
]
PAST, YESTERDAY, TODAY, TOMORROW = "2026-09-08", "2026-09-30", "2026-10-01", "2026-10-02"
STARTS = [*[""] * 6, *[PAST] * 6, TODAY, TOMORROW]
ENDS = [*[""] * 9, YESTERDAY, TODAY, "2027-06-01"]
GRADES = [
    "3F",
    "3h",
    "4F",
    "5H",
    "KF",
    "kf",
    "DH",
    "DF",
    "PF",
    "01",
    "1",
    "02",
    "03",
    "07",
    "9",
    "12",
    "13",
    "PG",
    "A1",
    "ad",
    "UG",
    "SE",
    "XX",
]
PHONES = ["201-555-0110", "1 (201) 555-0111", "2015550112 x9", "201 555 0110 EXT 4", "12", "555-0110", "2015550110"]
EMAILS = ["same@b.co", "SAME@b.co", "a@x.b.co", "o'neil@b.co", "a..b@b.co", "local", "a@b", "a@@b.co", "local one@b.co"]
TITLES = ["Math 7", "MATH 7", "Art", "Science"]
STUDENT_TEXTS = {
    "NETID": ["ana.o", "ANA.O", "a b", "a,b", "x@y.co", "bad@", "", "zoë"],
    "HOMESCH": ["mms", "MHE", "MHSS", "OOD", "", "MHS"],
}
STAFF_TEXTS = {"BADGE": ["b1", "B1", "b 2", "t@b.co", "u@c.co", ""]}
ROLES = ["TEACHER", "teacher", "PRINCIPAL", "Principal", "NURSE", "ADMINISTRATOR", "CUSTODIAN"]
DEPARTMENTS = {"MATH": "math", "ADM": "", "ODD": "Numbers"}
OTHER_YEAR = "2025-26"


def window(chance: Random, start: str, end: str, *, needed: bool = False) -> dict[str, str]:
    """Cells of a window that is not reversed."""
    first, last = chance.choice([*[PAST] * 9, TODAY, TOMORROW] if needed else STARTS), chance.choice(ENDS)
    return {start: first, end: last if not last or not first or last >= first else ""}


def rich_roster(chance: Random) -> Small:
    """A few of everything, with whatever can go wrong and no row that a load refuses."""
    small = Small(
        student_email_domains=chance.choice(["", "b.co", "*.b.co;b.co"]),
        staff_email_domains=chance.choice(["", "b.co"]),
        sso_only=chance.random() < 0.2,
    )
    small.roster["schools"], small.roster["terms"] = [], []
    small.add("school_years", school_year=OTHER_YEAR, start_date="2025-07-01", end_date="2026-06-30")
    _schools(small, chance)
    for code, subject in DEPARTMENTS.items():
        small.add("departments", department_code=code, clever_subject=subject)
    for applies_to, texts in (("STUDENT", STUDENT_TEXTS), ("STAFF", STAFF_TEXTS)):
        for code in texts:
            small.add("user_text_definitions", applies_to=applies_to, user_text_code=code)
    for code, weighted, scope in (("U", False, "CUMULATIVE"), ("W", True, "CUMULATIVE"), ("T", True, "TERM")):
        small.add("gpa_types", gpa_type_code=code, is_weighted=weighted, scope=scope)
    _staff(small, chance)
    _homerooms(small, chance)
    students = [str(number) for number in range(chance.choice([0, 2, 4, 7, 10]))]
    persons = [f"C{number}" for number in range(chance.randint(0, 8))]
    for number in students:
        _student(small, chance, number)
    _contacts(small, chance, students, persons)
    for code in [f"{number:02}" for number in range(chance.randint(0, 7))]:
        _section(small, chance, code, students)
    if chance.random() < 0.4:
        _twins(small, chance, students)
    return small


def _schools(small: Small, chance: Random) -> None:
    for code, type_ in SCHOOLS.items():
        small.school(
            code,
            type_,
            active=chance.random() < 0.93,
            do_not_export=chance.random() < 0.05,
            year_term=chance.random() < 0.8,
            zip=chance.choice(["", "07030", "0703", "07030-1102"]),
            phone=chance.choice(["", *PHONES]),
            school_number=chance.choice(["", "9"]),
            address=chance.choice(["", "1 Main St, Rear"]),
        )
        for term, start, end in (
            ("S1", "2026-09-08", "2027-01-29"),
            ("S2", "2027-02-01", "2027-06-23"),
            ("S3", "2027-03-15", "2027-06-30"),
            ("X", "2026-05-01", "2026-06-30"),
        ):
            small.term(term, start, end, school=code)


def _staff(small: Small, chance: Random) -> None:
    for staff_id in [*STAFF, *SHARED]:
        first, last = chance.choice(NAMES)
        small.staff(
            staff_id,
            schools=(),
            first_name=first,
            last_name=last,
            middle_name=chance.choice(["", "Q."]),
            logon_id=f"l{staff_id}" if chance.random() < 0.7 else "",
            state_staff_id=f"8{staff_id}" if chance.random() < 0.5 else "",
            employee_number=chance.choice(["", "E1"]),
            work_email=chance.choice([*EMAILS, "", *[f"t{staff_id}@b.co"] * 6]),
            alternate_email=chance.choice(["", "alt@b.co", f"a{staff_id}@c.co"]),
            status=chance.choice(["ACTIVE"] * 9 + ["INACTIVE"]),
            employment_status=chance.choice(["ACTIVE"] * 6 + ["LEAVE", "TERMINATED"]),
            terminated_on=chance.choice(["", TODAY, TOMORROW]),
            is_administrator=chance.random() < 0.4,
            is_shared_record=staff_id in SHARED,
            primary_school_code=chance.choice(["", *SCHOOLS]),
        )
        for school in chance.sample(list(SCHOOLS), chance.choice([0, 1, 1, 1, 2, 3])):
            small.assign(
                staff_id,
                school,
                is_teaching=chance.random() < 0.6,
                is_active=chance.random() < 0.9,
                title=chance.choice(["", "Teacher", "Nurse, RN"]),
                sequence=chance.choice(["", "1", "2"]),
                school_year=chance.choice([YEAR] * 9 + [OTHER_YEAR]),
                **window(chance, "start", "end"),
            )
        held = {
            (role.lower(), chance.choice(["", *SCHOOLS]), chance.choice([YEAR] * 4 + [OTHER_YEAR])): role
            for role in chance.sample(ROLES, chance.choice([0, 1, 1, 2]))
        }
        for (_, school, year), role in held.items():
            small.role(staff_id, role, school, year)
        for code in chance.sample(list(DEPARTMENTS), chance.choice([0, 1, 2])):
            small.add("staff_departments", staff_id=staff_id, department_code=code)
        if chance.random() < 0.7:
            value = chance.choice(STAFF_TEXTS["BADGE"])
            small.add("user_text_values", applies_to="STAFF", person_key=staff_id, user_text_code="BADGE", value=value)
    for shared in SHARED:
        for member in chance.sample(STAFF, chance.randint(0, 4)):
            small.add(
                "shared_teacher_members",
                shared_staff_id=shared,
                member_staff_id=member,
                sequence=chance.randint(1, 3),
            )


def _homerooms(small: Small, chance: Random) -> None:
    for school in SCHOOLS:
        for code in ("102", "P K"):
            if chance.random() < 0.7:
                where = {"school_code": school, "school_year": YEAR, "homeroom_code": code}
                small.add("homerooms", **where)
                for staff_id in chance.sample([*STAFF, *SHARED], chance.choice([0, 1, 1, 2])):
                    small.add("homeroom_staff", **where, staff_id=staff_id, sequence=chance.randint(1, 2))


def _homeroom_of(small: Small, chance: Random, school: str) -> str:
    codes = [row["homeroom_code"] for row in small.roster.get("homerooms", []) if row["school_code"] == school]
    return chance.choice(["", *codes, *codes])


def _student(small: Small, chance: Random, number: str) -> None:
    first, last = chance.choice(NAMES)
    school = chance.choice(["", *SCHOOLS, *["MHE", "MMS"] * 3, "PREG"])
    small.student(
        number,
        enrolled="",
        first_name=first,
        last_name=last,
        middle_name=chance.choice(["", "Q."]),
        state_id=f"701234567{number}" if chance.random() < 0.6 else "",
        birth_date=chance.choice(["2015-09-17", "2010-01-02", "1999-12-31"]),
        gender=chance.choice(["", "M", "f", "X", "U", "N"]),
        school_email=chance.choice([*EMAILS, "", "", *[f"s{number}@b.co"] * 6]),
        status=chance.choice(["ACTIVE"] * 9 + ["INACTIVE"]),
        do_not_export=chance.random() < 0.08,
        race_code=chance.choice(["", "W", "W;B", "Q", "Q;W", "m", "w;W", "Q;Z"]),
        hispanic=chance.choice(["", "true", "false"]),
        free_reduced_lunch=chance.choice(["", "F", "R", "N"]),
        home_language_code=chance.choice(["", "spa", "SPA", "guj", "zho", "xx", "fra"]),
        special_ed_status_description=chance.choice(["", "", 'Eligible, "OHI"']),
        has_active_iep=chance.random() < 0.5,
        preg_transcript_school_code=chance.choice(["", "mhe", "OOD", "mms"]),
        **window(chance, "iep_start", "iep_end"),
    )
    if school:
        small.enroll(
            number,
            school,
            state_grade_code=chance.choice(["", *GRADES]),
            status=chance.choice(["ACTIVE"] * 12 + ["PREREG", "INACTIVE"]),
            school_year=chance.choice([YEAR] * 14 + [OTHER_YEAR]),
            is_primary=chance.random() < 0.95,
            homeroom_code=_homeroom_of(small, chance, school),
            next_school_code=chance.choice(["", "MHS", "mms"]),
            **window(chance, "entry_date", "exit_date", needed=True),
        )
    if chance.random() < 0.15:
        small.enroll(
            number, chance.choice(list(SCHOOLS)), entry_date="2026-08-15", is_primary=False, state_grade_code="KF"
        )
    _about_student(small, chance, number)


def _about_student(small: Small, chance: Random, number: str) -> None:
    for start in chance.sample(["", "2026-01-01", TODAY, TOMORROW], chance.choice([0, 1, 1, 2, 3])):
        small.add(
            "addresses",
            person_type="STUDENT",
            person_key=number,
            type=chance.choice(["RESIDENCE"] * 5 + ["MAILING"]),
            line1=f"{chance.randint(1, 9)} Elm St",
            line2=chance.choice(["", "Apt 2"]),
            city=chance.choice(["", "Maple Hollow"]),
            state="NJ",
            zip=chance.choice(["", "07030", "07030-1102", "0703"]),
            is_confidential=chance.random() < 0.2,
            **{"from": start, "to": chance.choice(["", "2027-01-01"])},
        )
    for code in ("U", "W", "T"):
        for year in (YEAR, OTHER_YEAR):
            if chance.random() < 0.4:
                value = chance.choice(["4", "3.9", "3.6667", "04.10", "0", "3.900", "4.0001"])
                small.add("student_gpas", district_number=number, gpa_type_code=code, school_year=year, value=value)
    for code, values in STUDENT_TEXTS.items():
        if chance.random() < 0.6:
            small.add(
                "user_text_values",
                applies_to="STUDENT",
                person_key=number,
                user_text_code=code,
                value=chance.choice(values),
            )


def _contacts(small: Small, chance: Random, students: list[str], persons: list[str]) -> None:
    for source_id in persons:
        first = chance.choice(["Pat", "", "Q. R."])
        small.add("contact_persons", source_id=source_id, first_name=first, last_name=f"Dunn, {source_id}")
        for place in range(1, chance.choice([1, 2, 3, 4])):
            small.add(
                "phones",
                person_type="GUARDIAN",
                person_key=source_id,
                sequence=place,
                type=chance.choice(["CELL", "HOME", "WORK", "", "OTHER"]),
                number=chance.choice(PHONES),
            )
        for place, address in enumerate(chance.sample(EMAILS, chance.choice([0, 1, 2])), 1):
            small.add("emails", source_id=source_id, sequence=place, address=address)
    for number in students:
        chosen = chance.sample(persons, chance.randint(0, len(persons)))
        lowest = chance.choice([1, 1, 1, 2])
        for place, source_id in enumerate(chosen, lowest):
            small.add(
                "student_contacts",
                district_number=number,
                source_id=source_id,
                type=chance.choice(["GUARDIAN"] * 6 + ["EMERGENCY"]),
                sequence=place,
                custody_issue=chance.random() < 0.3,
                relationship_code=chance.choice(["", "MOTHER", "mother", "AUNT", "NEIGHBOR", "SELF"]),
                status=chance.choice(["ACTIVE"] * 9 + ["INACTIVE"]),
                **window(chance, "from", "to"),
            )


def _course(small: Small, chance: Random, school: str, code: str, **cells: Any) -> None:
    held = [(row["school_code"], row["course_code"].lower()) for row in small.roster.get("courses", [])]
    if (school, code.lower()) not in held:
        usual = {
            "title": chance.choice(TITLES),
            "subject_code": chance.choice(["", "math", "Algebra", "Arts and music"]),
            "department_code": chance.choice(["", *DEPARTMENTS]),
            "is_special_ed": chance.random() < 0.3,
            "user_flag_2": chance.choice(["", "true", "true", "false"]),
            "is_homeroom": chance.random() < 0.2,
        }
        small.course(code, school=school, **{**usual, **cells})


def _section(small: Small, chance: Random, code: str, students: list[str]) -> None:
    school = chance.choice([*SCHOOLS, *["MHE", "MMS"] * 2])
    course = chance.choice(["0100", "01 00", "01_00", "0990"])
    _course(small, chance, school, course)
    _whole_section(small, chance, school, course, code, students)
    for place in range(chance.randint(0, 3)):
        _meet(
            small, chance, school, course, code, chance.choice("AB"), f"P{place}", chance.choice(["", "3", "5", "10"])
        )


def _whole_section(small: Small, chance: Random, school: str, course: str, code: str, students: list[str]) -> None:
    terms = [row["term_code"] for row in small.roster["terms"] if row["school_code"] == school]
    small.section(
        code,
        course=course,
        school=school,
        teachers=(),
        terms=tuple(chance.sample(terms, chance.choice([0, 1, 1, 1, 2, 3]))),
        status=chance.choice(["ACTIVE"] * 9 + ["CANCELLED"]),
        title_override=chance.choice(["", "", "Band"]),
        homeroom_code=_homeroom_of(small, chance, school) if chance.random() < 0.3 else "",
    )
    for staff_id in chance.sample([*STAFF, *SHARED], chance.choice([0, 1, 1, 1, 1, 2, 2, 3, 6])):
        small.teach(
            staff_id,
            code,
            course=course,
            school=school,
            is_primary=chance.random() < 0.4,
            sequence=chance.randint(1, 3),
            role=chance.choice(["TEACHER", "SUPPORT", "SUBSTITUTE"]),
            **window(chance, "from", "to"),
        )
    for student in chance.sample(students, chance.randint(0, len(students))):
        small.attend(
            student,
            code,
            course=course,
            school=school,
            status=chance.choice(["ACTIVE"] * 9 + ["INACTIVE"]),
            **window(chance, "entry_date", "exit_date", needed=True),
        )


def _meet(  # noqa: PLR0913, PLR0917 - a meeting has as many parts
    small: Small, chance: Random, school: str, course: str, code: str, day: str, period: str, label: str, room: str = ""
) -> None:
    small.add(
        "section_meetings",
        school_code=school,
        school_year=YEAR,
        course_code=course,
        section_code=code,
        cycle_day=day,
        period_code=period,
        print_period=label,
        period_order=chance.randint(1, 9),
        room=room or chance.choice(["", "12", "a1"]),
    )


def _twins(small: Small, chance: Random, students: list[str]) -> None:
    """Regular and special-education sections that mostly meet together."""
    school = chance.choice(["MMS", "MHE", "mhs"])
    for place, special in enumerate(chance.choice([[False, True]] * 4 + [[False, True, True], [False, False, True]])):
        course = f"07{place}"
        _course(small, chance, school, course, title=chance.choice(["Math 7", "MATH  7"]), is_special_ed=special)
        _whole_section(small, chance, school, course, f"T{place}", students)
        for day in "AB":
            room = chance.choice(["114", "A1", "a1"]) if chance.random() < 0.1 else "114"
            label = chance.choice(["4", ""]) if chance.random() < 0.1 else "3"
            _meet(small, chance, school, course, f"T{place}", day, f"P{place}", label, room)
