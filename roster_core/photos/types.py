"""Which kind of file some bytes are, by the bytes alone (photos §1, checks 2 and 3)."""

from enum import StrEnum


class PhotoType(StrEnum):
    """A type that photos may have; the value is the word shown, and Pillow's name of the format."""

    JPEG = "JPEG"
    PNG = "PNG"
    GIF = "GIF"
    BMP = "BMP"

    @property
    def media_type(self) -> str:
        """The type that a response carries."""
        return f"image/{self.value.lower()}"

    @property
    def suffix(self) -> str:
        """The extension that stored files get."""
        return ".jpg" if self is PhotoType.JPEG else f".{self.value.lower()}"


#: The extensions of each type.
EXTENSIONS: dict[str, PhotoType] = {
    ".jpg": PhotoType.JPEG,
    ".jpeg": PhotoType.JPEG,
    ".jpe": PhotoType.JPEG,
    ".jfif": PhotoType.JPEG,
    ".png": PhotoType.PNG,
    ".gif": PhotoType.GIF,
    ".bmp": PhotoType.BMP,
}
_STARTS = (
    (b"\xff\xd8\xff", PhotoType.JPEG),
    (b"\x89PNG\r\n\x1a\n", PhotoType.PNG),
    (b"GIF87a", PhotoType.GIF),
    (b"GIF89a", PhotoType.GIF),
    (b"BM", PhotoType.BMP),
)


def type_of(data: bytes) -> PhotoType | None:
    """The type that the first bytes tell, or `None`."""
    return next((kind for start, kind in _STARTS if data.startswith(start)), None)
