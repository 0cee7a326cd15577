"""How many of everything there are, and which belongs to which: arithmetic on arrays of indices."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

#: Indices or counts.
Numbers = npt.NDArray[np.int64]

YEAR = "2026-27"
SEATS = 7
_PUPILS_A_SCHOOL, _SECTIONS_A_THOUSAND, _STAFF_A_THOUSAND = 600, 280, 60
#: A school has at least this many of each, however few students there are.
_FEWEST_SECTIONS, _FEWEST_STAFF = 2 * SEATS, 4
#: School types in turn, with the lowest grade and the number of grades.
TYPES = (("ELEM", 0, 6), ("MIDDLE", 6, 3), ("HIGH", 9, 4))
#: Every so many staff records stands for the two before it.
SHARED_EVERY = 50


@dataclass(frozen=True)
class Plan:
    """The shape of a roster of `students` students; `*_from` say where a school's own begin, one more than schools."""

    students: int
    schools: int = field(init=False)
    sections_from: Numbers = field(init=False)
    staff_from: Numbers = field(init=False)
    #: How many of a school's sections, the last ones, are inclusion twins of its first ones.
    twins: Numbers = field(init=False)

    def __post_init__(self) -> None:
        """Work out the rest."""
        schools = max(1, -(-self.students // _PUPILS_A_SCHOOL))
        sections = max(_FEWEST_SECTIONS * schools, self.students * _SECTIONS_A_THOUSAND // 1000)
        staff = max(_FEWEST_STAFF * schools, self.students * _STAFF_A_THOUSAND // 1000)
        numbers = np.arange(schools + 1)
        sections_from = numbers * sections // schools
        share = 0.06 + 0.06 * (numbers[:-1] * 7 % 10) / 9
        object.__setattr__(self, "schools", schools)
        object.__setattr__(self, "sections_from", sections_from)
        object.__setattr__(self, "staff_from", numbers * staff // schools)
        object.__setattr__(self, "twins", np.round(np.diff(sections_from) * share).astype(np.int64))

    @property
    def sections(self) -> int:
        """How many sections there are."""
        return int(self.sections_from[-1])

    @property
    def staff(self) -> int:
        """How many staff records there are."""
        return int(self.staff_from[-1])

    def school_of(self, students: Numbers) -> Numbers:
        """The schools of students."""
        return students * self.schools // self.students

    def kind_of(self, schools: Numbers) -> Numbers:
        """The types of schools, as indices of `TYPES`."""
        return schools % len(TYPES)

    def owners(self, begin: Numbers) -> Numbers:
        """For every thing that lies within `begin` (`sections_from` or `staff_from`), its school."""
        return np.repeat(np.arange(self.schools), np.diff(begin))

    def seats_of(self, students: Numbers, chance: np.random.Generator) -> Numbers:
        """The sections of each student: `SEATS` different ones of the own school, one row a student."""
        school = self.school_of(students)
        there = np.diff(self.sections_from)[school]
        first = (chance.random(len(students)) * there).astype(np.int64)
        step = there // SEATS
        around = (first[:, None] + np.arange(SEATS) * step[:, None]) % there[:, None]
        sections: Numbers = self.sections_from[school][:, None] + around
        return sections
