"""Taking everything but the picture out of a file without touching the picture (photos §1)."""

from roster_core.photos.jpeg import read_jpeg
from roster_core.photos.png import read_png
from roster_core.photos.types import PhotoType, type_of


def strip(data: bytes, *, keep_profile: bool = False) -> bytes:
    """A JPEG or PNG without place, time, comments, thumbnails and glued-on bytes; its pixels are the same to the bit.

    Raises:
        BrokenPicture: The structure of the file is broken.
        ValueError: It is of another type, which cannot be stripped without making it anew.
    """
    match type_of(data):
        case PhotoType.JPEG:
            return read_jpeg(data).stripped(keep_profile=keep_profile)
        case PhotoType.PNG:
            return read_png(data).stripped(keep_profile=keep_profile)
        case other:
            raise ValueError(f"{other} cannot be stripped")
