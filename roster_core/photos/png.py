"""The chunks of a PNG file: whether they are whole, and the file without anything but the picture (photos §1)."""

import zlib
from dataclasses import dataclass

from roster_core.photos.exif import Exif, read_exif
from roster_core.photos.jpeg import BrokenPicture

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PICTURE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA"}
_CRITICAL = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
_IHDR_BYTES = 13


@dataclass(frozen=True)
class Chunk:
    """One chunk; `whole` says that its check sum fits."""

    kind: bytes
    payload: bytes
    whole: bool = True

    def written(self) -> bytes:
        """The chunk as bytes, with a check sum that fits."""
        body = self.kind + self.payload
        return len(self.payload).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


@dataclass(frozen=True)
class Png:
    """A PNG file by its chunks, up to and with its first end chunk."""

    chunks: tuple[Chunk, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        header = self.chunks[0].payload
        return int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")

    @property
    def animated(self) -> bool:
        """Whether it has more than one frame."""
        control = next((one.payload for one in self.chunks if one.kind == b"acTL"), b"")
        return int.from_bytes(control[:4], "big") > 1

    @property
    def exif(self) -> Exif:
        """What its EXIF block says that matters here."""
        return read_exif(next((one.payload for one in self.chunks if one.kind == b"eXIf"), b""))

    @property
    def damage(self) -> str:
        """What is not whole about the picture's own chunks; blank if nothing."""
        if any(not one.whole for one in self.chunks if one.kind in _CRITICAL):
            return "a check sum does not fit"
        return "" if self.chunks[-1].kind == b"IEND" else "its end is missing"

    def stripped(self, *, keep_profile: bool = False) -> bytes:
        """The file without anything but the picture, which stays the same; a colour profile stays if asked for."""
        kinds = _PICTURE | ({b"iCCP"} if keep_profile else set())
        return SIGNATURE + b"".join(one.written() for one in self.chunks if one.kind in kinds)


def read_png(data: bytes) -> Png:
    """The chunks of a file; one that is cut off at its end is left out.

    Raises:
        BrokenPicture: It does not begin with a header.
    """
    chunks: list[Chunk] = []
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 8 + length
        if end + 4 > len(data):
            break
        whole = zlib.crc32(data[at + 4 : end]) == int.from_bytes(data[end : end + 4], "big")
        chunks.append(Chunk(kind, data[at + 8 : end], whole))
        at = end + 4
        if kind == b"IEND":
            break
    if not chunks or chunks[0].kind != b"IHDR" or len(chunks[0].payload) != _IHDR_BYTES:
        raise BrokenPicture("damaged")
    return Png(tuple(chunks))
