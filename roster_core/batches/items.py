"""The items of a batch as frozen values: what was found, what was chosen, what follows (batch-updates §2.2)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from roster_core.batches import kinds
from roster_core.batches.people import Person
from roster_core.batches.states import ItemState, state_of
from roster_core.findings import Finding, Kind, Severity
from roster_core.text import listed


class Matched(StrEnum):
    """How an item came to its person; the value is stored."""

    EXACT = "EXACT"
    ZEROS = "ZEROS"
    MANUAL = "MANUAL"


@dataclass(frozen=True)
class Choice:
    """All that was decided by hand about one item; `Choice()` leaves it to the rules."""

    person: Person | None = None
    skip: bool = False
    #: Among several items for one person, this one is meant.
    keep: bool = False
    #: Codes of warnings that somebody looked at.
    accepted: frozenset[str] = frozenset()
    #: How the file is to be changed before it is stored, in the words of its kind of batch; blank = not at all.
    plan: str = ""


@dataclass(frozen=True)
class Item:
    """One file or row of a batch.

    `own` are the findings about the file alone, `matching` those about its key, `settled` those that depend on the
    other items and on what is stored; the last are made anew whenever something is chosen. `content` is what would be
    stored (a hash, an address), compared with `Person.current`; `place` tells apart what one person may have several
    of (a document's type, year and title).
    """

    sequence: int
    name: str
    key: str
    found: Person | None = None
    found_by: Matched | None = None
    content: str = ""
    place: str = ""
    choice: Choice = Choice()
    own: tuple[Finding, ...] = ()
    matching: tuple[Finding, ...] = ()
    settled: tuple[Finding, ...] = ()

    @property
    def person(self) -> Person | None:
        """Whose record it is for: the person picked, else the one matched."""
        return self.choice.person or self.found

    @property
    def slot(self) -> tuple[int, str] | None:
        """The one place in a record that it would fill: whose, and which of theirs."""
        return None if self.person is None else (self.person.person_id, self.place)

    def with_current(self, current: str) -> "Item":
        """The same with what is stored in its place now."""
        if self.person is None or self.person.current == current:
            return self
        person = replace(self.person, current=current)
        return (
            replace(self, choice=replace(self.choice, person=person))
            if self.choice.person is not None
            else replace(self, found=person)
        )

    @property
    def matched_by(self) -> Matched | None:
        """How it came to that person."""
        return Matched.MANUAL if self.choice.person else self.found_by

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings that hold; those about the key do not once a person was picked."""
        return self.own + (() if self.choice.person else self.matching) + self.settled

    @cached_property
    def state(self) -> ItemState:
        """What the findings come to, unless somebody set it aside."""
        return ItemState.SKIPPED if self.choice.skip else state_of(self.findings)

    @property
    def open_warnings(self) -> frozenset[str]:
        """Codes of warnings that still want a look, or wait for something else to be decided."""
        return open_warnings(self.findings, self.choice.accepted)

    @property
    def confirmable(self) -> bool:
        """Whether Confirm applies it."""
        state = self.state
        return state is ItemState.READY or (state is ItemState.WARNING and not self.open_warnings)

    @property
    def unresolved(self) -> bool:
        """Whether somebody still has to decide something about it."""
        state = self.state
        undecided = state in {ItemState.NEEDS_PERSON, ItemState.AMBIGUOUS}
        return undecided or (state is ItemState.WARNING and bool(self.open_warnings))


@dataclass(frozen=True)
class Manner:
    """What differs between kinds of batch when items are settled.

    `same` is said of an item that is what is stored, `clash` of items for one place. `one_each` makes those exclude
    each other until one of them is chosen; without it the kind's own rule decides about them. `graded` gives findings
    about the key, by code, another severity.
    """

    same: Kind = kinds.UNCHANGED
    clash: Kind = kinds.SEVERAL_FILES
    one_each: bool = True
    graded: Mapping[str, Severity] = field(default_factory=dict)


#: How files are settled.
USUAL = Manner()
#: A rule over all items of a batch: findings by sequence, made anew whenever something is chosen.
Look = Callable[[Sequence[Item]], Mapping[int, tuple[Finding, ...]]]


@dataclass(frozen=True)
class Checked:
    """What checking a file by itself said of it; `content` is blank if it cannot be used."""

    content: str = ""
    findings: tuple[Finding, ...] = ()
    place: str = ""


def settle(items: Sequence[Item], look: Look | None = None, manner: Manner = USUAL) -> tuple[Item, ...]:
    """The items with what follows from each other and from what is stored found anew, by one rule for all."""
    bare = [_with_settled(item, _of_itself(item, manner)) for item in items]
    settled = _with_more(bare, _clashes(bare, manner)) if manner.one_each else bare
    return tuple(_with_more(settled, look(settled)) if look else settled)


def _with_more(items: Sequence[Item], more: Mapping[int, tuple[Finding, ...]]) -> list[Item]:
    return [_with_settled(item, item.settled + found) if (found := more.get(item.sequence)) else item for item in items]


def _with_settled(item: Item, settled: tuple[Finding, ...]) -> Item:
    """The item with these findings; of thousands most stay as they are."""
    return item if item.settled == settled else replace(item, settled=settled)


def open_warnings(findings: Iterable[Finding], accepted: Collection[str]) -> frozenset[str]:
    """The codes of those warnings that nobody accepted, or that nobody can accept since they wait for something."""
    return frozenset(
        one.kind.code
        for one in findings
        if one.severity is Severity.WARNING and (one.kind.waits or one.kind.code not in accepted)
    )


def keep(items: Sequence[Item], sequence: int) -> dict[int, Choice]:
    """The choices by which this one of several items for a person is used, and no longer another; none without it."""
    chosen = next((item for item in items if item.sequence == sequence), None)
    if chosen is None:
        return {}
    rivals = (item for item in items if item.slot == chosen.slot and item.choice.keep)
    released = {item.sequence: replace(item.choice, keep=False) for item in rivals}
    return released | {sequence: replace(chosen.choice, keep=True, skip=False)}


def accept_kind(items: Iterable[Item], code: str) -> dict[int, Choice]:
    """The choices by which every warning of this kind is accepted; none if it is to be accepted one by one."""
    return {
        item.sequence: replace(item.choice, accepted=item.choice.accepted | {code})
        for item in items
        if code in item.open_warnings and not any(one.kind.alone for one in item.findings if one.kind.code == code)
    }


@dataclass(frozen=True)
class Counts:
    """What Submit shows: what Confirm would do, and how many items are in each state."""

    new: int = 0
    replaces: int = 0
    unchanged: int = 0
    skipped: int = 0
    #: Rejected, or still undecided.
    left_out: int = 0
    unresolved: int = 0
    states: Mapping[ItemState, int] = field(default_factory=dict)


def count(items: Sequence[Item]) -> Counts:
    """The items counted; every item is in exactly one of new, replaces, unchanged, skipped and left out."""
    states = Counter(item.state for item in items)
    applied = [item for item in items if item.confirmable]
    replaces = sum(1 for item in applied if item.person is not None and item.person.current)
    unchanged, skipped = states[ItemState.UNCHANGED], states[ItemState.SKIPPED]
    return Counts(
        new=len(applied) - replaces,
        replaces=replaces,
        unchanged=unchanged,
        skipped=skipped,
        left_out=len(items) - len(applied) - unchanged - skipped,
        unresolved=sum(1 for item in items if item.unresolved),
        states={state: states[state] for state in ItemState},
    )


def _of_itself(item: Item, manner: Manner) -> tuple[Finding, ...]:
    """What follows from the choice and the person, without regard to other items."""
    person = item.person
    inactive = person is not None and not person.active
    unchanged = person is not None and bool(item.content) and item.content == person.current
    if not (item.choice.skip or inactive or unchanged):  # of thousands most
        return ()
    findings: list[Finding] = []
    if item.choice.skip:
        findings.append(Finding(kinds.SET_ASIDE, item.name))
    if inactive:
        findings.append(Finding(kinds.PERSON_INACTIVE, item.name, item.key))
    if unchanged:
        findings.append(Finding(manner.same, item.name))
    return tuple(findings)


def _clashes(items: Sequence[Item], manner: Manner) -> dict[int, tuple[Finding, ...]]:
    """Findings for items that would fill one place: one kept by hand and the others set aside, or all to be decided."""
    rivals: dict[tuple[int, str], list[Item]] = defaultdict(list)
    for item in items:
        slot = item.slot
        if slot is not None and item.state not in {ItemState.REJECTED, ItemState.SKIPPED}:
            rivals[slot].append(item)
    found: dict[int, tuple[Finding, ...]] = {}
    for group in rivals.values():
        kept = [item for item in group if item.choice.keep]
        if len(group) == 1:
            continue
        if len(kept) == 1:
            losers = [item for item in group if item is not kept[0]]
            found |= {
                item.sequence: (Finding(kinds.NOT_CHOSEN, item.name, facts={"chosen": kept[0].name}),)
                for item in losers
            }
        else:
            facts = {"count": len(group), "names": listed((item.name for item in group), len(group))}
            found |= {item.sequence: (Finding(manner.clash, item.name, facts=facts),) for item in group}
    return found
