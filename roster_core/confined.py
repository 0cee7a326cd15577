"""Work on hostile bytes in a process that may be ended, so that no file can stop or fill the one that asks.

`Confined` is the side that asks; `serve` is the side that answers, in a process of its own.
"""

import atexit
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import inf
from typing import IO, Any, BinaryIO, Generic, Self, TypeVar, cast

from roster_core.project import PROJECT

#: How a process ends that used up its processor time, or was killed by `Confined` (on Windows: with 1).
_BY_CLOCK = {-signal.SIGKILL, -signal.SIGXCPU} if sys.platform != "win32" else {1}
_LENGTHS = 16
#: A usual file goes through the pipe in one go.
_PIPE_BYTES = 1 << 20
#: What a request comes to: told as JSON, and bytes.
Answer = tuple[dict[str, Any], bytes]


@dataclass(frozen=True)
class Limits:
    """What one file may take; `wall_s` also bounds waiting, so that a stopped process is noticed."""

    cpu_s: float = 5.0
    wall_s: float = 20.0
    memory_bytes: int = 512 << 20


class Why(StrEnum):
    """Why a file was given up."""

    TOO_LONG = "it took too long"
    TOO_MUCH = "it needed too much memory"
    FELL = "the process fell over it"


class GivenUp(Exception):  # noqa: N818 - it says what happened to the file
    """The process was ended over a file."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class _Clock:
    """Calls what it is given if a run takes too long. One thread watches all runs: one for each costs too much."""

    def __init__(self) -> None:
        self._limit_s = inf
        self._changing = threading.Lock()
        self._until, self._run_out = inf, False
        self._call: Callable[[], object] | None = None
        self._stopped: threading.Event | None = None

    @contextmanager
    def running(self, limit_s: float, call: Callable[[], object]) -> Iterator[Callable[[], bool]]:
        """Within, the clock runs; gives what tells afterwards whether it has run out."""
        with self._changing:
            self._limit_s = limit_s
            self._until, self._call, self._run_out = time.monotonic() + limit_s, call, False
        if self._stopped is None:
            self._stopped = threading.Event()
            threading.Thread(target=self._watch, args=[self._stopped], name="confined-clock", daemon=True).start()
        try:
            yield lambda: self._run_out
        finally:
            with self._changing:
                self._until = inf

    def stop(self) -> None:
        """End the watching, until it runs again."""
        if self._stopped is not None:
            self._stopped.set()
            self._stopped = None

    def _watch(self, stopped: threading.Event) -> None:
        while not stopped.wait(min(self._limit_s / 4, 1.0)):
            with self._changing:
                if self._call is not None and time.monotonic() > self._until:
                    self._until, self._run_out = inf, True
                    self._call()


class Confined:
    """A process of `module`, started when first needed and again after it was ended; a context manager.

    One thread uses one at a time; several run side by side.
    """

    def __init__(self, module: str, limits: Limits | None = None) -> None:
        """Nothing is started yet."""
        self.limits = limits or Limits()
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._clock = _Clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        self._clock.stop()
        if process is not None:
            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    _shut(stream)
            process.wait()

    def ask(self, head: Mapping[str, Any], body: bytes = b"") -> Answer:
        """What the process answers to `head` about `body`.

        Raises:
            GivenUp: The limits were broken, or the process fell over it.
            RuntimeError: The process does not start: the installation is broken, not a file.
        """
        process = self._process or self._start()
        self._process = process
        answer = self._answered(process, {**head, "limits": asdict(self.limits)}, body)
        if answer is None:
            self.close()
            raise GivenUp(Why.TOO_LONG if process.returncode in _BY_CLOCK else Why.FELL)
        if "memory" in answer[0]:
            self.close()  # what it still holds is not for the next file
            raise GivenUp(Why.TOO_MUCH)
        return answer

    def _answered(self, process: subprocess.Popen[bytes], head: Mapping[str, Any], body: bytes) -> Answer | None:
        with self._clock.running(self.limits.wall_s, process.kill) as run_out:
            answer = _exchanged(process, head, body)
            if answer is None:
                process.wait()  # the clock still runs, should it not end by itself
        return None if run_out() else answer

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", self._module],
            cwd=PROJECT,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pipesize=_PIPE_BYTES,
        )
        if receive(cast("BinaryIO", process.stdout)) is None:
            process.wait()
            raise RuntimeError(f"the process {self._module} does not start")
        return process


Kept = TypeVar("Kept", bound=Confined)


class Pool(Generic[Kept]):
    """Processes that stay: starting one costs as much as fifty files."""

    def __init__(self, make: Callable[[], Kept]) -> None:
        """`make` gives one that is not started yet."""
        self._make = make
        self._idle: queue.LifoQueue[Kept] = queue.LifoQueue()

    @contextmanager
    def one(self) -> Iterator[Kept]:
        """One for this thread alone, kept for the next one; all end with the program."""
        try:
            kept = self._idle.get_nowait()
        except queue.Empty:
            kept = self._make()
            atexit.register(kept.close)
        try:
            yield kept
        finally:
            self._idle.put(kept)


def serve(answer: Callable[[Mapping[str, Any], bytes], Answer]) -> None:
    """Answer requests from standard input, each within its limits, until there are no more."""
    # What a library prints must not get between the answers.
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
            told, data = answer(head, body)
        except MemoryError:
            told, data = {"memory": True}, b""
        send(answers, told, data)


def send(stream: BinaryIO, head: Mapping[str, Any], body: bytes = b"") -> None:
    """Write one message: two lengths, a JSON object, bytes."""
    told = json.dumps(head).encode()
    stream.write(len(told).to_bytes(8, "big") + len(body).to_bytes(8, "big") + told)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> Answer | None:
    """Read one message, or `None` if the other side is gone."""
    lengths = stream.read(_LENGTHS)
    if len(lengths) < _LENGTHS:
        return None
    told_bytes, body_bytes = int.from_bytes(lengths[:8], "big"), int.from_bytes(lengths[8:], "big")
    told, body = stream.read(told_bytes), stream.read(body_bytes)
    if len(told) < told_bytes or len(body) < body_bytes:
        return None
    return json.loads(told), body


def _environment() -> dict[str, str]:
    """This process's variables without our settings: whoever breaks in there finds no password in them."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("ROSTER_")}
    return {**kept, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}


def _exchanged(process: subprocess.Popen[bytes], head: Mapping[str, Any], body: bytes) -> Answer | None:
    """The answer, or `None` if the process is gone."""
    try:
        send(cast("BinaryIO", process.stdin), head, body)
        return receive(cast("BinaryIO", process.stdout))
    except OSError:  # a pipe without an end; its name differs by system
        return None


def _shut(stream: IO[bytes]) -> None:
    with suppress(OSError):  # what was not sent is not needed any more
        stream.close()


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
