"""Any bytes become sheets of text: dirty CSV and Excel workbooks, with findings about what was wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from roster_core.findings import Finding, Kind, to_frame
from roster_core.roster.formats.encoding import decode
from roster_core.roster.formats.headers import choose_columns, header_position, located, read_headers
from roster_core.roster.formats.lenient_csv import Records, read_records
from roster_core.roster.formats.plain_csv import plain_sheet
from roster_core.roster.formats.sheet import Sheet
from roster_core.roster.formats.tolerant_kinds import (
    DELIMITER_READ,
    ENCODING_GUESSED,
    FILE_BLANK,
    FILE_CUT,
    HEADER_LOWER,
    NOT_A_TABLE,
    NUL_REMOVED,
    NUMBER_ROUNDED,
    QUOTE_OPEN,
    QUOTES_MENDED,
    ROW_WIDTH,
    ROWS_PADDED,
    SHEET_HIDDEN,
)
from roster_core.roster.formats.workbook import UnreadableWorkbookError, is_workbook, read_workbook
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import row_findings
from roster_core.text import clean, cleaned

_NAMES = {"\t": "tabs", ";": "semicolons", "|": "vertical bars"}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass
class _Raw:
    """Rows of one table before the header is found; `position + 1` is the row number that a spreadsheet shows."""

    name: str
    rows: Sequence[list[str]]
    cut: bool = False
    opened: frozenset[int] = frozenset()
    #: Whether surplus cells mean that a row is shifted (CSV) or just a note beside the table (workbook).
    shifts: bool = True
    #: What a workbook calls the sheet.
    title: str = ""
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
    if sheet := plain_sheet(name, content):
        return (sheet,)
    return (_text_sheet(name, content),)


def _text_sheet(name: str, content: bytes) -> Sheet:
    text = decode(content)
    if not text.is_text:
        return _no_table(name, "it is not text")
    records = read_records(text.text)
    raw = _Raw(name, records.rows, records.cut, frozenset(records.opened))
    if text.guessed:
        raw.find(ENCODING_GUESSED)
    if text.nuls:
        raw.find(NUL_REMOVED, count=text.nuls)
    _note_records(raw, records)
    return _sheet(raw)


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
        raw = _Raw(
            name if len(shown) == 1 else f"{name}/{clean(sheet.name)}", sheet.rows, shifts=False, title=sheet.name
        )
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
    start = header_position(raw.rows)
    if start is None:
        raw.find(FILE_BLANK)
        return Sheet(raw.name, _frame({}, [], raw.name), to_frame(raw.findings), raw.name)
    if start:
        raw.find(HEADER_LOWER, row=start + 1)
    headers = read_headers(raw.rows[start])
    rows, numbers, odd = _fitting(raw, start, len(headers))
    columns, places = _columns(raw, headers, rows)
    findings = pl.concat([to_frame(raw.findings), *odd])
    return Sheet(raw.name, _frame(columns, numbers, raw.name), findings, raw.name, raw.title, places)


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


def _columns(
    raw: _Raw, headers: Sequence[str], rows: Sequence[list[str]]
) -> tuple[dict[str, Sequence[str]], Mapping[str, int]]:
    """Cells and place by header, without columns that have no header or one that was there before."""
    by_column = list(zip(*rows, strict=True)) or [()] * len(headers)
    chosen = choose_columns(headers, lambda place: any(cell.strip() for cell in by_column[place]))
    raw.findings += [Finding(kind, raw.name, facts=facts) for kind, facts in chosen.told]
    return {name: by_column[place] for name, place in chosen.places.items()}, chosen.places


def _frame(columns: Mapping[str, Sequence[str]], numbers: Sequence[int], shown: str) -> pl.DataFrame:
    """The columns under the text rule with `FILE` and `ROW`, in the order of the records, without blank rows."""
    if not columns:
        return pl.DataFrame(schema={FILE: pl.String, ROW: pl.Int64})
    frame = pl.DataFrame([pl.Series(name, cells, pl.String) for name, cells in columns.items()])
    return located(frame.select(pl.all().map_batches(_tidy, return_dtype=pl.String)), numbers, shown)


def _tidy(cells: pl.Series) -> pl.Series:
    """Cells under the text rule; most columns need only their blanks made null, which is much faster."""
    if cells.str.contains(r"^\s|\s$|\s\s|[^ -~]").any():
        return cells.to_frame().select(cleaned(pl.col(cells.name))).to_series()
    return cells.set(cells == "", None)
