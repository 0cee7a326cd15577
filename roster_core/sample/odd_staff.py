"""Staff who are hard to export: leaving, on leave, everywhere, nowhere, without login, under several roles."""

from roster_core.sample.book import Book, Cell, Cells
from roster_core.sample.district import LAST_YEAR, YEAR
from roster_core.sample.staffing import assign

#: Post → changed cells of the person.
_CHANGES: dict[str, dict[str, str]] = {
    "MHE HR 113": {"employment_status": "LEAVE"},
    "MHS PE-9": {"employment_status": "TERMINATED", "terminated_on": "2027-06-30"},
    # Gone, though the login still works: the elementary school has no principal, homeroom 154 no teacher.
    "MHE Principal 1": {"employment_status": "TERMINATED", "terminated_on": "2026-08-15"},
    "MHE HR 154": {"employment_status": "TERMINATED", "terminated_on": "2026-09-25"},
    "MHE Aide 3": {"employment_status": "TERMINATED"},
    "MHS Aide 2": {"status": "INACTIVE"},
    "MHE Aide 1": {"work_email": "", "logon_id": ""},
    "MMS Aide 1": {"logon_id": "", "state_staff_id": "", "employee_number": ""},
    # A placeholder until somebody is found.
    "MMS Sub": {"work_email": "", "logon_id": "", "state_staff_id": "", "employee_number": "", "birth_date": ""},
    "MMS Office 1": {"work_email": "office@@maplehollow.example"},
    "MHS Office 1": {"work_email": "front desk@maplehollow.example"},
    "MHS Trainer 1": {"work_email": "trainer@athletics.example.org", "alternate_email": "trainer@example.org"},
    "MHE HR 111": {"preferred_first_name": "Coco", "suffix": "II"},
    "MHS English-9": {"preferred_last_name": "Bright", "middle_name": "de la"},
    "MMS PE-6": {"alternate_email": "coach.six@maplehollow.example"},
    "MHE Nurse 1": {"alternate_email": "nurse@maplehollow.example"},
    "MHS Drawing": {"photo_restricted": "true"},
    "MHE Counselor 1": {"record_confidential": "true", "photo_restricted": "true"},
    # The mark without any administrator's role, and one who has the role without the mark.
    "MMS Discipline 1": {"is_administrator": "true"},
    "Business 1": {"is_administrator": "false"},
    # Works at two exported schools; the school recorded as primary is not one of them, or none is recorded.
    "MHS French": {"primary_school_code": "OOD"},
    "MHS Latin": {"primary_school_code": ""},
}


def add_odd_staff(book: Book, held: dict[str, str]) -> None:
    """Change staff of the posts in `held` (post → staff ID) and add shared records."""
    for post, cells in _CHANGES.items():
        book.get("staff", held[_key(post)]).update(cells)
    shared = book.get("staff", held["MHS Counselor 1"])
    book.get("staff", held["MHS Counselor 2"])["work_email"] = shared["work_email"].capitalize()
    _assignments(book, held)
    _roles(book, held)
    _texts(book, held)
    _shared_records(book, held)


def _key(post: str) -> str:
    # Posts of the whole district have a key that begins with the blank of their school.
    return post if post.startswith(("MHE ", "MMS ", "MHS ", "MHV ")) else f" {post}"


def _at(book: Book, staff_id: str, school: str) -> Cells:
    return book.get("staff_schools", staff_id, school, YEAR)


def _assignments(book: Book, held: dict[str, str]) -> None:
    for post, schools in (
        (" Superintendent 1", "MHE MMS MHS"), (" Business 1", "MHS"), (" Supervisor 1", "MHE MMS"),
        (" Supervisor 2", "MMS MHS MHV"), (" 504 1", "MHE MMS MHS"), (" Tech 1", "MHE MMS MHS MHV"),
        (" Tech 2", "MHS MHE"), (" Investigator 1", "OOD"),
    ):  # fmt: skip
        for sequence, school in enumerate(schools.split(), 1):
            title = "Technology Coordinator" if "Tech" in post else post.split()[0]
            assign(book, held[post], school, title=title, teaching=False, sequence=sequence)
        if post != " Superintendent 1":
            book.get("staff", held[post])["primary_school_code"] = schools.split()[0]
    for post, school, teaching in (
        ("MHE Music", "MMS", True), ("MMS Arts-6", "MHE", True), ("MHE Nurse 1", "PREG", False),
        ("MHS French", "MMS", True), ("MHS French", "OOD", False), ("MHS Latin", "MMS", True),
        ("MHS Resource 1", "MHV", True), ("MHV Lead", "MAC", True),
    ):  # fmt: skip
        assign(book, held[post], school, title="Teacher", teaching=teaching, sequence=2)
    _at(book, held["MHS Aide 1"], "MHS").update(title="+1 Aide, Grade 9")
    # Assignments switched off, ended, not yet begun, and one of last year.
    _at(book, held["MHE Speech 2"], "MHE")["is_active"] = "false"
    _at(book, held["MHE Office 2"], "MHE")["end"] = "2026-09-30"
    _at(book, held["MMS Aide 2"], "MMS")["start"] = "2027-02-01"
    book.drop("staff_schools", held["MHS Office 2"], "MHS", YEAR)
    book.add(
        "staff_schools", staff_id=held["MHS Office 2"], school_code="MHS", school_year=LAST_YEAR, title="Secretary",
        is_teaching=False, sequence=1,
    )  # fmt: skip
    # Several principals: the one without a place in the order is last, of two equal ones the lower ID is first.
    for number, place in enumerate(("", "2", "2"), 1):
        _at(book, held[f"MMS Principal {number}"], "MMS")["sequence"] = place


def _roles(book: Book, held: dict[str, str]) -> None:
    def role(post: str, code: str, school: str = "", year: str = YEAR) -> None:
        book.add("staff_roles", staff_id=held[post], role_code=code, school_code=school, school_year=year)

    role("MHE Aide 2", "TESTING_COORD", "MHE")
    role("MHS VP 1", "TEACHER", "MHS")
    role("MHS VP 2", "DISCIPLINARIAN", "MHS")
    role("MMS Counselor 1", "COORD_504", "MMS")
    role("MHS Science-9", "DEPT_CHAIR", "MHS")
    # Roles that do not count: held last year, or at a school that is not exported.
    role("MHS Social-9", "ADMINISTRATOR", "MHS", LAST_YEAR)
    role("MHS Social-10", "ADMINISTRATOR", "OOD")
    role("MMS Social-8", "VICE_PRINCIPAL", "MMS")
    book.drop("staff_roles", held["MMS Discipline 1"], "DISCIPLINARIAN", "MMS", YEAR)
    for post, department in (
        ("MMS Resource 1", "MATH"), ("MHS Resource 2", "ENGL"), ("MMS Counselor 1", "ADM"), ("MHE HR 131", "MATH"),
    ):  # fmt: skip
        book.add("staff_departments", staff_id=held[post], department_code=department)
    book.drop("staff_departments", held["MHE Aide 2"], "SUPP")


def _texts(book: Book, held: dict[str, str]) -> None:
    values: tuple[tuple[str, str, str], ...] = (
        ("MMS ELA-6", "SSO", "ela6"), ("MMS ELA-7", "SSO", "ela7"), ("MMS ELA-8", "SSO", "ELA7"),
        ("MHS English-11", "SSO", "eng eleven"), ("MHS English-12", "SSO", "twelve@maplehollow.example"),
        ("MHS Math-9", "MAIL2", "math9@maplehollow.example"), ("MHS Math-10", "MAIL2", "math10"),
        ("MHE HR 121", "CERT", "2027-06-30"),
    )  # fmt: skip
    for post, code, value in values:
        book.add("user_text_values", applies_to="STAFF", person_key=held[post], user_text_code=code, value=value)
    for post, staff_id in held.items():
        if post.startswith(("MHE HR", "MMS", "MHS")) and int(staff_id) % 3:
            book.add(
                "user_text_values", applies_to="STAFF", person_key=staff_id, user_text_code="BADGE",
                value=f"B-{int(staff_id) * 11 % 9973:04}",
            )  # fmt: skip
    for post in ("MHS VP 1", "MHS VP 2", "MMS Principal 2"):
        book.add("user_flag_values", applies_to="STAFF", person_key=held[post], user_flag_code="KEYS", value=True)


def _shared_records(book: Book, held: dict[str, str]) -> None:
    """Shared records: one member inactive, all inactive, a single member, and one with an address of its own."""
    for staff_id, first, last, school, members, email in (
        ("2201", "Room 131", "131 / 113 / 154 (shared)", "MHE", "HR 131|HR 113|HR 154", ""),
        ("2202", "Former", "Team (shared)", "MHS", "Aide 2|", ""),
        ("2203", "Lonely", "Half (shared)", "MHS", "English-9", ""),
        ("2204", "Science", "Team 6–8 (shared)", "MMS", "Science-8|Science-6|Science-7", "science@maplehollow.example"),
    ):
        said: dict[str, Cell] = {"employment_status": "ACTIVE", "photo_restricted": False, "record_confidential": False}
        book.add(
            "staff", staff_id=staff_id, first_name=first, last_name=last, primary_school_code=school,
            is_shared_record=True, work_email=email, **said,
        )  # fmt: skip
        assign(book, staff_id, school, title="", teaching=True)
        posts = [f"{school} {member}" for member in members.split("|") if member]
        if staff_id == "2202":
            posts.append("MHE Principal 1")
        for sequence, post in enumerate(posts, 1):
            book.add("shared_teacher_members", shared_staff_id=staff_id, member_staff_id=held[post], sequence=sequence)
