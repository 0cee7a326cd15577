"""The students of the worked examples, with their guardians, exactly as export-options §12 gives them."""

from datetime import date

from roster_core.sample.book import Book, Cell
from roster_core.sample.district import FIRST_DAY, YEAR
from roster_core.sample.enrolling import add_address, enroll

_STUDENTS: tuple[tuple[str, str, dict[str, Cell]], ...] = (
    (
        "0104233", "MHE KF 102",
        {"first_name": "Ana", "last_name": "Ortega", "birth_date": date(2021, 3, 9), "free_reduced_lunch": "F",
         "home_language_code": "spa", "school_email": "aortega33@stu.maplehollow.example", "gender": "F",
         "state_id": "7012345678", "weblogin_id": "26ortegaa1", "race_code": "W", "hispanic": True},
    ),
    (
        "0104871", "MHE 4F PK1",
        {"first_name": "Ben", "last_name": "Okafor", "birth_date": date(2022, 7, 21), "free_reduced_lunch": "N",
         "home_language_code": "eng", "gender": "M", "state_id": "7010487100", "race_code": "B"},
    ),
    (
        "0101118", "MMS 07",
        {"first_name": "Chloe", "last_name": "Dunn", "birth_date": date(2013, 11, 2), "free_reduced_lunch": "R",
         "home_language_code": "eng", "school_email": "cdunn18@stu.maplehollow.example", "gender": "F",
         "special_ed_status_description": "Eligible - Specific Learning Disability", "has_active_iep": True,
         "state_id": "7010111800", "weblogin_id": "19dunnc1", "race_code": "W;B"},
    ),
    (
        "0101900", "MMS 07",
        {"first_name": "Gil", "last_name": "Roe", "birth_date": date(2014, 5, 15), "free_reduced_lunch": "N",
         "home_language_code": "guj", "school_email": "groe@stu.maplehollow.example", "gender": "M",
         "special_ed_status_description": "Referred - evaluation pending", "state_id": "7010190000",
         "weblogin_id": "21roeg1", "race_code": "A", "hispanic": False},
    ),
    (
        "0100502", "MHS 11",
        {"first_name": "Dev", "last_name": "Patel", "birth_date": date(2010, 1, 30), "home_language_code": "hin",
         "school_email": "dpatel@stu.maplehollow.example", "gender": "M", "state_id": "7010050200",
         "weblogin_id": "15pateld1", "race_code": "A", "hispanic": False},
    ),
    (
        "0105900", "PREG KF",
        {"first_name": "Eli", "last_name": "Marsh", "birth_date": date(2021, 2, 2), "home_language_code": "eng",
         "gender": "M", "preg_transcript_school_code": "MHE"},
    ),
    (
        "0103310", "OOD 09",
        {"first_name": "Fay", "last_name": "Lind", "birth_date": date(2012, 8, 8), "free_reduced_lunch": "N",
         "home_language_code": "eng", "school_email": "flind@stu.maplehollow.example", "gender": "F",
         "special_ed_status_description": "Eligible - Autism", "has_active_iep": True, "state_id": "7010331000",
         "weblogin_id": "24lindf1", "race_code": "W", "hispanic": False},
    ),
)  # fmt: skip
_ADDRESSES = (
    ("0104233", "12 Elm St", "", "07030"), ("0104871", "3 Oak Rd", "Apt 2", "07030"),
    ("0101118", "9 Hill Ln", "", "07030-1102"), ("0101900", "9 Mill St", "", "07030"),
    ("0100502", "70 Bay Ave", "", "07030"), ("0105900", "1 Pier Rd", "", "07030"),
    ("0103310", "5 Dune Ct", "", "07030"),
)  # fmt: skip
#: Student, contact, first and last name, sequence, custody issue, phones, e-mail.
_GUARDIANS = (
    ("0104233", "C1", "Luz", "Ortega", 1, False, ("0101",), "luz@example.org"),
    ("0104871", "C2", "Ada", "Okafor", 1, True, ("0144",), ""),
    ("0101118", "C3", "Rita", "Dunn", 1, False, ("0110", "0199"), "rita@example.org"),
    ("0101118", "C4", "Tom", "Dunn", 2, False, ("0110", "0123"), "tom@example.org"),
    ("0101118", "C5", "Sam", "Vale", 3, True, ("0177",), ""),
)  # fmt: skip


def add_known_pupils(book: Book) -> None:
    """Add the seven students of the golden example and what belongs to them alone."""
    guarded: dict[str, Cell] = {
        "has_active_iep": False,
        "photo_restricted": False,
        "record_confidential": False,
        "do_not_export": False,
    }
    for number, where, cells in _STUDENTS:
        book.add("students", district_number=number, **(guarded | cells))
        school, grade, *room = where.split()
        enroll(book, number, school, FIRST_DAY, grade=grade, local_grade="", room="".join(room))
    for number, line1, line2, zip_code in _ADDRESSES:
        add_address(book, number, line1, line2, zip_code=zip_code)
    for number, contact, first, last, sequence, custody, phones, email in _GUARDIANS:
        book.add("contact_persons", source_id=contact, first_name=first, last_name=last)
        book.add(
            "student_contacts", district_number=number, source_id=contact, type="GUARDIAN", sequence=sequence,
            custody_issue=custody,
        )  # fmt: skip
        for order, phone in enumerate(phones, 1):
            book.add(
                "phones", person_type="GUARDIAN", person_key=contact, sequence=order, type="CELL",
                number=f"201-555-{phone}",
            )  # fmt: skip
        if email:
            book.add("emails", source_id=contact, sequence=1, address=email)
    for code, number, value in (("HOMESCH", "0103310", "MHS"), ("NETID", "0104233", "ana.ortega")):
        book.add("user_text_values", applies_to="STUDENT", person_key=number, user_text_code=code, value=value)
    for code, value in (("CUM_U", "3.9"), ("CUM_W", "4.3667")):
        book.add("student_gpas", district_number="0100502", gpa_type_code=code, school_year=YEAR, value=value)
