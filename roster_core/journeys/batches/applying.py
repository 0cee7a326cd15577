"""Carrying a confirmed batch out, item by item, so that it may be ended anywhere and nothing is done twice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from roster_core.access.audit import Deed, record
from roster_core.batches.states import BatchKind, BatchState, Result, finished, step
from roster_core.batches.tables import Batch, BatchItem
from roster_core.clock import utc_now
from roster_core.jobs.handlers import Handler, Progress
from roster_core.journeys.batches.carrier import Carrier, Made, Written
from roster_core.journeys.batches.carriers import CARRIERS
from roster_core.store import Store

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
        by_sequence = {row.sequence: one for row, one in zip(rows, made, strict=True)}
        _apply(session, here, by_sequence, carrier)
        here.done = here.total - count_pending(session, batch_id)
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
    """The next items without a result."""
    return list(session.exec(_unapplied(batch_id).limit(limit)).all())


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


def _apply(session: Session, batch: Batch, made: Mapping[int, Made], carrier: Carrier) -> None:
    """Write what was made, by sequence, but for what another worker, who was faster, has written."""
    rows = session.exec(_unapplied(batch.batch_id).where(col(BatchItem.sequence).in_(made))).all()
    good = [row for row in rows if not made[row.sequence].failed]
    now = utc_now()
    told = carrier.write(session, batch, [(row, made[row.sequence]) for row in good], now)
    written = {row.sequence: one for row, one in zip(good, told, strict=True)}
    for row in rows:
        one = written.get(row.sequence) or Written(Result.FAILED, reason=made[row.sequence].failed)
        row.result, row.new_ref, row.reason = one.result.value, one.new_ref, one.reason
        if one.replaced:
            row.facts = {**row.facts, "replaced": one.replaced}
        row.applied_at = row.updated_at = now


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
