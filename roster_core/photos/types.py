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
_OTHERS = (
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"PK\x05\x06", "a ZIP"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"#!", "a script"),
    (b"8BPS", "a Photoshop picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cjP", "a JPEG 2000 picture"),
    (b"\x00\x00\x00\x0cJXL", "a JPEG XL picture"),
    (b"\x00\x05\x16\x07", "a side file of macOS"),
)
_BRANDS = dict.fromkeys((b"heic", b"heix", b"hevc", b"mif1", b"msf1"), "a HEIC picture") | {b"avif": "an AVIF picture"}


def type_of(data: bytes) -> PhotoType | None:
    """The type that the first bytes tell, or `None`."""
    return next((kind for start, kind in _STARTS if data.startswith(start)), None)


def what_else(data: bytes) -> str:
    """What a file of none of the types is, in words (`a HEIC picture`)."""
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "a film")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "a WebP picture"
    if named := next((words for start, words in _OTHERS if data.startswith(start)), ""):
        return named
    text = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return "an SVG drawing"
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<script")):
        return "a web page"
    return "text" if text and all(byte >= 0x20 or byte in b"\t\r\n" for byte in text) else "of an unknown type"  # noqa: PLR2004 - where printable signs begin
