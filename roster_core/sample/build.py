"""Builds the sample district: the roster, its portraits and a photographer's delivery, the same every time."""

from pathlib import Path
from shutil import rmtree

from roster_core.sample.book import Book
from roster_core.sample.district import add_district
from roster_core.sample.elementary import ART_2, add_homerooms, add_specials
from roster_core.sample.enrolling import add_pupils
from roster_core.sample.families import add_families
from roster_core.sample.known_pupils import add_known_pupils
from roster_core.sample.lessons import seated
from roster_core.sample.odd_enrollments import add_odd_enrollments
from roster_core.sample.odd_families import add_odd_families
from roster_core.sample.odd_inclusion import add_inclusion
from roster_core.sample.odd_sections import add_odd_sections
from roster_core.sample.odd_staff import add_odd_staff
from roster_core.sample.odd_students import add_odd_students
from roster_core.sample.photographer import write_delivery
from roster_core.sample.photos import write_photos
from roster_core.sample.picks import Picks
from roster_core.sample.pupils import Pupil, pupils
from roster_core.sample.readme import write_readme
from roster_core.sample.records import add_last_year, add_records
from roster_core.sample.secondary import add_high, add_middle, add_teams
from roster_core.sample.staffing import add_staff

SEED = 2026
#: Students of the worked examples, who have no situation but their own.
_SPARED = {"0104233", "0104871", "0101118", "0101900", "0100502", "0105900", "0103310", "2001"}
#: Known pupils that belong to a team without having its homeroom.
_GUESTS = {("MHS", "11", 0): ["0100502"]}


def roster(seed: int = SEED) -> Book:
    """The whole roster in memory."""
    book = Book()
    add_district(book)
    held = add_staff(book, seed)
    add_known_pupils(book)
    planned = pupils(seed)
    add_homerooms(book, held)
    add_teams(book, held)
    add_pupils(book, seed, planned)
    add_families(book, seed, planned)
    add_specials(book, held)
    add_middle(book, held, lambda *place: _roll(planned, *place), _small_group(planned))
    add_high(book, held, lambda *place: _roll(planned, *place), seed)
    # From here on, what makes the district worth demonstrating.
    add_odd_staff(book, held)
    pick = Picks(book, seed, _SPARED | set(_small_group(planned)) | set(seated(book, ART_2)))
    add_odd_enrollments(book, pick)
    add_odd_sections(book, held)
    add_inclusion(book, held)
    add_odd_students(book, pick)
    add_odd_families(book, pick)
    add_records(book, seed, pick)
    add_last_year(book, held)
    return book


def _roll(planned: list[Pupil], school: str, grade: str, team: int) -> list[str]:
    found = [p.number for p in planned if (p.place.school, p.place.grade, p.place.team) == (school, grade, team)]
    return sorted(found) + _GUESTS.get((school, grade, team), [])


def _small_group(planned: list[Pupil]) -> tuple[str, ...]:
    """Chloe, Gil, Wen, Ivy and Noor: the pupils of the golden sections at the middle school."""
    by_name = {f"{pupil.first} {pupil.last}": pupil.number for pupil in planned}
    return "0101118", "0101900", by_name["Wen Chan"], by_name["Ivy Solano"], by_name["Noor Halabi"]


def build(folder: Path, *, seed: int = SEED) -> None:
    """Write the sample into `folder`: `roster/`, `photos/students`, `photos/staff`, `photographer.zip`, README.

    Portraits that are no longer anybody's are taken away.
    """
    book = roster(seed)
    book.write(folder / "roster")
    rmtree(folder / "photos", ignore_errors=True)
    write_photos(book, folder / "photos", seed)
    write_delivery(book, folder / "photographer.zip", seed)
    write_readme(book, folder, seed)
