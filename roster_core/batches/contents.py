"""What files are by their bytes alone, in words (photos §1, check 3)."""

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


def what_else(data: bytes) -> str:
    """What a file is, in words (`a HEIC picture`), for one of a type that is not taken."""
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
