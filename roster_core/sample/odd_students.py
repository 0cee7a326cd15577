"""Students who are hard to export: names, IDs, addresses, codes and plans that somebody has to look at."""

from datetime import date

from roster_core.sample.book import Book, Cells
from roster_core.sample.enrolling import add_address
from roster_core.sample.picks import Picks

_DOMAIN = "@stu.maplehollow.example"
_ELEMENTARY = "03 04 05"


def add_odd_students(book: Book, pick: Picks) -> None:
    """Give students the special names, IDs, e-mail addresses, codes, plans and homes that rules speak of."""
    _names(book, pick)
    _ids(pick)
    _emails(book, pick)
    _codes(book, pick)
    _plans(pick)
    _homes(book, pick)


def _has_email(student: Cells) -> bool:
    return bool(student["school_email"])


def _names(book: Book, pick: Picks) -> None:
    for school, cells in (
        ("MMS", {"preferred_first_name": "Max"}),
        ("MHS", {"preferred_first_name": "Sunny", "preferred_last_name": "Lark"}),
        ("MHE", {"preferred_first_name": "Teddy"}),
        ("MHS", {"suffix": "Jr."}),
        ("MMS", {"suffix": "III"}),
        # Nothing of these names is left when they are folded.
        ("MHS", {"first_name": "李", "last_name": "王", "middle_name": ""}),
        ("MMS", {"first_name": "Оксана", "last_name": "Бондар", "middle_name": ""}),
        ("MHE", {"first_name": "Ngọc", "last_name": "Nguyễn-Trần"}),
        ("MMS", {"first_name": "Renée-Zoë", "last_name": "D’Souza"}),
        ("MMS", {"last_name": "Garcia, Lopez"}),
        ("MHS", {"first_name": 'Robert "Bo"'}),
        ("MHE", {"middle_name": "=cmd"}),
        ("MHS", {"last_name": "-".join(["Applethwaite", "Marchbanks", "Underhill"] * 3)[:75]}),
    ):
        pick.student(school, _ELEMENTARY if school == "MHE" else "").update(cells)
    # Two students of one name in one school.
    first, second = pick.student("MHS"), pick.student("MHS")
    second.update(first_name=first["first_name"], last_name=first["last_name"], middle_name="")
    first["middle_name"] = ""
    for login in ("0017342", "0091155"):
        pick.student("MHS", "12 11")["weblogin_id"] = login
    book.one("students", last_name="O'Leary")["birth_date"] = "2015-09-17"


def _ids(pick: Picks) -> None:
    pick.student("MHS", "10")["state_id"] = "701234567"
    pick.student("MMS", "08")["state_id"] = ""
    pick.student("MMS", "08")["weblogin_id"] = ""
    mixed = pick.student("MHS", "09", of=lambda student: not student["weblogin_id"][0:2].startswith("0"))
    mixed["weblogin_id"] = mixed["weblogin_id"].upper()


def _emails(book: Book, pick: Picks) -> None:
    pick.student("MMS")["school_email"] = ""
    pick.student("MHS", "12")["school_email"] = ""
    one, other = (pick.student("MHS", of=_has_email) for _ in range(2))
    other["school_email"] = one["school_email"].capitalize()
    pick.student("MHS")["school_email"] = "skater4ever@example.org"
    # The same before the @ as a classmate, so that both get one username from it.
    same = pick.student("MMS", "07", of=_has_email)["school_email"].partition("@")[0]
    pick.student("MMS", "07")["school_email"] = f"{same}@mail.example.org"
    for bad in ("kim..lee71", "t olsen33", "zoë.w24", "a.king@alumni"):
        pick.student("MMS" if bad[0] == "k" else "MHS")["school_email"] = bad + _DOMAIN
    pick.student("MHE", _ELEMENTARY, of=_has_email)["school_email"] = "jmurphy"
    shouting = pick.student("MHS", "11", of=_has_email)
    shouting["school_email"] = shouting["school_email"].upper()
    guardian = book.one("emails", source_id="C3")["address"]
    pick.student("MMS", "06")["school_email"] = guardian


def _codes(book: Book, pick: Picks) -> None:
    pick.student("MHS")["gender"] = "N"
    for race in ("Z", "W;Z", "Z;Q", "A;P", "M"):
        pick.student("MMS")["race_code"] = race
    for language in ("hat", "ita", "mar"):
        pick.student("MHE", _ELEMENTARY)["home_language_code"] = language
    pick.student("MHE", "01")["free_reduced_lunch"] = ""
    for level in range(1, 10):
        school = "MHE" if level < 6 else "MMS" if level < 9 else "MHS"  # noqa: PLR2004 - where the schools begin
        pick.enrollment(school, f"{level:02}").update(state_grade_code=str(level))
    pick.enrollment("MHE", "03")["state_grade_code"] = ""
    pick.enrollment("MHS", "12")["state_grade_code"] = ""
    for code, cells in (
        ("do_not_export", {"do_not_export": "true"}),
        ("photo_restricted", {"photo_restricted": "true"}),
        ("record_confidential", {"record_confidential": "true", "photo_restricted": "true"}),
    ):
        for school in ("MHE", "MMS", "MHS") if code != "do_not_export" else ("MMS", "MHS"):
            pick.student(school, "05 06 07 08 09 10").update(cells)
    book.one("students", district_number="2001")["photo_restricted"] = "false"


def _plans(pick: Picks) -> None:
    for cells in (
        # Run out before school began; not yet begun; without dates; for speech alone.
        {"special_ed_status_code": "E1", "special_ed_status_description": "Eligible - Specific Learning Disability",
         "has_active_iep": "true", "iep_start": "2025-09-08", "iep_end": "2026-09-07"},
        {"special_ed_status_code": "E3", "special_ed_status_description": "Eligible - Other Health Impairment",
         "has_active_iep": "true", "iep_start": "2027-02-01", "iep_end": "2028-01-31"},
        {"special_ed_status_code": "E2", "special_ed_status_description": "Eligible - Autism",
         "has_active_iep": "true", "iep_start": "", "iep_end": ""},
        {"special_ed_status_code": "SP", "special_ed_status_description": "Eligible - Speech only",
         "has_active_iep": "true", "iep_start": "2026-05-04", "iep_end": "2027-05-03"},
        {"special_ed_status_code": "E4", "special_ed_status_description": "", "has_active_iep": "true",
         "iep_start": "2026-04-01", "iep_end": "2027-03-31"},
        {"special_ed_status_code": "", "special_ed_status_description": "", "has_active_iep": "false",
         "iep_start": "", "iep_end": "", "section_504": "true"},
    ):  # fmt: skip
        pick.student("MHE", _ELEMENTARY).update(cells)


def _homes(book: Book, pick: Picks) -> None:
    """Addresses that are confidential, not valid, old, new, doubled, for letters only, or not there at all."""

    def at_home(school: str, grades: str = "") -> tuple[str, Cells]:
        number = pick.student(school, grades)["district_number"]
        return number, book.get("addresses", "STUDENT", number, "RESIDENCE", "")

    for school in ("MHE", "MHS"):
        at_home(school)[1]["is_confidential"] = "true"
    for school, wrong in (("MMS", "7030"), ("MHS", "07030-11"), ("MHS", "NJ 07030")):
        at_home(school)[1]["zip"] = wrong
    for _ in range(2):
        book.drop("addresses", "STUDENT", at_home("MMS")[0], "RESIDENCE", "")
    number, _ = at_home("MHS")
    book.drop("addresses", "STUDENT", number, "RESIDENCE", "")
    add_address(book, number, "PO Box 118", type="MAILING")
    at_home("MMS", "08")[1]["to"] = "2026-08-31"
    # Moved in the summer; the older row was left open. Moves in spring. Lives with each parent in turn.
    number, _ = at_home("MHS", "09")
    add_address(book, number, "14 Lantern Ct", "Unit 3, rear", from_=date(2026, 8, 1))
    number, _ = at_home("MHS", "10")
    add_address(book, number, "61 Ferry Rd", from_=date(2027, 3, 1))
    number, first = at_home("MHE", "04")
    first["line2"] = "c/o B. Price"
    add_address(book, number, "20 Foundry Ave", from_=date(2026, 9, 1), to=date(2026, 9, 30))
    number, elsewhere = at_home("MHS", "12")
    elsewhere.update(line1="5 Rue de l'Église", city="Montréal", state="QC", zip="H2X 1Y4")
    book.add(
        "phones", person_type="STUDENT", person_key=number, sequence=1, type="CELL", number="201-555-0158",
        unlisted=True,
    )  # fmt: skip
