"""Waiting for a job where a command does; without a worker the command is the worker."""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from roster_core.jobs.fence import NameTakenError, alive
from roster_core.jobs.queue import JobView, wait_for
from roster_core.journeys.handlers import HANDLERS
from roster_core.refusals import Refusal
from roster_core.store import Store

if TYPE_CHECKING:
    from roster_core.jobs.worker import Worker

#: The name under which a command carries jobs out: that of the web app's own worker, so that there is one of them.
NAME = "local"


def finish(store: Store, district_id: int, job_id: str) -> JobView:
    """The job once it has ended, carried out in this process while no worker of the app's own name runs.

    Raises:
        Refusal: This process cannot carry jobs out any more.
    """
    from roster_core.jobs.worker import Worker  # noqa: PLC0415 - the engine is only for who waits

    while (ended := _look_on(store, district_id, job_id)) is None:
        worker = Worker(store, HANDLERS, name=NAME)
        with suppress(NameTakenError), worker:  # somebody else was faster
            ended = wait_for(store, district_id, job_id, while_true=partial(_goes_on, worker))
        if worker.broken:
            raise Refusal("The job was not finished.", why=worker.broken, fix="Try again.")
        if ended is not None:
            break
    return ended


def _goes_on(worker: "Worker") -> bool:
    return not worker.broken


def _look_on(store: Store, district_id: int, job_id: str) -> JobView | None:
    """The job when it has ended; None as soon as no worker of that name runs."""
    return wait_for(store, district_id, job_id, while_true=lambda: alive(store, NAME))
