"""Any bytes become sheets of text: dirty CSV and Excel workbooks, with findings about what was wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from roster_core.findings import Finding, Kind, Severity, to_frame
from roster_core.roster.formats.encoding import decode
from roster_core.roster.formats.lenient_csv import Records, read_records
from roster_core.roster.formats.sheet import Sheet
from roster_core.roster.formats.workbook import UnreadableWorkbookError, is_workbook, read_workbook
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import row_findings
from roster_core.text import clean, cleaned

NOT_A_TABLE = Kind(
    "FILE_NOT_A_TABLE",
    Severity.WARNING,
    "This file holds no table that can be read: {why}. It was passed over.",
    "Save the table as CSV (UTF-8) or as an Excel workbook (.xlsx).",
)
FILE_BLANK = Kind(
    "FILE_BLANK",
    Severity.WARNING,
    "The file has no rows.",
    "Was the export finished? Run it again and look at the file.",
)
ENCODING_GUESSED = Kind(
    "ENCODING_GUESSED",
    Severity.WARNING,
    "The file is not UTF-8; it was read as Windows-1252 (Western European).",
    "Look at a few names with accents. If they are wrong, save the file as CSV UTF-8.",
)
NUL_REMOVED = Kind(
    "NUL_REMOVED",
    Severity.WARNING,
    "NUL characters were taken out of the file: {count}.",
    "Something damaged the file on its way; fetch it again.",
)
DELIMITER_READ = Kind("DELIMITER_READ", Severity.INFO, "The cells are separated by {delimiter}, not by commas.")
QUOTES_MENDED = Kind(
    "QUOTES_MENDED",
    Severity.WARNING,
    "Rows with quotes inside a quoted cell, taken as part of the text: {count} (first: row {first}).",
    "Double a quote that belongs to a text, or leave it out.",
)
QUOTE_OPEN = Kind(
    "QUOTE_OPEN",
    Severity.WARNING,
    "A quote is opened in this row and never closed; the row was read as if the quote were not there.",
    "Close the quote or take it out.",
)
ROW_WIDTH = Kind(
    "ROW_WIDTH",
    Severity.ERROR,
    "The row has {cells} cells, the header has {headers}; the row was left out.",
    "Look for a comma or line break inside a cell that is not in quotes.",
)
ROWS_PADDED = Kind(
    "ROWS_PADDED",
    Severity.WARNING,
    "Rows that end early, whose missing cells count as blank: {count} (no row of the file ends in a blank cell, so its "
    "writer leaves blank ends off).",
    "Check that no cell is missing in the middle of those rows.",
)
FILE_CUT = Kind(
    "FILE_CUT",
    Severity.ERROR,
    "The file ends in the middle of this row; the row was left out, and more rows may be missing after it.",
    "The file is not complete. Fetch or export it again.",
)
HEADER_LOWER = Kind(
    "HEADER_LOWER", Severity.INFO, "The headers stand in row {row}; what lies above was passed over.", ""
)
HEADER_TWICE = Kind(
    "HEADER_TWICE",
    Severity.WARNING,
    "The header “{header}” is there more than once; the first of these columns was read.",
    "Rename or delete the other column.",
)
HEADER_BLANK = Kind(
    "HEADER_BLANK",
    Severity.WARNING,
    "Columns with content but no header, which were passed over: {count}.",
    "Write a header over each column.",
)
SHEET_HIDDEN = Kind(
    "SHEET_HIDDEN", Severity.INFO, "The sheet “{sheet}” is hidden and was passed over.", "Show it to have it read."
)
NUMBER_ROUNDED = Kind(
    "NUMBER_ROUNDED",
    Severity.ERROR,
    "Numbers with more than 15 digits, whose further digits Excel has replaced by zeros: {count}.",
    "Format the column as text before the IDs are put in, and export again.",
)

_HEADER_SEARCHED = 20
_NAMES = {"\t": "tabs", ";": "semicolons", "|": "vertical bars"}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
#: `="0104233"`, by which exports keep Excel from dropping zeros, and the apostrophe that does the same.
_GUARDED = r'^(?:="(?P<formula>[^"]*)"|\'(?P<apostrophe>[0-9][^\']*))$'


@dataclass
class _Raw:
    """Rows of one table before the header is found; `position + 1` is the row number that a spreadsheet shows."""

    name: str
    rows: Sequence[list[str]]
    cut: bool = False
    opened: frozenset[int] = frozenset()
    #: Whether surplus cells mean that a row is shifted (CSV) or just a note beside the table (workbook).
    shifts: bool = True
    findings: list[Finding] = field(default_factory=list)

    def find(self, kind: Kind, position: int | None = None, **facts: object) -> None:
        """Note a finding about the file, or about the row at `position`."""
        row_key = "" if position is None else f"#{position + 1}"
        self.findings.append(Finding(kind, self.name, row_key, facts=facts))


def read_sheets(name: str, content: bytes) -> tuple[Sheet, ...]:
    """The tables in a file: one for a text file, one for each visible sheet with content of a workbook.

    No content is refused: what holds no table gives a sheet without columns and a finding that says so. Rows whose
    number of cells differs from the header's are left out, unless the file's writer evidently drops blank cells at the
    end of its rows.
    """
    if is_workbook(content):
        return _workbook_sheets(name, content)
    if why := _why_no_text(content):
        return (_no_table(name, why),)
    text = decode(content)
    if not text.is_text:
        return (_no_table(name, "it is not text"),)
    records = read_records(text.text)
    raw = _Raw(name, records.rows, records.cut, frozenset(records.opened))
    if text.guessed:
        raw.find(ENCODING_GUESSED)
    if text.nuls:
        raw.find(NUL_REMOVED, count=text.nuls)
    _note_records(raw, records)
    return (_sheet(raw),)


def _why_no_text(content: bytes) -> str:
    if content.startswith(_OLD_EXCEL):
        return "it is an Excel workbook of the old form (.xls) or locked by a password"
    if content.startswith(b"PK\x03\x04"):
        return "it is a ZIP archive or a damaged workbook"
    return ""


def _no_table(name: str, why: str) -> Sheet:
    findings = to_frame([Finding(NOT_A_TABLE, name, facts={"why": why})])
    return Sheet(name, _frame({}, [], name), findings, name)


def _workbook_sheets(name: str, content: bytes) -> tuple[Sheet, ...]:
    try:
        every = list(read_workbook(content))
    except UnreadableWorkbookError as error:
        return (_no_table(name, str(error)),)
    shown = [sheet for sheet in every if not sheet.hidden]
    if not shown:
        return (_no_table(name, "the workbook has no visible sheet with content"),)
    sheets = []
    for sheet in shown:
        # One visible sheet is the file; several are told apart by their names.
        raw = _Raw(name if len(shown) == 1 else f"{name}/{clean(sheet.name)}", sheet.rows, shifts=False)
        if sheet is shown[0]:
            for hidden in every:
                if hidden.hidden:
                    raw.find(SHEET_HIDDEN, sheet=clean(hidden.name))
        if sheet.rounded:
            raw.find(NUMBER_ROUNDED, count=sheet.rounded)
        sheets.append(_sheet(raw))
    return tuple(sheets)


def _note_records(raw: _Raw, records: Records) -> None:
    if records.delimiter != ",":
        raw.find(DELIMITER_READ, delimiter=_NAMES.get(records.delimiter, f"“{records.delimiter}”"))
    if records.mended:
        raw.find(QUOTES_MENDED, count=len(records.mended), first=records.mended[0] + 1)
    for position in records.opened:
        raw.find(QUOTE_OPEN, position)


def _sheet(raw: _Raw) -> Sheet:
    start = _header_position(raw.rows)
    if start is None:
        raw.find(FILE_BLANK)
        return Sheet(raw.name, _frame({}, [], raw.name), to_frame(raw.findings), raw.name)
    if start:
        raw.find(HEADER_LOWER, row=start + 1)
    headers = [clean(cell.strip("\ufeff\u200b")) for cell in raw.rows[start]]
    while headers and not headers[-1]:
        headers.pop()
    rows, numbers, odd = _fitting(raw, start, len(headers))
    columns = _columns(raw, headers, rows)
    findings = pl.concat([to_frame(raw.findings), *odd])
    return Sheet(raw.name, _frame(columns, numbers, raw.name), findings, raw.name)


def _header_position(rows: Sequence[list[str]]) -> int | None:
    """The first row with two filled cells among the first rows (titles have one), else the first filled row."""
    filled = [(place, sum(1 for cell in row if cell.strip())) for place, row in enumerate(rows[:_HEADER_SEARCHED])]
    for place, count in filled:
        if count > 1:
            return place
    return next((place for place, row in enumerate(rows) if any(cell.strip() for cell in row)), None)


def _fitting(raw: _Raw, start: int, width: int) -> tuple[list[list[str]], list[int], list[pl.DataFrame]]:
    """Rows of exactly `width` cells with their numbers, and findings about the others."""
    rows: list[list[str]] = []
    numbers: list[int] = []
    short: list[tuple[int, list[str]]] = []
    left_out: list[tuple[int, int]] = []
    trims = True
    for position in range(start + 1, len(raw.rows)):
        row = raw.rows[position]
        cells = len(row)
        if cells > width:
            if raw.shifts and any(cell.strip() for cell in row[width:]):
                left_out.append((position, cells))
                continue
            row, cells = row[:width], width
        if not any(cell.strip() for cell in row):
            continue
        if cells < width:
            short.append((position, row))
            continue
        trims = trims and bool(row[-1].strip())
        rows.append(row)
        numbers.append(position + 1)
    last = len(raw.rows) - 1
    trims = trims and all(row[-1].strip() for _, row in short)
    padded = 0
    for position, row in short:
        if raw.cut and position == last:
            raw.find(FILE_CUT, position)
        elif trims and position not in raw.opened:
            rows.append(row + [""] * (width - len(row)))
            numbers.append(position + 1)
            padded += 1
        else:
            left_out.append((position, len(row)))
    if padded:
        raw.find(ROWS_PADDED, count=padded)
    return rows, numbers, [_width_findings(raw.name, left_out, width)]


def _width_findings(name: str, left_out: Iterable[tuple[int, int]], width: int) -> pl.DataFrame:
    rows = pl.DataFrame(sorted(left_out), schema={ROW: pl.Int64, "cells": pl.Int64}, orient="row")
    located = rows.with_columns(pl.col(ROW) + 1, pl.lit(name).alias(FILE))
    return row_findings(located, ROW_WIDTH, cells=pl.col("cells"), headers=str(width))


def _columns(raw: _Raw, headers: Sequence[str], rows: Sequence[list[str]]) -> dict[str, Sequence[str]]:
    """Cells by header, without columns that have no header or one that was there before."""
    columns: dict[str, Sequence[str]] = {}
    unnamed = 0
    spellings: set[str] = set()
    by_column = list(zip(*rows, strict=True)) or [()] * len(headers)
    for place, (header, cells) in enumerate(zip(headers, by_column, strict=True), start=1):
        if not header:
            unnamed += any(cell.strip() for cell in cells)
        elif header.casefold() in spellings:
            raw.find(HEADER_TWICE, header=header)
        else:
            spellings.add(header.casefold())
            columns[_plain(header, place)] = cells
    if unnamed:
        raw.find(HEADER_BLANK, count=unnamed)
    return columns


def _plain(header: str, place: int) -> str:
    """The header, unless Polars would read it as a pattern for columns or it is a name of ours."""
    special = header in (FILE, ROW) or header == "*" or (header.startswith("^") and header.endswith("$"))
    return f"{header} (column {place})" if special else header


def _frame(columns: Mapping[str, Sequence[str]], numbers: Sequence[int], shown: str) -> pl.DataFrame:
    """The columns under the text rule with `FILE` and `ROW`, in the order of the records, without blank rows."""
    if not columns:
        return pl.DataFrame(schema={FILE: pl.String, ROW: pl.Int64})
    series = [_unguarded(pl.Series(name, cells, pl.String)) for name, cells in columns.items()]
    frame = pl.DataFrame(series).with_columns(cleaned(pl.all()))
    numbered = frame.with_columns(pl.lit(shown).alias(FILE), pl.Series(ROW, numbers, pl.Int64))
    return numbered.filter(frame.select(pl.any_horizontal(pl.all().is_not_null())).to_series()).sort(ROW)


def _unguarded(cells: pl.Series) -> pl.Series:
    guarded = cells.str.starts_with('="') | cells.str.starts_with("'")
    if not guarded.any():
        return cells
    inner = cells.str.extract_groups(_GUARDED).struct.unnest()
    return inner["formula"].fill_null(inner["apostrophe"]).fill_null(cells).alias(cells.name)
