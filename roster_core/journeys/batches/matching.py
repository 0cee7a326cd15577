"""All items of a draft matched with people, by what came in or by another ID of the same people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session

from roster_core.access.rights import User
from roster_core.batches.items import Item, Manner
from roster_core.batches.match import match_keys
from roster_core.batches.people import OFFERED, Criterion, People
from roster_core.batches.states import BatchKind, BatchState, step
from roster_core.batches.tables import Batch
from roster_core.clock import Clock, utc_now
from roster_core.findings import Finding
from roster_core.jobs.handlers import Progress
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.carrier import Carrier
from roster_core.journeys.batches.carriers import CARRIERS
from roster_core.journeys.batches.rows import (
    ITEMS,
    ItemRow,
    changed_rows,
    cut,
    draft_of,
    insert_rows,
    of_batch,
    read_rows,
    told_of,
    update_rows,
)
from roster_core.journeys.batches.settling import SLICE, Settling, counted_anew, counts_of
from roster_core.journeys.districts import DistrictView, read_districts
from roster_core.refusals import Refusal
from roster_core.store import Store


def match_items(store: Store, district_id: int, batch_id: str) -> Progress:
    """Match all items and let the coordinator look at them."""
    district = next(one for one in read_districts(store) if one.district_id == district_id)
    with store.reading(district_id) as session:
        carrier = CARRIERS[BatchKind(session.get_one(Batch, (district_id, batch_id)).kind)]
    more = carrier.prepare(store, district_id, batch_id)
    now = utc_now()
    with store.writing(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id), with_for_update=True)
        people = drafts.people_of(store, district, batch)
        others: Counter[str] = Counter()
        sequences = session.connection().execute(
            sa.select(ITEMS.c.sequence).where(of_batch(session, batch_id)).order_by(ITEMS.c.sequence)
        )
        numbers = list(sequences.scalars())
        for some in cut(numbers, SLICE):
            rows = read_rows(session, batch_id, some)
            told = {row.sequence: {**row.facts, **more[row.sequence]} for row in rows if row.sequence in more}
            for row in rows:
                row.facts = told.get(row.sequence, row.facts)
            update_rows(session, batch_id, {number: {"facts": facts} for number, facts in told.items()}, now=now)
            before = draft_of(rows, people).items
            items = _matched(batch, rows, before, people, carrier)
            others.update(_other_criteria(items, people))
            # Who they are for comes first, for all: from that follows what depends on what.
            update_rows(session, batch_id, changed_rows(rows, items, before), now=now)
        counts: dict[str, int] = {}
        settling = Settling(session, batch, people, whole=True)
        for one in settling.every(lambda _draft: {}):
            settling.write(one, now=now)
            counts = counted_anew(counts, one, whole=True)
        _checked(batch, district, len(numbers), counts, others)
    return Progress(len(numbers), len(numbers), finished=True)


def match_new_rows(
    store: Store, session: Session, district: DistrictView, batch: Batch, rows: Sequence[ItemRow]
) -> None:
    """Match these rows, which are all of the batch and not stored yet, and store them, in the caller's transaction."""
    people = drafts.people_of(store, district, batch)
    carrier = CARRIERS[BatchKind(batch.kind)]
    items = _matched(batch, rows, draft_of(rows, people).items, people, carrier)
    items = Settling(session, batch, people, whole=True).settle(rows, items, {})
    for row, item in zip(rows, items, strict=True):
        for name, value in told_of(item).items():
            setattr(row, name, value)
    insert_rows(session, batch, rows, now=utc_now())
    _checked(batch, district, len(rows), counts_of(items), _other_criteria(items, people))


def _checked(
    batch: Batch, district: DistrictView, total: int, counts: Mapping[str, int], others: Mapping[str, int]
) -> None:
    """Note on the batch that all its items are matched and settled."""
    if total and batch.state == BatchState.DRAFT:
        batch.state = step(BatchState.DRAFT, BatchState.CHECKED).value
    batch.counts, batch.revision, batch.updated_at = dict(counts), batch.revision + 1, utc_now()
    batch.step, batch.done, batch.total = "", total, total
    batch.settings = {**batch.settings, "others": dict(others), drafts.SEEN: district.edition}


def match_by(store: Store, user: User, batch_id: str, criterion: Criterion, *, clock: Clock = utc_now) -> None:
    """Match the items of a draft by another ID of the same people; what was chosen by hand stays.

    Raises:
        Refusal: The batch is no draft of the user's, or the ID is of other people.
    """
    district_id = drafts.district_of(batch_id)
    with store.writing(district_id) as session:
        batch = drafts.open_batch(session, user, batch_id)
        if criterion.target != batch.target:
            raise Refusal(
                "Nothing was matched anew.",
                why=f"{criterion.label} is not an ID of {batch.target.lower()}.",
                fix="Clear the batch and begin one for other people.",
            )
        batch.criterion, batch.updated_at = criterion.value, clock()
    match_items(store, district_id, batch_id)


def _matched(
    batch: Batch, rows: Sequence[ItemRow], known: Iterable[Item], people: People, carrier: Carrier
) -> tuple[Item, ...]:
    """The items of `rows`, which are `known`, matched anew; choices stay."""
    keys = carrier.keys(batch, rows)
    found = match_keys([(row.name, key) for row, key in zip(rows, keys, strict=True)], people)
    return tuple(
        replace(
            item,
            sequence=old.sequence,
            content=old.content,
            place=old.place,
            choice=old.choice,
            own=old.own,
            matching=tuple(_graded(one, carrier.manner) for one in item.matching),
        )
        for item, old in zip(found, known, strict=True)
    )


def _graded(finding: Finding, manner: Manner) -> Finding:
    severity = manner.graded.get(finding.kind.code)
    return finding if severity is None else replace(finding, graded=severity)


def _other_criteria(items: Sequence[Item], people: People) -> dict[str, int]:
    """How many items that matched nobody would match by each other ID."""
    lost = [item.key for item in items if item.found is None]
    others = [one for one in OFFERED[people.criterion.target] if one is not people.criterion]
    found = {one.value: sum(1 for key in lost if len(people.by(one).get(one.fold(key), ())) == 1) for one in others}
    return {name: number for name, number in found.items() if number}
