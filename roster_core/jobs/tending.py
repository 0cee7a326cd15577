"""Looking after jobs that nobody is at: those of dead workers, and those that the engine let go of."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from dbos import DBOS
from sqlmodel import SQLModel

from roster_core.clock import Clock, utc_now
from roster_core.jobs.carrying import Carrier
from roster_core.jobs.fence import Fence, alive
from roster_core.jobs.queue import KEPT, WAITING
from roster_core.jobs.tables import Job
from roster_core.refusals import Refusal
from roster_core.store import Store

LOG = logging.getLogger(__name__)
#: Words of the engine for what is not going to happen any more.
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
#: How long the engine keeps its own notes of a job that has ended; the job itself stays in our table for longer.
NOTES_KEPT = timedelta(days=7)
#: How many of either are forgotten at a time, and how often.
_AT_A_TIME, _TIDY_EVERY = 500, timedelta(hours=1)

#: What else is to be done once in a while, by any worker.
Hourly = Callable[[Store], None]
#: A job in the engine, who was at it, and the queue that it came from.
Left = tuple[str, str | None, str | None]


class Tending:
    """What a worker looks after besides its own jobs."""

    def __init__(
        self, store: Store, fence: Fence, carrier: Carrier, *, hourly: Hourly | None = None, clock: Clock = utc_now
    ) -> None:
        self.store = store
        self.hourly = hourly
        self.fence = fence
        self.carrier = carrier
        self.clock = clock
        #: Jobs that nobody was at when this was last looked at.
        self._left: set[Left] = set()
        self._tidied = clock() - _TIDY_EVERY

    def keep_name(self) -> bool:
        """Whether this worker is still the only one of its name."""
        return self.fence.keep()

    def take_over(self) -> None:
        """Let jobs be taken up that nobody was at, now and the last time.

        Once is not enough: after the server was started anew, workers that live take their names again one by one.
        """
        left = self._find_left()
        again = left & self._left
        if again:
            try:
                with self.store.lock("take-over", wait_s=0):  # two that see the same must not both do it
                    again &= self._find_left()
                    if again:
                        LOG.warning("%d jobs of workers that are gone are taken over", len(again))
                        for job, _worker, queue in again:
                            DBOS.resume_workflow(job, queue_name=queue)
            except Refusal:
                LOG.info("another worker takes jobs over")
        self._left = left - again

    def _find_left(self) -> set[Left]:
        running = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        active, own = self.carrier.active(), self.fence.name
        gone = {
            name for name in {job.executor_id for job in running} if not (name == own or alive(self.store, name or ""))
        }
        return {
            (job.workflow_id, job.executor_id, job.queue_name)
            for job in running
            if job.executor_id in gone or (job.executor_id == own and job.workflow_id not in active)
        }

    def put_back(self) -> set[str]:
        """Queue jobs again that have not ended although the engine is done with them; returns their keys.

        It is so after an error outside of any piece. What is left of them their handlers know.
        """
        table = SQLModel.metadata.tables[str(Job.__tablename__)]
        waiting = sa.select(table.c.district_id, table.c.job_id, table.c.state).where(table.c.state.in_(WAITING))
        with self.store.engine.connect() as connection:
            jobs = {f"{job.district_id}:{job.job_id}": job for job in connection.execute(waiting)}
        if not jobs:
            return set()
        known = DBOS.list_workflows(workflow_ids=list(jobs), load_input=False, load_output=False)
        ended = {one.workflow_id for one in known if one.status in _ENDED}
        lost = {key for key, job in jobs.items() if job.state == "running"} - {one.workflow_id for one in known}
        # Our own state is read again: a job ends in our table first.
        back = {key for key in ended | lost if self._queue_again(jobs[key].district_id, jobs[key].job_id)}
        if back:
            LOG.warning("%d jobs that the engine let go of are queued again", len(back))
            DBOS.delete_workflows(sorted(back & ended))
        return back

    def _queue_again(self, district_id: int, job_id: str) -> bool:
        with self.store.writing(district_id) as session:
            job = session.get_one(Job, (district_id, job_id), with_for_update=True)
            if job.state not in WAITING:
                return False
            job.state, job.updated_at = "queued", self.clock()
            return True

    def tidy(self) -> None:
        """Once in a while do what is to be done then, and forget jobs that ended long ago, the engine's notes first."""
        now = self.clock()
        if now - self._tidied < _TIDY_EVERY:
            return
        if self.hourly is not None:
            self.hourly(self.store)
        jobs = self._forget_jobs(now - KEPT)
        old = DBOS.list_workflows(
            status=_ENDED,
            completed_before=(now - NOTES_KEPT).isoformat(),
            limit=_AT_A_TIME,
            load_input=False,
            load_output=False,
        )
        if old:
            DBOS.delete_workflows([job.workflow_id for job in old])
        if max(len(old), jobs) < _AT_A_TIME:
            self._tidied = now

    def _forget_jobs(self, before: datetime) -> int:
        """Forget jobs of any district that ended before that moment, the oldest first; how many these are."""
        table = SQLModel.metadata.tables[str(Job.__tablename__)]
        ended = sa.and_(table.c.state.not_in(WAITING), table.c.finished_at < before)
        key = sa.tuple_(table.c.district_id, table.c.job_id)
        with self.store.engine.execution_options(writes=True).begin() as connection:
            oldest = sa.select(table.c.district_id, table.c.job_id).where(ended).order_by(table.c.finished_at)
            some = [tuple(row) for row in connection.execute(oldest.limit(_AT_A_TIME))]
            if some:
                connection.execute(sa.delete(table).where(key.in_(some)))
        return len(some)
