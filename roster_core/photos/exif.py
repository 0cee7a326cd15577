"""The two things of an EXIF block that matter here, read so that no block can do harm."""

import struct
from dataclasses import dataclass

_ORIENTATION, _GPS = 0x0112, 0x8825
_SHORT = 3
#: More entries than any camera writes; a block that claims more is not believed.
_MAX_ENTRIES = 1_000


@dataclass(frozen=True)
class Exif:
    """How the picture is to be turned (1–8, 1 if not said or nonsense), and whether it tells a place."""

    orientation: int = 1
    has_location: bool = False


def read_exif(block: bytes) -> Exif:
    """Read a block that begins with its TIFF header; one that is broken says nothing."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None:
        return Exif()
    try:
        (start,) = struct.unpack_from(f"{order}I", block, 4)
        (entries,) = struct.unpack_from(f"{order}H", block, start)
    except struct.error:
        return Exif()
    orientation, located = 1, False
    for number in range(min(entries, _MAX_ENTRIES)):
        try:
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", block, start + 2 + 12 * number)
        except struct.error:
            break
        if tag == _ORIENTATION and kind == _SHORT and 1 <= value <= 8:  # noqa: PLR2004 - the eight ways to lie
            orientation = value
        located = located or tag == _GPS
    return Exif(orientation, located)
