"""Work carried out by name: `python -m roster_core.journeys.work roster-check ID`, as pages start it."""

import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from roster_core.journeys import clever_export, roster_work
from roster_core.refusals import Refusal
from roster_core.settings import Settings
from roster_core.store import Store, open_store


@dataclass(frozen=True)
class Handler:
    """What does the work for an ID, and what notes that it failed. Both may run twice."""

    run: Callable[[Store, str], None]
    fail: Callable[[Store, str, str], None]


HANDLERS = {
    "roster-check": Handler(roster_work.check_load, roster_work.fail_load),
    "roster-switch": Handler(roster_work.switch_roster, roster_work.fail_load),
    "export-run": Handler(clever_export.run_export, clever_export.fail_run),
}


def carry_out(store: Store, name: str, work_id: str) -> None:
    """Do the work in this process, alone among all processes; a failure is noted and raised on.

    Raises:
        Refusal: It cannot be done, or another process is at it.
    """
    handler = HANDLERS[name]
    with store.lock(f"work-{work_id}", wait_s=1):
        try:
            handler.run(store, work_id)
        except Refusal as refusal:
            handler.fail(store, work_id, str(refusal))
            raise
        except Exception as exc:
            # The message may quote rows of people: the log has the place in the program, the record only the kind.
            handler.fail(store, work_id, f"The program met an error it does not know ({type(exc).__name__}).")
            raise


def main(name: str, work_id: str) -> int:
    """Carry out the work with the settings of the environment; 0 if it was done, 2 if refused, 3 if it failed."""
    store = open_store(Settings(), upgrade=False)
    try:
        carry_out(store, name, work_id)
    except Refusal:
        return 2
    except Exception as exc:  # noqa: BLE001 - the end of a worker's process: noted in the record, and the place in the log
        places = traceback.extract_tb(exc.__traceback__)
        sys.stderr.write(
            "\n".join(f"{place.filename}:{place.lineno} {place.name}" for place in places) + f"\n{type(exc).__name__}\n"
        )
        return 3
    finally:
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
