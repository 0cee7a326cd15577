"""Deliveries that a brake holds: how they are kept, and what is written down of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from roster_core.access.audit import Deed, record
from roster_core.clever.changes.brakes.stored import brakes_as_json
from roster_core.clock import Clock
from roster_core.journeys.alarm_causes import delivery_held
from roster_core.journeys.brakes import Verdict, verdict_of
from roster_core.journeys.deliveries import DISCARDED, HELD
from roster_core.journeys.export_people import people_in
from roster_core.journeys.export_runs import Approval, approvals_of, files_of, in_force, run_row
from roster_core.journeys.scheduled_outcomes import follow_deliveries
from roster_core.roster.tables.delivery import Delivery
from roster_core.store import Store


def apply(row: Delivery, verdict: Verdict, now: datetime) -> None:
    """Keep what the brakes say with a stored delivery: it is held, or goes on its way under its approval if any."""
    row.brakes, row.against, row.updated_at = brakes_as_json(verdict.brakes), verdict.against, now
    row.state = HELD if verdict.held else "waiting"
    if verdict.approval:
        row.decided = decided(verdict.approval)
    elif verdict.held:
        row.decided = {}


def discard_row(session: Session, row: Delivery, login: str, reason: str, *, now: datetime) -> None:
    """Decide that a held delivery is not sent, and write that down."""
    row.state, row.finished_at, row.updated_at = DISCARDED, now, now
    row.decided = {"what": DISCARDED, "by": login, "at": now.isoformat(), "reason": reason}
    _record(session, login, "export_discarded", [row], now, reason=reason)
    session.flush()
    follow_deliveries(session, row.run_id, now)


def hold_back(store: Store, district_id: int, delivery_id: str, *, clock: Clock) -> bool:
    """Look at a delivery once more before it is sent; whether it is held now.

    What stands at the destination, its limits or the day may have changed since it was asked for, and an approval runs
    out. What was begun is always brought to its end, and an earlier set goes back on somebody's word alone.
    """
    with store.reading(district_id) as session:
        row = session.get_one(Delivery, (district_id, delivery_id))
        if row.begun or row.resent:
            return False
        run = run_row(session, row.run_id)
        guarded = bool(run.guards) and not in_force(
            approvals_of(run), run.guards, files_of(session, row.run_id), clock()
        )
        run_id, destination_id = row.run_id, row.destination_id
    verdict = verdict_of(store, run_id, destination_id, clock=clock)
    with store.writing(district_id) as session:
        row = session.get_one(Delivery, (district_id, delivery_id))
        apply(row, verdict, clock())
        row.state = HELD if guarded or verdict.held else "running"
        if row.state == HELD:
            delivery_held(session, row, clock)
            note_held(session, row.by, [row], now=clock())
        return row.state == HELD


def note_sent(session: Session, login: str, rows: Sequence[Delivery], *, now: datetime) -> None:
    """Write down that deliveries of one run went on their way."""
    if rows:
        action = "export_sent_again" if rows[0].resent else "export_sent"
        persons = people_in(file.name for file in files_of(session, rows[0].run_id))
        _record(session, login, action, rows, now, reason=rows[0].reason, persons=persons)


def note_delivered(session: Session, run_id: str, now: datetime) -> None:
    """Write at a run that its files have arrived; whether they might be sent was asked before."""
    row = run_row(session, run_id)
    row.delivered_at = row.updated_at = now


def note_held(session: Session, login: str, rows: Sequence[Delivery], *, now: datetime) -> None:
    """Write down that deliveries of one run are held, and what for."""
    for row in rows:
        codes = sorted({brake["code"] for brake in row.brakes if brake["holds"]})
        _record(session, login, "export_held", [row], now, codes=codes)


def _record(
    session: Session, login: str, action: str, rows: Sequence[Delivery], now: datetime, *, reason: str = "",
    codes: Sequence[str] = (), persons: tuple[str, ...] = (),
) -> None:  # fmt: skip
    facts: dict[str, object] = {"run": rows[0].run_id, "to": [row.name for row in rows], "files": rows[0].set_digest}
    if codes:
        facts["codes"] = list(codes)
    deed = Deed(login, action, f"run:{rows[0].run_id}", persons=persons, facts=facts, reason=reason)
    record(session, rows[0].district_id, deed, now=now)


def decided(approval: Approval) -> dict[str, str]:
    """An approval as it is kept with a delivery."""
    return {"what": "approved", "by": approval.by, "at": approval.at.isoformat(), "reason": approval.reason}
