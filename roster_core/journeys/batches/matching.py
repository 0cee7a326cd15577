"""All items of a draft matched with people, by what came in or by another ID of the same people."""

from collections.abc import Sequence

from sqlmodel import Session

from roster_core.access.rights import User
from roster_core.batches.items import Item
from roster_core.batches.people import OFFERED, Criterion, People
from roster_core.batches.states import BatchKind, BatchState, step
from roster_core.batches.tables import Batch, BatchItem
from roster_core.clock import Clock, utc_now
from roster_core.jobs.handlers import Progress
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.carriers import CARRIERS
from roster_core.journeys.batches.rows import read_rows, write_items
from roster_core.journeys.batches.settling import matched, settled
from roster_core.journeys.districts import DistrictView, read_districts
from roster_core.refusals import Refusal
from roster_core.store import Store


def match_items(store: Store, district_id: int, batch_id: str) -> Progress:
    """Match all items and let the coordinator look at them."""
    district = next(one for one in read_districts(store) if one.district_id == district_id)
    with store.reading(district_id) as session:
        carrier = CARRIERS[BatchKind(session.get_one(Batch, (district_id, batch_id)).kind)]
    more = carrier.prepare(store, district_id, batch_id)
    with store.writing(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id), with_for_update=True)
        rows = read_rows(session, batch_id)
        for row in rows:
            told = {**row.facts, **more.get(row.sequence, {})}
            if told != row.facts:
                row.facts = told
        match_rows(store, session, district, batch, rows)
    return Progress(len(rows), len(rows), finished=True)


def match_rows(store: Store, session: Session, district: DistrictView, batch: Batch, rows: Sequence[BatchItem]) -> None:
    """Match these items, which are all of the batch and need not be stored yet, in the caller's transaction."""
    carrier = CARRIERS[BatchKind(batch.kind)]
    draft = drafts.read_draft(store, district, batch, rows)
    items = matched(rows, draft, carrier.keys(batch, rows), carrier.manner)
    now = utc_now()
    items = settled(session, batch, rows, items, {})
    write_items(rows, items, now=now)
    if rows and batch.state == BatchState.DRAFT:
        batch.state = step(BatchState.DRAFT, BatchState.CHECKED).value
    batch.counts, batch.revision, batch.updated_at = drafts.counts_of(items), batch.revision + 1, now
    batch.step, batch.done, batch.total = "", len(rows), len(rows)
    batch.settings = {**batch.settings, "others": _other_criteria(items, draft.people)}


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


def _other_criteria(items: Sequence[Item], people: People) -> dict[str, int]:
    """How many items that matched nobody would match by each other ID."""
    lost = [item.key for item in items if item.found is None]
    others = [one for one in OFFERED[people.criterion.target] if one is not people.criterion]
    found = {one.value: sum(1 for key in lost if len(people.by(one).get(one.fold(key), ())) == 1) for one in others}
    return {name: number for name, number in found.items() if number}
