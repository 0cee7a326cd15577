"""What every way of delivery takes and gives: files with their digests in, a receipt out."""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.storage.stored_file import StoredFile

#: Bytes that are read at a time for digests.
_BLOCK = 1 << 20
#: How many hex digits of a delivery's ID stand in the names of what it stages.
TAG_DIGITS = 8


class Outcome(StrEnum):
    """What became of a set of files, by the words on screen."""

    DELIVERED = "delivered"
    NOT_DELIVERED = "not delivered, remote untouched"
    #: Some files of the new set stand beside some of the old one: an alarm.
    MIXED = "MIXED"


class Verified(StrEnum):
    """How far it was looked at that a file has arrived."""

    CONTENT = "read back"
    SIZE = "size compared"
    #: The receiver does not let it be looked at.
    NO = "not verifiable"


class There(StrEnum):
    """What stands under a file's name at the far side."""

    OLD = "old"
    NEW = "new"
    #: Part of the new one, or all of it, but nobody could look.
    PARTIAL = "partial"
    #: The old one was removed and the new one is not there yet.
    MISSING = "missing"


@dataclass(frozen=True)
class Item:
    """A file to send; `size` and `sha256` (hex) are those that were recorded when it was made."""

    name: str
    content: bytes | Path | StoredFile
    size: int
    sha256: str

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The bytes, to be read once.

        Raises:
            Fault: `LOCAL`, the file is gone.
        """
        if isinstance(self.content, bytes):
            yield io.BytesIO(self.content)
            return
        try:
            file = self.content.open("rb")
        except OSError as exc:
            raise changed(self.name) from exc
        with file:
            yield file


def items_of(files: Mapping[str, bytes | Path]) -> tuple[Item, ...]:
    """The files as they are now, in the order given.

    Raises:
        OSError: A file cannot be read.
    """
    return tuple(_item(name, content) for name, content in files.items())


def _item(name: str, content: bytes | Path) -> Item:
    if isinstance(content, bytes):
        return Item(name, content, len(content), hashlib.sha256(content).hexdigest())
    with content.open("rb") as file:
        return Item(name, content, content.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def changed(name: str) -> Fault:
    """The fault that a file is not what was recorded any more."""
    return Fault(FaultKind.LOCAL, f"{name} is no longer what was recorded when it was made.", "Make the files anew.")


class Tally:
    """Reads from a file and digests what it read. A context manager: a thread does both ahead of who reads.

    It reads so many times what is asked for first; a file that is shorter needs no thread.
    """

    _AHEAD = 8

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest, self.size = file, hashlib.sha256(), 0
        self._block, self._at, self._length = b"", 0, 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="digest")
        self._next: Future[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._thread.shutdown(cancel_futures=True)

    def read(self, size: int) -> bytes:
        """The next bytes, at most so many; none at the end."""
        if self._at == len(self._block):
            self._length = self._length or self._AHEAD * size
            self._block, self._at = self._fetch() if self._next is None else self._next.result(), 0
            self._next = self._thread.submit(self._fetch) if len(self._block) == self._length else None
        piece = self._block[self._at : self._at + size]
        self._at += len(piece)
        return piece

    def _fetch(self) -> bytes:
        block = self._file.read(self._length)
        self._digest.update(block)
        self.size += len(block)
        return block

    def require(self, item: Item) -> None:
        """Raise a `LOCAL` fault unless what was read, to its end, is what the item says."""
        if (self.size, self._digest.hexdigest()) != (item.size, item.sha256):
            raise changed(item.name)


def digest_of(blocks: Iterator[bytes]) -> str:
    """The SHA-256 of all blocks together, in hex."""
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def blocks_of(file: BinaryIO) -> Iterator[bytes]:
    """What is left of a file, piece by piece."""
    while block := file.read(_BLOCK):
        yield block


@dataclass(frozen=True)
class Arrival:
    """One file at the far side: the name that it has there, how far that was verified, and how often it was sent."""

    name: str
    remote_name: str
    size: int
    sha256: str
    there: There = There.OLD
    verified: Verified = Verified.NO
    sent: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Receipt:
    """What became of a delivery, as read from the far side."""

    outcome: Outcome
    where: str
    files: tuple[Arrival, ...] = ()
    #: Connections that were made.
    attempts: int = 1
    #: How the files were put in place, such as `posix`, `plain`, `direct`.
    mode: str = ""
    #: What else is worth knowing, one sentence each.
    notes: tuple[str, ...] = ()
    fault: FaultKind | None = None
    error: str = ""
    fix: str = ""
    #: Of the server's host key, and what the server calls itself.
    fingerprint: str = ""
    server: str = ""
    #: The receipt of a message, where one was sent.
    message_id: str = ""

    @property
    def verifiable(self) -> bool:
        """Whether every file was looked at after it had arrived."""
        return all(file.verified is not Verified.NO for file in self.files)

    def failed(self, fault: Fault, outcome: Outcome = Outcome.NOT_DELIVERED) -> "Receipt":
        """The same, ended by a fault."""
        return replace(self, outcome=outcome, fault=fault.kind, error=fault.message, fix=fault.fix)


@dataclass(frozen=True)
class Tried:
    """What a test of a destination says of one thing, in words."""

    good: bool
    what: str
    fix: str = ""


@dataclass(frozen=True)
class Parcel:
    """A set of files on its way: which delivery, and where to note each step.

    `tag` is the delivery's own, eight hex digits; `earlier` those of deliveries before it, whose leavings are ours to
    remove. `begun` = names were being replaced when an earlier process ended, `replacing` the last of them. `note` is
    called before each step that changes the far side (`staging NAME`, `publishing`, `replacing NAME`) and must have
    stored it when it returns.
    """

    items: Sequence[Item]
    tag: str
    earlier: frozenset[str] = frozenset()
    begun: bool = False
    replacing: str = ""
    note: Callable[[str], None] = field(default=lambda _step: None)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(item.size for item in self.items)


class Delivery(Protocol):
    """A way out. Neither call raises for what goes wrong at the far side: it is in what they return."""

    def deliver(self, parcel: Parcel) -> Receipt:
        """Send the files; all arrive, or the receipt says what stands there."""

    def test(self) -> tuple[Tried, ...]:
        """Try everything that a delivery needs, and leave nothing behind."""
