"""Work that is done in one go: by a worker, or in the process of a command that waits for it."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from roster_core.data_free import places
from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.passing import passing
from roster_core.journeys.asking import EXPORT, ROSTER_CHECK, ROSTER_SWITCH, lock_of
from roster_core.refusals import Refusal
from roster_core.store import Store

LOG = logging.getLogger(__name__)
#: The work that there is.
NAMES = (ROSTER_CHECK, ROSTER_SWITCH, EXPORT)


@dataclass(frozen=True)
class OneGo:
    """What does the work for an ID, and what notes that it failed. Both may run twice."""

    run: Callable[[Store, str], None]
    fail: Callable[[Store, str, str], None]


def work_of(name: str) -> OneGo:
    """What does the work of that name; only its own part of the program is loaded.

    Raises:
        KeyError: There is no such work.
    """
    if name == EXPORT:
        from roster_core.journeys import clever_export  # noqa: PLC0415 - see above

        return OneGo(clever_export.run_export, clever_export.fail_run)
    from roster_core.journeys import roster_work  # noqa: PLC0415 - see above

    loads = {ROSTER_CHECK: roster_work.check_load, ROSTER_SWITCH: roster_work.switch_roster}
    return OneGo(loads[name], roster_work.fail_load)


def carry_out(store: Store, name: str, work_id: str) -> None:
    """Do the work in this process, alone among all processes; a failure is noted and raised on.

    Raises:
        Refusal: It cannot be done, or another process is at it.
    """
    work = work_of(name)
    with store.lock(lock_of(work_id), wait_s=1):
        try:
            work.run(store, work_id)
        except Refusal as refusal:
            work.fail(store, work_id, str(refusal))
            raise
        except Exception as exc:  # whoever looks on is told, and whoever called meets it
            work.fail(store, work_id, _unknown(exc))
            raise


def carry_on(store: Store, name: str, work_id: str) -> bool:
    """Do the work as a piece of other work; False if another process is at it.

    What passes by itself is raised as it is; whatever else goes wrong is noted with the work.

    Raises:
        Refusal: It cannot be done.
    """
    try:
        return _advance(name, store, 0, work_id).finished
    except Refusal as refusal:
        work_of(name).fail(store, work_id, str(refusal))
        raise


def handlers() -> dict[str, Handler]:
    """The same as a worker does it: each in one piece, which somebody waits for."""
    return {name: Handler(partial(_advance, name), partial(_fail, name), prompt=True) for name in NAMES}


def _advance(name: str, store: Store, _district_id: int, work_id: str) -> Progress:
    work = work_of(name)
    with ExitStack() as held:
        try:
            held.enter_context(store.lock(lock_of(work_id)))
        except Refusal:
            return Progress(step="Another process is at it")
        try:
            work.run(store, work_id)
        except Refusal:
            raise
        except Exception as exc:  # told to whoever waits, as a refusal without its message, which may quote people
            if passing(exc):
                raise
            # It is not tried again and again while they wait.
            LOG.error("the work failed: %s", places(exc))  # noqa: TRY400 - its message may quote people
            raise Refusal(_unknown(exc), why="") from None
    return Progress(1, 1, finished=True)


def _fail(name: str, store: Store, _district_id: int, work_id: str, why: str) -> None:
    work_of(name).fail(store, work_id, why)


def _unknown(exc: Exception) -> str:
    # The message may quote rows of people: the record has only the kind.
    return f"The program met an error it does not know ({type(exc).__name__})."
