"""Approving what is held: a run's findings and the brakes of its destinations in one act; or not sending it.

Also noting that the files of a run were delivered.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.journeys.brakes import Verdict, read_verdicts
from roster_core.journeys.deliveries import HELD
from roster_core.journeys.export_runs import RunView, district_of, files_of, read_run, run_row, set_digest
from roster_core.journeys.holding import apply, discard_row, note_delivered, note_sent
from roster_core.journeys.sending import submit_work
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Delivery
from roster_core.store import Store

_NOT_APPROVED = "The run was not approved."


def approve(store: Store, user: User, run_id: str, reason: str, *, clock: Clock = utc_now) -> RunView:
    """Let the files of a run be delivered: these files and no others, within a day, to each destination once.

    It is for the findings that hold the run, and for the brakes of every destination that it may go to now. Deliveries
    of it that are held go on their way.

    Raises:
        Refusal: The user may not, no reason is given, or nothing is held.
    """
    require_everywhere(user, Right.EXPORT_APPROVE)
    if not reason.strip():
        raise Refusal(_NOT_APPROVED, why="No reason is given.", fix="Say why the changes are right; it is kept.")
    run = read_run(store, user, run_id, clock=clock)
    verdicts = read_verdicts(store, user, run_id, clock=clock) if run.approvable else ()
    with store.writing(district_of(run_id)) as session:
        row = run_row(session, run_id)
        held = session.exec(select(Delivery).where(Delivery.run_id == run_id, Delivery.state == HELD)).all()
        if not run.held and not any(verdict.held for verdict in verdicts) and not (run.deliverable and held):
            raise Refusal(_NOT_APPROVED, why=_why_not_held(run), fix="Look at the run and its findings.")
        now = clock()
        given = {
            "by": user.login,
            "at": now.isoformat(),
            "reason": reason.strip(),
            "codes": sorted(row.guards),
            "files": set_digest(files_of(session, run_id)),
            "brakes": {
                verdict.destination_id: {"against": verdict.against, "codes": list(verdict.codes)}
                for verdict in verdicts
                if verdict.holding
            },
        }
        row.approvals, row.updated_at = [*row.approvals, given], now
        _note_approved(session, user, run_id, given, verdicts, now)
        _release(session, user, held, verdicts, given, clock)
    return read_run(store, user, run_id, clock=clock)


def discard(store: Store, user: User, run_id: str, reason: str = "", *, clock: Clock = utc_now) -> None:
    """Do not send the held deliveries of a run: the receiver keeps what it has.

    Raises:
        Refusal: The user may not, or no delivery of the run is held.
    """
    require_everywhere(user, Right.EXPORT_APPROVE)
    with store.writing(district_of(run_id)) as session:
        held = session.exec(select(Delivery).where(Delivery.run_id == run_id, Delivery.state == HELD)).all()
        if not held:
            raise Refusal("Nothing was discarded.", why="No delivery of the run is held.", fix="Look at the run.")
        for row in held:
            discard_row(session, row, user.login, reason.strip(), now=clock())


def mark_delivered(store: Store, user: User, run_id: str, *, clock: Clock = utc_now) -> RunView:
    """Note that the files of the run have arrived: later runs of its profile are compared with it.

    Raises:
        Refusal: The user may not, or the run may not be delivered.
    """
    require_everywhere(user, Right.EXPORT_RUN)
    run = read_run(store, user, run_id, clock=clock)
    if not run.deliverable:
        why = "It is held until somebody approves it." if run.held else "Its findings or its state forbid it."
        raise Refusal("The run was not delivered.", why=why, fix="Look at the run and its findings.")
    with store.writing(district_of(run_id)) as session:
        note_delivered(session, run_id, clock())
    return read_run(store, user, run_id, clock=clock)


def _release(
    session: Session,
    user: User,
    held: Iterable[Delivery],
    verdicts: Iterable[Verdict],
    given: dict[str, Any],
    clock: Clock,
) -> None:
    """Let the held deliveries go that the approval is for; the worker looks at each once more."""
    by_destination = {verdict.destination_id: verdict for verdict in verdicts}
    gone = []
    for row in held:
        if (verdict := by_destination.get(row.destination_id)) is None:
            continue  # it is switched off, or another profile's now
        apply(row, verdict, clock())
        row.state = "waiting"
        row.decided = {"what": "approved", **{name: given[name] for name in ("by", "at", "reason")}}
        submit_work(session, row, clock=clock)
        gone.append(row)
    note_sent(session, user.login, gone, now=clock())


def _note_approved(
    session: Session, user: User, run_id: str, given: dict[str, Any], verdicts: Iterable[Verdict], now: datetime
) -> None:
    brakes = {verdict.name: list(verdict.codes) for verdict in verdicts if verdict.holding}
    facts = {"run": run_id, "files": given["files"], "codes": given["codes"], "brakes": brakes}
    deed = Deed(user.login, "export_approved", f"run:{run_id}", facts=facts, reason=given["reason"])
    record(session, district_of(run_id), deed, now=now)


def _why_not_held(run: RunView) -> str:
    if run.deliverable:
        return "It needs no approval."
    if run.state == "previewed":
        return "It has findings that nobody can approve."
    return f"It is {run.state}."
