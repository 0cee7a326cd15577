"""The resident process as whoever asks it sees it: started when first needed, started again if it died."""

import atexit
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from roster_core.clever.process import Child, EndedError
from roster_core.clever.wire import Message

#: Told steps done, steps in all, and what comes next.
Progress = Callable[[int, int, str], None]


class StoppedError(RuntimeError):
    """The question was given up before it was answered."""


@dataclass
class Resident:
    """A process for the database at `url` (as in `Settings.url`). Make it with `resident`; it answers one at a time."""

    url: str = field(repr=False)  # credentials may be in it
    _child: Child | None = None
    _number: int = 0
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, question: Mapping[str, Any], progress: Progress = lambda _done, _total, _what: None) -> Message:
        """Ask and wait for the answer.

        Raises:
            Refusal: The question was refused.
            StoppedError: `stop` was called meanwhile.
            EndedError: The process ended before it could answer, and again when it was started anew.
        """
        with self._turn:
            again = self._child is not None  # it may have ended of itself since the last question
            try:
                return self._asked(question, progress)
            except EndedError:
                self._let_go()
                if not again:
                    raise
                return self._asked(question, progress)

    def stop(self) -> None:
        """Let it give up the question it is at, as soon as it looks up."""
        child = self._child
        if child is not None:
            child.say({"stop": self._number})

    def _asked(self, question: Mapping[str, Any], progress: Progress) -> Message:
        child = self._running()
        self._number += 1
        child.say({**question, "number": self._number})
        while True:
            message = child.hear()
            match message.said:
                case {"progress": [done, total, what]}:
                    progress(done, total, what)
                case {"stopped": _}:
                    raise StoppedError
                case _:
                    return message

    def _running(self) -> Child:
        if self._child is not None and not self._child.running:
            self._let_go()
        if self._child is None:
            self._child = Child("roster_core.clever.preview.resident_child")
            self._child.say({"url": self.url})
        return self._child

    def _let_go(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def close(self) -> None:
        """End it, even in the middle of an answer: whoever waits for that is told so."""
        child = self._child
        if child is not None:
            child.stop()
        with self._turn:
            self._let_go()


_residents: dict[tuple[str, str], Resident] = {}
_choosing = threading.Lock()


def resident(url: str, purpose: str) -> Resident:
    """The one process of this one for the database at `url` and a purpose; one purpose does not wait for another."""
    with _choosing:
        return _residents.setdefault((url, purpose), Resident(url))


@atexit.register
def close_all() -> None:
    """End every resident process that this one has started."""
    with _choosing:
        standing = list(_residents.values())
        _residents.clear()
    for each in standing:
        each.close()
