"""The decoding process: one photo after another, each within its limits; whatever goes wrong ends this process only."""

import os
import sys
from functools import lru_cache
from typing import Any

from roster_core.photos.check import examine_photo
from roster_core.photos.exchange import check_to, fitted_to, plan_from, receive, send
from roster_core.photos.fit import fit, normalise, thumbnail
from roster_core.photos.jpeg import BrokenPicture
from roster_core.photos.rules import PhotoRules


def main() -> None:
    """Answer requests from standard input until there are no more."""
    # What a decoding library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    send(answers, {"ready": True})
    limits: dict[str, Any] = {}
    while (request := receive(sys.stdin.buffer)) is not None:
        head, body = request
        if not limits:
            limits = head["limits"]
            _limit_memory(limits["memory_bytes"])
        _limit_cpu(limits["cpu_s"])
        try:
            told, answer = _answer(head, body)
        except BrokenPicture as broken:
            told, answer = {"broken": str(broken)}, b""
        except ValueError as error:
            told, answer = {"unfitting": str(error)}, b""
        except MemoryError:
            told, answer = {"memory": True}, b""
        send(answers, told, answer)


def _answer(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    match head["task"]:
        case "check":
            check, small = examine_photo(head["name"], body, _rules(head["rules"]))
            told = {"check": check_to(check), "thumbnail": None if small is None else fitted_to(small)}
            return told, b"" if small is None else small.data
        case "fit":
            plan = plan_from(head["plan"])
            fitted = normalise(body) if plan is None else fit(body, plan)
            return {"fitted": fitted_to(fitted)}, fitted.data
        case "thumbnail":
            small = thumbnail(body, plan_from(head["plan"]))
            return {"fitted": fitted_to(small)}, small.data
        case task:
            raise KeyError(task)


@lru_cache(maxsize=8)
def _rules(told: str) -> PhotoRules:
    return PhotoRules.model_validate_json(told)


def _limit_memory(more_bytes: int) -> None:
    """Allow so much on top of what the process holds now; where that cannot be limited, only the clock watches."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - only there

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no file of ours
            held = int(file.read().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (held + more_bytes, hard))


def _limit_cpu(more_s: float) -> None:
    """Allow so much more processor time; the system ends the process when it is used up."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + more_s) + 1, hard))


if __name__ == "__main__":
    main()
