"""The rule over all documents of a batch: what exists already, what two students share, whom the text names (§5.3)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from roster_core.batches import kinds as batch_kinds
from roster_core.batches.items import Item, Look
from roster_core.batches.people import Person
from roster_core.batches.states import ItemState
from roster_core.findings import Finding
from roster_core.text import listed
from roster_core.updates import document_kinds as kinds
from roster_core.updates.document_rules import OnExisting, free_title, title_key
from roster_core.updates.document_target import DocumentTarget
from roster_core.updates.document_text import Said

#: How many people that a text names are told of.
_NAMED = 3


@dataclass(frozen=True)
class StoredDocument:
    """A document that a student has, not withdrawn: what, its current version, and the hash of that."""

    type: str
    school_year: str
    title: str
    version: int
    content: str


@dataclass(frozen=True)
class Surroundings:
    """What the rule has to know besides the items.

    `read_stored` gives the documents of people, by person; `owners` the people who have a file by its hash; `said`
    what the text of an item names, by sequence, `None` if it holds none.
    """

    target_of: Callable[[Item], DocumentTarget]
    read_stored: Callable[[Iterable[int]], Mapping[int, Sequence[StoredDocument]]]
    one_per_year: frozenset[str] = frozenset()
    owners: Mapping[str, frozenset[int]] = field(default_factory=dict)
    said: Mapping[int, Said | None] = field(default_factory=dict)


def look_around(around: Surroundings) -> Look:
    """The rule with what it has to know."""

    def look(items: Sequence[Item]) -> dict[int, tuple[Finding, ...]]:
        taken = [item for item in items if item.state not in {ItemState.REJECTED, ItemState.SKIPPED}]
        stored = around.read_stored(sorted({item.person.person_id for item in taken if item.person is not None}))
        targets = {item.sequence: around.target_of(item) for item in taken}
        twins = _twins(taken)
        mates = _mates(taken, targets)
        return {
            item.sequence: (
                *_existing(item, targets[item.sequence], stored.get(item.person.person_id, ())),
                *_one_per_year(item, targets[item.sequence], stored.get(item.person.person_id, ()), mates, around),
                *_shared(item, item.person, twins, around),
                *_text(item, item.person, around),
            )
            for item in taken
            if item.person is not None
        }

    return look


_Mates = Mapping[tuple[int, str, str], Mapping[str, str]]


def _mates(items: Iterable[Item], targets: Mapping[int, DocumentTarget]) -> _Mates:
    """The titles, by their keys, that the batch brings each student of a type in a year."""
    found: dict[tuple[int, str, str], dict[str, str]] = defaultdict(dict)
    for item in items:
        if item.person is not None:
            target = targets[item.sequence]
            kind = (item.person.person_id, target.type, target.school_year)
            found[kind].setdefault(title_key(target.title), target.title)
    return found


def _existing(item: Item, target: DocumentTarget, stored: Sequence[StoredDocument]) -> Iterator[Finding]:
    kind = [one for one in stored if (one.type, one.school_year) == (target.type, target.school_year)]
    same = next((one for one in kind if title_key(one.title) == title_key(target.title)), None)
    if same is None:
        return
    if same.content == item.content:
        if target.on_existing is OnExisting.KEEP_BOTH:  # its place is another one, so that nothing was compared
            yield Finding(batch_kinds.UNCHANGED, item.name)
        return
    then = f"It becomes version {same.version + 1}."
    if target.on_existing is OnExisting.KEEP_BOTH:
        taken = frozenset(title_key(one.title) for one in kind)
        then = f"It is stored beside it as “{free_title(target.title, taken)}”."
    elif target.on_existing is OnExisting.SKIP:
        then = "It stays as it is."
        yield Finding(batch_kinds.EXISTING_KEPT, item.name)
    facts = {"title": same.title, "version": same.version, "then": then}
    yield Finding(kinds.EXISTS, item.name, facts=facts)


def _one_per_year(
    item: Item, target: DocumentTarget, stored: Sequence[StoredDocument], mates: _Mates, around: Surroundings
) -> Iterator[Finding]:
    if target.type not in around.one_per_year or item.person is None:
        return
    kind = [one.title for one in stored if (one.type, one.school_year) == (target.type, target.school_year)]
    before = {title_key(title): title for title in kind}
    brought = mates.get((item.person.person_id, target.type, target.school_year), {})
    # What is stored beside another one does not take its place.
    own = title_key(target.title) if target.on_existing is not OnExisting.KEEP_BOTH else ""
    others = [title for key, title in before.items() if key != own]
    others += [title for key, title in brought.items() if key not in {title_key(target.title), *before}]
    if others:
        told = listed((f"“{one}”" for one in others), len(others))
        yield Finding(kinds.ONE_PER_YEAR, item.name, facts={"titles": told})


def _twins(items: Iterable[Item]) -> Mapping[str, Sequence[Item]]:
    """The items of each content."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.content:
            found[item.content].append(item)
    return found


def _shared(item: Item, person: Person, twins: Mapping[str, Sequence[Item]], around: Surroundings) -> Iterator[Finding]:
    others = [
        one.name
        for one in twins.get(item.content, ())
        if one.person is not None and one.person.person_id != person.person_id
    ]
    owners = around.owners.get(item.content, frozenset()) - {person.person_id}
    where = [
        f"in this batch for somebody else: {listed(others, len(others))}" if others else "",
        "stored already for another student" if owners else "",
    ]
    if others or owners:
        facts = {"where": " and ".join(part for part in where if part)}
        yield Finding(kinds.SAME_BYTES_TWO_STUDENTS, item.name, facts=facts)


def _text(item: Item, person: Person, around: Surroundings) -> Iterator[Finding]:
    if item.sequence not in around.said or item.state is ItemState.UNCHANGED:
        return
    said = around.said[item.sequence]
    if said is None:
        yield Finding(kinds.NO_TEXT, item.name)
    elif said.named and not said.names_person(person):  # a last name alone may be a sister's
        told = listed(said.names, len(said.named), most=_NAMED)
        yield Finding(kinds.OTHER_STUDENT_IN_TEXT, item.name, facts={"names": told})
    elif not said.is_of(person):
        yield Finding(kinds.NO_STUDENT_IN_TEXT, item.name)
