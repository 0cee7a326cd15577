"""Carrying a confirmed batch out, item by item, so that it may be ended anywhere and nothing is done twice."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from roster_core.access.audit import Deed, record
from roster_core.batches.states import BatchKind, BatchState, Result, finished, step
from roster_core.batches.tables import Batch, BatchItem
from roster_core.clock import utc_now
from roster_core.jobs.handlers import Handler, Progress
from roster_core.journeys.batches.carrier import Carrier, Made, Written
from roster_core.journeys.batches.carriers import CARRIERS
from roster_core.journeys.batches.pieces import FILES, first_piece
from roster_core.store import Store

#: What an item is told when it was carried out.
_NOTED = ("result", "new_ref", "reason", "facts")
_ITEMS = SQLModel.metadata.tables[str(BatchItem.__tablename__)]
#: States in which there is something to carry out.
AT_WORK = frozenset({BatchState.QUEUED, BatchState.RUNNING})


def apply_piece(store: Store, district_id: int, batch_id: str) -> Progress:
    """Apply the next items that have no result yet; the batch is done when there are none."""
    with store.writing(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id), with_for_update=True)
        if BatchState(batch.state) not in AT_WORK:
            return Progress(batch.done, batch.total, finished=True)
        begin(batch, utc_now())
        carrier = CARRIERS[BatchKind(batch.kind)]
        rows = pending(session, batch_id, carrier.piece)
        session.expunge_all()
    if not rows:
        return _finish(store, district_id, batch_id)
    made = carrier.make(store, batch, rows)
    with store.writing(district_id) as session:
        here = session.get_one(Batch, (district_id, batch_id), with_for_update=True)
        here.done += _apply(session, here, list(zip(rows, made, strict=True)), carrier)
        here.updated_at = utc_now()
        return Progress(here.done, here.total, "Storing")


def fail_apply(store: Store, district_id: int, batch_id: str, why: str) -> None:
    """Note that the batch could not be carried out to its end; what was done stays, the rest can be tried again."""
    with store.writing(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id), with_for_update=True)
        if BatchState(batch.state) not in AT_WORK:
            return
        now = utc_now()
        for row in session.exec(_unapplied(batch_id)).all():
            row.result, row.reason, row.updated_at = Result.FAILED.value, why, now
        begin(batch, now)
        batch.state = step(BatchState.RUNNING, BatchState.FAILED).value
        batch.error, batch.finished_at = why, now
        batch.counts = results(session, batch)


APPLY_HANDLER = Handler(apply_piece, fail_apply)


def _unapplied(batch_id: str) -> SelectOfScalar[BatchItem]:
    return (
        select(BatchItem)
        .where(BatchItem.batch_id == batch_id, col(BatchItem.result).is_(None))
        .order_by(col(BatchItem.sequence))
    )


def pending(session: Session, batch_id: str, limit: int) -> list[BatchItem]:
    """The next items without a result: `limit` of them, or with 0 as many as make a piece of files."""
    rows = session.exec(_unapplied(batch_id).limit(limit or FILES)).all()
    return list(rows if limit else first_piece(rows, lambda row: row.size))


def count_pending(session: Session, batch_id: str) -> int:
    """How many items have no result yet."""
    session.flush()
    return session.exec(
        select(func.count(col(BatchItem.sequence))).where(
            BatchItem.batch_id == batch_id, col(BatchItem.result).is_(None)
        )
    ).one()


def begin(batch: Batch, now: datetime) -> None:
    """Note that a queued batch is being carried out."""
    if batch.state == BatchState.QUEUED:
        batch.state = step(BatchState.QUEUED, BatchState.RUNNING).value
        batch.started_at, batch.updated_at = batch.started_at or now, now


def _apply(session: Session, batch: Batch, made: Sequence[tuple[BatchItem, Made]], carrier: Carrier) -> int:
    """Write what was made, but for what another worker, who was faster, has written; how many items that are."""
    sequences = [row.sequence for row, _ in made]
    left = select(BatchItem.sequence).where(
        BatchItem.batch_id == batch.batch_id, col(BatchItem.result).is_(None), col(BatchItem.sequence).in_(sequences)
    )
    pending_still = set(session.exec(left).all())
    ours = [(row, one) for row, one in made if row.sequence in pending_still]
    good = [(row, one) for row, one in ours if not one.failed]
    now = utc_now()
    told = carrier.write(session, batch, good, now)
    written = {row.sequence: one for (row, _), one in zip(good, told, strict=True)}
    results = [(row, written.get(row.sequence) or Written(Result.FAILED, reason=one.failed)) for row, one in ours]
    _note(session, batch, results, now)
    return len(ours)


def _note(session: Session, batch: Batch, written: Sequence[tuple[BatchItem, Written]], now: datetime) -> None:
    """Note the results of a whole piece in one statement: item by item takes longer than storing the photos."""
    if not written:
        return
    columns = _ITEMS.c
    update = (
        sa.update(_ITEMS)
        .where(
            columns.district_id == batch.district_id,
            columns.batch_id == batch.batch_id,
            columns.sequence == sa.bindparam("of_sequence"),
        )
        .values({name: sa.bindparam(f"to_{name}") for name in _NOTED} | {"applied_at": now, "updated_at": now})
    )
    rows = [
        {
            "of_sequence": row.sequence,
            "to_result": one.result.value,
            "to_new_ref": one.new_ref,
            "to_reason": one.reason,
            "to_facts": {**row.facts, "replaced": one.replaced} if one.replaced else row.facts,
        }
        for row, one in written
    ]
    session.connection().execute(update, rows)


def _finish(store: Store, district_id: int, batch_id: str) -> Progress:
    with store.writing(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id), with_for_update=True)
        now = utc_now()
        counts = results(session, batch)
        batch.state = step(BatchState(batch.state), finished(Result(word) for word in counts)).value
        batch.counts, batch.done, batch.step = counts, batch.total, ""
        batch.finished_at = batch.updated_at = now
        deed = Deed(
            batch.confirmed_by or batch.by, "batch_applied", f"batch:{batch_id}", facts=counts, job_id=batch.job_id
        )
        record(session, district_id, deed, now=now)
        return Progress(batch.total, batch.total, finished=True)


def results(session: Session, batch: Batch) -> dict[str, int]:
    """How many items have which result."""
    session.flush()
    found: Sequence[str | None] = session.exec(
        select(BatchItem.result).where(BatchItem.batch_id == batch.batch_id)
    ).all()
    return dict(Counter(one for one in found if one is not None))
