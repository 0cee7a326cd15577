"""The staff: somebody for every post, with logins, schools, roles and departments."""

from datetime import date, timedelta

from roster_core.sample.book import Book, Cells
from roster_core.sample.district import YEAR
from roster_core.sample.draws import stream
from roster_core.sample.names import MIDDLES, SURNAMES, first_name, plain
from roster_core.sample.posts import Post, posts

#: Staff of the worked examples (export-options §12): post → staff ID, first and last name, schools, titles, teaching,
#: roles, department.
_KNOWN: dict[str, tuple[str, str, str, str, str, bool, str, str]] = {
    "MMS Math-7": ("2001", "Maria", "Rivera", "MMS MHS", "Teacher", True, "TEACHER", "MATH"),
    "MHE HR 102": ("2002", "Kofi", "Jones", "MHE", "Teacher", True, "TEACHER", "ELEM"),
    "MMS Park": ("2003", "Lena", "Park", "MMS", "Teacher", True, "RESOURCE_TEACHER", "SPED"),
    "MHS Math-11": ("2004", "Paul", "Ortiz", "MHS", "Teacher", True, "TEACHER", "MATH"),
    "MMS Nurse": ("2005", "Ola", "Berg", "MMS", "School Nurse", False, "NURSE", "HLTH"),
    "MHS Principal": ("2006", "Grace", "Hale", "MHS", "Principal", False, "PRINCIPAL TEACHER", "ADM"),
    "MHE HR PK1": ("2007", "Sam", "Ives", "MHE", "Teacher", True, "TEACHER", "ELEM"),
}
#: The shared record of the worked examples.
SHARED = "2010"
#: Holders whose names matter: those of the computed forms of export-options §1, the third teacher of §7.9, a name
#: that folds to nothing, two that give the same login, and some that are hard on CSV files.
_NAMES = {
    "MMS Science-7": ("Dana", "Jones"),
    "MMS Language-7": ("María-José", "O'Neil"),
    "MMS Language-6": ("Ana Lucia", "Ortega-Ruiz"),
    "MHS Mandarin": ("李", "王"),
    "MHS English-10": ("Joan", "Lee"),
    "MHS Science-11": ("James", "Lee"),
    "MMS Sub": ("Staff", "TBD, Substitute"),
    "MHS Band": ('Wm. "Bill"', "St. Clair"),
    "MHS Latin": ("Łucja", "Æðelström"),
}
#: A first staff ID beyond the known ones.
_FIRST_ID = 2011
#: The one staff ID that is also a student's number (batch-updates §6, case 4) is a known one, so none is left out here.


def add_staff(book: Book, seed: int) -> dict[str, str]:
    """Add the staff of all posts; returns post → staff ID."""
    held = _known_staff(book)
    logons = {row["logon_id"] for row in book.rows("staff")}
    for number, post in enumerate(posts(), _FIRST_ID):
        _add_holder(book, seed, post, str(number), logons)
        held[post.key] = str(number)
    return held


def _known_staff(book: Book) -> dict[str, str]:
    for smid, (staff_id, first, last, schools, title, teaching, roles, department) in enumerate(
        _KNOWN.values(), 80010001
    ):
        logon = plain(first)[0] + plain(last)
        book.add(
            "staff", staff_id=staff_id, state_staff_id=smid, logon_id=logon, first_name=first, last_name=last,
            work_email=f"{logon}@maplehollow.example", primary_school_code=schools.split()[0],
            is_administrator=staff_id == "2006", employment_status="ACTIVE", photo_restricted=False,
            record_confidential=False,
        )  # fmt: skip
        for school in schools.split():
            assign(book, staff_id, school, title=title, teaching=teaching)
        for role in roles.split():
            book.add("staff_roles", staff_id=staff_id, role_code=role, school_year=YEAR)
        book.add("staff_departments", staff_id=staff_id, department_code=department)
    book.add(
        "staff", staff_id=SHARED, first_name="Rivera", last_name="Park (shared)", primary_school_code="MMS",
        employment_status="ACTIVE", is_shared_record=True, photo_restricted=False, record_confidential=False,
    )  # fmt: skip
    assign(book, SHARED, "MMS", title="", teaching=True)
    book.add("shared_teacher_members", shared_staff_id=SHARED, member_staff_id="2001", sequence=1)
    book.add("shared_teacher_members", shared_staff_id=SHARED, member_staff_id="2003", sequence=2)
    return {post: known[0] for post, known in _KNOWN.items()}


def assign(book: Book, staff_id: str, school: str, *, title: str, teaching: bool, sequence: int | None = None) -> Cells:
    """Assign somebody to a school for the current year; returns the row."""
    return book.add(
        "staff_schools", staff_id=staff_id, school_code=school, school_year=YEAR, title=title, is_teaching=teaching,
        sequence=sequence,
    )  # fmt: skip


def _add_holder(book: Book, seed: int, post: Post, staff_id: str, logons: set[str]) -> None:
    draw = stream(seed, "staff", post.key)
    gender = draw.choice("MF")
    taken = {(row["first_name"], row["last_name"]) for row in book.rows("staff")}
    first, last = _NAMES.get(post.key) or (first_name(draw, gender), draw.choice(SURNAMES))
    while (first, last) in taken:
        first, last = first_name(draw, gender), draw.choice(SURNAMES)
    base = (plain(first)[:1] + plain(last))[:14] or f"staff{staff_id}"
    logon = next(name for name in (base, *(f"{base}{n}" for n in range(2, 9))) if name not in logons)
    logons.add(logon)
    number = int(staff_id)
    book.add(
        "staff", staff_id=staff_id, state_staff_id=80020000 + number * 3, employee_number=f"E{number * 7:06d}",
        logon_id=logon, first_name=first, middle_name=draw.choice(("", "", "", *MIDDLES)), last_name=last,
        gender=gender, birth_date=date(1962, 1, 1) + timedelta(days=draw.randrange(13000)),
        work_email=f"{logon}@maplehollow.example", primary_school_code=post.school,
        is_administrator=post.role in {"PRINCIPAL", "VICE_PRINCIPAL", "SUPERINTENDENT"}, employment_status="ACTIVE",
        photo_restricted=False, record_confidential=False,
    )  # fmt: skip
    if post.school:
        assign(book, staff_id, post.school, title=post.title, teaching=post.teaching, sequence=1)
    # Teachers hold their role in the whole district, the others at their school, as registrars tend to enter it.
    at = "" if post.teaching else post.school
    book.add("staff_roles", staff_id=staff_id, role_code=post.role, school_code=at, school_year=YEAR)
    book.add("staff_departments", staff_id=staff_id, department_code=post.department)
