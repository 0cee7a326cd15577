"""A photographer's delivery for the middle school: a ZIP as they arrive, with everything that goes wrong in one."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from roster_core.sample.book import Book, Cells
from roster_core.sample.district import LAST_YEAR, YEAR
from roster_core.sample.photos import current_enrollment, photographed, student_portrait
from roster_core.sample.portraits.draw import jpeg, portrait
from roster_core.sample.portraits.looks import look_of
from roster_core.sample.portraits.pen import HEIGHT, WIDTH

_TOP = "Millbrook Middle 2026-10"
_TAKEN = (2026, 10, 9, 9, 30, 0)
#: Tags of EXIF: orientation, and the block that holds the place.
_ORIENTATION, _GPS = 0x0112, 0x8825
#: The picture lies on its side and is to be turned clockwise.
_LYING = 6


class Entry(NamedTuple):
    """One entry of the ZIP below its top folder; `shows` says what is odd about it, blank = a picture to be taken.

    What is to be expected is meant under criterion Weblogin ID and rule set `gateway` (batch-updates §3).
    """

    name: str
    content: bytes
    shows: str = ""


def write_delivery(book: Book, path: Path, seed: int) -> None:
    """Write the ZIP."""
    with zipfile.ZipFile(path, "w") as archive:
        for entry in entries(book, seed):
            info = zipfile.ZipInfo(f"{_TOP}/{entry.name}", _TAKEN)
            # What a Unix machine writes, so that every machine writes the same.
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, entry.content)


def _class(book: Book, homeroom: str) -> list[Cells]:
    rows = book.rows("student_enrollments", school_code="MMS", homeroom_code=homeroom, school_year=YEAR)
    students = (book.get("students", row["district_number"]) for row in rows if not row["exit_date"])
    return sorted(
        (student for student in students if student["weblogin_id"]), key=lambda student: student["weblogin_id"]
    )


def entries(book: Book, seed: int) -> Iterator[Entry]:
    """The entries in the order of the archive."""
    wen = book.one("students", weblogin_id="19chanw1")
    rooms = {room: [student for student in _class(book, room) if student != wen] for room in ("7-A", "7-B", "8-A")}
    taken = _Camera(seed)
    index = [_index_line(book, wen, "7-A", "19CHANW1.JPG")]
    pictures = [Entry("7-A/19CHANW1.JPG", taken(wen, "07"), "upper case: matches all the same")]
    for room in ("7-A", "7-B"):
        for number, student in enumerate(rooms[room]):
            name = f"{student['weblogin_id']}.{'JPG' if number % 5 == 4 else 'jpg'}"  # noqa: PLR2004 - one in five
            index.append(_index_line(book, student, room, name))
            pictures.append(Entry(f"{room}/{name}", taken(student, "07")))
    yield Entry("INDEX.TXT", "".join(index).encode(), "the photographers' index: offered as the mapping")
    price_list = b"%PDF-1.4\n% Portraits, prints and mugs: ask at the office.\n%%EOF\n"
    yield Entry("Price list 2026.pdf", price_list, "no picture at all: TYPE_NOT_ALLOWED")
    yield from pictures
    yield Entry("7-A/._19chanw1.jpg", b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X", "a side file of macOS: ignored")
    yield Entry("7-B/Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a side file of Windows: ignored")
    retake = rooms["7-A"][2]
    yield Entry(
        f"Retakes/{retake['weblogin_id']}.jpg", taken(retake, "07", again=True),
        "a second picture of somebody: ambiguous, one of the two must be chosen",
    )  # fmt: skip
    yield from _misnamed(book, taken)
    yield from _misshapen(book, rooms["8-A"], taken, seed)


class _Camera:
    """Takes this year's pictures."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __call__(self, student: Cells, grade: str, *, again: bool = False) -> bytes:
        return student_portrait(self._seed, student, grade, f"{YEAR} retake" if again else YEAR)


def _index_line(book: Book, student: Cells, room: str, name: str) -> str:
    """A line of INDEX.TXT in the thirteen columns of the photographers' standard (photos §5)."""
    teacher = next(book.rows("homeroom_staff", school_code="MMS", homeroom_code=room))
    last = book.get("staff", teacher["staff_id"])["last_name"]
    cells = (
        "MMS2026",
        room,
        name,
        "07",
        student["last_name"],
        student["first_name"],
        room,
        "",
        last,
        "",
        "",
        "",
        "LARGE",
    )
    return "\t".join(cells) + "\r\n"


def _misnamed(book: Book, taken: _Camera) -> Iterator[Entry]:
    seldom = book.one("students", weblogin_id="0017342")
    yield Entry("Seniors/17342.jpg", taken(seldom, "12"), "a login that lost its leading zeros: LEADING_ZEROS")
    stranger = dict(seldom, district_number="nobody", gender="F")
    yield Entry("7-B/19nobodyx1.jpg", taken(stranger, "07"), "nobody has this login: no match")
    chloe, gil = (book.get("students", number) for number in ("0101118", "0101900"))
    yield Entry("7-A/0101118.jpg", taken(chloe, "07"), "a district number: no match, suggested by the other criterion")
    yield Entry("7-A/0101900_Roe.jpg", taken(gil, "07"), "number and name: no match, suggested by the token")
    ivy = taken(book.one("students", last_name="Solano"), "07", again=True)
    yield Entry("7-A/Solano_Ivy.jpg", ivy, "a name: no match, suggested by the name; she has another picture too")
    left = next(
        student
        for student in book.rows("students", status="INACTIVE")
        if student["weblogin_id"] and (place := current_enrollment(book, student["district_number"]))
        if place["school_code"] == "MMS"
    )
    yield Entry(
        f"8-B/{left['weblogin_id']}.jpg", taken(left, "08"),
        "left in September: PERSON_INACTIVE, no match while left students are not included",
    )  # fmt: skip


def _misshapen(book: Book, students: list[Cells], taken: _Camera, seed: int) -> Iterator[Entry]:
    """One file of each kind that is not as it should be, all named after pupils of 8-A."""
    names = iter(students)
    small, words, gif, empty, cut, lying, wide, lens, twin, other = (next(names) for _ in range(10))

    def file(student: Cells, content: bytes, shows: str) -> Entry:
        return Entry(f"8-A/{student['weblogin_id']}.jpg", content, shows)

    def shot(student: Cells) -> Image.Image:
        return portrait(look_of(seed, student["district_number"], level=8, gender=student["gender"], year=YEAR))

    yield file(small, jpeg(shot(small).reduce(2)), "240 × 300 pixels: DIMENSIONS")
    page = b"<!DOCTYPE html><title>Sign in</title><p>Your session at the photo lab has ended.</p>\n"
    yield file(words, page, "a web page called .jpg: TYPE_NOT_ALLOWED")
    out = io.BytesIO()
    shot(gif).quantize(24, dither=Image.Dither.NONE).save(out, "GIF")
    yield file(gif, out.getvalue(), "a GIF called .jpg: TYPE_NOT_ALLOWED or EXTENSION_MISMATCH")
    yield file(empty, b"", "no bytes: EMPTY")
    yield file(cut, taken(cut, "08")[:4_000], "cut off while it was sent: UNREADABLE")
    exif = Image.Exif()
    exif[_ORIENTATION] = _LYING
    # Nowhere: where the equator meets the prime meridian.
    exif[_GPS] = {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}
    sideways = shot(lying).transpose(Image.Transpose.ROTATE_90)
    yield file(lying, jpeg(sideways, exif=exif), "taken with a phone: lying, with the place in it; fits once upright")
    both = Image.new("RGB", (WIDTH * 2, HEIGHT))
    both.paste(shot(wide), (0, 0))
    both.paste(shot(other), (WIDTH, 0))
    yield file(wide, jpeg(both), "two friends in one picture, 960 × 600: LANDSCAPE")
    yield file(lens, jpeg(Image.new("RGB", (WIDTH, HEIGHT), (14, 13, 15))), "the lens cap was on: LOW_DETAIL")
    yield file(twin, taken(other, "08"), "the same picture as a classmate's: DUPLICATE_IMAGE")
    yield file(other, taken(other, "08"), "the same picture as a classmate's: DUPLICATE_IMAGE")
    stored = photographed(book, seed)
    same = next(student for student in names if student["district_number"] in stored)
    before = student_portrait(seed, same, stored[same["district_number"]], LAST_YEAR)
    yield file(same, before, "the same bytes as the stored portrait: unchanged")
