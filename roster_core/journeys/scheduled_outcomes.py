"""How scheduled runs end: the one place where that is written, and what follows from deliveries and people."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from roster_core.jobs.queue import KEPT
from roster_core.journeys.alarm_causes import ScheduledEnd, scheduled_run_ended
from roster_core.journeys.deliveries import ARRIVED as FILES_ARRIVED
from roster_core.journeys.deliveries import DISCARDED, HELD
from roster_core.journeys.deliveries import OPEN as ON_THE_WAY
from roster_core.journeys.schedules import ARRIVED, OPEN
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.schedules import Schedule, ScheduledRun

#: What takes the place of an earlier run that is held.
_OVERTAKES = ARRIVED | {"held"}


def ended(session: Session, row: ScheduledRun, state: str, reason: str = "", fix: str = "", *, now: datetime) -> None:
    """A scheduled run ends, or is held until somebody decides: the only place where that is written.

    In the caller's transaction, and written once however often the work is done: a run that is in that state for that
    reason already stays as it is. People are told from here.
    """
    if (row.state, row.reason, row.fix) == (state, reason, fix):
        return
    row.state, row.reason, row.fix, row.step = state, reason, fix, ""
    row.finished_at = row.updated_at = now
    if state in ARRIVED:
        schedule = session.get_one(Schedule, (row.district_id, row.schedule_id))
        if row.brake and schedule.hold_next == row.brake:  # what it waited for has come: somebody looked
            schedule.hold_next, schedule.updated_at = "", now
    _tell(session, row, now)  # first: a hold that goes on under another run is one matter
    if state in _OVERTAKES:
        _overtake(session, row, now)


def _tell(session: Session, row: ScheduledRun, now: datetime) -> None:
    name = session.get_one(Schedule, (row.district_id, row.schedule_id)).name
    end = ScheduledEnd(row.schedule_id, name, row.state, row.reason, row.fix, row.run_id, row.load_id)
    scheduled_run_ended(session, row.district_id, end, lambda: now)


def _overtake(session: Session, row: ScheduledRun, now: datetime) -> None:
    """Earlier runs of the profile that are held would take the receiver back: they are set aside."""
    profile_id = session.get_one(Schedule, (row.district_id, row.schedule_id)).profile_id
    of_profile = select(Schedule.schedule_id).where(
        Schedule.district_id == row.district_id, Schedule.profile_id == profile_id
    )
    earlier = session.exec(
        select(ScheduledRun).where(
            col(ScheduledRun.schedule_id).in_(of_profile),
            ScheduledRun.state == "held",
            col(ScheduledRun.planned_at) < row.planned_at,
        )
    ).all()
    for one in earlier:
        ended(session, one, "discarded", "A later run took its place.", now=now)


def follow_deliveries(session: Session, run_id: str, now: datetime) -> None:
    """Bring the scheduled run that made an export run to what its deliveries have come to.

    In the transaction that notes a delivery: somebody may have approved the files and sent them by hand, sent them
    again, or finished a set that was half there. A run that is at work looks by itself.
    """
    rows = session.exec(select(ScheduledRun).where(ScheduledRun.run_id == run_id)).all()
    for row in rows:
        told = outcome_of(session, run_id) if row.state not in OPEN else None
        if told is not None and not told[0] == row.state == "discarded":  # why it was is told already
            ended(session, row, *told, now=now)


def outcome_of(session: Session, run_id: str) -> tuple[str, str, str] | None:
    """State, reason and fix that the deliveries of an export run come to; `None` while one is on its way.

    Of several deliveries to one destination the last one counts.
    """
    sent = session.exec(select(Delivery).where(Delivery.run_id == run_id).order_by(col(Delivery.delivery_id))).all()
    last = list({one.destination_id: one for one in sent}.values())
    if not last or any(one.state in ON_THE_WAY for one in last):
        return None
    return _told_together(last)


def _told_together(last: Sequence[Delivery]) -> tuple[str, str, str]:
    wrong = [one for one in last if one.state not in FILES_ARRIVED | {HELD, DISCARDED}]
    held = [one for one in last if one.state == HELD]
    told = " ".join(f"{one.name}: {one.error or 'It did not arrive.'}" for one in wrong)
    fix = next((one.fix for one in wrong if one.fix), "")
    if any(one.state == "mixed" for one in wrong):
        return "mixed", told, "Finish it, or send the last delivered set again, on the page Export history."
    if held:
        why = " ".join(f"{one.name}: {_brakes(one)}" for one in held)
        return "held", f"{why} {told}".strip(), "Look at what changed, then approve the run or set it aside."
    if wrong:
        return "failed", told, fix
    aside = " ".join(_set_aside(one) for one in last if one.state == DISCARDED)
    if all(one.state == DISCARDED for one in last):
        return "discarded", aside, ""
    if any(one.state == "unverified" for one in last):
        unseen = "The receiver does not let it be looked at whether the files arrived."
        return "delivered-unverified", f"{unseen} {aside}".strip(), ""
    return "delivered", aside, ""


def _set_aside(row: Delivery) -> str:
    return f"{row.name}: {row.decided.get('by', 'Somebody')} set it aside. {row.decided.get('reason', '')}".strip()


def _brakes(row: Delivery) -> str:
    """What holds a delivery; it names nobody."""
    return " ".join(brake["what"] for brake in row.brakes if brake["holds"]) or "Its approval has run out."


def forget_old(session: Session, now: datetime) -> int:
    """Forget what became of runs too long ago; how many these were."""
    old = session.exec(
        select(ScheduledRun).where(col(ScheduledRun.state).not_in(OPEN), col(ScheduledRun.planned_at) < now - KEPT)
    ).all()
    for row in old:
        session.delete(row)
    return len(old)
