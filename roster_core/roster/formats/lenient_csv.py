"""Text becomes records: any delimiter, any line ends, quotes that are wrong (a strict reader is `csv_text`)."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

DELIMITERS = (",", "\t", ";", "|")
#: How many lines a quoted cell may go on for. Past that, the quote was never closed and the lines are rows themselves.
MAX_LINES_OF_A_CELL = 50
_LINES_LOOKED_AT = 50
#: How often the lines of one record are read anew, so that no file can be made to take minutes.
_MAX_TRIES = 8
#: A line of a text may well hold as many commas as a row of fewer columns than this.
_LEAST_WIDTH = 3
_QUOTED = re.compile(r'"[^"\n]*"')
_SEP_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Records:
    """The records of one file, blank ones included as empty lists, so that position + 1 is the spreadsheet's row.

    `mended` are positions whose quotes were wrong within one line, `opened` those with a quote that is never closed,
    `cut` is whether the last record ends without a line end.
    """

    rows: list[list[str]]
    delimiter: str
    mended: tuple[int, ...] = ()
    opened: tuple[int, ...] = ()
    cut: bool = False


def read_records(text: str) -> Records:
    """The records of `text`.

    A quoted cell may hold line breaks if the record then has as many cells as the first one and no line within looks
    like a row. A quote that closes
    nothing stands for itself; a quote that is never closed ends with its line.
    """
    text = unified(text)
    rows: list[list[str]] = []
    if told := _SEP_LINE.fullmatch(text.split("\n", 1)[0]):  # Excel's own way to name the delimiter
        rows, text = [[]], text.partition("\n")[2]
    delimiter = told[1] if told else delimiter_of(text)
    cut = bool(text) and not text.endswith("\n")
    body = text.removesuffix("\n")
    first = len(rows)
    strict = _strict_rows(body, delimiter)
    if strict is not None:
        return Records(rows + strict, delimiter, cut=cut)
    found, mended, opened = _lenient_rows(body.split("\n"), delimiter)
    return Records(
        rows + found,
        delimiter,
        mended=tuple(first + place for place in mended),
        opened=tuple(first + place for place in opened),
        cut=cut,
    )


def unified(text: str) -> str:
    """`text` with LF as its only line end; CR CR LF is the trace of a CRLF file copied in text mode."""
    if "\r" not in text:
        return text
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")


def delimiter_of(text: str) -> str:
    """The delimiter that most of the first lines hold equally often, outside quotes; a comma if none does."""
    lines = [_QUOTED.sub("", line) for line in text.split("\n", _LINES_LOOKED_AT)[:_LINES_LOOKED_AT] if line.strip()]

    def weight(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        per_line, agreeing = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return agreeing, per_line

    return max(DELIMITERS, key=weight)


def split_line(line: str, delimiter: str) -> tuple[list[str], bool, bool]:
    """The cells of one line or of joined lines, whether a quote in it was wrong, and whether one stays open.

    A quote closes a cell only if the delimiter or the end follows it; an open one leaves its cell to the rest of the
    text, split at the delimiters.
    """
    cells: list[str] = []
    mended, start, size = False, 0, len(line)
    while True:
        opening = start
        while opening < size and line[opening] == " " != delimiter:
            opening += 1
        if opening == size or line[opening] != '"':
            end = line.find(delimiter, start)
            end = size if end < 0 else end
            cells.append(line[start:end])
        else:
            closing, odd = _closing(line, opening + 1, delimiter)
            if closing < 0:
                return [*cells, *line[opening + 1 :].split(delimiter)], mended, True
            mended = mended or odd
            cells.append(line[opening + 1 : closing].replace('""', '"'))
            end = line.find(delimiter, closing)
            end = size if end < 0 else end
        if end == size:
            return cells, mended, False
        start = end + 1


def _closing(line: str, place: int, delimiter: str) -> tuple[int, bool]:
    """Where the quoted cell that begins at `place` is closed (-1: nowhere), and whether stray quotes were passed."""
    odd = False
    while (place := line.find('"', place)) >= 0:
        if line.startswith('""', place):
            place += 2
            continue
        after = place + 1
        while after < len(line) and line[after] == " " != delimiter:
            after += 1
        if after == len(line) or line[after] == delimiter:
            return place, odd
        odd = True
        place += 1
    return -1, odd


def _strict_rows(text: str, delimiter: str) -> list[list[str]] | None:
    """The rows of a well-formed text, by the fast reader; None if it is not well-formed beyond doubt."""
    if '"' not in text:
        return [line.split(delimiter) if line else [] for line in text.split("\n")]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        rows = list(reader)
    except csv.Error:
        return None
    if reader.line_num == len(rows):
        return rows
    width = next((len(row) for row in rows if row), 0)
    for row in rows:
        breaks = sum(cell.count("\n") for cell in row)
        if breaks and (len(row) != width or breaks > MAX_LINES_OF_A_CELL or _swallowed(row, width, delimiter)):
            return None
    return rows


def _swallowed(row: Sequence[str], width: int, delimiter: str) -> bool:
    """Whether a cell over several lines holds a line that looks like a whole row: its quote was never closed there."""
    lines = (line for cell in row for line in cell.split("\n")[1:])
    return width >= _LEAST_WIDTH and any(line.count(delimiter) >= width - 1 for line in lines)


def _lenient_rows(lines: Sequence[str], delimiter: str) -> tuple[list[list[str]], list[int], list[int]]:
    rows: list[list[str]] = []
    mended: list[int] = []
    opened: list[int] = []
    width, place = 0, 0
    while place < len(lines):
        line = lines[place]
        used = 1
        if '"' not in line:
            row = line.split(delimiter) if line else []
        else:
            row, wrong, is_open = split_line(line, delimiter)
            doubtful = is_open or (width and len(row) != width)
            if doubtful and (other := _by_first_closing(line, delimiter, width)):
                row, wrong, is_open = other, True, False
            elif is_open and (whole := _continued(lines, place, delimiter, width)):
                (row, used), wrong, is_open = whole, False, False
            if wrong:
                mended.append(len(rows))
            if is_open:
                opened.append(len(rows))
        width = width or len(row)
        rows.append(row)
        place += used
    return rows, mended, opened


def _by_first_closing(line: str, delimiter: str, width: int) -> list[str] | None:
    """The line read with every second quote closing its cell (`"ab"c` is `abc`), if that gives `width` cells."""
    try:
        row = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:  # a cell longer than the module takes
        return None
    return row if len(row) == width and line.count('"') % 2 == 0 else None


def _continued(lines: Sequence[str], place: int, delimiter: str, width: int) -> tuple[list[str], int] | None:
    """The record that begins with the line at `place` and goes on over further lines, if it fits the file."""
    joined, tries = lines[place], 0
    for used in range(2, min(MAX_LINES_OF_A_CELL, len(lines) - place) + 1):
        following = lines[place + used - 1]
        joined += "\n" + following
        if '"' not in following or _closing(following, 0, delimiter)[0] < 0:
            continue
        row, wrong, is_open = split_line(joined, delimiter)
        if not is_open:  # a stray quote on the way is most likely where a later row's cell begins
            fits = not wrong and (not width or len(row) == width)
            return (row, used) if fits and not _swallowed(row, width, delimiter) else None
        tries += 1
        if tries == _MAX_TRIES:
            break
    return None
