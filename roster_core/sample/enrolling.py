"""The rows of students, their primary enrollments and addresses."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from roster_core.sample.book import Book, Cell, Cells
from roster_core.sample.district import FIRST_DAY, YEAR
from roster_core.sample.draws import happens, stream, weighted
from roster_core.sample.names import MIDDLES, STREETS, plain
from roster_core.sample.pupils import Pupil

_LANGUAGES = (
    ("eng", 660), ("spa", 150), ("chi", 20), ("cmn", 10), ("yue", 5), ("hin", 22), ("ara", 20), ("kor", 15),
    ("por", 15), ("pol", 12), ("tgl", 10), ("urd", 10), ("ben", 8), ("rus", 8), ("tur", 6), ("vie", 6), ("ukr", 5),
    ("alb", 3), ("fre", 3), ("", 12),
)  # fmt: skip
_RACES = (("W", 44), ("B", 18), ("A", 20), ("I", 1), ("P", 1), ("M", 6), ("W;B", 3), ("W;A", 3), ("", 4))
_ELIGIBLE = (
    ("E1", "Eligible - Specific Learning Disability"), ("E2", "Eligible - Autism"),
    ("E3", "Eligible - Other Health Impairment"), ("E4", "Eligible - Communication Impairment"),
)  # fmt: skip
#: Kindergarten; younger pupils have no account.
_FIRST_LEVEL = 0
#: From this grade on everybody works with an account.
_ACCOUNT_LEVEL = 3


@dataclass(frozen=True)
class Home:
    """What the pupils of one family have in common."""

    language: str
    race: str
    hispanic: str
    lunch: str
    line1: str
    line2: str


def home_of(seed: int, family: int) -> Home:
    """The home of a family, the same for each of its pupils."""
    draw = stream(seed, "home", family)
    language = weighted(draw, _LANGUAGES)
    hispanic = language == "spa" or happens(draw, 0.08)  # besides the Spanish-speaking homes
    return Home(
        language=language,
        race=weighted(draw, _RACES),
        hispanic="" if happens(draw, 0.04) else str(hispanic).lower(),  # not recorded
        lunch=weighted(draw, (("F", 23), ("R", 9), ("N", 60), ("", 8))),
        line1=f"{draw.randint(2, 189)} {draw.choice(STREETS)}",
        line2=f"Apt {draw.randint(1, 24)}{draw.choice('AB')}" if happens(draw, 0.25) else "",
    )


def add_pupils(book: Book, seed: int, planned: list[Pupil]) -> None:
    """Add students, enrollments and residence addresses of `planned`."""
    logins: set[str] = set()
    emails: set[str] = {row["school_email"] for row in book.rows("students")}
    for pupil in planned:
        draw = stream(seed, "pupil", pupil.number)
        home = home_of(seed, pupil.family)
        email = _email(draw, pupil, emails) if happens(draw, _share_with_email(pupil)) else ""
        emails.add(email)
        book.add("students", **_cells(draw, pupil, home), weblogin_id=_login(pupil, logins), school_email=email)
        entered = FIRST_DAY
        if happens(draw, 0.03):  # late arrivals, all before the days on which situations hold
            entered += timedelta(days=draw.randrange(1, 22))
        enroll(book, pupil.number, pupil.place.school, entered, grade=pupil.place.grade, room=pupil.place.homeroom)
        zip_code = "07030-1102" if happens(draw, 0.1) else "07030"  # few know the longer one
        add_address(book, pupil.number, home.line1, home.line2, zip_code=zip_code)


def enroll(book: Book, number: str, school: str, entered: date, *, grade: str, room: str = "", **more: Cell) -> Cells:
    """Add a primary, active enrollment of the current year (or what `more` says) and return its row."""
    said: dict[str, Cell] = {
        "school_year": YEAR,
        "status": "ACTIVE",
        "is_primary": True,
        "local_grade": grade,
        "state_grade_code": grade,
        "homeroom_code": room,
        "entry_date": entered,
    }
    return book.add("student_enrollments", district_number=number, school_code=school, **(said | more))


def add_address(
    book: Book, number: str, line1: str, line2: str = "", *, zip_code: str = "07030", **more: Cell
) -> Cells:
    """Add a student's residence in Maple Hollow and return its row."""
    said: dict[str, Cell] = {"type": "RESIDENCE", "is_confidential": False}
    return book.add(
        "addresses", person_type="STUDENT", person_key=number, line1=line1, line2=line2, city="Maple Hollow",
        state="NJ", zip=zip_code, **(said | more),
    )  # fmt: skip


def _share_with_email(pupil: Pupil) -> float:
    if pupil.place.school == "PREG" or pupil.place.level < _FIRST_LEVEL:
        return 0
    return 1 if pupil.place.level >= _ACCOUNT_LEVEL else 0.55


def _email(draw: Random, pupil: Pupil, taken: set[str]) -> str:
    base = (plain(pupil.first)[:1] + plain(pupil.last))[:18]
    while (email := f"{base}{draw.randint(10, 99)}@stu.maplehollow.example") in taken:
        pass
    return email


def _login(pupil: Pupil, taken: set[str]) -> str:
    """The web login: year of joining, surname, initial and counter (batch-updates §4.4); later for the youngest."""
    if pupil.place.school == "PREG" or pupil.place.level < -1:
        return ""
    base = f"{pupil.joined % 100:02}{plain(pupil.last)[:10]}{plain(pupil.first)[:1]}"
    login = next(f"{base}{count}" for count in range(1, 99) if f"{base}{count}" not in taken)
    taken.add(login)
    return login


def _cells(draw: Random, pupil: Pupil, home: Home) -> dict[str, Cell]:
    code, status, has_plan, start, end = _special_education(draw)
    return {
        "district_number": pupil.number,
        "state_id": f"70{draw.randrange(10**8):08}" if happens(draw, 0.99) else "",  # not yet given
        "first_name": pupil.first,
        "middle_name": draw.choice(MIDDLES) if happens(draw, 0.4) else "",  # four in ten have one
        "last_name": pupil.last,
        "gender": pupil.gender,
        "birth_date": pupil.birth_date,
        "race_code": home.race,
        "hispanic": home.hispanic,
        "free_reduced_lunch": home.lunch,
        "home_language_code": home.language,
        "english_learner": home.language not in {"eng", ""} and happens(draw, 0.4),
        "special_ed_status_code": code,
        "special_ed_status_description": status,
        "has_active_iep": has_plan,
        "iep_start": start,
        "iep_end": end,
        "section_504": happens(draw, 0.04) or None,  # blank where nobody asked
        "photo_restricted": happens(draw, 0.02),
        "record_confidential": False,
        "do_not_export": False,
    }


def _special_education(draw: Random) -> tuple[str, str, bool, date | None, date | None]:
    """Status code, description, whether there is a plan, its start and its end; most have none of it."""
    match weighted(draw, (("none", 860), ("eligible", 115), ("referred", 15), ("declassified", 10))):
        case "eligible":
            code, status = draw.choice(_ELIGIBLE)
            start = date(2026, 3, 2) + timedelta(days=draw.randrange(200))
            return code, status, True, start, start + timedelta(days=364)
        case "referred":
            return "R", "Referred - evaluation pending", False, None, None
        case "declassified":
            return "X", "Declassified - returned to general education", False, date(2024, 9, 5), date(2025, 9, 4)
        case _:
            return "", "", False, None, None
