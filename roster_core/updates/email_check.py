"""Rows of an e-mail batch judged: each by itself, then all together (batch-updates §4.2)."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from roster_core.batches import kinds as batch_kinds
from roster_core.batches.items import Checked, Item, open_warnings
from roster_core.batches.people import Person, name_words
from roster_core.batches.states import ItemState
from roster_core.findings import Finding, Kind, Severity
from roster_core.text import listed, same
from roster_core.updates import email_kinds as kinds
from roster_core.updates.email_address import CLEAR, in_domains, stored_form, why_not
from roster_core.updates.email_moves import blocked_moves

#: What a spreadsheet makes of an ID that it takes for a large number.
_MANGLED = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d+")
#: States of rows that change nobody's address whatever else is said of them.
_IDLE = frozenset({ItemState.REJECTED, ItemState.SKIPPED, ItemState.NEEDS_PERSON, ItemState.UNCHANGED})


@dataclass(frozen=True)
class Domains:
    """The domains that students' addresses may have, and whether another one only warns."""

    allowed: tuple[str, ...] = ()
    only_warns: bool = False


@dataclass(frozen=True)
class Told:
    """What a row says beside the new address, for a check; blank = nothing."""

    current_email: str = ""
    last_name: str = ""
    first_name: str = ""


class Role(StrEnum):
    """Who has an address: an active student, a student or member of the staff who left, the staff, a guardian."""

    STUDENT = "student"
    FORMER = "former"
    STAFF = "staff"
    GUARDIAN = "guardian"


@dataclass(frozen=True)
class Holder:
    """Somebody who has an address; `name` is blank for those who are not to be named to this user."""

    person_id: int
    role: Role
    name: str = ""


#: Who has each of these addresses now, asked and answered in the form in which addresses are compared.
Find = Callable[[Iterable[str]], Mapping[str, Sequence[Holder]]]


def check_row(name: str, typed: str, domains: Domains, *, before: Sequence[Finding] = ()) -> Checked:
    """What a new address comes to by itself; `before` was found when the row was read.

    The content is the address as it is stored; blank for `CLEAR`, and where it cannot be used.
    """
    typed = typed.strip()
    if typed == CLEAR:
        return Checked("", tuple(before))
    address = stored_form(typed)
    findings = (*before, *_of_address(name, address, domains))
    usable = all(one.severity is not Severity.ERROR for one in findings)
    return Checked(address if usable else "", findings)


def _of_address(name: str, address: str, domains: Domains) -> Iterator[Finding]:
    if not address:
        yield Finding(kinds.EMAIL_BLANK, name)
    elif why := why_not(address):
        yield Finding(kinds.EMAIL_SYNTAX, name, facts={"address": address, "why": why})
    elif not in_domains(address, domains.allowed):
        facts = {"domain": address.rpartition("@")[2], "domains": ", ".join(domains.allowed)}
        graded = Severity.WARNING if domains.only_warns else None
        yield Finding(kinds.DOMAIN_NOT_ALLOWED, name, facts=facts, graded=graded)


def check_together(items: Sequence[Item], told: Mapping[int, Told], find: Find) -> Mapping[int, tuple[Finding, ...]]:
    """What follows from the students, from the other rows and from who has the addresses now, by sequence."""
    found: dict[int, list[Finding]] = defaultdict(list)
    here = [item for item in items if item.state is not ItemState.SKIPPED]
    for item in here:
        found[item.sequence] += _of_person(item, told.get(item.sequence, Told()))
    for sequence, finding in (*_same_student(here), *_same_email(here)):
        found[sequence].append(finding)
    moving = [item for item in here if item.person and item.state not in _IDLE and not _stopped(found[item.sequence])]
    moves = _Moves(moving, find)
    for sequence, finding in moves.in_use():
        found[sequence].append(finding)
    undecided = {
        item.sequence for item in moving if open_warnings((*item.findings, *found[item.sequence]), item.choice.accepted)
    }
    for sequence, finding in moves.waiting(undecided):
        found[sequence].append(finding)
    return {sequence: tuple(findings) for sequence, findings in found.items() if findings}


def _stopped(findings: Iterable[Finding]) -> bool:
    return any(
        one.severity is Severity.ERROR or one.kind in {batch_kinds.SAME_STUDENT_TWICE, batch_kinds.NO_CHANGE}
        for one in findings
    )


def _of_person(item: Item, told: Told) -> Iterator[Finding]:
    person = item.person
    if person is None:
        if _MANGLED.fullmatch(item.key):
            yield Finding(kinds.ID_MANGLED, item.name, facts={"key": item.key})
        return
    if told.current_email and same(told.current_email) != same(person.current):
        facts = {"told": told.current_email, "stored": person.current or "none"}
        yield Finding(batch_kinds.STALE, item.name, facts=facts, person=person.reference)
    if not _named(told, person):
        said = ", ".join(part for part in (told.last_name, told.first_name) if part)
        facts = {"told": said, "name": f"{person.last_name}, {person.first_name}"}
        yield Finding(kinds.NAME_DIFFERS, item.name, facts=facts, person=person.reference)
    if item.content and item.content != person.current and same(item.content) == same(person.current):
        yield Finding(kinds.CASE_ONLY, item.name)
    if not item.content and not person.current and item.state is not ItemState.REJECTED:
        yield Finding(batch_kinds.NO_CHANGE, item.name)


def _named(told: Told, person: Person) -> bool:
    """Whether the names that a row gives are the person's, but for case, accents and signs."""
    if not (told.last_name or told.first_name):
        return True
    firsts = [name_words(one) for one in (person.first_name, person.preferred_first_name)]
    last_fits = not told.last_name or name_words(told.last_name) == name_words(person.last_name)
    return last_fits and (not told.first_name or name_words(told.first_name) in firsts)


def _same_student(items: Sequence[Item]) -> Iterator[tuple[int, Finding]]:
    """Rows for one student: of equal ones the first is kept, different ones are all rejected."""
    for group in _groups((item.person.person_id, item) for item in items if item.person):
        facts: dict[str, object] = {"names": _rows(group)}
        if len({_value(item) for item in group}) == 1:
            facts["what"] = f"they say the same, so {group[0].name} is used"
            chosen, graded = group[1:], Severity.INFO
        else:
            facts["what"] = "they say different things, so none is used"
            chosen, graded = group, Severity.ERROR
        for item in chosen:
            yield item.sequence, Finding(batch_kinds.SAME_STUDENT_TWICE, item.name, facts=facts, graded=graded)


def _value(item: Item) -> str:
    """What a row asks for, to be compared; what cannot be used is like no other."""
    return f"row {item.sequence}" if item.state is ItemState.REJECTED else same(item.content)


def _same_email(items: Sequence[Item]) -> Iterator[tuple[int, Finding]]:
    given = ((same(item.content), item) for item in items if item.person and item.content)
    for group in _groups(given):
        if len({item.person.person_id for item in group if item.person}) > 1:
            facts = {"names": _rows(group), "address": group[0].content}
            for item in group:
                yield item.sequence, Finding(kinds.SAME_EMAIL_TWICE, item.name, facts=facts)


def _groups(pairs: Iterable[tuple[Hashable, Item]]) -> Iterator[list[Item]]:
    """Items with an equal key, where there are several."""
    grouped: dict[Hashable, list[Item]] = defaultdict(list)
    for key, item in pairs:
        grouped[key].append(item)
    return (group for group in grouped.values() if len(group) > 1)


def _rows(group: Sequence[Item]) -> str:
    return listed((item.name for item in group), len(group)).capitalize()


class _Moves:
    """The addresses that items would give to students, with who has them now."""

    def __init__(self, items: Sequence[Item], find: Find) -> None:
        self._items = {item.person.person_id: item for item in items if item.person}
        self._targets = {person: same(item.content) for person, item in self._items.items()}
        self._held = find(address for address in self._targets.values() if address)
        self._current = {person: same(item.person.current) for person, item in self._items.items() if item.person}
        self._students = {
            address: {one.person_id for one in holders if one.role is Role.STUDENT}
            for address, holders in self._held.items()
        }
        #: Those that can be made if all of them are.
        self._going: dict[int, str] = {}

    def in_use(self) -> Iterator[tuple[int, Finding]]:
        """Who else would have the addresses after the whole batch."""
        stopped = set()
        for person, address in self._targets.items():
            staff = next((one for one in self._held.get(address, ()) if one.role is Role.STAFF), None)
            if staff is not None:
                stopped.add(person)
                yield self._items[person].sequence, _held(kinds.IN_USE_STAFF, self._items[person], staff)
        moves = {person: address for person, address in self._targets.items() if person not in stopped}
        blocked = blocked_moves(moves, self._current, self._students)
        names = {one.person_id: one for holders in self._held.values() for one in holders}
        for person, others in blocked.items():
            holder = names.get(min(others)) or Holder(min(others), Role.STUDENT)
            yield self._items[person].sequence, _held(kinds.IN_USE_STUDENT, self._items[person], holder)
        self._going = {person: address for person, address in moves.items() if person not in blocked}
        yield from self._looked_at()

    def _looked_at(self) -> Iterator[tuple[int, Finding]]:
        """Warnings of addresses that somebody has who is no active student, and does not give it up here."""
        for person, address in self._going.items():
            for role, kind in ((Role.FORMER, kinds.IN_USE_FORMER), (Role.GUARDIAN, kinds.IN_USE_GUARDIAN)):
                for one in self._held.get(address, ()):
                    stays = one.person_id != person and self._going.get(one.person_id, address) == address
                    if one.role is role and stays:
                        yield self._items[person].sequence, _held(kind, self._items[person], one)
                        break

    def waiting(self, undecided: Collection[int]) -> Iterator[tuple[int, Finding]]:
        """Those that can be made only together with items (by sequence) about which nothing is decided."""
        sure = {
            person: address for person, address in self._going.items() if self._items[person].sequence not in undecided
        }
        if len(sure) == len(self._going):
            return
        for person, others in blocked_moves(sure, self._current, self._students).items():
            item = self._items[person]
            rows = [self._items[one].name for one in sorted(others) if one in self._items]
            facts = {"address": item.content, "row": listed(rows, len(rows))}
            yield item.sequence, Finding(kinds.NOT_FREE_YET, item.name, facts=facts)


_UNNAMED = {
    Role.STUDENT: "another student",
    Role.FORMER: "somebody",
    Role.STAFF: "a member of the staff",
    Role.GUARDIAN: "a guardian",
}


def _held(kind: Kind, item: Item, holder: Holder) -> Finding:
    return Finding(kind, item.name, facts={"address": item.content, "holder": holder.name or _UNNAMED[holder.role]})
