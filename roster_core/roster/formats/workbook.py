"""The sheets of an Excel workbook as rows of text, typed cells in the form of roster CSV."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

#: More cells than this in the rectangle round a sheet's content are no roster: one stray cell in the last column and
#: row of a sheet would take gigabytes.
MAX_CELLS = 60_000_000
#: Bytes that a workbook may unpack to.
MAX_UNPACKED = 1 << 30
#: Excel keeps 15 digits of a number; the rest of a longer one is lost for good.
EXACT_DIGITS = 15
#: What zipfile and the packings under it raise for damaged content (RuntimeError: a password, or an unknown packing).
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, ValueError, RuntimeError)
_WORKBOOK_PART = "xl/workbook.xml"
_COLUMN_LETTERS = re.compile(rb'r="([A-Z]{2,3})[0-9]')
_ROW_NUMBER = re.compile(rb'<row[^>]{0,200}? r="([0-9]+)"')
_LARGE_ROW = re.compile(rb'r="[A-Z]{1,3}([0-9]{6,7})"')
_ALPHABET = 26


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet: name, rows of text (blank = ""), whether hidden, and how many numbers were too long to be exact."""

    name: str
    rows: list[list[str]]
    hidden: bool = False
    rounded: int = 0


class UnreadableWorkbookError(Exception):
    """The workbook cannot be read; the text says why, for a coordinator."""


def is_workbook(content: bytes) -> bool:
    """Whether `content` is an Excel workbook in the form of 2007 and later."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _WORKBOOK_PART in archive.namelist()
    except _DAMAGED:
        return False


def read_workbook(content: bytes) -> Iterator[WorkbookSheet]:
    """The sheets with cells, in order.

    Raises:
        UnreadableWorkbookError: The content is damaged, locked or unreasonably large.
    """
    _refuse_oversize(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for meta in book.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                cells = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
                hidden = meta.visible != SheetVisibleEnum.Visible
                if cells:
                    rounded = sum(_is_rounded(value) for row in cells for value in row)
                    yield WorkbookSheet(
                        meta.name, [[cell_text(value) for value in row] for row in cells], hidden, rounded
                    )
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableWorkbookError(f"it is damaged or locked by a password ({error})") from error
    except BaseException as error:
        # A fault inside the Rust library arrives as PanicException, which is no Exception and has no importable name.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableWorkbookError("it is damaged") from error


def cell_text(value: object) -> str:
    """A typed cell as roster CSV writes it: `2015-08-01`, `104233`, `true`; text stays as it is, no value is blank."""
    text = "" if value is None else str(value)
    if isinstance(value, bool):
        text = text.lower()
    elif isinstance(value, float):
        text = f"{value:.0f}" if value.is_integer() else repr(value)
    elif isinstance(value, datetime):
        text = value.date().isoformat() if value.time() == time() else value.isoformat()
    return text


def _is_rounded(value: object) -> bool:
    return isinstance(value, float) and abs(value) >= 10**EXACT_DIGITS


def _refuse_oversize(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise UnreadableWorkbookError("it would unpack to more than a gigabyte")
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and _bound(archive.read(part)) > MAX_CELLS:
                    raise UnreadableWorkbookError(
                        "a sheet reaches over millions of blank rows and columns (delete what lies outside the table)"
                    )
    except _DAMAGED as error:
        raise UnreadableWorkbookError(f"it is damaged or locked by a password ({error})") from error


def _bound(sheet: bytes) -> int:
    """An upper bound of rows times columns, from the cell names in a sheet's XML."""
    columns = max((_column_number(letters) for letters in set(_COLUMN_LETTERS.findall(sheet))), default=_ALPHABET)
    rows = [int(number) for number in _ROW_NUMBER.findall(sheet)]
    rows += [int(number) for number in set(_LARGE_ROW.findall(sheet))]
    return columns * max(rows, default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _ALPHABET + letter - ord("A") + 1
    return number
