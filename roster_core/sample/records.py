"""What the district keeps beside schedules: network IDs, PINs, clubs, grade averages, and a little of last year."""

from datetime import date

from roster_core.sample.book import Book
from roster_core.sample.district import LAST_YEAR, YEAR
from roster_core.sample.draws import happens, stream
from roster_core.sample.lessons import Lesson, add_course, add_section, meet, seat, teach
from roster_core.sample.names import plain
from roster_core.sample.picks import Picks

_WITH_ACCOUNT = {f"{level:02}" for level in range(3, 13)}
_CLUBS = ("Chess", "Robots", "Choir", "Garden", "Film", "Running")


def add_records(book: Book, seed: int, pick: Picks) -> None:
    """Add user texts, flags and averages for many students, then the special ones."""
    _texts(book, seed)
    _odd_texts(book, pick)
    _averages(book, seed)
    _odd_averages(book, pick)


def _text(book: Book, number: str, code: str, value: str) -> None:
    book.add("user_text_values", applies_to="STUDENT", person_key=number, user_text_code=code, value=value)


def _texts(book: Book, seed: int) -> None:
    taken = {row["value"] for row in book.rows("user_text_values", user_text_code="NETID")}
    for enrollment in book.rows("student_enrollments", school_year=YEAR, is_primary="true"):
        number = enrollment["district_number"]
        draw = stream(seed, "records", number)
        student = book.get("students", number)
        name = f"{plain(student['first_name'])}.{plain(student['last_name'])}"[:40]
        if enrollment["state_grade_code"] in _WITH_ACCOUNT and happens(draw, 0.9) and name not in taken | {"."}:
            taken.add(name)
            _text(book, number, "NETID", name)
        if happens(draw, 0.6) and not book.has("user_text_values", "STUDENT", number, "LIBPIN"):
            _text(book, number, "LIBPIN", f"{draw.randrange(10_000):04}")
        if happens(draw, 0.04):
            _text(book, number, "CLUBS", ", ".join(sorted(draw.sample(_CLUBS, 2))))
        if happens(draw, 0.03):
            _text(book, number, "BUSDATE", date(2027, draw.randint(1, 6), 28).isoformat())
        if happens(draw, 0.05):
            _text(book, number, "EMAIL2", f"{name.strip('.') or 'pupil'}@example.org")
        if happens(draw, 0.08):
            book.add(
                "user_flag_values", applies_to="STUDENT", person_key=number, user_flag_code="DEVICE",
                value=happens(draw, 0.9),
            )  # fmt: skip


def _odd_texts(book: Book, pick: Picks) -> None:
    """Network IDs that are missing, doubled, addresses, or hold characters that no login may have."""

    def netid(school: str, grades: str, value: str) -> None:
        number = pick.enrollment(school, grades)["district_number"]
        if book.has("user_text_values", "STUDENT", number, "NETID"):
            book.drop("user_text_values", "STUDENT", number, "NETID")
        if value:
            _text(book, number, "NETID", value)

    netid("MMS", "06", "")
    netid("MHS", "09", "jay.twin")
    netid("MHS", "09", "Jay.Twin")
    netid("MHS", "11", "ana@mh.example")
    netid("MHS", "11", "van der berg")
    netid("MHS", "12", "lee,kim")
    number = pick.enrollment("MHS", "12")["district_number"]
    if book.has("user_text_values", "STUDENT", number, "EMAIL2"):
        book.drop("user_text_values", "STUDENT", number, "EMAIL2")
    _text(book, number, "EMAIL2", "no-at-sign")


def _averages(book: Book, seed: int) -> None:
    """Grade averages of the high school: this year's, last year's, or both."""
    for grade in ("09", "10", "11", "12"):
        for enrollment in book.rows("student_enrollments", school_code="MHS", state_grade_code=grade):
            number = enrollment["district_number"]
            draw = stream(seed, "gpa", number)
            if book.has("student_gpas", number, "CUM_U", YEAR) or enrollment["school_year"] != YEAR:
                continue
            marks = draw.randint(19_000, 40_000)
            years = [LAST_YEAR] if grade != "09" else []
            if happens(draw, 0.55):
                years.append(YEAR)
            for year in years:
                as_of = date(2026, 6, 22) if year == LAST_YEAR else date(2026, 11, 13)
                _average(book, number, "CUM_U", year, marks, as_of)
                _average(book, number, "CUM_W", year, marks + draw.randrange(6_000), as_of)
                if happens(draw, 0.4):
                    _average(book, number, "YR_U", year, marks, as_of)
                    _average(book, number, "YR_W", year, marks + draw.randrange(6_000), as_of)
                marks += draw.randint(-600, 600)


def _average(book: Book, number: str, kind: str, year: str, marks: int, as_of: date) -> None:
    """`marks` are ten-thousandths; the cell is the shortest form."""
    value = f"{marks // 10_000}.{marks % 10_000:04}".rstrip("0").rstrip(".")
    book.add("student_gpas", district_number=number, gpa_type_code=kind, school_year=year, value=value, as_of=as_of)


def _odd_averages(book: Book, pick: Picks) -> None:
    def averages(*values: tuple[str, str, str], grades: str = "10 11 12") -> None:
        number = pick.enrollment("MHS", grades)["district_number"]
        for row in book.rows("student_gpas", district_number=number):
            book.drop("student_gpas", number, row["gpa_type_code"], row["school_year"])
        for kind, year, value in values:
            book.add("student_gpas", district_number=number, gpa_type_code=kind, school_year=year, value=value)

    # How decimals are written; the two the wrong way round; only an old one; none of this year; of 100; none at all.
    averages(("CUM_U", YEAR, "4"), ("CUM_W", YEAR, "4"))
    averages(("CUM_U", YEAR, "3.7"), ("CUM_W", YEAR, "3.6667"))
    averages(("CUM_U", YEAR, "3.6667"), ("CUM_W", YEAR, "4.1"))
    averages(("CUM_U", LAST_YEAR, "2.85"), ("CUM_W", LAST_YEAR, "3"))
    averages(("YR_U", LAST_YEAR, "3.1"), ("S1_U", YEAR, "2.5"))
    averages(("CUM_W", YEAR, "97.125"))
    averages(grades="12")


def add_last_year(book: Book, held: dict[str, str]) -> None:
    """Add what is left of last year: where some were, a class with its teacher, and who was at the closed school."""
    moved_up = {"03": ("HRS", "02"), "07": ("MMS", "06"), "12": ("MHS", "11")}
    for grade, (school, before) in moved_up.items():
        pupils = [
            row["district_number"]
            for row in book.rows("student_enrollments", school_year=YEAR, state_grade_code=grade, is_primary="true")
        ][3:11]
        for number in pupils:
            book.add(
                "student_enrollments", district_number=number, school_code=school, school_year=LAST_YEAR,
                entry_date=date(2025, 9, 4), exit_date=date(2026, 6, 19), status="INACTIVE", is_primary=True,
                local_grade=before, state_grade_code=before,
            )  # fmt: skip
        if school != "HRS":
            _class_of(book, school, pupils, held["MMS Math-7" if school == "MMS" else "MHS Math-11"])
    for post in ("MHE HR 131", "MHE HR 132"):
        book.add(
            "staff_schools", staff_id=held[post], school_code="HRS", school_year=LAST_YEAR, title="Teacher",
            is_teaching=True, sequence=1,
        )  # fmt: skip


def _class_of(book: Book, school: str, pupils: list[str], teacher: str) -> None:
    code, title = ("0611", "Math 6") if school == "MMS" else ("0420", "Geometry")
    add_course(book, school, code, title, school_year=LAST_YEAR, subject_code="Math")
    lesson = add_section(book, Lesson(school, code, "01", LAST_YEAR))
    teach(book, lesson, teacher)
    meet(book, lesson, "A", [1], "99")
    seat(book, lesson, pupils, entered=date(2025, 9, 4))
