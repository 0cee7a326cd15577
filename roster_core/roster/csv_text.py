"""CSV as roster-csv §1 has it: bytes to records, strictly, whatever the bytes are.

The whole file is cut at once with numpy: a comma or line end divides cells where an even number of quotes stands before
it. In a file without fault that is the same as reading character by character, and in a faulty one the cell with the
first fault is one whose quotes do not fit, so nothing faulty passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types

from roster_core.text import cleaned

_COMMA, _LINE_FEED, _QUOTE, _SPACE, _DELETE = b',\n" \x7f'
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: Bytes that the text rule may change: controls, delete, and every part of a character beyond ASCII.
_NOT_PLAIN = np.array([byte < _SPACE or byte >= _DELETE for byte in range(256)])

Positions = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class NotUtf8Error(ValueError):
    """The file is not UTF-8; `position` is the offset of the first byte that does not fit."""

    def __init__(self, position: int) -> None:
        super().__init__(f"not UTF-8 from byte {position}")
        self.position = position


class BrokenCsvError(ValueError):
    """The quotes of a record do not fit; `record` counts from 1 (the header), `why` is a phrase for a message."""

    def __init__(self, record: int, why: str) -> None:
        super().__init__(f"record {record}: {why}")
        self.record = record
        self.why = why


@dataclass(frozen=True)
class Records:
    """The records of a file, in order, each cell under the text rule (export-options §1), a blank one null.

    `widths` holds the number of cells of each record and `blank` whether all of them are blank; blank lines are
    records too, of one blank cell. `first` is where the cells of a record begin in `where`, which leads to `cells`.
    """

    cells: pl.Series
    where: Positions
    first: Positions
    widths: Positions
    blank: Flags

    def __len__(self) -> int:
        return len(self.first)

    def record(self, index: int) -> list[str]:
        """The cells of one record (0 is the header), blank ones as empty text."""
        start, width = int(self.first[index]), int(self.widths[index])
        return self.cells.gather(self.where[start : start + width]).fill_null("").to_list()

    def column(self, position: int, records: Positions) -> pl.Series:
        """The cells at `position` of the records with these indexes, all of which must be wide enough."""
        return self.cells.gather(self.where[self.first[records] + position])

    def columns(self, names: Sequence[str], positions: Sequence[int], records: Positions) -> pl.DataFrame:
        """The cells at `positions` as text columns called `names`, one row for each of `records`."""
        parts = {name: self.column(at, records) for name, at in zip(names, positions, strict=True)}
        return pl.DataFrame(parts, schema=dict.fromkeys(names, pl.String))


def utf8(content: bytes) -> bytes:
    """The content without one leading byte order mark.

    Raises:
        NotUtf8Error: it is not UTF-8.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8Error(error.start) from error
    return content.removeprefix(_BYTE_ORDER_MARK)


def split_records(content: bytes) -> Records:
    """The records of a comma-separated file in UTF-8, by RFC 4180 without leniency; no content has no records.

    Line ends are LF, CRLF or CR, mixed as they may be; one after the last record makes no further record.

    Raises:
        BrokenCsvError: a quote inside an unquoted cell, text after a closing quote, or a quote never closed.
    """
    # Within a quoted cell the kind of line end does not matter either: the text rule makes a space of each.
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if content and not content.endswith(b"\n"):
        content += b"\n"
    data = np.frombuffer(content, np.uint8)
    ends, quoted = _cell_ends(data)
    starts = np.concatenate([np.zeros(1, np.int64), ends + 1])[:-1]
    last_of_record = np.flatnonzero(data.take(ends, mode="clip") == _LINE_FEED)
    first = np.concatenate([np.zeros(1, np.int64), last_of_record + 1])[:-1]
    cells = _strings(data, starts, ends)
    if quoted.any():
        _refuse_broken(cells, quoted, first, closed=int(ends[-1]) < len(data))
    return _records(cells, quoted, _to_clean(data, starts, ends, quoted), first)


def _cell_ends(data: npt.NDArray[np.uint8]) -> tuple[Positions, Flags]:
    """Where each cell ends, and whether it has a quote in it."""
    divides = (data == _COMMA) | (data == _LINE_FEED)
    quotes = data == _QUOTE
    if not quotes.any():
        ends = np.flatnonzero(divides)
        return ends, np.zeros(len(ends), np.bool_)
    odd = np.logical_xor.accumulate(quotes)
    ends = np.flatnonzero(divides & ~odd)
    if odd[-1]:
        ends = np.append(ends, len(data))  # the cell whose quote is never closed
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])
    return ends, np.logical_or.reduceat(quotes, starts)


def _strings(data: npt.NDArray[np.uint8], starts: Positions, ends: Positions) -> pl.Series:
    """The cells as written, blank ones null: the bytes between the delimiters, put together without them."""
    lengths = ends - starts
    inside = np.ones(len(data), np.bool_)
    inside[ends[ends < len(data)]] = False
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    valid = np.packbits(lengths > 0, bitorder="little")
    buffers = [pa.py_buffer(valid), pa.py_buffer(offsets), pa.py_buffer(data[inside])]
    text = pa.Array.from_buffers(pa.large_string(), len(lengths), buffers)
    return pl.Series("cells", text, dtype=pl.String)


def _to_clean(data: npt.NDArray[np.uint8], starts: Positions, ends: Positions, quoted: Flags) -> Flags:
    """Which cells the text rule may change; most need not be looked at again."""
    if not len(ends):
        return np.zeros(0, np.bool_)
    space = data == _SPACE
    suspect = _NOT_PLAIN[data]
    suspect[1:] |= space[1:] & space[:-1]
    suspect[ends[ends < len(data)]] = False
    outer = space[starts + quoted] | space[ends - 1 - quoted]
    flags: Flags = np.logical_or.reduceat(suspect, starts) | (outer & (ends > starts))
    return flags


def _inner(cell: pl.Expr) -> pl.Expr:
    return cell.str.strip_prefix('"').str.strip_suffix('"')


def _unquoted(cell: pl.Expr) -> pl.Expr:
    inner = _inner(cell).str.replace_all('""', '"', literal=True)
    return pl.when(inner != "").then(inner)


def _refuse_broken(cells: pl.Series, quoted: Flags, first: Positions, *, closed: bool) -> None:
    at = np.flatnonzero(quoted)
    texts = cells.gather(at)
    text = pl.lit(texts)
    lone = _inner(text).str.replace_all('""', "", literal=True).str.contains('"', literal=True)
    unframed = ~(text.str.starts_with('"') & text.str.ends_with('"'))
    # A cell never closed runs up to the last line end, so it is not framed either.
    broken = pl.select(lone | unframed).to_series().to_numpy()
    if not broken.any():
        return
    worst = int(np.flatnonzero(broken)[0])
    record = int(np.searchsorted(first, at[worst], side="right"))
    if not texts[worst].startswith('"'):
        why = "a quote stands inside a cell that does not begin with one"
    elif worst == len(at) - 1 and not closed:
        why = "a quote is opened and never closed"
    else:
        why = "text follows the closing quote of a cell"
    raise BrokenCsvError(record, why)


def _records(cells: pl.Series, quoted: Flags, to_clean: Flags, first: Positions) -> Records:
    where = np.arange(len(cells), dtype=np.int64)
    for changing, change in ((quoted, _unquoted), (to_clean, cleaned)):
        at = np.flatnonzero(changing)
        if len(at):
            # Changed cells are put behind the others: nothing that stays is copied twice.
            changed = pl.select(change(pl.lit(cells.gather(where[at])))).to_series()
            where[at] = np.arange(len(cells), len(cells) + len(at))
            cells = pl.concat([cells, changed.alias(cells.name)], rechunk=True)
    filled = cells.is_not_null().to_numpy()[where]
    widths = np.diff(np.append(first, len(where)))
    blank = ~np.logical_or.reduceat(filled, first) if len(first) else np.zeros(0, np.bool_)
    return Records(cells, where, first, widths, blank)
