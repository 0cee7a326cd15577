"""Decoding every pixel of a file and hearing what the decoder has to say about it (photos §1, check 7)."""

import io
import re
import struct
import warnings
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import simplejpeg
from PIL import Image, UnidentifiedImageError

from roster_core.photos.jpeg import BrokenPicture
from roster_core.photos.types import PhotoType

#: What Pillow raises over a file that it cannot read.
PILLOW_ERRORS = (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError,
                 EOFError, OverflowError, struct.error, Image.DecompressionBombError)  # fmt: skip
#: Messages over JPEGs that are unusual but sound, which simplejpeg does not decode and Pillow does.
_UNUSUAL = re.compile(r"subsampling|unsupported|colou?rspace", re.IGNORECASE)
_CUT = re.compile(r"truncated|premature end of jpeg file|end of file|not enough", re.IGNORECASE)
_REDUCIBLE = {"RGB", "RGBA", "L", "LA", "CMYK"}
#: How far the picture is reduced while its detail is looked at.
_REDUCED = 8

Greys = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Decoded:
    """That all was decoded: what the decoder warned of, what its greys are like, and whether it moves.

    `spread` is the standard deviation of the greys; `likeness` the 256 bits by which near copies are known.
    """

    damage: str = ""
    spread: float = 0.0
    likeness: int = 0
    animated: bool = False
    #: The picture as it is stored, reduced, where it was decoded in a way that serves for a small one too.
    pixels: Pixels | None = field(default=None, repr=False, compare=False)


def open_image(data: bytes) -> Image.Image:
    """The file as a Pillow image, its header read only; four formats are tried and no other.

    Raises:
        BrokenPicture: It cannot be read, or claims to be larger than any picture taken here.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "BMP"))
        except PILLOW_ERRORS as error:
            raise BrokenPicture(_words(str(error))) from error


def decode(data: bytes, kind: PhotoType, least: tuple[int, int] = (1, 1)) -> Decoded:
    """Decode the whole picture; of a JPEG, give the stripped file, so that only the picture itself is judged.

    `least` is the width and height below which `Decoded.pixels` are not reduced.

    Raises:
        BrokenPicture: Not all of it can be decoded (`cut off`, `damaged`).
    """
    return _decode_jpeg(data, least) if kind is PhotoType.JPEG else _decode_other(data, kind)


def loaded(image: Image.Image) -> Image.Image:
    """`image` with all its pixels.

    Raises:
        BrokenPicture: They cannot all be decoded.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about metadata; what is said about pixels is raised
        try:
            image.load()
        except PILLOW_ERRORS as error:
            raise BrokenPicture(_words(str(error))) from error
    return image


def _decode_jpeg(data: bytes, least: tuple[int, int]) -> Decoded:
    width, height = least
    try:
        pixels = np.asarray(
            simplejpeg.decode_jpeg(
                data, colorspace="RGB", fastdct=True, min_height=height, min_width=width, min_factor=1, strict=True
            )
        )
    except ValueError as error:
        # Pillow refuses what is cut; what it takes in spite of the warning is for somebody to look at.
        with open_image(data) as image:
            image.draft(None, (image.width // _REDUCED, image.height // _REDUCED))
            greys = _greys(loaded(image))
        return Decoded("" if _UNUSUAL.search(str(error)) else _told(str(error)), float(greys.std()), _likeness(greys))
    greys = _greys(Image.fromarray(pixels))
    return Decoded("", float(greys.std()), _likeness(greys), pixels=pixels)


def _decode_other(data: bytes, kind: PhotoType) -> Decoded:
    with open_image(data) as image:
        greys = _greys(loaded(image))
        animated = kind is PhotoType.GIF and _has_second(image)
    return Decoded("", float(greys.std()), _likeness(greys), animated)


def _has_second(image: Image.Image) -> bool:
    """Whether a second frame follows; never counts them, which would read the whole file."""
    try:
        image.seek(1)
    except PILLOW_ERRORS:
        return False
    return True


def _greys(image: Image.Image) -> Greys:
    """The picture's greys, reduced, transparency on white."""
    if image.mode.startswith("I"):  # greys of 16 bits
        return np.asarray(image, dtype=np.float32) / np.float32(257)
    if image.mode not in _REDUCIBLE:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif "transparency" in image.info:
        image = image.convert("RGBA")
    small = image.reduce(max(1, min(image.size) // 64))
    if small.has_transparency_data:
        seen = small.convert("RGBA")
        small = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    return np.asarray(small.convert("L"), dtype=np.float32)


def _likeness(greys: Greys) -> int:
    """A difference hash: for 16 × 16 places, whether the next one to the right is brighter."""
    small = np.asarray(Image.fromarray(greys).resize((17, 16), Image.Resampling.BOX))
    return int.from_bytes(np.packbits(small[:, 1:] > small[:, :-1]).tobytes(), "big")


def _words(message: str) -> str:
    return "cut off" if _CUT.search(message) else "damaged"


def _told(message: str) -> str:
    return message.rpartition(": ")[2].strip() or "the decoder warned"
