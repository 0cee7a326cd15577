"""Who has a portrait in the sample, and the portraits themselves."""

from pathlib import Path

from roster_core.sample.book import Book, Cells
from roster_core.sample.district import LAST_YEAR, YEAR
from roster_core.sample.draws import happens, stream
from roster_core.sample.portraits.draw import jpeg, portrait
from roster_core.sample.portraits.looks import ADULT, look_of
from roster_core.sample.pupils import Place

#: School and state grade code, or the school alone → share of pupils with a portrait. Grades new to a building come
#: out lowest, since the photographer's day there has not been yet.
_SHARES = {
    "MHE": 0.3, "MHE KF": 0.25, "MHE 01": 0.6, "MHE 02": 0.78, "MHE 03": 0.72, "MHE 04": 0.64, "MHE 05": 0.86,
    "MMS": 0.9, "MMS 06": 0.42, "MMS 07": 0.86, "MMS 08": 0.95, "MHS": 0.5, "MHS 09": 0.28, "MHS 10": 0.74,
    "MHS 11": 0.83, "MHS 12": 0.97, "MHV": 0.4, "OOD": 0.2,
}  # fmt: skip
#: Homerooms that were away on picture day.
_AWAY = {("MHE", "133"), ("MHS", "10-C")}
_STAFF_SHARE = 0.72
#: Students whose pages are shown first: they have a portrait whatever chance says, Gil and Ben have none.
_ALWAYS = {"0104233", "0101118", "0100502", "2001"}
_NEVER = {"0101900"}


def student_portrait(seed: int, student: Cells, grade: str, year: str) -> bytes:
    """The student's portrait of a school year as JPEG."""
    number = student["district_number"]
    level = Place("", grade or "05").level
    return jpeg(portrait(look_of(seed, number, level=level, gender=student["gender"], year=year)))


def current_enrollment(book: Book, number: str) -> Cells | None:
    """The student's first primary enrollment of the current year, if any."""
    rows = book.rows("student_enrollments", district_number=number, school_year=YEAR, is_primary="true")
    return next(rows, None)


def photographed(book: Book, seed: int) -> dict[str, str]:
    """District number → grade of the students with a portrait; all of them have a web login."""
    found = {}
    for student in book.rows("students"):
        number = student["district_number"]
        place = current_enrollment(book, number) or {
            "school_code": "OOD",
            "state_grade_code": "12",
            "homeroom_code": "",
        }
        school, grade = place["school_code"], place["state_grade_code"]
        share = _SHARES.get(f"{school} {grade}", _SHARES.get(school, 0))
        lucky = happens(stream(seed, "photographed", number), share)
        if (school, place["homeroom_code"]) in _AWAY or number in _NEVER:
            lucky = False
        if student["weblogin_id"] and (lucky or number in _ALWAYS):
            found[number] = grade
    return found


def write_photos(book: Book, folder: Path, seed: int) -> None:
    """Write `students/{weblogin_id}.jpg` and `staff/{staff_id}.jpg`, as last year's photographer left them."""
    students, staff = folder / "students", folder / "staff"
    for made in (students, staff):
        made.mkdir(parents=True, exist_ok=True)
    for number, grade in photographed(book, seed).items():
        student = book.get("students", number)
        picture = student_portrait(seed, student, grade, LAST_YEAR)
        (students / f"{student['weblogin_id']}.jpg").write_bytes(picture)
    for person in book.rows("staff", is_shared_record="false"):
        key = person["staff_id"]
        if happens(stream(seed, "photographed", "staff", key), _STAFF_SHARE):
            look = look_of(seed, f"staff {key}", level=ADULT, gender=person["gender"], year=LAST_YEAR)
            (staff / f"{key}.jpg").write_bytes(jpeg(portrait(look)))
