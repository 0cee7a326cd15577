"""Pictures of every kind, sound and broken, made when they are asked for."""

import functools
import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageCms

from roster_core.photos.png import SIGNATURE, Chunk

SECRET = b"40.7128N 74.0060W secret"


@functools.cache
def portrait(width=480, height=600, mode="RGB"):
    """A picture with some detail, the same every time; brightest at its upper left."""
    rng = np.random.default_rng(7)
    blocks = rng.integers(0, 200, (15, 12, 3), dtype=np.uint8)
    blocks[0, 0] = 255
    image = Image.fromarray(blocks).resize((width, height), Image.Resampling.BICUBIC)
    return image.convert(mode)


def saved(image, kind="JPEG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@functools.cache
def jpeg(width=480, height=600, mode="RGB"):
    return saved(portrait(width, height, mode), quality=85)


@functools.cache
def png(width=480, height=600, mode="RGB"):
    return saved(portrait(width, height, mode), "PNG")


@functools.cache
def gif(width=480, height=600, frames=1):
    first = portrait(width, height).quantize(16)
    more = [first.transpose(Image.Transpose.ROTATE_180) for _ in range(frames - 1)]
    return saved(first, "GIF", save_all=frames > 1, append_images=more)


@functools.cache
def bmp(width=480, height=600):
    return saved(portrait(width, height), "BMP")


def exif(orientation=1, *, gps=False):
    """An EXIF block, as TIFF."""
    entries = [struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)]
    if gps:
        entries.append(struct.pack("<HHII", 0x8825, 4, 1, 0))
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + b"".join(entries) + b"\0\0\0\0" + SECRET


def segment(marker, payload):
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def with_segments(data, *parts):
    """A JPEG with more segments after its start."""
    return data[:2] + b"".join(parts) + data[2:]


def turned(orientation, width=480, height=600, *, gps=False):
    return with_segments(jpeg(width, height), segment(0xE1, b"Exif\0\0" + exif(orientation, gps=gps)))


def with_chunks(data, *chunks):
    """A PNG with more chunks after its header."""
    at = len(SIGNATURE) + 25
    return data[:at] + b"".join(Chunk(kind, payload).written() for kind, payload in chunks) + data[at:]


def crowded():
    """A JPEG with everything in it that must not leave the house."""
    thumbnail = b"JFIF\0\1\1\0\0\1\0\1\2\1" + b"\1" * 6
    sound = jpeg()
    rest = sound[2 + 18 :]  # without its JFIF header
    parts = (
        segment(0xE0, thumbnail),
        segment(0xE0, b"JFXX\0\x10" + SECRET),
        segment(0xE1, b"Exif\0\0" + exif(gps=True)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
        segment(0xE2, b"ICC_PROFILE\0\1\1" + srgb()),
        segment(0xE2, b"MPF\0" + SECRET),
        segment(0xED, b"Photoshop 3.0\0" + SECRET),
        segment(0xFE, SECRET),
    )
    return b"\xff\xd8" + b"".join(parts) + rest + jpeg(48, 60) + b"PK\3\4" + SECRET


def srgb():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped():
    """A profile in which red and green stand for one another."""
    data = srgb().replace("sRGB".encode("utf-16-be"), "odd!".encode("utf-16-be"))
    return data.replace(b"rXYZ", b"tmp!").replace(b"gXYZ", b"rXYZ").replace(b"tmp!", b"gXYZ")


def scan_bomb(scans):
    """A sound progressive JPEG whose last scan is repeated."""
    data = saved(portrait(), progressive=True)
    at = data.rindex(b"\xff\xda")
    return data[:at] + data[at:-2] * (scans - data.count(b"\xff\xda") + 1) + data[-2:]


def claims(kind, width, height):
    """A file whose header claims a size and that holds hardly anything."""
    if kind == "PNG":
        header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        body = [Chunk(b"IHDR", header), Chunk(b"IDAT", zlib.compress(b"\0" * 1000)), Chunk(b"IEND", b"")]
        return SIGNATURE + b"".join(chunk.written() for chunk in body)
    if kind == "JPEG":
        data = bytearray(jpeg())
        at = data.index(b"\xff\xc0")
        data[at + 5 : at + 9] = struct.pack(">HH", height, width)
        return bytes(data)
    if kind == "GIF":
        return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0) + gif()[13:]
    data = bytearray(bmp())
    data[18:26] = struct.pack("<ii", width, height)
    return bytes(data)


def damaged(data):
    """A JPEG in whose middle a block was zeroed."""
    at = len(data) // 2
    return data[:at] + b"\0" * 512 + data[at + 512 :]
