"""One CSV file of Clever as it is written: any bytes become a frame of text, and facts about what is odd in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np
import polars as pl

from roster_core.clever.folders.csv_cut import Cut, LineEnds, Positions, cut_records
from roster_core.clever.spec.model import EXTENSION_PREFIX, Column, File
from roster_core.roster.formats.encoding import decode
from roster_core.text import clean

#: The column with the row's number as a spreadsheet shows it (the header is 1); no header can be spelled so.
ROW = " row"
#: More headers than any roster file has; a frame of as many columns as a stray file has commas would not end well.
_MAX_COLUMNS = 1_000
#: Longer ones are values of a file without header.
_LONGEST_HEADER = 255
_SAMPLE = 4_096
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_DELETE = 0x7F
_PRINTABLE = bytes(byte for byte in range(ord(" "), 256) if byte != _DELETE)
_WIDE_CONTROLS = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]")
_OTHER_KINDS = {
    b"PK\x03\x04": "it is an Excel workbook or a ZIP archive",
    b"\xd0\xcf\x11\xe0": "it is an Excel workbook of the old form (.xls)",
    b"%PDF": "it is a PDF",
    b"\x1f\x8b": "it is a gzip archive",
}
_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


class Fault(Enum):
    """Why a file cannot be checked any further."""

    UNREADABLE = auto()
    NO_HEADER = auto()


@dataclass(frozen=True)
class NoTable:
    """A file that is there and holds nothing to check; `why` is a clause for a message."""

    name: str
    fault: Fault
    why: str


@dataclass(frozen=True)
class Header:
    """One cell of the header row.

    `text` is its content, `position` counts from 1, `column` is the specification's (None for one it does not have),
    `name` that of the frame's column; blank for what is not read: a header of nothing, or one that was there before.
    """

    text: str
    position: int
    column: Column | None
    name: str

    @property
    def key(self) -> str:
        """The same for headers that mean one column."""
        return self.column.name if self.column else spelling(self.text)

    @property
    def is_extension(self) -> bool:
        """Whether it names a column of the district's own."""
        return self.column is None and self.text.casefold().startswith(EXTENSION_PREFIX)


@dataclass(frozen=True)
class Layout:
    """How the file is written.

    `bad_line` is the first line with a byte that is not UTF-8 (0: none), `controls` whether there are characters that
    no cell should have. `faults` has a row for each record with wrong quotes (ROW, fault as in `csv_cut`), `widths` one
    for each record with another number of cells than the header's `width` (ROW, cells), `blank_rows` the blank lines.
    """

    encoding: str
    byte_order_mark: bool
    bad_line: int
    controls: bool
    line_ends: LineEnds
    width: int
    faults: pl.DataFrame
    widths: pl.DataFrame
    blank_rows: pl.Series


@dataclass(frozen=True)
class CsvFile:
    """The rows of one file: ROW and text columns that are never null, named as the specification spells them.

    `frame` has the rows with as many cells as the header (more, if the surplus is blank), `shifted` the others, cut or
    filled up to the same columns: their values may stand under the wrong header.
    """

    spec: File
    headers: tuple[Header, ...]
    frame: pl.DataFrame
    shifted: pl.DataFrame
    layout: Layout

    @property
    def name(self) -> str:
        """The file's name as Clever wants it."""
        return self.spec.name

    def has(self, *columns: str) -> bool:
        """Whether all of `columns` are in the header."""
        return set(columns) <= set(self.frame.columns)

    def everywhere(self, *columns: str) -> pl.DataFrame:
        """These columns (blank ones for headers that are not there) of all rows, shifted ones too, in file order."""
        wanted = [ROW, *columns]
        parts = [blank_filled(part, wanted).select(wanted) for part in (self.frame, self.shifted)]
        return parts[0] if parts[1].is_empty() else pl.concat(parts).sort(ROW)


def blank_filled(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """`frame` with a blank column for each of `columns` that it lacks."""
    return frame.with_columns(pl.lit("").alias(name) for name in columns if name not in frame.columns)


def read_csv(spec: File, content: bytes) -> CsvFile | NoTable:
    """The file with the bytes `content`, read as what `spec` describes; no content is refused."""
    why = next((kind for start, kind in _OTHER_KINDS.items() if content.startswith(start)), "")
    headed = _names_a_column(spec, content[:_SAMPLE])
    if why or not (headed or decode(content[:_SAMPLE]).is_text):
        return NoTable(spec.name, Fault.UNREADABLE, why or "it is not text")
    text = _as_utf8(content, may_be_wide=not headed)
    cut = cut_records(text.content)
    # A record of one blank cell is a blank line, but not in a file of one column.
    blank = _blank_lines(cut)
    filled = np.flatnonzero(~blank)
    if not len(filled):
        return NoTable(spec.name, Fault.NO_HEADER, "it is empty")
    top = int(filled[0])
    if cut.widths[top] > _MAX_COLUMNS:
        return NoTable(spec.name, Fault.UNREADABLE, f"its first row has {cut.widths[top]} cells")
    headers = _headers(spec, cut.record(top))
    if not any(header.column for header in headers):
        return NoTable(spec.name, Fault.NO_HEADER, _why_no_header(spec, cut.record(top)))
    return _file(spec, text, cut, headers, filled[1:], blank)


@dataclass(frozen=True)
class _Utf8:
    content: bytes
    encoding: str
    byte_order_mark: bool
    bad_line: int


def _names_a_column(spec: File, sample: bytes) -> bool:
    """Whether a column name stands there in plain ASCII: damaged or not, the file is one of single bytes."""
    lower = sample.lower().replace(b" ", b"_")
    return any(column.name.casefold().encode() in lower for column in spec.columns)


def _as_utf8(content: bytes, *, may_be_wide: bool) -> _Utf8:
    """The content in UTF-8, and what it was in; NUL characters stay, if need be as another control character."""
    marked = content.startswith(_BYTE_ORDER_MARK)
    plain = content.removeprefix(_BYTE_ORDER_MARK)
    bad_line = _first_bad_line(plain)
    if bad_line or (may_be_wide and b"\0" in plain[:_SAMPLE]):
        told = decode(content if may_be_wide else content.replace(b"\0", b"\x01"))
        if bad_line or told.encoding != "utf-8":
            return _Utf8(told.text.encode("utf-8", "replace"), told.encoding, marked, bad_line or 1)
    return _Utf8(plain, "utf-8", marked, 0)


def _first_bad_line(content: bytes) -> int:
    if content.isascii():
        return 0
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 0


def _blank_lines(cut: Cut) -> np.typing.NDArray[np.bool_]:
    blank: np.typing.NDArray[np.bool_] = cut.widths == 1
    alone = np.flatnonzero(blank)
    if len(alone):
        texts = cut.column(0, alone)
        blank[alone] = (texts.str.strip_chars().str.len_bytes() == 0).to_numpy()
    return blank


def _why_no_header(spec: File, cells: Sequence[str]) -> str:
    for sign, name in _OTHER_DELIMITERS.items():
        if len(cells) == 1 and any(header.column for header in _headers(spec, cells[0].split(sign))):
            return f"its cells are separated by {name} instead of commas"
    return "its first row holds none of the column names that Clever knows"


def spelling(header: str) -> str:
    """The form in which headers are compared: without regard to case, spaces as underscores."""
    return clean(header).casefold().replace(" ", "_")


def _headers(spec: File, cells: Sequence[str]) -> tuple[Header, ...]:
    known = {spelling(name): column for column in spec.columns for name in (column.name, *column.aliases)}
    found: list[Header] = []
    seen: set[str] = set()
    for position, cell in enumerate(cells, start=1):
        text = clean(cell.replace("\ufeff", "").replace("\u200b", ""))[:_LONGEST_HEADER]
        column = known.get(spelling(text))
        header = Header(text, position, column, column.name if column else _plain(text, position))
        found.append(replace(header, name="") if header.key in seen else header)
        seen.add(header.key)
    return tuple(found)


def _plain(text: str, position: int) -> str:
    """The header, unless Polars would read it as a pattern for columns."""
    special = text == "*" or (text.startswith("^") and text.endswith("$"))
    return f"{text} (column {position})" if special else text


def _file(
    spec: File, text: _Utf8, cut: Cut, headers: tuple[Header, ...], body: Positions, blank: np.typing.NDArray[np.bool_]
) -> CsvFile:
    width = len(headers)
    odd = body[cut.widths[body] != width]
    shifted = odd[~_surplus_blank(cut, odd, width)] if len(odd) else odd
    faulty = np.flatnonzero(cut.faults)
    layout = Layout(
        encoding=text.encoding,
        byte_order_mark=text.byte_order_mark,
        bad_line=text.bad_line,
        controls=_has_controls(text.content, cut),
        line_ends=cut.line_ends,
        width=width,
        faults=pl.DataFrame({ROW: faulty + 1, "fault": cut.faults[faulty]}),
        widths=pl.DataFrame({ROW: odd + 1, "cells": cut.widths[odd]}),
        blank_rows=pl.Series(ROW, np.flatnonzero(blank) + 1, pl.Int64),
    )
    aligned = np.setdiff1d(body, shifted, assume_unique=True) if len(shifted) else body
    return CsvFile(spec, headers, _frame(cut, headers, aligned), _frame(cut, headers, shifted), layout)


def _surplus_blank(cut: Cut, records: Positions, width: int) -> np.typing.NDArray[np.bool_]:
    """Which of the records are longer than `width` with nothing in the surplus cells, as after a comma too many."""
    filled = np.concatenate([np.zeros(1, np.int64), np.cumsum((cut.cells.str.len_bytes() > 0).to_numpy())])
    first, widths = cut.first[records], cut.widths[records]
    surplus: np.typing.NDArray[np.bool_] = filled[first + widths] == filled[first + np.minimum(width, widths)]
    return surplus & (widths > width)


def _has_controls(content: bytes, cut: Cut) -> bool:
    """Whether there are control characters or line breaks other than those that end records."""
    ends = cut.line_ends
    apart = len(content.translate(None, _PRINTABLE)) - (ends.lf + 2 * ends.crlf + ends.cr)
    return apart > 0 or ends.cr > 0 or (not content.isascii() and _WIDE_CONTROLS.search(content) is not None)


def _frame(cut: Cut, headers: Sequence[Header], records: Positions) -> pl.DataFrame:
    columns = {header.name: cut.column(header.position - 1, records) for header in headers if header.name}
    return pl.DataFrame({ROW: records + 1, **columns}, schema={ROW: pl.Int64, **dict.fromkeys(columns, pl.String)})
