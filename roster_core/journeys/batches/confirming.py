"""Submit and Confirm: what was previewed becomes a job, once, however often it is asked for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import User
from roster_core.batches.items import Item
from roster_core.batches.people import People
from roster_core.batches.states import BatchState, Result, result_not_applied, step
from roster_core.batches.tables import Batch
from roster_core.clock import Clock, utc_now
from roster_core.jobs.queue import Work, cancel, submit
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.foreseeing import foresee
from roster_core.journeys.batches.rows import ItemRow, current_of, update_rows
from roster_core.journeys.batches.settling import Settling
from roster_core.journeys.districts import require_district
from roster_core.refusals import Refusal
from roster_core.store import Store
from roster_core.text import listed

#: The jobs that carry batches out and take them back. All of a district queue up: two never touch one person at once.
APPLY, UNDO, LANE = "batch-apply", "batch-undo", "batches"


def confirm(
    store: Store,
    user: User,
    batch_id: str,
    *,
    leave_out: bool = False,
    revision: int | None = None,
    clock: Clock = utc_now,
) -> str:
    """Have a checked batch carried out; returns the job's ID, the same one if it was confirmed already.

    `leave_out` goes on without what is still undecided; `revision` is that of the batch which was looked at. A batch
    that changes nothing is carried out too, so that its items have their results (`Unchanged`, `No Match` …).

    Raises:
        Refusal: The user may not, something is undecided or has changed, the batch is empty, or another one of theirs
            is being carried out.
    """
    district = require_district(store)
    notices = foresee(store, user, batch_id, decided=leave_out)
    with store.writing(drafts.district_of(batch_id)) as session:
        known = drafts.find_batch(session, user, batch_id, lock=True)
        if known.confirmed_at is not None and known.job_id and known.by == user.login:
            return known.job_id
        batch = drafts.open_batch(session, user, batch_id, revision=revision)
        now = clock()
        _refuse_unchecked(batch)
        _refuse_second(session, batch)
        looked = _look(session, batch, drafts.people_of(store, district, batch, user), now)
        _refuse_changed(looked)
        _refuse_undecided(looked, leave_out=leave_out)
        for state in (BatchState.CONFIRMED, BatchState.QUEUED):
            batch.state = step(BatchState(batch.state), state).value
        batch.confirmed_by, batch.confirmed_at, batch.updated_at = user.login, now, now
        batch.settings = {**batch.settings, "notices": notices}
        batch.leaves_out, batch.done, batch.total = leave_out, 0, looked.applied
        work = Work(APPLY, batch_id, user.login, lane=LANE)
        batch.job_id = submit(session, batch.district_id, work, job_id=f"{batch_id}-1", clock=clock)
        deed = Deed(
            user.login, "batch_confirmed", f"batch:{batch_id}", persons=tuple(looked.persons), job_id=batch.job_id
        )
        record(session, batch.district_id, deed, now=now)
        return batch.job_id


def call_off(store: Store, user: User, batch_id: str, *, reason: str = "", clock: Clock = utc_now) -> None:
    """Take a confirmed batch out of the queue before anything of it was carried out.

    Raises:
        Refusal: The user may not, or it was begun already.
    """
    with store.writing(drafts.district_of(batch_id)) as session:
        batch = drafts.find_batch(session, user, batch_id, lock=True)
        if batch.state != BatchState.QUEUED or batch.started_at is not None or batch.job_id is None:
            raise Refusal(
                "The batch was not cancelled.",
                why="It is being carried out, or has ended.",
                fix="Wait for its end; what it changed can be undone then.",
            )
        now = clock()
        cancel(session, batch.district_id, batch.job_id, clock=clock)
        drafts.end_unapplied(batch, user, now)
        deed = Deed(user.login, "batch_cancelled", f"batch:{batch_id}", reason=reason, job_id=batch.job_id)
        record(session, batch.district_id, deed, now=now)


@dataclass
class _Looked:
    """What a last look at all items before Confirm came to."""

    #: How many items are to be applied, and those whose data that changes.
    applied: int = 0
    persons: list[str] = field(default_factory=list)
    undecided: int = 0
    #: The names of items that are not any more what the preview showed.
    changed: list[str] = field(default_factory=list)


def _look(session: Session, batch: Batch, people: People, now: datetime) -> _Looked:
    """Look at all items once more, and give those that are not applied their result; the others wait for the job."""
    looked = _Looked()
    for one in Settling(session, batch, people, whole=True).every(lambda _draft: {}):
        left: dict[int, dict[str, Any]] = {}
        for row, item in zip(one.rows, one.items, strict=True):
            if (row.state, row.old_ref) != (item.state.value, current_of(item)):
                looked.changed.append(item.name)
            looked.undecided += item.unresolved
            if not item.confirmable:
                left[row.sequence] = _left_out(row, item)
                continue
            looked.applied += 1
            if item.person is not None:
                looked.persons.append(item.person.reference)
        update_rows(session, batch.batch_id, left, now=now)
    return looked


def _left_out(row: ItemRow, item: Item) -> dict[str, Any]:
    result = result_not_applied(item.state, row.codes)
    said = [one.message for one in item.findings if one.kind.code in row.codes]
    return {"result": result.value, "reason": "" if result is Result.UNCHANGED else " ".join(said)}


def _refuse_unchecked(batch: Batch) -> None:
    if batch.state != BatchState.CHECKED:
        why = "Its files are not all checked yet." if batch.sources else "Nothing is in it."
        raise Refusal("The batch was not confirmed.", why=why, fix="Wait for the preview, or add files.")


def _refuse_changed(looked: _Looked) -> None:
    if looked.changed:
        raise Refusal(
            "The batch was not confirmed.",
            why=f"What is stored has changed since the preview, for {listed(looked.changed, len(looked.changed))}.",
            fix="Look at the preview again and confirm then.",
        )


def _refuse_undecided(looked: _Looked, *, leave_out: bool) -> None:
    if looked.undecided and not leave_out:
        raise Refusal(
            "The batch was not confirmed.",
            why=f"{looked.undecided} of its items are undecided.",
            fix="Decide about them, or choose to apply the ready ones and leave the rest out.",
        )


def _refuse_second(session: Session, batch: Batch) -> None:
    running = session.exec(
        select(Batch.batch_id).where(
            Batch.by == batch.by,
            Batch.kind == batch.kind,
            Batch.batch_id != batch.batch_id,
            col(Batch.state).in_([BatchState.QUEUED, BatchState.RUNNING]),
        )
    ).first()
    if running is not None:
        raise Refusal(
            "The batch was not confirmed.",
            why="Another one of yours is still being carried out.",
            fix="Wait until it is done (see Upload Status), then confirm this one.",
        )
