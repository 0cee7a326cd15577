"""What the directory of a ZIP tells of its entries before any of them is unpacked."""

import stat
import struct
import zipfile
import zlib
from itertools import pairwise
from typing import BinaryIO

#: What `zipfile` raises, beside errors of the disk, over a directory that is cut off, contradicts itself, or says a
#: version, a name or a place that cannot be.
UNREADABLE_ZIP = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError)
_LOCAL_HEADER_BYTES = 30
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_WINZIP_AES = 99
_UNICODE_PATH = 0x7075

_END = b"PK\x05\x06"
_END_BYTES = 22
_END64 = b"PK\x06\x06"
_LOCATOR64_BYTES = 20
_COMMENT_BYTES = 65_535

#: What a file that is no ZIP turns out to be, by its first bytes.
_OTHER_KINDS = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
    b"<!DOCTYPE": "a web page",
    b"<!doctype": "a web page",
    b"<html": "a web page",
    b"<HTML": "a web page",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
}
_NOT_FILES = {
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
#: Ways of packing that zipfile does not read, as programs call them.
_METHODS = {1: "Shrink", 6: "Implode", 9: "Deflate64", 93: "Zstandard", 95: "XZ", 97: "WavPack", 98: "PPMd"}
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name with `/` between folders, as the packing program meant it.

    macOS writes UTF-8 without saying so, which zipfile takes for cp437; some programs give the name a second time, in
    Unicode, in an extra field.
    """
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        try:
            raw = entry.orig_filename.encode("cp437")
            name = (_unicode_path(entry.extra, raw) or raw).decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/")


def _unicode_path(extra: bytes, raw: bytes) -> bytes:
    """The UTF-8 name in the extra field 0x7075, if it is there and belongs to `raw`."""
    while len(extra) >= 4:  # noqa: PLR2004 - the two bytes of a tag and the two of its length
        tag, length = struct.unpack_from("<HH", extra)
        value, extra = extra[4 : 4 + length], extra[4 + length :]
        if tag == _UNICODE_PATH and value[:1] == b"\x01" and value[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return value[5:]
    return b""


def is_folder(entry: zipfile.ZipInfo) -> bool:
    """Whether it only names a folder; an empty name does not (`ZipInfo.is_dir` fails on that)."""
    return entry.filename[-1:] == "/" or stat.S_IFMT(entry.external_attr >> 16) == stat.S_IFDIR


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    """Whether a password is needed."""
    return bool(entry.flag_bits & _ENCRYPTED) or entry.compress_type == _WINZIP_AES


def other_than_file(entry: zipfile.ZipInfo) -> str:
    """What it is if no regular file (`a link`), else blank."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return "" if kind in {0, stat.S_IFREG} else _NOT_FILES.get(kind, "something else")


def unreadable_method(entry: zipfile.ZipInfo) -> str:
    """The name of the way of packing if it cannot be read here, else blank."""
    kind = entry.compress_type
    return "" if kind in _READABLE else _METHODS.get(kind, f"method {kind}")


def unpacks_too_far(entry: zipfile.ZipInfo, max_ratio: int, from_bytes: int) -> bool:
    """Whether it would unpack to more than `from_bytes` and more than `max_ratio` times its packed size."""
    return entry.file_size > from_bytes and entry.file_size > max_ratio * max(entry.compress_size, 1)


def entries_overlap(archive: zipfile.ZipFile) -> bool:
    """Whether entries share bytes with one another or with the directory: a bomb that not every zipfile notices."""
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    ends = [entry.header_offset + _LOCAL_HEADER_BYTES + entry.compress_size for entry in entries]
    starts = [entry.header_offset for entry in entries]
    return any(end > start for end, (_, start) in zip(ends, pairwise([*starts, archive.start_dir]), strict=True))


def no_zip_but(first_bytes: bytes) -> str:
    """What a file turns out to be instead of a ZIP (`a RAR archive`), blank if that is not known."""
    return next((kind for start, kind in _OTHER_KINDS.items() if first_bytes.startswith(start)), "")


def directory_size(file: BinaryIO) -> tuple[int, int] | None:
    """Entries and bytes of the directory as the end of the file states them, or `None` without such an end.

    Read before the directory itself, which a hostile file may make as large as memory.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - _COMMENT_BYTES - _END_BYTES - _LOCATOR64_BYTES))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        return None
    entries, length = struct.unpack_from("<HI", tail, at + 10)
    locator = tail[at - _LOCATOR64_BYTES : at] if at >= _LOCATOR64_BYTES else b""
    if locator.startswith(b"PK\x06\x07"):
        # The record stands directly before its locator unless it was extended; zipfile looks there too.
        file.seek(max(0, size - (len(tail) - at) - _LOCATOR64_BYTES - 56))
        record = file.read(56)
        if record.startswith(_END64):
            entries, length = struct.unpack_from("<QQ", record, 32)
    return entries, length
