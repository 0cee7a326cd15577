"""Those an item can be for, by their IDs: the criteria of a batch and who is in reach (batch-updates §2.3)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from roster_core.text import fold, same


class Target(StrEnum):
    """Whose records a batch changes; the value is the word shown."""

    STUDENTS = "Students"
    STAFF = "Staff"


class Criterion(StrEnum):
    """Which ID of a person the key in a file name is; the value is the field."""

    WEBLOGIN_ID = "weblogin_id"
    DISTRICT_NUMBER = "district_number"
    STATE_ID = "state_id"
    STAFF_ID = "staff_id"
    STATE_STAFF_ID = "state_staff_id"
    LOGON_ID = "logon_id"

    @property
    def label(self) -> str:
        """The words on screen, which tell the two meanings of “local ID” apart (batch-updates §1)."""
        return _LABELS[self]

    @property
    def target(self) -> Target:
        """Whose ID it is."""
        return Target.STUDENTS if self in OFFERED[Target.STUDENTS] else Target.STAFF

    def fold(self, key: str) -> str:
        """`key` as it is compared: logins without regard to case, everything else as it stands."""
        return same(key) if self in {Criterion.WEBLOGIN_ID, Criterion.LOGON_ID} else key


#: The criteria of a target, in the order offered.
OFFERED: Mapping[Target, tuple[Criterion, ...]] = {
    Target.STUDENTS: (Criterion.WEBLOGIN_ID, Criterion.DISTRICT_NUMBER, Criterion.STATE_ID),
    Target.STAFF: (Criterion.STAFF_ID, Criterion.STATE_STAFF_ID, Criterion.LOGON_ID),
}
_PROPRIETARY = "Proprietary ID (district number)"
_LOCAL = "Local ID (government number)"
_LABELS: Mapping[Criterion, str] = {
    Criterion.WEBLOGIN_ID: "Weblogin ID",
    Criterion.DISTRICT_NUMBER: _PROPRIETARY,
    Criterion.STATE_ID: _LOCAL,
    Criterion.STAFF_ID: _PROPRIETARY,
    Criterion.STATE_STAFF_ID: _LOCAL,
    Criterion.LOGON_ID: "Logon ID",
}


def without_zeros(key: str) -> str | None:
    """A key of digits without its leading zeros; `None` for any other."""
    return (key.lstrip("0") or "0") if key.isascii() and key.isdigit() else None


_WORDS = re.compile(r"[^\W_]+")


def name_words(text: str) -> list[str]:
    """The words of a name or file name, in lower case without accents."""
    return _WORDS.findall(fold(text))


@dataclass(frozen=True)
class Person:
    """Somebody an item can be for; `current` is what is stored now (a photo's hash, an address), blank if nothing."""

    person_id: int
    keys: Mapping[Criterion, str]
    last_name: str
    first_name: str = ""
    preferred_first_name: str = ""
    grade: str = ""
    homeroom: str = ""
    school: str = ""
    active: bool = True
    current: str = ""

    @property
    def reference(self) -> str:
        """The person as findings name one (`student:0104233`)."""
        for criterion, word in ((Criterion.DISTRICT_NUMBER, "student"), (Criterion.STAFF_ID, "staff")):
            if key := self.keys.get(criterion):
                return f"{word}:{key}"
        return ""


@dataclass(frozen=True)
class People:
    """Everybody in reach of one batch.

    `persons` are those of the user's schools, left ones too; `foreign` are keys (by the criterion) of anybody else of
    the same target, of whom nothing more is known here.
    """

    criterion: Criterion
    persons: tuple[Person, ...]
    foreign: frozenset[str] = field(default=frozenset(), repr=False)
    include_left: bool = False

    def reachable(self, person: Person) -> bool:
        """Whether an item may be for the person."""
        return person.active or self.include_left

    @cached_property
    def by_id(self) -> Mapping[int, Person]:
        """Persons by their number."""
        return {person.person_id: person for person in self.persons}

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Person, ...]]:
        """Persons by their folded key; more than one only if the roster holds an ID twice."""
        return self.by(self.criterion)

    @cached_property
    def by_digits(self) -> Mapping[str, tuple[Person, ...]]:
        """Persons by their key without leading zeros."""
        return _grouped(
            (digits, person)
            for person in self.persons
            if (digits := without_zeros(person.keys.get(self.criterion, ""))) is not None
        )

    @cached_property
    def foreign_keys(self) -> frozenset[str]:
        """Folded keys of those outside the user's schools."""
        return frozenset(self.criterion.fold(key) for key in self.foreign)

    @cached_property
    def foreign_digits(self) -> frozenset[str]:
        """The same without leading zeros."""
        return frozenset(digits for key in self.foreign if (digits := without_zeros(key)) is not None)

    @cached_property
    def _named(self) -> tuple[tuple[str, Person], ...]:
        return tuple(
            (" ".join(name_words(f"{person.last_name} {given}")), person)
            for person in self.persons
            for given in dict.fromkeys(one for one in (person.first_name, person.preferred_first_name) if one)
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Everybody's last and first name as it is compared; the preferred first name makes another one."""
        return tuple(name for name, _ in self._named)

    @cached_property
    def names_of(self) -> tuple[Person, ...]:
        """Whose each of `names` is."""
        return tuple(person for _, person in self._named)

    @cached_property
    def _others(self) -> dict[Criterion, Mapping[str, tuple[Person, ...]]]:
        return {}

    def by(self, criterion: Criterion) -> Mapping[str, tuple[Person, ...]]:
        """Persons by any of their IDs, folded."""
        if criterion not in self._others:
            self._others[criterion] = _grouped(
                (criterion.fold(key), person) for person in self.persons if (key := person.keys.get(criterion))
            )
        return self._others[criterion]


def _grouped(pairs: Iterable[tuple[str, Person]]) -> dict[str, tuple[Person, ...]]:
    grouped: dict[str, list[Person]] = defaultdict(list)
    for key, person in pairs:
        grouped[key].append(person)
    return {key: tuple(persons) for key, persons in grouped.items()}
