"""The worker of a process: it carries out jobs on a durable engine, what a dead worker had begun first."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Self

import sqlalchemy as sa
from dbos import DBOS, DBOSPortableJSONSerializer, Queue, SetEnqueueOptions, SetWorkflowID
from sqlmodel import SQLModel

from roster_core.jobs.carrying import FIRST_PAUSE_S, LONGEST_PAUSE_S, Carrier, LeftError, Task
from roster_core.jobs.fence import Fence
from roster_core.jobs.handlers import Handlers
from roster_core.jobs.passing import passing
from roster_core.jobs.tables import Job
from roster_core.jobs.tending import Hourly, Tending
from roster_core.store import Store

LOG = logging.getLogger(__name__)
#: What the engine knows us by. The version changes only with what is stored of a running job, after a drain.
APPLICATION, VERSION = "roster-desk", "jobs-v1"
#: Where jobs wait: those that somebody waits for on the screen stand in a queue of their own.
JOBS, PROMPT = "jobs", "prompt-jobs"
#: Jobs of each queue that one worker carries out at a time.
AT_ONCE = 2
#: Seconds between two looks for jobs.
POLL_S = 0.25
#: Seconds between two looks after what dead workers left.
TEND_S = 5.0
#: Seconds between two looks at what is due by the clock: well within a minute.
MINUTELY_S = 15.0
#: Seconds that a worker gives the pieces it is at when it ends.
LEAVES_WITHIN_S = 8.0


class Worker:
    """The worker of this process; a context manager, within which jobs are carried out.

    Of one `name` there is one at a time among all processes. What the last of that name had begun comes first; what a
    worker of another name left when it died is taken over. `hourly` is called about once an hour, `minutely` several
    times a minute: it does what is due by whatever clock it has.
    """

    def __init__(
        self,
        store: Store,
        handlers: Handlers,
        *,
        name: str = "local",
        wait_s: float = 1,
        poll_s: float = POLL_S,
        tend_s: float = TEND_S,
        hourly: Hourly | None = None,
        minutely: Hourly | None = None,
    ) -> None:
        self.carrier = Carrier(store, handlers)
        self.store = store
        self.name = name
        self.hourly, self.minutely = hourly, minutely
        #: Why this worker cannot go on: its process is to end.
        self.broken = ""
        self._wait_s, self._poll_s, self._tend_s = wait_s, poll_s, tend_s
        #: Keys of queued jobs that the engine has; whoever changes what it has holds the lock.
        self._handed: set[str] = set()
        self._handing = threading.Lock()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Raises: NameTakenError: there is a worker of that name."""
        self.store.settings.make_data_dir()
        with ExitStack() as opening:
            fence = opening.enter_context(Fence(self.store, self.name, wait_s=self._wait_s))
            queues = opening.enter_context(self._engine())
            tending = Tending(self.store, fence, self.carrier, hourly=self.hourly)
            for name, work, every_s in (
                ("handing-over", lambda: self._hand_over(queues), self._poll_s),
                ("tending", lambda: self._tend(tending), self._tend_s),
                ("minutely", self._look_at_the_clock, MINUTELY_S),
            ):
                opening.enter_context(self._again_and_again(name, work, every_s))
            self._open = opening.pop_all()
        return self

    def __exit__(self, *raised: object) -> None:
        self.carrier.stop.set()
        self._open.close()

    @contextmanager
    def _engine(self) -> Iterator[dict[str, Queue]]:
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_url": self.store.settings.url,
                "application_version": VERSION,
                "executor_id": self.name,
                "serializer": DBOSPortableJSONSerializer(),
                "log_level": "WARNING",
            }
        )
        _here.append(self.carrier)
        try:
            DBOS.listen_queues([JOBS, PROMPT])
            DBOS.launch()
            yield {
                name: DBOS.register_queue(
                    name, worker_concurrency=AT_ONCE, partition_concurrency=1, polling_interval_sec=poll_s
                )
                for name, poll_s in ((JOBS, 2 * self._poll_s), (PROMPT, self._poll_s))
            }
        finally:
            self.carrier.stop.set()
            if not self.carrier.wait_until_left(LEAVES_WITHIN_S):
                LOG.warning("the worker ends in the middle of a piece, which will be done again")
            _here.remove(self.carrier)
            DBOS.destroy()

    @contextmanager
    def _again_and_again(self, name: str, work: Callable[[], None], every_s: float) -> Iterator[None]:
        stop = self.carrier.stop

        def loop() -> None:
            pause = every_s
            while not stop.wait(pause):
                try:
                    work()
                    pause = every_s
                except Exception as exc:  # noqa: BLE001 - what does not pass ends the worker, which is started again
                    if not (why := passing(exc)):
                        LOG.error("the worker cannot go on: %s", type(exc).__name__)  # noqa: TRY400 - its message may quote people
                        self.broken = f"It met an error it does not know ({type(exc).__name__})."
                        return
                    pause = min(max(2 * pause, FIRST_PAUSE_S), max(LONGEST_PAUSE_S, every_s))
                    LOG.warning("%s waits: %s", name, why)

        thread = threading.Thread(target=loop, name=name, daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(LEAVES_WITHIN_S)  # one that waits for the database ends with the process

    def _hand_over(self, queues: dict[str, Queue]) -> None:
        """Hand jobs that were asked for to the engine, each once: its ID there is that of the job."""
        table = SQLModel.metadata.tables[str(Job.__tablename__)]
        columns = (table.c.district_id, table.c.job_id, table.c.handler, table.c.subject, table.c.lane)
        with self.store.engine.connect() as connection:
            waiting = connection.execute(sa.select(*columns).where(table.c.state == "queued").order_by(table.c.job_id))
            asked = {task.key: (task, lane) for *job, lane in waiting for task in (Task(*job),)}
        with self._handing:
            self._handed &= asked.keys()
            for key, (task, lane) in asked.items():
                if key not in self._handed:
                    handler = self.carrier.handlers.get(task.handler)
                    queue = queues[PROMPT if handler is not None and handler.prompt else JOBS]
                    with SetWorkflowID(key), SetEnqueueOptions(queue_partition_key=f"{task.district_id}:{lane}"):
                        queue.enqueue(_job, task.district_id, task.job_id, task.handler, task.subject)
                    self._handed.add(key)

    def _look_at_the_clock(self) -> None:
        if self.minutely is not None:
            self.minutely(self.store)

    def _tend(self, tending: Tending) -> None:
        if not tending.keep_name():
            self.broken = f"Another worker has taken the name “{self.name}”."
            self.carrier.stop.set()
            return
        tending.take_over()
        with self._handing:
            self._handed -= tending.put_back()
        tending.tidy()


#: The engine is one per process, and so is what carries out its jobs.
_here: list[Carrier] = []


@DBOS.workflow(name="job", max_recovery_attempts=None)
def _job(district_id: int, job_id: str, handler: str, subject: str) -> str:
    if not _here:
        raise LeftError
    return _here[-1].carry_out(Task(district_id, job_id, handler, subject))
