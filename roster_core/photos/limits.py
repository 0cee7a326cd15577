"""Decoding in a process that may be ended, so that no file can stop or fill the one that asks (photos §1, check 8)."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from math import inf
from typing import IO, Any, BinaryIO, Self, cast

from roster_core.batches.amounts import check_size
from roster_core.findings import Finding, Kind
from roster_core.photos import kinds
from roster_core.photos.check import PhotoCheck
from roster_core.photos.exchange import check_from, fitted_from, receive, send
from roster_core.photos.fit import Fitted, Plan
from roster_core.photos.jpeg import BrokenPicture
from roster_core.photos.rules import PhotoRules
from roster_core.project import PROJECT

#: A usual photo goes through the pipe in one go.
_PIPE_BYTES = 1 << 20
#: How a process ends that used up its processor time, or was killed by `Decoder` (on Windows: with 1).
_BY_CLOCK = {-signal.SIGKILL, -signal.SIGXCPU} if sys.platform != "win32" else {1}


@dataclass(frozen=True)
class Limits:
    """What one file may take; `wall_s` also bounds waiting, so that a stopped process is noticed."""

    cpu_s: float = 5.0
    wall_s: float = 20.0
    memory_bytes: int = 512 << 20


class Stopped(Exception):  # noqa: N818 - it says what happened to the file
    """A file was given up; `kind` says why."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind.message)
        self.kind = kind


class _Clock:
    """Calls what it is given if a run takes too long. One thread watches all runs: one for each costs too much."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._changing = threading.Lock()
        self._until, self._run_out = inf, False
        self._call: Callable[[], object] | None = None
        self._stopped: threading.Event | None = None

    @contextmanager
    def running(self, call: Callable[[], object]) -> Iterator[Callable[[], bool]]:
        """Within, the clock runs; gives what tells afterwards whether it has run out."""
        with self._changing:
            self._until, self._call, self._run_out = time.monotonic() + self._limit_s, call, False
        if self._stopped is None:
            self._stopped = threading.Event()
            threading.Thread(target=self._watch, args=[self._stopped], name="decoder-clock", daemon=True).start()
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


class Decoder:
    """A decoding process, started when first needed and again after it was ended; a context manager.

    One thread uses one decoder at a time; several decoders run side by side.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        """Nothing is started yet."""
        self.limits = limits or Limits()
        self._told = asdict(self.limits)
        self._process: subprocess.Popen[bytes] | None = None
        self._clock = _Clock(self.limits.wall_s)

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

    def check(self, name: str, data: bytes, rules: PhotoRules) -> PhotoCheck:
        """`check_photo` within the limits; a file that breaks them is refused by a finding."""
        return self.examine(name, data, rules)[0]

    def examine(self, name: str, data: bytes, rules: PhotoRules) -> tuple[PhotoCheck, Fitted | None]:
        """The same with the small picture, which any file has that can be decoded."""
        if any(True for _ in check_size(name, len(data), rules.max_bytes)):
            data = data[: rules.max_bytes + 1]  # its end is not needed to refuse it
        try:
            told, small = self._ask({"task": "check", "name": name, "rules": rules.model_dump_json()}, data)
        except Stopped as stopped:
            return PhotoCheck(name, len(data), findings=(Finding(stopped.kind, name),)), None
        except BrokenPicture as broken:
            unreadable = Finding(kinds.UNREADABLE, name, facts={"what": str(broken)})
            return PhotoCheck(name, len(data), findings=(unreadable,)), None
        return check_from(told["check"]), fitted_from(told["thumbnail"], small) if told["thumbnail"] else None

    def fit(self, data: bytes, plan: Plan | None = None) -> Fitted:
        """`fit` within the limits, or `normalise` without a plan.

        Raises:
            BrokenPicture: The photo cannot be decoded.
            ValueError: The plan does not fit it.
            Stopped: The limits were broken.
        """
        told, fitted = self._ask({"task": "fit", "plan": None if plan is None else asdict(plan)}, data)
        return fitted_from(told["fitted"], fitted)

    def thumbnail(self, data: bytes, plan: Plan | None = None) -> Fitted:
        """`thumbnail` within the limits; raises as `fit` does."""
        told, small = self._ask({"task": "thumbnail", "plan": None if plan is None else asdict(plan)}, data)
        return fitted_from(told["fitted"], small)

    def _ask(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        process = self._process or self._start()
        self._process = process
        answer = self._answered(process, {**head, "limits": self._told}, body)
        if answer is None:
            self.close()
            if process.returncode in _BY_CLOCK:
                raise Stopped(kinds.TOOK_TOO_LONG)
            raise BrokenPicture("damaged")  # the decoder itself fell over it
        told, data = answer
        if "memory" in told:
            self.close()  # what it still holds is not for the next file
            raise Stopped(kinds.TOOK_TOO_MUCH)
        if "broken" in told:
            raise BrokenPicture(told["broken"])
        if "unfitting" in told:
            raise ValueError(told["unfitting"])
        return told, data

    def _answered(
        self, process: subprocess.Popen[bytes], head: dict[str, Any], body: bytes
    ) -> tuple[dict[str, Any], bytes] | None:
        with self._clock.running(process.kill) as run_out:
            answer = _exchanged(process, head, body)
            if answer is None:
                process.wait()  # the clock still runs, should it not end by itself
        return None if run_out() else answer

    def _start(self) -> subprocess.Popen[bytes]:
        """A new process, ready to be asked.

        Raises:
            RuntimeError: It ends before it is ready: the installation is broken, not a file.
        """
        process = subprocess.Popen(
            [sys.executable, "-m", "roster_core.photos.child"],
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
            raise RuntimeError("the decoding process does not start")
        return process


def _environment() -> dict[str, str]:
    """This process's variables without our settings: whoever breaks a decoder finds no password in it."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("ROSTER_")}
    return {**kept, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}


def _exchanged(
    process: subprocess.Popen[bytes], head: dict[str, Any], body: bytes
) -> tuple[dict[str, Any], bytes] | None:
    """The answer, or `None` if the process is gone."""
    try:
        send(cast("BinaryIO", process.stdin), head, body)
        return receive(cast("BinaryIO", process.stdout))
    except OSError:  # a pipe without an end; its name differs by system
        return None


def _shut(stream: IO[bytes]) -> None:
    with suppress(OSError):  # what was not sent is not needed any more
        stream.close()
