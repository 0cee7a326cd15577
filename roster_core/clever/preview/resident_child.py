"""The resident process: the roster stays open and what was read stays in memory, so that an answer takes a moment.

Only for a process of its own (export-engine §9 no. 3). The first message names the database, each further one asks;
progress, then an answer or a refusal, is told for each. It ends with its input, or after a while without a question.
"""

import queue
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO, Any

from roster_core.clever.preview.answers import ANSWERS, Tell
from roster_core.clever.preview.rows import Snapshot
from roster_core.clever.process import refused
from roster_core.clever.source.adbc import open_source
from roster_core.clever.source.memo import MemoSource
from roster_core.clever.wire import Message, receive, send
from roster_core.refusals import Refusal

#: Without a question for so long the roster is closed: a database cannot tidy up behind an open reader.
SNAPSHOT_IDLE_S = 120
#: And for so long again the process ends.
IDLE_S = 1_800


@dataclass
class _Desk:
    """The roster that was asked for last, as it was when it was opened."""

    url: str
    _open: ExitStack = field(default_factory=ExitStack)
    _key: tuple[int, str] | None = None
    _snapshot: Snapshot | None = None

    def snapshot(self, district_id: int, load: str) -> Snapshot:
        """The roster of a district as `load` left it; an older one is let go."""
        if self._snapshot is None or self._key != (district_id, load):
            self.close()
            source = self._open.enter_context(open_source(self.url, district_id))
            self._snapshot, self._key = Snapshot(MemoSource(source)), (district_id, load)
        return self._snapshot

    @property
    def is_open(self) -> bool:
        """Whether a roster is held open."""
        return self._snapshot is not None

    def close(self) -> None:
        """Let the roster go, and what was remembered of it."""
        self._snapshot = None
        self._open.close()


class _Stopped(Exception):  # noqa: N818 - it is no error
    """Whoever asked does not want the answer any more."""


@dataclass
class _Inbox:
    """What comes in; `stopped` is the number of the question that is not wanted any more."""

    messages: "queue.SimpleQueue[Message | None]" = field(default_factory=queue.SimpleQueue)
    stopped: int = 0

    def fill(self, pipe: IO[bytes]) -> None:
        """Take in messages until there are no more."""
        while message := receive(pipe):
            if "stop" in message.said:
                self.stopped = message.said["stop"]
            else:
                self.messages.put(message)
        self.messages.put(None)


def main() -> None:
    """Answer until nobody asks any more."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    inbox = _Inbox()
    threading.Thread(target=inbox.fill, args=(sys.stdin.buffer,), daemon=True).start()
    first = inbox.messages.get()
    if first is None:
        return
    desk = _Desk(first.said["url"])
    while True:
        try:
            message = inbox.messages.get(timeout=SNAPSHOT_IDLE_S if desk.is_open else IDLE_S)
        except queue.Empty:
            if not desk.is_open:
                return
            desk.close()
            continue
        if message is None:
            desk.close()
            return
        send(out, _answer(desk, message.said, _teller(out, inbox, message.said["number"])))


def _teller(out: IO[bytes], inbox: _Inbox, number: int) -> Tell:
    def tell(done: int, total: int, what: str) -> None:
        if inbox.stopped == number:
            raise _Stopped
        send(out, Message({"progress": (done, total, what)}))

    return tell


def _answer(desk: _Desk, said: Mapping[str, Any], tell: Tell) -> Message:
    try:
        return ANSWERS[said["ask"]](desk.snapshot(said["district_id"], said["load"]), said, tell)
    except _Stopped:
        return Message({"stopped": True})
    except Refusal as refusal:
        return Message(refused(refusal))


if __name__ == "__main__":
    main()
