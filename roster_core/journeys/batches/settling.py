"""Items settled anew: what follows from what was chosen, from one another and from what is stored now.

Those that depend on one another are settled together, a slice of them at a time, so that memory does not grow with the
batch; after a decision only those are that it can touch.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from roster_core.batches.items import Choice, Item, count, settle
from roster_core.batches.links import Link, reached, sliced, together
from roster_core.batches.people import People
from roster_core.batches.states import BatchKind
from roster_core.batches.tables import Batch
from roster_core.journeys.batches.carrier import Around, Carrier
from roster_core.journeys.batches.carriers import CARRIERS
from roster_core.journeys.batches.rows import (
    ITEMS,
    Draft,
    ItemRow,
    changed_rows,
    current_of,
    draft_of,
    of_batch,
    read_rows,
    update_rows,
)

#: So many items are settled at a time.
SLICE = 1_000
#: Gets items as they were last written; gives what is chosen for them, by sequence.
Choices = Callable[[Draft], Mapping[int, Choice]]


@dataclass(frozen=True)
class Settled:
    """A slice of a batch settled anew: rows and items as they were last written, and the items as they are now."""

    rows: Sequence[ItemRow]
    before: tuple[Item, ...]
    items: tuple[Item, ...]


class Settling:
    """The items of a batch, settled within the caller's transaction; `whole` says that it will be all of them."""

    def __init__(self, session: Session, batch: Batch, people: People, *, whole: bool) -> None:
        self._session, self._batch, self._people, self._whole = session, batch, people, whole
        self._carrier: Carrier = CARRIERS[BatchKind(batch.kind)]
        self._around: Around | None = None

    def settle(self, rows: Sequence[ItemRow], items: Sequence[Item], choices: Mapping[int, Choice]) -> tuple[Item, ...]:
        """The items of `rows` with `choices` (by sequence) in place of what was chosen for those before.

        None of them may depend on another item of the batch.
        """
        if self._around is None:
            self._around = self._carrier.look(self._session, self._batch, whole=self._whole)
        return settle(self._chosen(rows, items, choices), self._around(rows), self._carrier.manner)

    def every(self, choices: Choices) -> Iterator[Settled]:
        """All items, slice by slice."""
        links = self._links()
        if self._carrier.by_current:
            links = self._refreshed(links)
        groups = together({link.sequence: self._carrier.links(link) for link in links})
        yield from self._slices(groups, choices)

    def some(self, wanted: Collection[int], choices: Choices, *, moves: bool) -> Iterator[Settled]:
        """The items that can change when something is chosen for those `wanted`.

        `moves` says that the choice may be another person, place or content.
        """
        keys = {link.sequence: [*self._carrier.links(link)] for link in self._links()}
        known = sorted(keys.keys() & frozenset(wanted))
        for some in sliced(([one] for one in known) if moves else (), SLICE):
            draft = self._draft(rows := read_rows(self._session, self._batch.batch_id, some))
            for item in self._chosen(rows, draft.items, choices(draft)):
                keys[item.sequence] += self._carrier.links(_link_of(item))
        yield from self._slices(reached(together(keys), known), choices)

    def write(self, done: Settled, *, now: datetime) -> int:
        """Put what changed into the store; returns in how many items something did."""
        told = changed_rows(done.rows, done.items, done.before)
        update_rows(self._session, self._batch.batch_id, told, now=now)
        return len(told)

    def _slices(self, groups: Iterable[Sequence[int]], choices: Choices) -> Iterator[Settled]:
        for some in sliced(groups, SLICE):
            draft = self._draft(rows := read_rows(self._session, self._batch.batch_id, some))
            yield Settled(rows, draft.items, self.settle(rows, draft.items, choices(draft)))

    def _draft(self, rows: Sequence[ItemRow]) -> Draft:
        return draft_of(rows, self._people)

    def _chosen(self, rows: Sequence[ItemRow], items: Sequence[Item], choices: Mapping[int, Choice]) -> Sequence[Item]:
        """The items with what was chosen, and with what is stored now."""
        chosen = [
            self._planned(row, item if choice is None else replace(item, choice=choice))
            for row, item in zip(rows, items, strict=True)
            for choice in [choices.get(item.sequence)]
        ]
        current = self._carrier.read_current(self._session, {item.slot for item in chosen if item.slot is not None})
        return [item if item.slot is None else item.with_current(current.get(item.slot, "")) for item in chosen]

    def _planned(self, row: ItemRow, item: Item) -> Item:
        """The item with what its own check comes to, if another plan was chosen than the row knows."""
        if item.choice.plan == row.choice.get("plan", ""):
            return item
        checked = self._carrier.check(self._batch, row, item.choice.plan)
        return replace(item, content=checked.content, place=checked.place, own=checked.findings)

    def _links(self) -> list[Link]:
        columns = [ITEMS.c[name] for name in ("sequence", "person_id", "place", "content", "old_ref")]
        twins = ITEMS.c.facts["twins"] if self._carrier.twins else sa.null()
        asked: sa.Select[Any] = sa.select(*columns, twins).where(of_batch(self._session, self._batch.batch_id))
        return [
            Link(sequence, person_id, place, content, current, tuple(near or ()))
            for sequence, person_id, place, content, current, near in self._session.connection().execute(
                asked.order_by(ITEMS.c.sequence)
            )
        ]

    def _refreshed(self, links: Sequence[Link]) -> list[Link]:
        slots = {(link.person_id, link.place) for link in links if link.person_id is not None}
        current = self._carrier.read_current(self._session, slots)
        return [
            link if link.person_id is None else replace(link, current=current.get((link.person_id, link.place), ""))
            for link in links
        ]


def counts_of(items: Sequence[Item]) -> dict[str, int]:
    """What Submit shows of some items, by word."""
    counts = count(items)
    plain = {
        name: getattr(counts, name) for name in ("new", "replaces", "unchanged", "skipped", "left_out", "unresolved")
    }
    return plain | {state.value: number for state, number in counts.states.items()}


def counted_anew(counts: Mapping[str, int], done: Settled, *, whole: bool) -> dict[str, int]:
    """The counts of a batch with a slice that was settled anew; with `whole` those of the slices until now."""
    told = Counter(dict(counts))
    told.update(counts_of(done.items))
    if not whole:
        told.subtract(counts_of(done.before))
    return dict(told)


def _link_of(item: Item) -> Link:
    person = item.person
    return Link(item.sequence, None if person is None else person.person_id, item.place, item.content, current_of(item))
