"""Carrying a confirmed batch out, item by item, so that it may be ended anywhere and nothing is done twice."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from roster_core.access.audit import Deed, record
from roster_core.batches.states import BatchKind, BatchState, Result, finished, step
from roster_core.batches.tables import Batch
from roster_core.clock import utc_now
from roster_core.jobs.handlers import Handler, Progress
from roster_core.journeys.batches.carrier import Carrier, Made, Written
from roster_core.journeys.batches.carriers import CARRIERS
from roster_core.journeys.batches.pieces import FILES, first_piece
from roster_core.journeys.batches.rows import ITEMS, ItemRow, of_batch, read_rows, update_rows
from roster_core.journeys.batches.touched import APPLIED, touched
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
        session.flush()  # what is taken out of the session is not written any more
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
        failed = {"result": Result.FAILED.value, "reason": why, "updated_at": now}
        session.connection().execute(sa.update(ITEMS).where(_unapplied(session, batch_id)).values(failed))
        begin(batch, now)
        batch.state = step(BatchState.RUNNING, BatchState.FAILED).value
        batch.error, batch.finished_at = why, now
        batch.counts = results(session, batch)


APPLY_HANDLER = Handler(apply_piece, fail_apply)


def _unapplied(session: Session, batch_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(of_batch(session, batch_id), ITEMS.c.result.is_(None))


def pending(session: Session, batch_id: str, limit: int) -> list[ItemRow]:
    """The next items without a result: `limit` of them, or with 0 as many as make a piece of files."""
    rows = read_rows(session, batch_id, where=ITEMS.c.result.is_(None), limit=limit or FILES)
    return rows if limit else list(first_piece(rows, lambda row: row.size))


def count_pending(session: Session, batch_id: str) -> int:
    """How many items have no result yet."""
    asked = sa.select(sa.func.count()).select_from(ITEMS).where(_unapplied(session, batch_id))
    return int(session.connection().execute(asked).scalar_one())


def begin(batch: Batch, now: datetime) -> None:
    """Note that a queued batch is being carried out."""
    if batch.state == BatchState.QUEUED:
        batch.state = step(BatchState.QUEUED, BatchState.RUNNING).value
        batch.started_at, batch.updated_at = batch.started_at or now, now


def _apply(session: Session, batch: Batch, made: Sequence[tuple[ItemRow, Made]], carrier: Carrier) -> int:
    """Write what was made, but for what another worker, who was faster, has written; how many items that are."""
    least, most = made[0][0].sequence, made[-1][0].sequence
    left = sa.select(ITEMS.c.sequence).where(_unapplied(session, batch.batch_id), ITEMS.c.sequence.between(least, most))
    pending_still = set(session.connection().execute(left).scalars())
    ours = [(row, one) for row, one in made if row.sequence in pending_still]
    good = [(row, one) for row, one in ours if not one.failed]
    now = utc_now()
    told = carrier.write(session, batch, good, now)
    written = {row.sequence: one for (row, _), one in zip(good, told, strict=True)}
    note(
        session,
        batch,
        [(row, written.get(row.sequence) or Written(Result.FAILED, reason=one.failed)) for row, one in ours],
        now,
    )
    return len(ours)


def note(session: Session, batch: Batch, written: Sequence[tuple[ItemRow, Written]], now: datetime) -> None:
    """Note the results of a whole piece in one statement: item by item takes longer than storing the photos."""
    told = {
        row.sequence: {
            "result": one.result.value,
            "new_ref": one.new_ref,
            "reason": one.reason,
            "facts": {**row.facts, "replaced": one.replaced} if one.replaced else row.facts,
            "place": row.place,
        }
        for row, one in written
    }
    update_rows(session, batch.batch_id, told, now=now, applied=True)


def _finish(store: Store, district_id: int, batch_id: str) -> Progress:
    with store.writing(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id), with_for_update=True)
        now = utc_now()
        counts = results(session, batch)
        batch.state = step(BatchState(batch.state), finished(Result(word) for word in counts)).value
        batch.counts, batch.done, batch.step = counts, batch.total, ""
        batch.finished_at = batch.updated_at = now
        who, persons = batch.confirmed_by or batch.by, touched(session, batch_id, APPLIED)
        deed = Deed(who, "batch_applied", f"batch:{batch_id}", persons, counts, job_id=batch.job_id)
        record(session, district_id, deed, now=now)
        return Progress(batch.total, batch.total, finished=True)


def results(session: Session, batch: Batch) -> dict[str, int]:
    """How many items have which result."""
    asked = sa.select(ITEMS.c.result, sa.func.count()).where(of_batch(session, batch.batch_id))
    found = session.connection().execute(asked.where(ITEMS.c.result.is_not(None)).group_by(ITEMS.c.result))
    return {str(result): int(count) for result, count in found}
