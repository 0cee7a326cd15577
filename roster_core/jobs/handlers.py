"""What carries out a job: handlers by name, each doing a little at a time so that it may be ended anywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from roster_core.store import Store


@dataclass(frozen=True)
class Progress:
    """How far a job is; `total` 0 = not known yet."""

    done: int = 0
    total: int = 0
    step: str = ""
    finished: bool = False


@dataclass(frozen=True)
class Handler:
    """How one kind of job is carried out.

    `advance(store, district_id, subject)` does the next piece of the work, a few seconds' worth. What is left it asks
    of its own tables, so it may be ended anywhere, and run again on what it has done already. A `Refusal` ends the job;
    any other error is tried again later. `fail(store, district_id, subject, why)` notes that the job ended that way;
    it too may run twice.
    """

    advance: Callable[[Store, int, str], Progress]
    fail: Callable[[Store, int, str, str], None]
    #: Somebody waits for it on the screen: it does not queue up behind what takes long.
    prompt: bool = False


#: Handlers by the name that a job carries.
Handlers = Mapping[str, Handler]
