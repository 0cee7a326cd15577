"""What writes into a file, turned into pieces that can be sent while they are made."""

import queue
import threading
from collections.abc import Callable, Generator
from typing import IO, cast

_PIECE = 1 << 18
#: Pieces that may wait for a slow client; the writer pauses beyond that.
_AHEAD = 8
_LOOK_EVERY_S = 0.5


class _Sink:
    """A file that can only be written to: without positions, ZIPs are written as a stream."""

    def __init__(self, put: Callable[[bytes], None]) -> None:
        self._put = put
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        self._buffer += data
        if len(self._buffer) >= _PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._buffer:
            self._put(bytes(self._buffer))
            self._buffer.clear()


def pieces_of(write: Callable[[IO[bytes]], None]) -> Generator[bytes]:
    """The bytes that `write` puts into the file it is given, in pieces; memory use does not grow with their number.

    An error of `write` is raised here: the answer breaks off and is seen to be incomplete. When the caller closes the
    generator, the writer is stopped.
    """
    ready: queue.Queue[bytes | BaseException | None] = queue.Queue(maxsize=_AHEAD)
    gone = threading.Event()

    def put(item: bytes | BaseException | None) -> None:
        while not gone.is_set():
            try:
                ready.put(item, timeout=_LOOK_EVERY_S)
            except queue.Full:
                continue
            return
        raise BrokenPipeError

    def produce() -> None:
        sink = _Sink(put)
        try:
            try:
                write(cast("IO[bytes]", sink))
                sink.flush()
                put(None)
            except BrokenPipeError:
                raise
            except Exception as error:  # noqa: BLE001 - of another thread: raised again where the pieces are taken
                put(error)
        except BrokenPipeError:
            return  # nobody takes the pieces any more

    threading.Thread(target=produce, name="download", daemon=True).start()
    try:
        while (item := ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        gone.set()
