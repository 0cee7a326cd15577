"""From file names to people by one ID, exactly or but for leading zeros, never by name (batch-updates §2.3)."""

from collections.abc import Mapping, Sequence

from roster_core.batches import kinds
from roster_core.batches.items import Item, Matched
from roster_core.batches.names import folded, key_of
from roster_core.batches.people import People, Person, without_zeros
from roster_core.findings import Finding, Kind


def keys_of(names: Sequence[str], listed: Mapping[str, str]) -> list[str]:
    """The keys of files: what an index, by folded name, has for one, else what its own name says."""
    return [listed.get(folded(name).rpartition("/")[2]) or key_of(name) for name in names]


def match_keys(named: Sequence[tuple[str, str]], people: People) -> tuple[Item, ...]:
    """One item for each name (of a file or row) with its key, in order, numbered from 1; yet to be settled."""
    return tuple(_matched(number, name, key, people) for number, (name, key) in enumerate(named, start=1))


def _matched(sequence: int, name: str, key: str, people: People) -> Item:
    """The item of one name: exact, then but for leading zeros, else nobody's with the reason."""
    exact = people.by_key.get(people.criterion.fold(key), ()) if key else ()
    if exact or people.criterion.fold(key) in people.foreign_keys:
        fitting, foreign = exact, () if exact else (key,)
        found_by = Matched.EXACT
    else:
        digits = without_zeros(key) or ""
        fitting = people.by_digits.get(digits, ())
        foreign = (key,) if digits in people.foreign_digits else ()
        found_by = Matched.ZEROS
    if len(fitting) == 1 and not foreign and people.reachable(fitting[0]):
        return Item(sequence, name, key, fitting[0], found_by, matching=_zeros(name, key, fitting[0], found_by, people))
    facts = {"key": key or "nothing", "criterion": people.criterion.label, "count": len(fitting)}
    return Item(sequence, name, key, matching=(Finding(_why(fitting, foreign, people), name, key, facts=facts),))


def _zeros(name: str, key: str, person: Person, found_by: Matched, people: People) -> tuple[Finding, ...]:
    if found_by is Matched.EXACT:
        return ()
    facts = {"key": key, "value": person.keys[people.criterion]}
    return (Finding(kinds.LEADING_ZEROS, name, key, facts=facts, person=person.reference),)


def _why(fitting: Sequence[Person], foreign: Sequence[str], people: People) -> Kind:
    """Why nobody was matched. Of people outside the user's schools only that they are there is told."""
    reachable = sum(1 for person in fitting if people.reachable(person))
    if foreign and not fitting:
        return kinds.OUT_OF_SCOPE
    if fitting and not reachable:
        return kinds.PERSON_LEFT
    if len(fitting) > 1:
        return kinds.SEVERAL_PEOPLE
    return kinds.NO_MATCH
