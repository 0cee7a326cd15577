"""Who an unmatched file may be for, offered for picking and never applied by itself (batch-updates §2.3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from roster_core.batches.names import key_of
from roster_core.batches.people import OFFERED, People, Person, name_words, without_zeros

#: How alike a name must be to be offered, of 100.
ALIKE = 88
#: A shorter key is one typing mistake away from too many others.
MIN_KEY = 4
_TOKENS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Suggestion:
    """A person to offer, why, and how sure that is, of 100."""

    person: Person
    why: str
    score: float


def suggest(name: str, people: People, *, limit: int = 5) -> tuple[Suggestion, ...]:
    """Those whom the file name points at, surest first, each once.

    In this order of trust: an ID inside the name, another ID than the criterion's, last and first name, one typing
    mistake in the key. Only people whom the item may be for.
    """
    key = key_of(name)
    best: dict[int, Suggestion] = {}
    for found in (*_by_key(key, people), *_by_name(key, people), *_by_slip(key, people)):
        known = best.get(found.person.person_id)
        if people.reachable(found.person) and (known is None or known.score < found.score):
            best[found.person.person_id] = found
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.person.person_id))[:limit])


def suggest_named(last: str, first: str, people: People, *, grade: str = "", limit: int = 5) -> tuple[Suggestion, ...]:
    """Those of that name, as an index without IDs gives it; the same grade counts for more."""
    found = [
        Suggestion(one.person, f"{one.why}, grade {grade}", min(100.0, one.score + 5))
        if grade and one.person.grade.lstrip("0") == grade.lstrip("0")
        else one
        for one in _by_name(f"{last} {first}", people)
        if people.reachable(one.person)
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.person.person_id))[:limit])


def _by_key(key: str, people: People) -> Iterator[Suggestion]:
    for criterion in (people.criterion, *(c for c in OFFERED[people.criterion.target] if c is not people.criterion)):
        own = criterion is people.criterion
        index = people.by(criterion)
        for person in index.get(criterion.fold(key), ()):
            yield Suggestion(person, f"matches as {criterion.label}", 98.0)
        for token in _TOKENS.findall(key):
            exact = index.get(criterion.fold(token), ())
            but_for_zeros = people.by_digits.get(without_zeros(token) or "", ()) if own else ()
            for person in (*exact, *but_for_zeros):
                yield Suggestion(person, f"{token} in the name is the {criterion.label}", 96.0 if own else 92.0)


def _by_name(key: str, people: People) -> Iterator[Suggestion]:
    words = " ".join(word for word in name_words(key) if not word.isdigit())
    if not words:
        return
    names = people.names
    for name, score, row in process.extract(words, names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=20):
        yield Suggestion(people.names_of[row], f"the name is like {name}", score * 0.9)


def _by_slip(key: str, people: People) -> Iterator[Suggestion]:
    if len(key) < MIN_KEY:
        return
    folded = people.criterion.fold(key)
    index = people.by_key
    for other, _, _ in process.extract(folded, list(index), scorer=OSA.distance, score_cutoff=1, limit=10):
        for person in index[other]:
            yield Suggestion(person, f"one letter or digit away from {other}", 75.0)
