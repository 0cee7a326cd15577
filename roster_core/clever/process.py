"""A Python process of ours that is spoken to over its pipes, message by message."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Self

from roster_core.clever.wire import Message, receive, send
from roster_core.project import PROJECT
from roster_core.refusals import Refusal


class EndedError(RuntimeError):
    """The process ended without an answer; its last words are in the message."""


#: Each arena of the allocator of Polars keeps what was freed for threads of its own: one arena keeps least.
_ALLOCATOR = {"_RJEM_MALLOC_CONF": "narenas:1"}


class Child:
    """The process that runs `module`. What it prints to its error stream is kept for when it fails."""

    def __init__(self, module: str) -> None:
        # The package need not be installed; where the caller stands stays the same, as a URL may be relative to it.
        path = os.pathsep.join(part for part in (str(PROJECT), os.environ.get("PYTHONPATH", "")) if part)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the process is ended
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**_ALLOCATOR, **os.environ, "PYTHONPATH": path},
        )

    def say(self, said: Mapping[str, Any]) -> None:
        """Send a message. Through the pipe, not the command line: a URL in it may hold a password."""
        with suppress(OSError):  # one that could not start says why elsewhere
            send(_piped(self._process.stdin), Message(said))

    def hear(self) -> Message:
        """The next message.

        Raises:
            Refusal: That is what it said.
            EndedError: It said nothing any more.
        """
        message = receive(_piped(self._process.stdout))
        if message is None:
            self._process.wait()
            raise EndedError(f"The export process ended without an answer: {self._last_words()}")
        match message.said:
            case {"refusal": {"what": what, "why": why, "fix": fix}}:
                raise Refusal(what, why=why, fix=fix)
        return message

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Stop it, whatever it is at; somebody who hears is told that it ended."""
        self._process.kill()

    def end(self) -> None:
        """Stop it and let go of everything. Nobody may be hearing."""
        self.stop()
        with suppress(OSError):  # what was said and not read is lost, as it should be
            self._process.__exit__(None, None, None)
        self._errors.close()

    def __enter__(self) -> Self:
        """The process, ended when the block is left."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """See `end`."""
        self.end()

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def _piped(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise EndedError("the child was started without pipes")
    return pipe


def refused(refusal: Refusal) -> dict[str, Any]:
    """A refusal as a child says it."""
    return {"refusal": {"what": refusal.what, "why": refusal.why, "fix": refusal.fix}}
