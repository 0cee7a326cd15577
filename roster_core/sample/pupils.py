"""The places that pupils fill, and who fills them: names, numbers and families, before any row is written."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from roster_core.sample.draws import happens, stream, weighted
from roster_core.sample.names import SURNAMES, first_name
from roster_core.sample.posts import HOMEROOMS

#: Early-childhood state grade codes of each homeroom at the elementary school, with how many pupils have them.
_EARLY = (
    ("PK1", "4F", 13), ("PK2", "3F", 12), ("PK3", "3H", 6), ("PK3", "4H", 5), ("PK3", "5H", 2), ("PK3", "5F", 2),
    ("101", "KF", 18), ("102", "KF", 4), ("103", "KF", 16), ("103", "DF", 2), ("K 1", "KH", 9), ("K 1", "DH", 3),
    ("K 1", "PF", 3),
)  # fmt: skip
#: Pupils outside the teams: school, state grade code, how many.
_APART = (
    ("MHS", "PG", 3), ("MHS", "A1", 2), ("MHS", "A2", 1), ("MHS", "AD", 2), ("MHS", "UG", 3), ("MHS", "SE", 4),
    ("MHS", "TR", 1), ("MHV", "09", 3), ("MHV", "10", 2), ("MHV", "11", 3), ("MHV", "12", 2), ("OOD", "03", 2),
    ("OOD", "05", 1), ("OOD", "07", 2), ("OOD", "08", 1), ("OOD", "09", 2), ("OOD", "10", 2), ("OOD", "11", 2),
    ("OOD", "12", 2), ("PREG", "KF", 9), ("PREG", "01", 2), ("PREG", "04", 1), ("PREG", "06", 1), ("PREG", "09", 2),
    ("MAC", "A1", 2), ("MAC", "A2", 2), ("MAC", "AD", 2),
)  # fmt: skip
TEAMS = 4
_MIDDLE_GRADES = (6, 7, 8)


@dataclass(frozen=True)
class Place:
    """A pupil's place: school, state grade code, homeroom (may be blank) and team (None outside the timetable)."""

    school: str
    grade: str
    homeroom: str = ""
    team: int | None = None

    @property
    def level(self) -> int:
        """Years since kindergarten: -2 for age 3, 0 for kindergarten, 12 for grade 12, 13 and more afterwards."""
        if self.grade.isdigit():
            return int(self.grade)
        early = {"3": -2, "4": -1, "5": -1, "K": 0, "D": 0, "P": 0}
        if self.grade in {"PG", "AD", "A1", "A2"}:
            return 14
        return early.get(self.grade[0], 10)


@dataclass(frozen=True)
class Pupil:
    """A pupil as planned. `family` groups siblings; `joined` is the year of the first day in the district."""

    place: Place
    family: int
    gender: str
    first: str
    last: str
    joined: int
    number: str = ""

    @property
    def birth_date(self) -> date:
        """A day that fits the grade, always the same for the same number."""
        start = date(2026 - 6 - self.place.level, 10, 1)
        return start + timedelta(days=stream(0, "birth", self.number).randrange(364))


def places() -> Iterator[Place]:
    """Every place, in the order of schools and grades."""
    for homeroom, grade, count in _EARLY:
        yield from (Place("MHE", grade, homeroom) for _ in range(count))
    for level in range(1, 6):
        for homeroom in HOMEROOMS[str(level)]:
            yield from (Place("MHE", f"{level:02}", homeroom) for _ in range(18))
    for level in range(6, 13):
        school, size = ("MMS", 24) if level in _MIDDLE_GRADES else ("MHS", 25)
        for team in range(TEAMS):
            homeroom = f"{level}-{'ABCD'[team]}"
            yield from (Place(school, f"{level:02}", homeroom, team) for _ in range(size))
    for school, grade, count in _APART:
        yield from (Place(school, grade) for _ in range(count))


#: Names, and more, of pupils of the worked examples who have no row of their own in export-options §12: Wen Chan and
#: the student whose number is a staff ID (batch-updates §3.5, §6), the password of §4.2, the inclusion pair of §7.8.
_NAMED: dict[tuple[str, str], tuple[tuple[str, str, str, int, str], ...]] = {
    ("MMS", "07"): (
        ("Wen", "Chan", "M", 2019, ""),
        ("Ivy", "Solano", "F", 2019, ""),
        ("Noor", "Halabi", "F", 2020, ""),
    ),
    ("MMS", "06"): (("Sean", "O'Leary", "M", 2020, ""),),
    ("MHS", "12"): (("Tove", "Lindgren", "F", 2014, "2001"),),
}


def pupils(seed: int) -> list[Pupil]:
    """Everybody beside the pupils that export-options §12 names, with numbers in the order of joining."""
    draw = stream(seed, "pupils")
    waiting = {key: list(named) for key, named in _NAMED.items()}
    planned: list[Pupil] = []
    taken: set[tuple[str, str]] = set()
    surnames: dict[int, str] = {}
    spots = list(places())
    for place, family in zip(spots, _families(draw, len(spots)), strict=True):
        named = waiting.get((place.school, place.grade))
        if named:
            first, last, gender, joined, number = named.pop(0)
            # A family of their own, so that nobody else takes their surname.
            family = 10_000 + len(planned)  # noqa: PLW2901 - the drawn one is given up
        else:
            gender = weighted(draw, (("F", 48), ("M", 50), ("X", 1), ("U", 1)))
            last = surnames.setdefault(family, draw.choice(SURNAMES))
            first, number = first_name(draw, gender), ""
            while (first, last) in taken:
                first = first_name(draw, draw.choice("FM"))
            joined = _joined(draw, place.level)
        taken.add((first, last))
        planned.append(Pupil(place, family, gender, first, last, joined, number))
    return _numbered(draw, planned)


def _families(draw: Random, count: int) -> list[int]:
    """A family for each of `count` places, one to three pupils each, far apart in grade."""
    order = list(range(count))
    draw.shuffle(order)
    found = [0] * count
    family = 0
    while order:
        for place in [order.pop() for _ in range(min(len(order), weighted(draw, ((1, 55), (2, 35), (3, 10)))))]:
            found[place] = family
        family += 1
    return found


def _joined(draw: Random, level: int) -> int:
    start = 2026 - min(max(level, 0), 12)
    return start if happens(draw, 0.7) else draw.randint(start, 2026)  # three in ten moved in later


#: Numbers of the worked examples, and one that an e-mail file of batch-updates §4.3 names as unknown.
_NOT_GIVEN = {"0104233", "0104871", "0101118", "0101900", "0100502", "0105900", "0103310", "0109999"}


def _numbered(draw: Random, planned: list[Pupil]) -> list[Pupil]:
    number = 100_000
    found = {}
    for index in sorted(range(len(planned)), key=lambda index: (planned[index].joined, draw.random())):
        number += draw.randint(1, 7)
        while f"{number:07}" in _NOT_GIVEN:
            number += 1
        found[index] = planned[index].number or f"{number:07}"
    return [replace(pupil, number=found[index]) for index, pupil in enumerate(planned)]
