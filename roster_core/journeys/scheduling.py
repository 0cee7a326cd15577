"""What a worker does again and again: settle the instants of schedules that have come, and take up what waited."""

import logging
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from roster_core.access.rights import SYSTEM
from roster_core.clock import Clock, utc_now
from roster_core.journeys.scheduled_outcomes import ended
from roster_core.journeys.scheduled_submitting import add_run, new_run, submit_again
from roster_core.journeys.schedules import plan_of
from roster_core.refusals import Refusal
from roster_core.roster.tables.records import RosterLoad
from roster_core.roster.tables.schedules import Schedule, ScheduledRun
from roster_core.schedules.due import Due, Fate, what_is_due
from roster_core.store import Store

LOG = logging.getLogger(__name__)
#: Instants that were missed are told one by one up to so many; the earliest tells of those before it.
_TOLD = 100


def due(store: Store, clock: Clock = utc_now) -> None:
    """Settle every instant that has come, of all districts: ask for its run, or note that it was missed or skipped.

    May be called at any time, by any number of workers, and be ended anywhere: each instant is settled once.
    """
    for district_id, schedule_id in _active(store):
        try:
            _settle(store, district_id, schedule_id, clock)
        except Refusal as refusal:  # one that cannot be understood any more does not keep the others from running
            LOG.warning("a schedule of district %d is passed over: %s", district_id, refusal.why)
    for district_id in _with_held(store):
        _take_up(store, district_id, clock)


def _active(store: Store) -> list[tuple[int, str]]:
    table = SQLModel.metadata.tables[str(Schedule.__tablename__)]
    wanted = sa.and_(table.c.paused_at.is_(None), table.c.deleted_at.is_(None))
    with store.engine.connect() as connection:
        rows = connection.execute(sa.select(table.c.district_id, table.c.schedule_id).where(wanted))
        return [(row.district_id, row.schedule_id) for row in rows]


def _settle(store: Store, district_id: int, schedule_id: str, clock: Clock) -> None:
    with store.reading(district_id) as session:
        row = session.get_one(Schedule, (district_id, schedule_id))
        if not what_is_due(plan_of(session, row), clock()):
            return
    with store.writing(district_id) as session:
        row = session.get_one(Schedule, (district_id, schedule_id), with_for_update=True)
        if row.paused_at is not None or row.deleted_at is not None:
            return
        now = clock()
        come = what_is_due(plan_of(session, row), now)  # again: another worker may have settled them meanwhile
        for one in _shortened(come):
            _note(session, row, one, now, clock)
        if come:
            row.looked_at = row.updated_at = now


def _shortened(come: tuple[Due, ...]) -> tuple[Due, ...]:
    """After months away, the last of them, and how many there were before."""
    if len(come) <= _TOLD:
        return come
    first = come[-_TOLD]
    told = f"{first.reason} So it was {len(come) - _TOLD:,} times before."
    return (Due(first.planned, first.fate, told), *come[-_TOLD + 1 :])


def _note(session: Session, row: Schedule, one: Due, now: datetime, clock: Clock) -> None:
    known = select(ScheduledRun).where(
        ScheduledRun.schedule_id == row.schedule_id, ScheduledRun.planned_at == one.planned
    )
    if session.exec(known).first() is not None:  # the clock was put back, or a database was brought back
        return
    if one.fate is Fate.RUN:
        add_run(session, row, one.planned, trigger="SCHEDULE", by=SYSTEM, note=one.reason, clock=clock)
        return
    run = new_run(row, one.planned, trigger="SCHEDULE", by=SYSTEM, clock=clock)
    session.add(run)
    session.flush()
    ended(session, run, one.fate.value, one.reason, now=now)
    if one.fate is Fate.SKIPPED:
        row.hold_next = f"It is the first run after a blackout ({one.reason.removeprefix('Blackout ')})."


def _with_held(store: Store) -> list[int]:
    table = SQLModel.metadata.tables[str(ScheduledRun.__tablename__)]
    waits = sa.and_(table.c.state == "held", table.c.run_id.is_(None), table.c.load_id.is_not(None))
    with store.engine.connect() as connection:
        return list(connection.execute(sa.select(table.c.district_id).where(waits).distinct()).scalars())


def _take_up(store: Store, district_id: int, clock: Clock) -> None:
    """Go on with runs whose roster load was held, when somebody has decided about the load."""
    with store.writing(district_id) as session:
        held = select(ScheduledRun).where(
            ScheduledRun.state == "held", col(ScheduledRun.run_id).is_(None), col(ScheduledRun.load_id).is_not(None)
        )
        for run in session.exec(held.with_for_update()).all():
            load = session.get(RosterLoad, (district_id, run.load_id))
            state = load.state if load else "gone"
            if state == "loaded":
                now = clock()
                run.state, run.reason, run.fix, run.finished_at = "running", "", "", None
                run.started_at = run.updated_at = now
                run.notes = [*run.notes, f"The load was approved by {load.approved_by if load else ''}."]
                submit_again(session, run, clock=clock)
            elif state not in ("held", "switching", "checking"):
                ended(session, run, "discarded", f"The roster load is {state}.", now=clock())
