"""Whom the first pages of a document name: by ID or full name, among everybody in reach (batch-updates §5.3)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from roster_core.batches.people import Person, name_words, without_zeros

#: A shorter number is a score, a year or a room in most documents.
MIN_DIGITS = 5
#: Of a list of a whole school so many are told.
_MOST = 60
_Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """What a text says of people in reach.

    `named` are those whose ID or full name stands in it, and `names` what the first of them are called; `words` those
    of its words that are an ID or part of a last name of anybody.
    """

    named: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()

    def names_person(self, person: Person) -> bool:
        """Whether an ID or the full name of the person stands in it."""
        return person.person_id in self.named or self._has(_ids(person))

    def is_of(self, person: Person) -> bool:
        """The same, or the last name alone."""
        return self.names_person(person) or self._has([_last_name(person)])

    def _has(self, phrases: Iterable[_Phrase]) -> bool:
        return any(phrase and self.words.issuperset(phrase) for phrase in phrases)


class Roll:
    """Everybody in reach, to be found in texts; making it for 60,000 people takes about a second."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._by_first: dict[str, list[tuple[_Phrase, int]]] = defaultdict(list)
        self._names: dict[int, str] = {}
        known: set[str] = set()
        for person in persons:
            self._names[person.person_id] = f"{person.first_name} {person.last_name}"
            for phrase in {*_ids(person), *_full_names(person)}:
                self._by_first[" ".join(phrase[:2])].append((phrase, person.person_id))
            known.update(_last_name(person), *_ids(person))
        self._known = frozenset(known)

    def read(self, text: str) -> Said:
        """Whom a text names, in the order in which they stand in it."""
        words = name_words(text)
        named = tuple(dict.fromkeys(self._named(words)))
        return Said(named, tuple(self._names[one] for one in named[:_MOST]), self._known & set(words))

    def _named(self, words: Sequence[str]) -> Iterator[int]:
        for at, word in enumerate(words):
            yield from self._starting(words, at, word, 1)
            if at + 1 < len(words):
                yield from self._starting(words, at, f"{word} {words[at + 1]}", 2)
            if at + 2 < len(words) and len(words[at + 1]) == 1:  # Ana M. Ortega
                shorter = [word, *words[at + 2 : at + 6]]
                yield from self._starting(shorter, 0, f"{word} {words[at + 2]}", 2)

    def _starting(self, words: Sequence[str], at: int, first: str, length: int) -> Iterator[int]:
        for phrase, person_id in self._by_first.get(first, ()):
            if len(phrase) == length or (length > 1 and tuple(words[at : at + len(phrase)]) == phrase):
                yield person_id


def said_told(said: Said) -> dict[str, Any]:
    """As it is kept with an item."""
    return {"named": list(said.named), "names": list(said.names), "words": sorted(said.words)}


def said_of(told: Mapping[str, Any]) -> Said:
    """What `said_told` wrote."""
    return Said(tuple(told["named"]), tuple(told["names"]), frozenset(told["words"]))


def _last_name(person: Person) -> _Phrase:
    return tuple(name_words(person.last_name))


def _full_names(person: Person) -> Iterator[_Phrase]:
    last = _last_name(person)
    for given in dict.fromkeys(one for one in (person.first_name, person.preferred_first_name) if one):
        first = tuple(name_words(given))
        if first and last:
            yield (*first, *last)
            yield (*last, *first)


def _ids(person: Person) -> Iterator[_Phrase]:
    for key in dict.fromkeys(person.keys.values()):
        bare = without_zeros(key)
        if bare is None:
            yield tuple(name_words(key))
        elif len(key) >= MIN_DIGITS:
            yield (key,)
            if bare != key and len(bare) >= MIN_DIGITS:
                yield (bare,)
