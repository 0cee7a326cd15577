"""Bytes of a CSV file cut into records and cells as they are written, whatever is wrong with the quotes.

The whole file is cut at once with numpy. Where quotes come in pairs, every odd one opens and every even one closes, so
a comma or line end divides cells where an even number of quotes stands before it. In a file with a quote too many that
holds within each record only: then every line is taken for a record, lines that one quoted cell spans are joined again,
and a record whose quotes still do not fit is cut at every comma if that gives it as many cells as the header.
"""

from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types

_COMMA, _LINE_FEED, _RETURN, _QUOTE = b',\n\r"'
#: How many lines a quoted cell of a file with wrong quotes may go on for; past that its quote was never closed.
MAX_LINES_OF_A_CELL = 50
#: How many openings are followed over further lines, so that no file can be made to take minutes.
_MAX_OPENINGS_FOLLOWED = 50_000

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

#: What is wrong with the quotes of a record, as 1 + position.
QUOTE_FAULTS = (
    "a quote stands inside a cell that does not begin with one",
    "text follows the closing quote of a cell",
    "a quote is opened and never closed",
)


@dataclass(frozen=True)
class LineEnds:
    """How many records end in each way; the last record may end in none of them."""

    lf: int = 0
    crlf: int = 0
    cr: int = 0


@dataclass(frozen=True)
class Cut:
    """The records of one file. Blank lines are records of one empty cell, so record + 1 is a spreadsheet's row.

    `cells` are the texts of all cells, without the quotes round them. `first` is where the cells of each record begin,
    `widths` how many it has, `faults` what is wrong with its quotes: 0 for nothing, else 1 + position in
    `QUOTE_FAULTS`.
    """

    cells: pl.Series
    first: Positions
    widths: Positions
    faults: npt.NDArray[np.int8]
    line_ends: LineEnds

    def __len__(self) -> int:
        return len(self.first)

    def record(self, index: int) -> list[str]:
        """The cells of one record."""
        start = int(self.first[index])
        return self.cells.slice(start, int(self.widths[index])).to_list()

    def column(self, position: int, records: Positions) -> pl.Series:
        """The cells at `position` of the records with these indexes, blank where a record is too short."""
        there = self.widths[records] > position
        cells = self.cells.gather(self.first[records] + np.where(there, position, 0))
        return cells if there.all() else cells.zip_with(pl.Series(there), pl.repeat("", len(cells), eager=True))


def cut_records(content: bytes) -> Cut:
    """The records of a comma-separated file in UTF-8 without byte order mark; no content has no records."""
    content, single = _one_line_end(content)
    if content and not content.endswith(b"\n"):
        content += b"\n"
        open_end = True
    else:
        open_end = False
    data = np.frombuffer(content, np.uint8)
    lines = np.flatnonzero(data == _LINE_FEED)
    quotes = np.flatnonzero(data == _QUOTE)
    record_ends, inside, faults = _records(data, lines, quotes)
    ends = _cell_ends(data, record_ends, inside)
    starts = _after(ends)
    first = _after(np.searchsorted(ends, record_ends))
    returns = _returns(data, record_ends)
    return Cut(
        cells=_texts(data, starts, ends, record_ends[returns] - 1, quotes),
        first=first,
        widths=np.diff(np.append(first, len(ends))),
        faults=faults,
        line_ends=single or _line_ends(returns, open_end=open_end),
    )


def _one_line_end(content: bytes) -> tuple[bytes, LineEnds | None]:
    """`content` with LF or CRLF, and the line ends that were there if CR was one of them.

    A CR without LF ends a line if the file's first line ends so; elsewhere it is a character that strayed into a cell.
    """
    first_return, first_feed = content.find(b"\r"), content.find(b"\n")
    if first_return < 0 or first_return + 1 == first_feed or 0 <= first_feed < first_return:
        return content, None
    returns, feeds, both = (content.count(sign) for sign in (b"\r", b"\n", b"\r\n"))
    unified = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return unified, LineEnds(lf=feeds - both, crlf=both, cr=returns - both)


def _after(ends: Positions) -> Positions:
    """Where the things begin that end at `ends`, one right after another."""
    return np.concatenate([np.zeros(1, np.int64), ends + 1])[:-1]


def _records(data: Bytes, lines: Positions, quotes: Positions) -> tuple[Positions, Flags | None, npt.NDArray[np.int8]]:
    """Where records end, which bytes are within quotes (None: no byte is), and what is wrong with each record."""
    if not len(quotes):
        return lines, None, np.zeros(len(lines), np.int8)
    inside = np.logical_xor.accumulate(data == _QUOTE)
    if len(quotes) % 2 == 0 and not _faults(data, quotes, np.arange(len(quotes))).any():
        record_ends = lines[~inside[lines]]
        if len(record_ends) == len(lines) or not _swallows_rows(data, lines, record_ends, inside):
            return record_ends, inside, np.zeros(len(record_ends), np.int8)
    return _mended_records(data, lines, quotes, inside)


def _swallows_rows(data: Bytes, lines: Positions, record_ends: Positions, inside: Flags) -> bool:
    """Whether a quote that only another row's quote closes holds rows together.

    The sign is a record over several lines without the header's number of cells, each line of which has enough commas.
    """
    commas = data == _COMMA
    starts = _after(record_ends)
    widths = np.add.reduceat(commas & ~inside, starts, dtype=np.int64)
    fewest = np.minimum.reduceat(np.add.reduceat(commas, _after(lines), dtype=np.int64), np.searchsorted(lines, starts))
    return bool(((widths != widths[0]) & (fewest >= max(widths[0], 1)) & (_lines_of(lines, record_ends) > 1)).any())


def _lines_of(lines: Positions, record_ends: Positions) -> Positions:
    return np.diff(np.searchsorted(lines, record_ends), prepend=-1)


def _faults(data: Bytes, quotes: Positions, places: Positions) -> npt.NDArray[np.int8]:
    """The fault of each quote, by its place among the quotes of its record: even ones open a cell, odd ones close it.

    Two that touch inside a cell close and open it again, which is how a quote is written in a quoted cell.
    """
    opening = places % 2 == 0
    before = np.where(quotes > 0, data[quotes - 1], _COMMA)
    after = data[np.minimum(quotes + 1, len(data) - 1)]
    beyond = data[np.minimum(quotes + 2, len(data) - 1)]
    begins = (before == _COMMA) | (before == _LINE_FEED) | ((before == _QUOTE) & (places > 0))
    finishes = (after == _COMMA) | (after == _LINE_FEED) | (after == _QUOTE)
    finishes |= (after == _RETURN) & (beyond == _LINE_FEED)
    return np.where(opening & ~begins, 1, np.where(~opening & ~finishes, 2, 0)).astype(np.int8)


def _mended_records(
    data: Bytes, lines: Positions, quotes: Positions, parity: Flags
) -> tuple[Positions, Flags, npt.NDArray[np.int8]]:
    record_ends = _joined(data, lines, quotes)
    faults = _record_faults(data, record_ends, quotes)
    starts, lengths = _after(record_ends), np.diff(record_ends, prepend=-1)
    # Parity within the record: that of the file, turned round where an odd number of quotes stands before the record.
    turned = np.where(starts > 0, parity[starts - 1], False)  # noqa: FBT003 - a value, not a flag
    inside = parity ^ np.repeat(turned, lengths)
    inside[record_ends] = False
    plain = _cut_at_every_comma(data, record_ends, inside, faults)
    return record_ends, inside & ~np.repeat(plain, lengths), faults


def _record_faults(data: Bytes, record_ends: Positions, quotes: Positions) -> npt.NDArray[np.int8]:
    """The first fault of each record."""
    faults = np.zeros(len(record_ends), np.int8)
    of_record = np.searchsorted(record_ends, quotes)
    counts = np.bincount(of_record, minlength=len(record_ends))
    places = np.arange(len(quotes)) - np.repeat(np.cumsum(counts) - counts, counts)
    found = _faults(data, quotes, places)
    faulty = np.flatnonzero(found)[::-1]  # backwards, so that the first of a record is written last
    faults[of_record[faulty]] = found[faulty]
    faults[(counts % 2 == 1) & (faults == 0)] = 3
    return faults


def _joined(data: Bytes, lines: Positions, quotes: Positions) -> Positions:
    """Record ends: those of lines, without those that a quoted cell goes on over."""
    faults = _record_faults(data, lines, quotes)
    starts = _after(lines)
    width = 0 if faults[0] else _cells_of(data[: lines[0]].tobytes())
    odd = np.flatnonzero(np.bincount(np.searchsorted(lines, quotes), minlength=len(lines)) % 2)
    keep = np.ones(len(lines), np.bool_)
    done = -1
    opened = np.flatnonzero(faults[odd[:-1]] == 3)  # noqa: PLR2004 - "opened and never closed"
    for place in islice(opened.tolist(), _MAX_OPENINGS_FOLLOWED):
        # A cell that one line opens is closed by the next line with an odd number of quotes, if by any.
        line, last = int(odd[place]), int(odd[place + 1])
        if line <= done or last - line >= MAX_LINES_OF_A_CELL:
            continue
        cells = _cells_of(data[starts[line] : lines[last]].tobytes())
        if cells and cells in (width, width or cells):
            keep[line:last] = False
            done = last
    return lines[keep]


def _cells_of(record: bytes) -> int:
    """How many cells one record has; 0 if its quotes do not fit."""
    data = np.frombuffer(record + b"\n", np.uint8)
    quotes = np.flatnonzero(data == _QUOTE)
    if len(quotes) % 2 or _faults(data, quotes, np.arange(len(quotes))).any():
        return 0
    inside = np.logical_xor.accumulate(data == _QUOTE)
    return int(np.count_nonzero((data == _COMMA) & ~inside)) + 1


def _cut_at_every_comma(data: Bytes, record_ends: Positions, inside: Flags, faults: npt.NDArray[np.int8]) -> Flags:
    """Which faulty records are cut at every comma: where that gives the header's number of cells and quotes do not."""
    commas = data == _COMMA
    starts = _after(record_ends)
    every = np.add.reduceat(commas, starts, dtype=np.int64)
    outside = np.add.reduceat(commas & ~inside, starts, dtype=np.int64)
    wanted = outside[0] if len(outside) else 0
    plain: Flags = (faults > 0) & (outside != wanted) & ((every == wanted) | (faults == 3))  # noqa: PLR2004 - see above
    return plain


def _cell_ends(data: Bytes, record_ends: Positions, inside: Flags | None) -> Positions:
    divides = data == _COMMA
    if inside is not None:
        divides &= ~inside
    divides[record_ends] = True
    return np.flatnonzero(divides)


def _returns(data: Bytes, record_ends: Positions) -> Flags:
    """Which records end with CRLF."""
    if not len(record_ends):
        return np.zeros(0, np.bool_)
    returns: Flags = (record_ends > 0) & (data[record_ends - 1] == _RETURN)
    return returns


def _line_ends(returns: Flags, *, open_end: bool) -> LineEnds:
    crlf = int(np.count_nonzero(returns))
    return LineEnds(lf=len(returns) - crlf - open_end, crlf=crlf)


def _texts(data: Bytes, starts: Positions, ends: Positions, returns: Positions, quotes: Positions) -> pl.Series:
    """The cells' texts: the bytes between delimiters, put together without them, and unquoted."""
    if not len(ends):
        return pl.Series("cells", dtype=pl.String)
    kept = np.ones(len(data), np.bool_)
    kept[ends] = False
    kept[returns] = False
    lengths = ends - starts
    lengths[np.searchsorted(ends, returns)] -= 1
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data[kept])]
    cells = pl.Series("cells", pa.Array.from_buffers(pa.large_string(), len(lengths), buffers), dtype=pl.String)
    quoted = np.zeros(len(ends), np.bool_)
    quoted[np.searchsorted(ends, quotes)] = True
    return _unquoted(cells, np.flatnonzero(quoted)) if len(quotes) else cells


def _unquoted(cells: pl.Series, quoted: Positions) -> pl.Series:
    cell = pl.col("cells")
    framed = cell.str.starts_with('"') & cell.str.ends_with('"') & (cell.str.len_bytes() > 1)
    inner = cell.str.strip_prefix('"').str.strip_suffix('"').str.replace_all('""', '"', literal=True)
    texts = cells.gather(quoted).to_frame().select(pl.when(framed).then(inner).otherwise(cell)).to_series()
    return cells.scatter(quoted, texts)
