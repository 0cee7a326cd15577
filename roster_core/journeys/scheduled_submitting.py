"""A run that is due, and the job that carries it out: both come into being in one transaction, or neither."""

from datetime import datetime

from sqlmodel import Session

from roster_core.clock import Clock, new_id, utc_now
from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import Work, submit
from roster_core.roster.tables.schedules import Schedule, ScheduledRun
from roster_core.store import Store

#: The name of the work, and the lane of all of it in a district: never two at once, so that no roster is switched
#: under another's export and no destination is sent to by two.
SCHEDULED_RUN, LANE = "scheduled-run", "scheduled-runs"


def new_run(row: Schedule, planned: datetime, *, trigger: str, by: str, clock: Clock = utc_now) -> ScheduledRun:
    """A record of an instant of a schedule, to be added to a session."""
    now = clock()
    return ScheduledRun(
        district_id=row.district_id,
        scheduled_run_id=new_id(clock),
        schedule_id=row.schedule_id,
        planned_at=planned,
        trigger=trigger,
        state="planned",
        by=by,
        created_at=now,
        updated_at=now,
    )


def add_run(
    session: Session,
    row: Schedule,
    planned: datetime,
    *,
    trigger: str,
    by: str,
    note: str = "",
    clock: Clock = utc_now,
) -> ScheduledRun:
    """Have a schedule run for the instant `planned`, held in any case if the schedule says so."""
    run = new_run(row, planned, trigger=trigger, by=by, clock=clock)
    run.brake, run.notes = row.hold_next, [note] if note else []
    session.add(run)
    session.flush()
    submit_again(session, run, clock=clock)
    return run


def submit_again(session: Session, run: ScheduledRun, *, clock: Clock = utc_now) -> None:
    """Let a worker go on with it."""
    work = Work(SCHEDULED_RUN, run.scheduled_run_id, run.by, lane=LANE)
    run.job_id = submit(session, run.district_id, work, clock=clock)


def _advance(store: Store, district_id: int, scheduled_run_id: str) -> Progress:
    from roster_core.journeys import scheduled_running  # noqa: PLC0415 - what talks to servers is loaded by whoever does

    return scheduled_running.advance(store, district_id, scheduled_run_id)


def _fail(store: Store, district_id: int, scheduled_run_id: str, why: str) -> None:
    from roster_core.journeys import scheduled_running  # noqa: PLC0415 - see above

    scheduled_running.fail(store, district_id, scheduled_run_id, why)


#: The work as a worker does it.
SCHEDULED_HANDLER = Handler(_advance, _fail)
