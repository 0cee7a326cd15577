"""A ZIP whose files are stored as they are, written as a stream: its size is known before its first byte is sent.

Photos do not get smaller by packing. With the CRC of each file kept from when it came in, nothing is read twice, and
any part of the archive can be made by itself, so that a download that broke off goes on where it was.
"""

import os
import struct
import zlib
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

#: Pieces are about this large; a file is never held as a whole.
PIECE = 1 << 18
_UTF8_NAME = 0x800
_PLAIN, _ZIP64 = 20, 45
#: What the fields of the first format can hold; what reaches it stands in a field of ZIP64.
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")
_MADE_ON_UNIX = 3 << 8
_REGULAR_FILE = 0o100644 << 16
#: The first and the last moment that an entry can carry.
_FIRST, _LAST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
_SENDFILE = getattr(os, "sendfile", None)


class Changed(Exception):  # noqa: N818 - it says what happened to the file
    """A file is not any more what was told of it: the archive cannot be finished."""


class LeftOut(Exception):  # noqa: N818 - the same
    """Raised by what gives the bytes of a member of unknown size: the archive goes on without it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive: bytes, a file on the disk (its path), or what gives the bytes at its turn.

    `size` and `crc32` are `None` where only the bytes themselves will tell; `moment` is wall-clock time.
    """

    name: str
    content: bytes | Path | str | Callable[[], bytes]
    moment: datetime
    size: int | None = None
    crc32: int | None = None

    @property
    def known(self) -> bool:
        """Whether size and CRC are told."""
        return self.size is not None and self.crc32 is not None


def member_of(name: str, data: bytes, moment: datetime) -> Member:
    """A member with its bytes at hand."""
    return Member(name, data, moment, len(data), zlib.crc32(data))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A member as the directory tells of it."""

    name: bytes
    stamp: tuple[int, int]
    size: int
    crc32: int
    offset: int

    @property
    def local(self) -> bytes:
        large = self.size >= _FULL32
        extra = struct.pack("<2H2Q", 1, 16, self.size, self.size) if large else b""
        size = _FULL32 if large else self.size
        version = _ZIP64 if large else _PLAIN
        fixed = (b"PK\3\4", version, _UTF8_NAME, 0, *self.stamp, self.crc32, size, size, len(self.name), len(extra))
        return _LOCAL.pack(*fixed) + self.name + extra

    @property
    def central(self) -> bytes:
        large, far = self.size >= _FULL32, self.offset >= _FULL32
        told = [self.size, self.size] * large + [self.offset] * far
        extra = struct.pack(f"<2H{len(told)}Q", 1, 8 * len(told), *told) if told else b""
        version = _ZIP64 if told else _PLAIN
        size, offset = _FULL32 if large else self.size, _FULL32 if far else self.offset
        lengths = (len(self.name), len(extra), 0, 0, 0)
        return (
            _CENTRAL.pack(
                b"PK\1\2", _MADE_ON_UNIX | version, version, _UTF8_NAME, 0, *self.stamp, self.crc32, size, size,
                *lengths, _REGULAR_FILE, offset,
            ) + self.name + extra
        )  # fmt: skip


class StoredZip:
    """An archive of `members`, in their order. Equal members make equal bytes."""

    def __init__(self, members: Sequence[Member]) -> None:
        """Names must differ; nothing is opened yet."""
        self.members = members
        self._offsets: list[int] | None = None
        self._directory = 0
        if all(member.known for member in members):
            lengths = (_local_length(member) + (member.size or 0) for member in members)
            self._offsets = list(accumulate(lengths, initial=0))
            told = zip(members, self._offsets, strict=False)  # behind the last offset is the directory
            self._directory = sum(_central_length(member, offset) for member, offset in told)

    @property
    def size(self) -> int | None:
        """The bytes of the whole archive; `None` while that of a member is not known."""
        if self._offsets is None:
            return None
        start = self._offsets[-1]
        return start + self._directory + len(_end(len(self.members), start, self._directory))

    def pieces(self, start: int = 0, stop: int | None = None) -> Generator[bytes]:
        """The bytes of the archive from `start` up to `stop`, in pieces.

        Raises:
            Changed: A file is gone, or of another size than was told.
            ValueError: A part is asked for although sizes are not known.
        """
        if self._offsets is None:
            if start or stop is not None:
                raise ValueError("only an archive of known size can be had in parts")
            yield from _gathered(self._made())
            return
        yield from _gathered(self._parts(self._offsets, start, self.size if stop is None else stop))

    def write(self, file: BinaryIO) -> int:
        """Write the archive into an open file, unbuffered where the system can copy by itself; returns its size."""
        if self._offsets is None or _SENDFILE is None:
            return sum(file.write(piece) for piece in self.pieces())
        for number, member in enumerate(self.members):
            file.write(self._entry(number).local)
            if isinstance(member.content, Path | str):
                file.flush()
                _send(file.fileno(), member.content, member.size or 0)
            else:
                file.write(_bytes_of(member))
        file.writelines(_gathered(self._tail(self._offsets[-1])))
        file.flush()
        return self.size or 0

    def _entry(self, number: int) -> _Entry:
        member = self.members[number]
        offset = self._offsets[number] if self._offsets is not None else 0
        return _Entry(member.name.encode(), _stamp(member.moment), member.size or 0, member.crc32 or 0, offset)

    def _parts(self, offsets: list[int], start: int, stop: int | None) -> Iterator[bytes | memoryview]:
        stop = stop or 0
        at = offsets[max(0, bisect_right(offsets, start) - 1)]
        for number in range(max(0, bisect_right(offsets, start) - 1), len(self.members)):
            if offsets[number] >= stop:
                return
            head, member = self._entry(number).local, self.members[number]
            yield _cut(head, offsets[number], start, stop)
            begins = offsets[number] + len(head)
            yield from _body(member, max(0, start - begins), min(member.size or 0, stop - begins))
        at = offsets[-1]
        for piece in self._tail(at):
            yield _cut(piece, at, start, stop)
            at += len(piece)

    def _tail(self, start: int) -> Iterator[bytes]:
        for number in range(len(self.members)):
            yield self._entry(number).central
        yield _end(len(self.members), start, self._directory)

    def _made(self) -> Iterator[bytes | memoryview]:
        """The whole, with sizes learnt on the way: each member of unknown size is held while it is written."""
        entries, at = [], 0
        for member in self.members:
            try:
                data = None if member.known else _bytes_of(member)
            except LeftOut:
                continue
            size = (member.size or 0) if data is None else len(data)
            crc32 = (member.crc32 or 0) if data is None else zlib.crc32(data)
            entry = _Entry(member.name.encode(), _stamp(member.moment), size, crc32, at)
            yield entry.local
            if data is None:
                yield from _body(member, 0, size)
            else:
                yield data
            entries.append(entry)
            at += len(entry.local) + size
        length = 0
        for entry in entries:
            yield entry.central
            length += len(entry.central)
        yield _end(len(entries), at, length)


def _local_length(member: Member) -> int:
    return _LOCAL.size + len(member.name.encode()) + (20 if (member.size or 0) >= _FULL32 else 0)


def _central_length(member: Member, offset: int) -> int:
    numbers = 2 * ((member.size or 0) >= _FULL32) + (offset >= _FULL32)
    return _CENTRAL.size + len(member.name.encode()) + (4 + 8 * numbers if numbers else 0)


def _end(count: int, start: int, length: int) -> bytes:
    end = _END.pack(
        b"PK\5\6", 0, 0, min(count, _FULL16), min(count, _FULL16), min(length, _FULL32), min(start, _FULL32), 0
    )
    if count < _FULL16 and length < _FULL32 and start < _FULL32:
        return end
    record = _END64.pack(b"PK\6\6", 44, _MADE_ON_UNIX | _ZIP64, _ZIP64, 0, 0, count, count, length, start)
    return record + _LOCATOR.pack(b"PK\6\7", 0, start + length, 1) + end


def _stamp(moment: datetime) -> tuple[int, int]:
    """Time and date as DOS wrote them: two-second steps from 1980 on."""
    year, month, day, hour, minute, second = min(max(moment.timetuple()[:6], _FIRST), _LAST)
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _cut(data: bytes, at: int, start: int, stop: int) -> memoryview:
    """What of `data`, which lies at `at`, is between `start` and `stop`."""
    return memoryview(data)[max(0, start - at) : max(0, stop - at)]


def _bytes_of(member: Member) -> bytes:
    if isinstance(member.content, bytes):
        data = member.content
    else:
        try:
            data = Path(member.content).read_bytes() if isinstance(member.content, Path | str) else member.content()
        except FileNotFoundError as gone:
            raise Changed(member.name) from gone
    if member.size is not None and len(data) != member.size:
        raise Changed(member.name)
    return data


def _body(member: Member, start: int, stop: int) -> Iterator[bytes | memoryview]:
    """The bytes of a member of known size from `start` up to `stop`."""
    if start >= stop:
        return
    if not isinstance(member.content, Path | str):
        yield memoryview(_bytes_of(member))[start:stop]
        return
    try:
        handle = os.open(member.content, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except FileNotFoundError as gone:
        raise Changed(member.name) from gone
    try:
        if os.fstat(handle).st_size != member.size:
            raise Changed(member.name)
        os.lseek(handle, start, os.SEEK_SET)
        while start < stop:
            piece = os.read(handle, min(PIECE, stop - start))
            if not piece:
                raise Changed(member.name)
            start += len(piece)
            yield piece
    finally:
        os.close(handle)


def _send(to: int, path: Path | str, size: int) -> None:
    """Let the system copy a file, which never comes into our memory."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError as gone:
        raise Changed(str(path)) from gone
    try:
        if os.fstat(handle).st_size != size:
            raise Changed(str(path))
        done = 0
        while done < size:
            sent = os.sendfile(to, handle, done, size - done)
            if not sent:
                raise Changed(str(path))
            done += sent
    finally:
        os.close(handle)


def _gathered(parts: Iterator[bytes | memoryview]) -> Generator[bytes]:
    """The same bytes in pieces of about `PIECE`: one that is large enough by itself is passed on uncopied."""
    waiting = bytearray()
    for part in parts:
        if len(part) >= PIECE // 2 and not waiting:
            yield bytes(part)
            continue
        waiting += part
        if len(waiting) >= PIECE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
