"""The segments of a JPEG file: its size, its scans, and the file without anything but the picture (photos §1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from roster_core.photos.exif import Exif, read_exif

#: In a scan, `FF 00` is a byte of the picture, `FF D0`–`FF D7` restart it and `FF FF` fills; all else ends the scan.
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_MARKER = re.compile(rb"\xff[^\x00\xff]")
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ALONE = {0x01, *range(0xD0, 0xD9)}
_APP0, _APP1, _APP2, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
#: Frames, tables, scans and the end: the picture itself.
_PICTURE = {*range(0xC0, 0xD0), *range(0xD9, 0xE0)} - {0xC8}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_PROFILE = b"ICC_PROFILE\0"
#: What an Adobe segment says of the colours; whatever stands behind it is not of the standard.
_ADOBE_BYTES = 12
#: The fixed part of a JFIF header, up to the size of its thumbnail.
_JFIF_BYTES = 12


class BrokenPicture(Exception):  # noqa: N818 - it says what the picture is
    """The structure of a file ends or breaks off before its picture."""


@dataclass(frozen=True)
class Segment:
    """One marker with what belongs to it, a scan with its data; `payload` is without marker and length."""

    marker: int
    payload: bytes
    #: The data of a scan.
    scan: bytes = b""

    def written(self, payload: bytes | None = None) -> bytes:
        """The segment as bytes, with another payload if one is given."""
        if self.marker == _END:
            return b"\xff\xd9"
        inside = self.payload if payload is None else payload
        return b"\xff" + bytes([self.marker]) + (len(inside) + 2).to_bytes(2, "big") + inside + self.scan


def segments(data: bytes) -> Iterator[Segment]:
    """The segments up to and with the first real end marker, if there is one; bytes between them are left out.

    Raises:
        BrokenPicture: A segment is longer than the file, or no marker follows.
    """
    at = 2
    while found := _MARKER.search(data, at):
        marker, at = data[found.start() + 1], found.end()
        if marker == _END:
            yield Segment(marker, b"")
            return
        if marker in _ALONE:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2 or at + length > len(data):  # noqa: PLR2004 - the length counts its own two bytes
            raise BrokenPicture("cut off")
        payload, at = data[at + 2 : at + length], at + length
        if marker != _SCAN:
            yield Segment(marker, payload)
            continue
        end = _SCAN_END.search(data, at)
        until = end.start() if end else len(data)
        yield Segment(marker, payload, data[at:until])
        at = until
    if at < len(data) or not data:
        raise BrokenPicture("cut off")


@dataclass(frozen=True)
class Jpeg:
    """A JPEG file by its segments."""

    parts: tuple[Segment, ...]

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height as stored.

        Raises:
            BrokenPicture: The file has no frame.
        """
        return int.from_bytes(self._frame[3:5], "big"), int.from_bytes(self._frame[1:3], "big")

    @property
    def components(self) -> int:
        """How many numbers a pixel has: 1 for greys, 3 for colours, 4 for printing inks.

        Raises:
            BrokenPicture: The file has no frame.
        """
        return self._frame[5]

    @property
    def scans(self) -> int:
        """In how many passes the picture stands."""
        return sum(one.marker == _SCAN for one in self.parts)

    @cached_property
    def _frame(self) -> bytes:
        frame = next((one.payload for one in self.parts if one.marker in _FRAMES and len(one.payload) > 5), b"")  # noqa: PLR2004 - a precision, two sides and what follows
        if not frame:
            raise BrokenPicture("damaged")
        return frame

    @property
    def exif(self) -> Exif:
        """What its EXIF block says that matters here."""
        blocks = (one.payload for one in self.parts if one.marker == _APP1 and one.payload.startswith(b"Exif\0"))
        return read_exif(next(blocks, b"")[6:])

    @property
    def has_profile(self) -> bool:
        """Whether it says what its colours mean."""
        return any(one.marker == _APP2 and one.payload.startswith(_PROFILE) for one in self.parts)

    def stripped(self, *, keep_profile: bool = False) -> bytes:
        """The file without anything but the picture, which stays the same to the bit.

        Gone are EXIF, XMP, IPTC, comments, thumbnails, second pictures and whatever stands behind the end; a colour
        profile stays if asked for.
        """
        kept = (_kept(one, keep_profile=keep_profile) for one in self.parts)
        return b"".join((b"\xff\xd8", *kept))


def read_jpeg(data: bytes) -> Jpeg:
    """The segments of a file.

    Raises:
        BrokenPicture: as `segments` does.
    """
    return Jpeg(tuple(segments(data)))


def _kept(one: Segment, *, keep_profile: bool) -> bytes:
    if one.marker in _PICTURE:
        return one.written()
    if one.marker == _APP0 and one.payload.startswith(b"JFIF\0"):
        return one.written(one.payload[:_JFIF_BYTES].ljust(_JFIF_BYTES, b"\0") + b"\0\0")
    if one.marker == _ADOBE and one.payload.startswith(b"Adobe"):
        return one.written(one.payload[:_ADOBE_BYTES])
    if keep_profile and one.marker == _APP2 and one.payload.startswith(_PROFILE):
        return one.written()
    return b""
