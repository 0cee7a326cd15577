"""Asking for work that somebody waits for on the screen, and whether it is still going to be done."""

from datetime import datetime, timedelta

from roster_core.clock import Clock, utc_now
from roster_core.jobs.fence import any_alive
from roster_core.jobs.queue import Work, find_waiting, submit
from roster_core.store import Store

#: The names of the work on a load, and of that of an export run.
ROSTER_CHECK, ROSTER_SWITCH, EXPORT = "roster-check", "roster-switch", "export-run"
#: How long a process that was asked for may take to begin.
START_UP = timedelta(seconds=30)
NO_WORKER = "Waiting for a worker to start"


def ask(store: Store, district_id: int, work: Work) -> str:
    """Let a worker do `work`; returns the job's ID. What is asked for already and not done is not asked for again."""
    with store.writing(district_id) as session:
        waiting = find_waiting(session, work)
        return submit(session, district_id, work) if waiting is None else waiting


def cut_off(store: Store, district_id: int, subject: str, step: str, told_at: datetime, clock: Clock = utc_now) -> bool:
    """Whether nobody is at work on `subject`, which last told at `told_at` that it is at `step`, and nobody will be."""
    # A command's process may not have taken its lock yet.
    if step == "" and clock() - told_at <= START_UP:
        return False
    if store.held(lock_of(subject)):
        return False
    with store.reading(district_id) as session:
        return find_waiting(session, subject=subject) is None


def step_of(store: Store, step: str) -> str:
    """What work that last told that it is at `step` is at: before it began, it may be that nobody is there to do it."""
    return step or ("" if any_alive(store) else NO_WORKER)


def lock_of(subject: str) -> str:
    """The lock that whoever works on `subject` holds."""
    return f"work-{subject}"
