"""Approving a run that is held, and noting that its files were delivered."""

from datetime import datetime

from sqlmodel import Session

from roster_core.access.rights import Right, User, require
from roster_core.clock import Clock, utc_now
from roster_core.journeys.export_runs import RunView, district_of, files_of, read_run, run_row, set_digest
from roster_core.refusals import Refusal
from roster_core.store import Store

_NOT_APPROVED = "The run was not approved."


def approve(store: Store, user: User, run_id: str, reason: str, *, clock: Clock = utc_now) -> RunView:
    """Let the files of a held run be delivered: these files and no others, within a day.

    Raises:
        Refusal: The user may not, no reason is given, or the run is not held.
    """
    require(user, Right.EXPORT_APPROVE)
    if not reason.strip():
        raise Refusal(_NOT_APPROVED, why="No reason is given.", fix="Say why the changes are right; it is kept.")
    run = read_run(store, user, run_id, clock=clock)
    if not run.held:
        raise Refusal(_NOT_APPROVED, why=_why_not_held(run), fix="Look at the run and its findings.")
    with store.writing(district_of(run_id)) as session:
        row = run_row(session, run_id)
        given = {
            "by": user.login,
            "at": clock().isoformat(),
            "reason": reason.strip(),
            "codes": sorted(row.guards),
            "files": set_digest(files_of(session, run_id)),
        }
        row.approvals, row.updated_at = [*row.approvals, given], clock()
    return read_run(store, user, run_id, clock=clock)


def mark_delivered(store: Store, user: User, run_id: str, *, clock: Clock = utc_now) -> RunView:
    """Note that the files of the run have arrived: later runs of its profile are compared with it.

    Raises:
        Refusal: The user may not, or the run may not be delivered.
    """
    require(user, Right.EXPORT_RUN)
    run = read_run(store, user, run_id, clock=clock)
    if not run.deliverable:
        why = "It is held until somebody approves it." if run.held else "Its findings or its state forbid it."
        raise Refusal("The run was not delivered.", why=why, fix="Look at the run and its findings.")
    with store.writing(district_of(run_id)) as session:
        note_delivered(session, run_id, clock())
    return read_run(store, user, run_id, clock=clock)


def note_delivered(session: Session, run_id: str, now: datetime) -> None:
    """The same in the caller's transaction, of files that have arrived; whether they might be sent was asked before."""
    row = run_row(session, run_id)
    row.delivered_at = row.updated_at = now


def _why_not_held(run: RunView) -> str:
    if run.deliverable:
        return "It needs no approval."
    if run.state == "previewed":
        return "It has findings that nobody can approve."
    return f"It is {run.state}."
