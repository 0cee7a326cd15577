"""What the worker looks after about once an hour: mails to try again, reminders, what did not arrive, the digest."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.clock import Clock, utc_now
from roster_core.jobs.queue import KEPT, Work, find_waiting
from roster_core.journeys.absence import Plan, again, missed, no_plan, read_arrived
from roster_core.journeys.alarm_settings import REMINDED, REPORTS, AlarmOptions, Kind, options_in
from roster_core.journeys.alarm_words import page_of
from roster_core.journeys.alarms import (
    DAY,
    DELIVERIES,
    NOTICE,
    Event,
    ask,
    is_wanted,
    may_pass,
    open_alarms,
    raise_event,
    recover,
    remind,
)
from roster_core.journeys.deliveries import DISCARDED, HELD
from roster_core.journeys.digest import ask_for_digest
from roster_core.journeys.export_runs import approvals_of, district_of, files_of, in_force
from roster_core.roster.tables.alarms import Notice
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.records import ExportRun, RosterLoad
from roster_core.store import Store

#: For so long a mail is tried again every hour that did not get out for a reason that may pass.
_TRIED_FOR = timedelta(days=3)


def go_round(store: Store, district_id: int, *, plan: Plan = no_plan, clock: Clock = utc_now) -> None:
    """Do what is due now in a district, each once however often this is called.

    `plan` tells what schedules expect; what is expected does not hang on anything being run.
    """
    with store.writing(district_id) as session:
        options = options_in(session, district_id)
        _end_holds(session, district_id, clock)
        if options is not None:
            _check_absence(session, district_id, options, plan, clock)
            _remind(session, district_id, clock)
            ask_for_digest(session, district_id, options, clock)
            _try_again(session, clock)
        _forget(session, clock() - KEPT)


def _check_absence(session: Session, district_id: int, options: AlarmOptions, plan: Plan, clock: Clock) -> None:
    now = clock()
    arrived = read_arrived(session)
    planned = plan(session, now)
    expected = [one for one in again(arrived, options.missed_hours) if one.about not in planned]
    expected += [one for one in planned.values() if one is not None]
    late = missed(expected, {one.about: one.at for one in arrived}, now)
    when = {one.about: f"The last delivery that arrived there ended {one.at:%Y-%m-%d %H:%M} UTC." for one in arrived}
    for one in late:
        event = Event(Kind.MISSED, one.about, one.words, when.get(one.about, ""), "export_history")
        raise_event(session, district_id, event, every=DAY, clock=clock)
    for row in open_alarms(session, Kind.MISSED):
        overdue = row.about in {one.about for one in late}
        if row.about.startswith(DELIVERIES) and not overdue:  # nothing is expected there any more
            recover(
                session, district_id, row.about, clock, kinds=(Kind.MISSED,), detail="Nothing is overdue there now."
            )


def _remind(session: Session, district_id: int, clock: Clock) -> None:
    for row in open_alarms(session, *REMINDED):
        if is_wanted(session, district_id, Kind(row.kind)):
            remind(session, row, every=DAY, clock=clock)


def _end_holds(session: Session, district_id: int, clock: Clock) -> None:
    """A hold is over when what is held was decided about, whoever did that by whatever way."""
    for row in open_alarms(session, Kind.HELD):
        _, query = page_of(row.place)
        if _run_decided(session, query.get("run", ""), clock()) or _load_decided(
            session, district_id, query.get("load")
        ):
            recover(session, district_id, row.about, clock, kinds=(Kind.HELD,), detail="It was decided about.")


def _run_decided(session: Session, run_id: str, now: datetime) -> bool:
    row = session.get(ExportRun, (district_of(run_id), run_id)) if run_id else None
    if row is None:
        return False
    if row.delivered_at is not None or in_force(approvals_of(row), row.guards, files_of(session, run_id), now):
        return True
    states = set(session.exec(select(Delivery.state).where(Delivery.run_id == run_id)))
    return DISCARDED in states and HELD not in states


def _load_decided(session: Session, district_id: int, load_id: str | None) -> bool:
    row = session.get(RosterLoad, (district_id, load_id)) if load_id else None
    return row is not None and row.state != "held"


def _try_again(session: Session, clock: Clock) -> None:
    """Mails that did not get out for a reason that may pass, and those whose job was lost."""
    rows = session.exec(select(Notice).where(col(Notice.state).in_(("failed", "waiting"))).with_for_update()).all()
    for row in rows:
        fresh = row.repeated_at is not None and clock() - row.repeated_at < _TRIED_FOR
        lost = row.state == "waiting" and find_waiting(session, Work(NOTICE, row.notice_id, "system")) is None
        if (may_pass(row) and fresh) or lost:
            ask(session, row, clock)


def _forget(session: Session, before: datetime) -> None:
    """Notices that were over long ago; a report is over when it is sent."""
    over = sa.or_(
        col(Notice.recovered_at) < before,
        sa.and_(col(Notice.kind).in_([kind.value for kind in REPORTS]), col(Notice.first_at) < before),
    )
    session.execute(sa.delete(Notice).where(over))
