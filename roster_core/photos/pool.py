"""Decoding processes that stay: starting one costs as much as decoding fifty photos."""

import atexit
import queue
from collections.abc import Iterator
from contextlib import contextmanager

from roster_core.photos.limits import Decoder

_idle: "queue.LifoQueue[Decoder]" = queue.LifoQueue()


@contextmanager
def decoding() -> Iterator[Decoder]:
    """A decoder for this thread alone, kept for the next one; all end with the program."""
    try:
        decoder = _idle.get_nowait()
    except queue.Empty:
        decoder = Decoder()
        atexit.register(decoder.close)
    try:
        yield decoder
    finally:
        _idle.put(decoder)
