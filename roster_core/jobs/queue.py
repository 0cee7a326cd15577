"""Asking for work: a job and its place in the queue come into being with the change that wants it, or not at all."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from roster_core.clock import Clock, new_id, utc_now
from roster_core.jobs.tables import Job
from roster_core.refusals import Refusal
from roster_core.store import Store

#: States in which something is still going to happen.
WAITING = frozenset({"queued", "running"})

#: How long jobs are kept when they have ended, and with them the records of what they did (batch-updates §2.2).
KEPT = timedelta(days=400)

#: Seconds between two looks at a job that somebody waits for.
LOOK_S = 0.1


@dataclass(frozen=True)
class Work:
    """What is asked for: a handler's name, the ID of what it works on, and who asks.

    Jobs of one `lane` of a district are carried out one after another; blank = those of the same handler.
    """

    handler: str
    subject: str
    by: str
    lane: str = ""


@dataclass(frozen=True)
class JobView:
    """A job as it stands."""

    job_id: str
    handler: str
    subject: str
    state: str
    by: str
    step: str
    done: int
    total: int
    attempts: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: str | None

    @property
    def waiting(self) -> bool:
        """Whether something is still going to happen."""
        return self.state in WAITING


def submit(session: Session, district_id: int, work: Work, *, job_id: str | None = None, clock: Clock = utc_now) -> str:
    """Ask for `work` in the caller's transaction; returns the job's ID, under which it is asked for only once."""
    if job_id and session.get(Job, (district_id, job_id)) is not None:
        return job_id
    now, job_id = clock(), job_id or new_id(clock)
    session.add(
        Job(
            district_id=district_id,
            job_id=job_id,
            handler=work.handler,
            subject=work.subject,
            lane=work.lane or work.handler,
            state="queued",
            by=work.by,
            created_at=now,
            updated_at=now,
        )
    )
    session.flush()
    return job_id


def find_waiting(session: Session, work: Work | None = None, *, subject: str = "") -> str | None:
    """The ID of a job that is still going to do `work`, or anything with `subject`."""
    jobs = select(Job.job_id).where(col(Job.state).in_(WAITING), Job.subject == (work.subject if work else subject))
    if work is not None:
        jobs = jobs.where(Job.handler == work.handler)
    return session.exec(jobs.limit(1)).first()


def cancel(session: Session, district_id: int, job_id: str, *, clock: Clock = utc_now) -> None:
    """Take a job back in the caller's transaction; one that is running ends after the piece it is at.

    Raises:
        Refusal: It has ended already.
    """
    job = session.get(Job, (district_id, job_id), with_for_update=True)
    if job is None or job.state not in WAITING:
        raise Refusal("The job was not cancelled.", why="It has ended already.", fix="Look at its result.")
    job.state, job.finished_at, job.updated_at = "cancelled", clock(), clock()


def read_job(store: Store, district_id: int, job_id: str) -> JobView | None:
    """The job with that ID."""
    with store.reading(district_id) as session:
        job = session.get(Job, (district_id, job_id))
        return None if job is None else _view(job)


def read_waiting(store: Store, district_id: int) -> tuple[JobView, ...]:
    """Jobs that are queued or running, oldest first."""
    with store.reading(district_id) as session:
        jobs = session.exec(select(Job).where(col(Job.state).in_(WAITING)).order_by(col(Job.job_id))).all()
        return tuple(_view(job) for job in jobs)


def wait_for(
    store: Store, district_id: int, job_id: str, *, while_true: Callable[[], bool] = lambda: True
) -> JobView | None:
    """The job when it has ended; None if `while_true` no longer held before that."""
    pause = threading.Event()
    while True:
        job = read_job(store, district_id, job_id)
        if job is None:
            raise LookupError(job_id)
        if not job.waiting:
            return job
        if not while_true():
            return None
        pause.wait(LOOK_S)


def _view(job: Job) -> JobView:
    return JobView(**{name: getattr(job, name) for name in JobView.__dataclass_fields__})
