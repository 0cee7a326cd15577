"""Students whose place in the district is special: leaving, arriving, elsewhere, twice, not yet."""

from datetime import date

from roster_core.sample.book import Book
from roster_core.sample.district import FIRST_DAY, LAST_YEAR, YEAR
from roster_core.sample.enrolling import enroll
from roster_core.sample.picks import Picks


def add_odd_enrollments(book: Book, pick: Picks) -> None:
    """Change enrollments and give school overrides."""
    _come_and_go(book, pick)
    _twice(book, pick)
    _waiting(book, pick)
    _overrides(book, pick)


def _override(book: Book, number: str, code: str) -> None:
    book.add("user_text_values", applies_to="STUDENT", person_key=number, user_text_code="HOMESCH", value=code)


def _come_and_go(book: Book, pick: Picks) -> None:
    # Left in September; two of them are still seated in their classes.
    for school, left in (("MHE", "2026-09-18"), ("MMS", "2026-09-25"), ("MHS", "2026-09-30")):
        enrollment = pick.enrollment(school)
        enrollment["exit_date"] = left
        for seat in book.rows("section_enrollments", district_number=enrollment["district_number"]):
            if school == "MHE":
                seat["exit_date"] = left
    for leaver in (pick.enrollment("MHS", "12"), pick.enrollment("MMS", "08")):
        leaver.update(status="INACTIVE", exit_date="2026-09-29")
        book.get("students", leaver["district_number"])["status"] = "INACTIVE"
    # The person is inactive though the enrollment still says active; and the other way round.
    book.get("students", pick.enrollment("MHS", "10")["district_number"])["status"] = "INACTIVE"
    pick.enrollment("MHS", "11")["status"] = "INACTIVE"
    pick.enrollment("MHS", "PG").update(status="GRADUATED", exit_date="2026-09-24")
    pick.enrollment("MHE", "02")["status"] = "PREREG"
    # Arrives in spring.
    coming = pick.enrollment("MMS", "06")
    book.drop("student_enrollments", coming["district_number"], "MMS", YEAR, coming["entry_date"])
    enroll(book, coming["district_number"], "MMS", date(2027, 2, 1), grade="06")
    # Still has the day on which she came to the high school, three years ago.
    old = pick.enrollment("MHS", "12")
    book.drop("student_enrollments", old["district_number"], "MHS", YEAR, old["entry_date"])
    book.add("student_enrollments", **(old | {"entry_date": "2023-09-06"}))
    # Graduated in June: known from last year only.
    for gone in range(3):
        number = f"00987{gone:02}"
        book.add(
            "students", district_number=number, state_id=f"70009870{gone:02}", weblogin_id=f"13alumni{gone + 1}",
            first_name=("Opal", "Pia", "Rui")[gone], last_name=("Fairfield", "Winter", "Amaral")[gone],
            gender="FFM"[gone], birth_date=date(2008, 2, 11 + gone), status="INACTIVE",
            school_email=f"alum{gone}@stu.maplehollow.example", has_active_iep=False, photo_restricted=False,
            record_confidential=False, do_not_export=False,
        )  # fmt: skip
        enroll(
            book, number, "MHS", date(2025, 9, 4), grade="12", school_year=LAST_YEAR, status="GRADUATED",
            exit_date=date(2026, 6, 19),
        )  # fmt: skip


def _twice(book: Book, pick: Picks) -> None:
    # Online in the afternoon: a second enrollment that is not the primary one.
    for grade in ("10", "11"):
        number = pick.enrollment("MHS", grade)["district_number"]
        enroll(book, number, "MHV", FIRST_DAY, grade=grade, is_primary=False)
    # Only such an enrollment, and the primary one elsewhere is not there.
    pick.enrollment("MHS", "UG")["is_primary"] = "false"
    # Moved up after three weeks: two primary enrollments, one after the other.
    moved = pick.enrollment("MMS", "08")
    moved["exit_date"] = "2026-09-25"
    enroll(book, moved["district_number"], "MHS", date(2026, 9, 28), grade="09", room="9-A")
    for row in list(book.rows("student_enrollments", school_code="MHS"))[40:52]:
        row["counselor_staff_id"] = book.one("staff_roles", role_code="COUNSELOR", school_code="MHS")["staff_id"]


def _waiting(book: Book, pick: Picks) -> None:
    """Pupils in the holding school: next school and transcript school, one of them, none, or an override."""
    next_school = {"KF": "MHE", "01": "MHE", "04": "MHE", "06": "MMS", "09": "MHS"}
    left = [row for row in book.rows("student_enrollments", school_code="PREG") if row["district_number"] != "0105900"]
    for row in left:
        row.update(next_school_code=next_school[row["state_grade_code"]], next_grade_code=row["state_grade_code"])
    for row in left[2:6]:
        book.get("students", row["district_number"])["preg_transcript_school_code"] = row["next_school_code"]
    # The transcript school is another than the next one, and wins.
    book.get("students", left[-1]["district_number"])["preg_transcript_school_code"] = "MMS"
    for row in left[6:9]:
        row.update(next_school_code="", next_grade_code="")
    _override(book, left[8]["district_number"], "MHE")
    next_year = pick.enrollment("MMS", "08")
    next_year.update(next_school_code="MHS", next_grade_code="09")


def _overrides(book: Book, pick: Picks) -> None:
    # Lower case; a slip; and a code of no school for somebody who is at a school.
    _override(book, pick.enrollment("OOD", "10 11 12")["district_number"], "mhs")
    _override(book, pick.enrollment("OOD")["district_number"], "MHSS")
    _override(book, pick.enrollment("MMS")["district_number"], "XYZ")
    _override(book, pick.enrollment("MMS", "08")["district_number"], "MHS")
    # To a school that is not exported.
    _override(book, pick.enrollment("MHS", "SE")["district_number"], "MAC")
