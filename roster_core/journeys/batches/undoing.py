"""Taking a batch back, and trying again what failed (batch-updates §2.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import User
from roster_core.batches.states import BatchKind, BatchState, ItemState, Result, finished, step
from roster_core.batches.tables import Batch
from roster_core.clock import Clock, new_id, utc_now
from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import Work, submit
from roster_core.journeys.batches import applying, drafts, owners
from roster_core.journeys.batches.carriers import CARRIERS
from roster_core.journeys.batches.confirming import APPLY, LANE, UNDO
from roster_core.journeys.batches.rows import ITEMS, ItemRow, insert_rows, of_batch, read_rows
from roster_core.journeys.batches.touched import APPLIED, touched
from roster_core.refusals import Refusal
from roster_core.store import Store

#: How long a batch can be taken back.
UNDO_WITHIN = timedelta(days=30)
#: Results of items that changed something.
_APPLIED = ITEMS.c.result.in_([result.value for result in APPLIED])
_FAILED = ITEMS.c.result == Result.FAILED.value
_ENDED = frozenset({BatchState.DONE, BatchState.DONE_WITH_ERRORS, BatchState.FAILED})


@dataclass(frozen=True)
class UndoPlan:
    """What taking a batch back would do: how many get the older value again, how many none, how many are left."""

    put_back: int
    taken_back: int
    changed_since: int


def plan_undo(store: Store, user: User, batch_id: str, *, clock: Clock = utc_now) -> UndoPlan:
    """What `undo` would do now.

    Raises:
        Refusal: It cannot be taken back, with the reason.
    """
    with store.reading(drafts.district_of(batch_id)) as session:
        batch = _undoable(session, user, batch_id, clock=clock)
        rows = read_rows(session, batch_id, where=_APPLIED)
        slots = {(row.person_id, row.place) for row in rows if row.person_id is not None}
        refs = CARRIERS[BatchKind(batch.kind)].read_refs(session, slots)
        same = [
            row for row in rows if row.person_id is not None and refs.get((row.person_id, row.place)) == row.new_ref
        ]
        replaced = sum(1 for row in same if row.facts.get("replaced"))
        return UndoPlan(replaced, len(same) - replaced, len(rows) - len(same))


def undo(store: Store, user: User, batch_id: str, *, reason: str = "", clock: Clock = utc_now) -> str:
    """Have what a batch changed put back where nothing changed since; returns the ID of the batch that does it.

    Raises:
        Refusal: It cannot be taken back: not theirs, not done, too old, or taken back already.
    """
    district_id = drafts.district_of(batch_id)
    with store.writing(district_id) as session:
        batch = _undoable(session, user, batch_id, clock=clock)
        now = clock()
        undo_id = f"{district_id}-{new_id(clock)}"
        rows = [_undo_row(row) for row in read_rows(session, batch_id, where=_APPLIED)]
        session.add(
            Batch(
                district_id=district_id,
                batch_id=undo_id,
                kind=BatchKind.UNDO.value,
                target=batch.target,
                criterion=batch.criterion,
                rule_set=batch.rule_set,
                state=BatchState.QUEUED.value,
                by=user.login,
                schools=batch.schools,
                settings={"kind": batch.kind},
                confirmed_by=user.login,
                confirmed_at=now,
                undo_of=batch_id,
                total=len(rows),
                created_at=now,
                updated_at=now,
            )
        )
        session.flush()
        made = session.get_one(Batch, (district_id, undo_id))
        insert_rows(session, made, rows, now=now)
        work = Work(UNDO, undo_id, user.login, lane=LANE)
        made.job_id = submit(session, district_id, work, job_id=f"{undo_id}-1", clock=clock)
        persons = touched(session, undo_id)
        deed = Deed(user.login, "batch_undo_asked", f"batch:{batch_id}", persons, reason=reason, job_id=made.job_id)
        record(session, district_id, deed, now=now)
        return undo_id


def retry(store: Store, user: User, batch_id: str, *, clock: Clock = utc_now) -> str:
    """Try again the items that failed; returns the job's ID.

    Raises:
        Refusal: The user may not, or nothing of it failed.
    """
    with store.writing(drafts.district_of(batch_id)) as session:
        batch = drafts.find_batch(session, user, batch_id, lock=True)
        owners.refuse_beyond(batch, user)
        failed = session.connection().scalar(
            sa.select(sa.func.count()).select_from(ITEMS).where(of_batch(session, batch_id), _FAILED)
        )
        if not failed or BatchState(batch.state) not in _ENDED:
            raise Refusal(
                "Nothing was tried again.",
                why="No item of this batch failed.",
                fix="Begin a new batch for other files.",
            )
        now = clock()
        again = {"result": None, "reason": "", "updated_at": now}
        session.connection().execute(sa.update(ITEMS).where(of_batch(session, batch_id), _FAILED).values(again))
        batch.state = step(BatchState(batch.state), BatchState.QUEUED).value
        batch.revision += 1
        batch.error, batch.finished_at, batch.updated_at = None, None, now
        batch.total, batch.done = failed, 0
        job_id = f"{batch_id}-r{batch.revision}"
        handler = UNDO if batch.kind == BatchKind.UNDO else APPLY
        batch.job_id = submit(
            session, batch.district_id, Work(handler, batch_id, user.login, lane=LANE), job_id=job_id, clock=clock
        )
        deed = Deed(user.login, "batch_retried", f"batch:{batch_id}", facts={"items": failed}, job_id=job_id)
        record(session, batch.district_id, deed, now=now)
        return job_id


def undo_piece(store: Store, district_id: int, undo_id: str) -> Progress:
    """Put the next items back; the batch is done when all are."""
    with store.writing(district_id) as session:
        batch = session.get_one(Batch, (district_id, undo_id), with_for_update=True)
        if BatchState(batch.state) not in applying.AT_WORK or batch.undo_of is None:
            return Progress(batch.done, batch.total, finished=True)
        now = utc_now()
        applying.begin(batch, now)
        before = session.get_one(Batch, (district_id, batch.undo_of), with_for_update=True)
        carrier = CARRIERS[BatchKind(before.kind)]
        rows = applying.pending(session, undo_id, carrier.piece)
        if not rows:
            return _finish(session, batch, before)
        written = carrier.put_back(session, batch, _wrote(session, before, rows), now)
        applying.note(session, batch, list(zip(rows, written, strict=True)), now)
        batch.done = batch.total - applying.count_pending(session, undo_id)
        batch.updated_at = now
        return Progress(batch.done, batch.total, "Putting back")


def _wrote(session: Session, before: Batch, rows: Sequence[ItemRow]) -> list[ItemRow]:
    """The items of the batch that is taken back, in the order of `rows`."""
    between = ITEMS.c.sequence.between(rows[0].sequence, rows[-1].sequence)
    by_sequence = {one.sequence: one for one in read_rows(session, before.batch_id, where=between)}
    return [by_sequence[row.sequence] for row in rows]


UNDO_HANDLER = Handler(undo_piece, applying.fail_apply)


def _finish(session: Session, batch: Batch, before: Batch) -> Progress:
    now = utc_now()
    counts = applying.results(session, batch)
    batch.state = step(BatchState(batch.state), finished(Result(word) for word in counts)).value
    batch.counts, batch.done, batch.finished_at, batch.updated_at = counts, batch.total, now, now
    whole = batch.state == BatchState.DONE
    before.state = step(BatchState(before.state), BatchState.UNDONE if whole else BatchState.PARTLY_UNDONE).value
    before.updated_at = now
    persons = touched(session, batch.batch_id, [Result.PUT_BACK, Result.TAKEN_BACK])
    deed = Deed(batch.by, "batch_undone", f"batch:{before.batch_id}", persons, counts, job_id=batch.job_id)
    record(session, batch.district_id, deed, now=now)
    return Progress(batch.total, batch.total, finished=True)


def _undoable(session: Session, user: User, batch_id: str, *, clock: Clock) -> Batch:
    batch = drafts.find_batch(session, user, batch_id, lock=True)
    owners.refuse_beyond(batch, user)
    why = ""
    if batch.kind == BatchKind.UNDO:
        why = "It took back another one itself."
    elif BatchState(batch.state) not in _ENDED or batch.finished_at is None:
        why = f"It is {batch.state.replace('_', ' ')}."
    elif clock() - batch.finished_at > UNDO_WITHIN:
        why = f"It was done more than {UNDO_WITHIN.days} days ago."
    elif session.exec(
        select(Batch.batch_id).where(
            Batch.undo_of == batch_id, col(Batch.state).not_in([BatchState.FAILED, BatchState.CANCELLED])
        )
    ).first():
        why = "That is being done already."
    elif not _has_applied(session, batch_id):
        why = "It changed nothing."
    if why:
        raise Refusal("The batch was not taken back.", why=why, fix="What a person had before is on the person's page.")
    return batch


def _has_applied(session: Session, batch_id: str) -> bool:
    asked = sa.select(ITEMS.c.sequence).where(of_batch(session, batch_id), _APPLIED)
    return session.connection().execute(asked.limit(1)).first() is not None


def _undo_row(row: ItemRow) -> ItemRow:
    """The item of the batch that takes another one back."""
    return replace(
        row, state=ItemState.READY.value, findings=[], codes=[], choice={}, new_ref="", result=None, reason=""
    )
