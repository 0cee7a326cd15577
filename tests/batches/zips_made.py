"""ZIPs of every kind, sound and broken, made when they are asked for."""

import io
import struct
import zipfile
import zlib

JPEG = b"\xff\xd8\xff\xe0 not a whole picture"


def packed(contents, method=zipfile.ZIP_DEFLATED):
    """A ZIP of `contents` (name or `ZipInfo` → bytes, as pairs), in order, names twice if given twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in contents:
            made.writestr(name, content)
    return buffer.getvalue()


def entry(name, *, mode=0, extra=b""):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.create_system = 3
    info.extra = extra
    return info


def patched(data, *, central, local=None):
    """`data` with bytes of the first entry's headers put in place (offset → bytes)."""
    changed = bytearray(data)
    at = data.index(b"PK\x01\x02")
    for offset, new in central.items():
        changed[at + offset : at + offset + len(new)] = new
    for offset, new in (local or {}).items():
        changed[offset : offset + len(new)] = new
    return bytes(changed)


def raw_name(data, name, raw):
    """`data` with the ASCII `name` replaced by as many raw bytes, without the UTF-8 flag."""
    assert len(name) == len(raw)
    return data.replace(name.encode(), raw)


def unicode_path(raw, name):
    """The extra field that gives a name in Unicode beside the raw one."""
    value = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + name.encode()
    return struct.pack("<HH", 0x7075, len(value)) + value


def same_offset_bomb(copies=50):
    """Many entries of the directory that share one packed content."""
    content = b"\0" * (1 << 20)
    whole = packed([("a.jpg", content)])
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    record = whole[start:end]
    directory = record * copies
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, copies, copies, len(directory), start, 0)
    return whole[:start] + directory + tail
