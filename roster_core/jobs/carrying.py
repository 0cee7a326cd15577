"""What the engine runs: a job piece after piece, left as it is when its worker ends and taken up by the next one."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa
from dbos import DBOS, StepOptions, error

from roster_core.clock import utc_now
from roster_core.data_free import places
from roster_core.jobs.handlers import Handlers
from roster_core.jobs.passing import passing, require_space
from roster_core.jobs.queue import WAITING
from roster_core.jobs.tables import Job
from roster_core.refusals import Refusal
from roster_core.store import Store

LOG = logging.getLogger(__name__)
#: A piece at which this many workers died in a row is given up, so that others get their turn.
ATTEMPTS = 4
#: Tries at one piece of a job, with growing pauses.
TRIES = 5
#: Seconds between two looks at what passes by itself: at first, and in the end.
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 8.0
_STEP: StepOptions = {"retries_allowed": True, "max_attempts": TRIES, "interval_seconds": 1, "backoff_rate": 2}
T = TypeVar("T")


class LeftError(BaseException):
    """The worker ends. Not an `Exception`: the engine would take that for the end of the job."""


class PieceError(Exception):
    """A piece failed; `kind` is the class of the error. Its message may quote rows of people and stays where it is."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Task:
    """A job as the engine knows it."""

    district_id: int
    job_id: str
    handler: str
    subject: str

    @property
    def key(self) -> str:
        """The job's ID among those of all districts."""
        return f"{self.district_id}:{self.job_id}"


@dataclass
class Carrier:
    """Carries jobs out in this process, until `stop` is set."""

    store: Store
    handlers: Handlers
    stop: threading.Event = field(default_factory=threading.Event)
    _active: set[str] = field(default_factory=set)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def active(self) -> frozenset[str]:
        """Keys of the jobs that are at work here at this moment."""
        with self._changed:
            return frozenset(self._active)

    def wait_until_left(self, timeout_s: float) -> bool:
        """Whether every job has left its piece within that time; to be called when `stop` is set."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._active, timeout_s)

    def carry_out(self, task: Task) -> str:
        """Piece after piece; runs again from the first piece that was not finished when a worker died."""
        with self._at(task):
            if not self._patiently(lambda: self._begin(task)):
                return self._ended(task, "It stopped the program each time that it was tried.")
            try:
                while True:
                    told = DBOS.run_step({"name": "advance", **_STEP}, self._advance, task)
                    if "refused" in told:
                        return self._ended(task, told["refused"])
                    if told["finished"]:
                        return self._ended(task, None)
            except error.DBOSMaxStepRetriesExceeded as exc:
                return self._ended(task, f"The program met an error it does not know ({_kinds(exc)}), {TRIES} times.")

    def _ended(self, task: Task, why: str | None) -> str:
        try:
            return DBOS.run_step({"name": "end", **_STEP}, self._end, task, why, tell=True)
        except error.DBOSMaxStepRetriesExceeded as exc:
            why = f"{why or 'It was done.'} Noting this met an error ({_kinds(exc)})."
            return DBOS.run_step({"name": "end untold", **_STEP}, self._end, task, why, tell=False)

    @contextmanager
    def _at(self, task: Task) -> Iterator[None]:
        with self._changed:
            self._active.add(task.key)
        try:
            yield
        finally:
            with self._changed:
                self._active.discard(task.key)
                self._changed.notify_all()

    def _begin(self, task: Task) -> bool:
        """Count the attempt, which is no step: it is made whenever the job is taken up; `False` = once too often."""
        with self.store.writing(task.district_id) as session:
            job = session.get_one(Job, (task.district_id, task.job_id), with_for_update=True)
            if job.state not in WAITING:
                return True
            job.attempts += 1
            job.state, job.updated_at = "running", utc_now()
            job.started_at = job.started_at or job.updated_at
            return job.attempts <= ATTEMPTS

    def _advance(self, task: Task) -> dict[str, Any]:
        handler = self.handlers.get(task.handler)
        if handler is None:
            return {"refused": f"This version does not know the work “{task.handler}”."}

        def piece() -> dict[str, Any]:
            with self.store.reading(task.district_id) as session:
                if session.get_one(Job, (task.district_id, task.job_id)).state not in WAITING:  # cancelled
                    return {"finished": True}
            require_space(self.store.settings.data_dir)
            progress = handler.advance(self.store, task.district_id, task.subject)
            with self.store.writing(task.district_id) as session:
                job = session.get_one(Job, (task.district_id, task.job_id), with_for_update=True)
                job.done, job.total, job.step = progress.done, progress.total, progress.step
                job.attempts, job.updated_at = 1, utc_now()  # the next piece has not been tried yet
            return {"finished": progress.finished}

        try:
            return self._patiently(piece, waiting=lambda why: self._tell(task, why))
        except Refusal as refusal:
            return {"refused": str(refusal)}
        except Exception as exc:  # noqa: BLE001 - raised again for the engine, without a message that may quote people
            LOG.error("a piece of %s failed: %s", task.handler, places(exc))  # noqa: TRY400 - its message may quote people
            raise PieceError(type(exc).__name__) from None

    def _end(self, task: Task, why: str | None, *, tell: bool) -> str:
        def end() -> str:
            if tell and why is not None and task.handler in self.handlers:
                self.handlers[task.handler].fail(self.store, task.district_id, task.subject, why)
            with self.store.writing(task.district_id) as session:
                job = session.get_one(Job, (task.district_id, task.job_id), with_for_update=True)
                if job.state in WAITING:
                    job.state, job.error = ("done", None) if why is None else ("failed", why)
                    job.finished_at = job.updated_at = utc_now()
                return job.state

        try:
            return self._patiently(end)
        except Exception as exc:  # noqa: BLE001 - as in a piece: raised again without its message
            LOG.error("the end of %s failed: %s", task.handler, places(exc))  # noqa: TRY400 - see above
            raise PieceError(type(exc).__name__) from None

    def _patiently(self, work: Callable[[], T], *, waiting: Callable[[str], None] = LOG.warning) -> T:
        """Do `work`, again after what passes by itself.

        Raises:
            LeftError: The worker ends.
        """
        pause = FIRST_PAUSE_S
        while not self.stop.is_set():
            try:
                return work()
            except Exception as exc:  # `passing` knows those that time mends; every other is raised on
                if not (why := passing(exc)):
                    raise
                waiting(why)
            self.stop.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)
        raise LeftError

    def _tell(self, task: Task, why: str) -> None:
        """Let whoever looks at the job know what it waits for, if that can be written."""
        LOG.warning("%s waits: %s", task.handler, why)
        try:
            with self.store.writing(task.district_id) as session:
                job = session.get_one(Job, (task.district_id, task.job_id), with_for_update=True)
                job.step, job.updated_at = why, utc_now()
        except sa.exc.DBAPIError as exc:
            if not passing(exc):
                raise


def _kinds(exc: error.DBOSMaxStepRetriesExceeded) -> str:
    return ", ".join(sorted({one.kind if isinstance(one, PieceError) else type(one).__name__ for one in exc.errors}))
