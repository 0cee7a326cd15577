"""Bytes of unknown origin become text: byte order marks, UTF-8, UTF-16 and Windows-1252."""

import codecs
from dataclasses import dataclass

#: What stands for each byte that is not UTF-8: its Windows-1252 character. `surrogateescape` puts such a byte at
#: U+DC80 and up, so one decoding serves a clean file, a wrong one, and one that is both (two exports pasted together).
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4_096
#: Share of NUL bytes on one side of the byte pairs, above which a file without a mark is UTF-16.
_NUL_SHARE = 0.4
#: Share of control characters above which content is no text: pictures, PDF files, programs.
_CONTROL_SHARE = 0.05
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\x0b\x0c\x1a\0")


@dataclass(frozen=True)
class Text:
    """Decoded content, free of NUL characters and byte order marks.

    `encoding` is the one that was found, `guessed` whether bytes were there that are not of UTF-8 although nothing says
    what else they are, `nuls` how many NUL characters were taken out, `is_text` False for content such as pictures.
    """

    text: str
    encoding: str
    guessed: bool = False
    nuls: int = 0
    is_text: bool = True


def decode(content: bytes) -> Text:
    """`content` as text; every content decodes to something."""
    text, encoding, guessed = _decoded(content)
    nuls = text.count("\0")
    sample = text[:_SAMPLE]
    controls = sum(character in _CONTROLS for character in sample)
    is_text = controls <= _CONTROL_SHARE * len(sample) and nuls <= len(text) / 2
    return Text(text.replace("\0", "").lstrip("\ufeff"), encoding, guessed, nuls, is_text)


def _decoded(content: bytes) -> tuple[str, str, bool]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = content.decode(encoding, "replace")
            if encoding == "utf-8-sig" and "\ufffd" in text:
                return _mixed(content.removeprefix(mark))
            return text, encoding.removesuffix("-sig"), False
    if wide := _unmarked_wide(content[:_SAMPLE]):
        return content.decode(wide, "replace"), "utf-16", False
    try:
        return content.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        return _mixed(content)


def _mixed(content: bytes) -> tuple[str, str, bool]:
    return content.decode("utf-8", "surrogateescape").translate(_WINDOWS), "windows-1252", True


def _unmarked_wide(sample: bytes) -> str:
    """`utf-16-le`, `utf-16-be`, or blank."""
    even, odd = sample[0::2], sample[1::2]
    if not odd:
        return ""
    if odd.count(0) > _NUL_SHARE * len(odd) and even.count(0) < odd.count(0) / 8:
        return "utf-16-le"
    if even.count(0) > _NUL_SHARE * len(even) and odd.count(0) < even.count(0) / 8:
        return "utf-16-be"
    return ""
