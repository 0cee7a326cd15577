"""Where rows come from: one way to ask, answered by a database or, in tests, by frames (export-engine §5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, Self

import polars as pl

Type = type[pl.String] | type[pl.Int64] | type[pl.Boolean] | type[pl.Date]
Scalar = str | int | bool


@dataclass(frozen=True)
class Window:
    """Rows whose days from `start` to `end` contain `day`; both ends count, a blank one is open."""

    start: str
    end: str
    day: date


@dataclass(frozen=True)
class Read:
    """Some columns of some rows of a table; every row is of the district that the source was opened for.

    `equals` are columns with the value they must have, `among` is a column whose value another read must give in its
    only column, `keys` are a whole-number column and the range it must lie in, both ends included, `listed` is a
    whole-number column and the values that it may have.
    """

    table: str
    columns: Mapping[str, Type]
    equals: tuple[tuple[str, Scalar], ...] = ()
    window: Window | None = None
    among: "tuple[str, Read] | None" = None
    keys: tuple[str, int, int] | None = None
    listed: tuple[str, tuple[int, ...]] | None = None

    def __hash__(self) -> int:
        """Equal reads have one, so that what they gave can be kept."""
        return hash((self.table, *self.columns, self.equals, self.window, self.among, self.keys, self.listed))

    def where(self, **equals: Scalar) -> Self:
        """The same with further columns that must have a value."""
        return replace(self, equals=(*self.equals, *equals.items()))

    def on(self, start: str, end: str, day: date) -> Self:
        """The same, only rows in force on `day`."""
        return replace(self, window=Window(start, end, day))

    def within(self, column: str, other: "Read") -> Self:
        """The same, only rows whose `column` is in what `other` gives."""
        return replace(self, among=(column, other))

    def between(self, column: str, low: int, high: int) -> Self:
        """The same, only rows whose `column` is from `low` to `high`."""
        return replace(self, keys=(column, low, high))

    def only(self, column: str, values: Iterable[int]) -> Self:
        """The same, only rows whose `column` is one of `values`."""
        return replace(self, listed=(column, tuple(values)))


class Source(Protocol):
    """A roster of one district at one moment: every read sees the same state."""

    def table(self, read: Read) -> pl.DataFrame:
        """The rows asked for, in no particular order, with the columns and types asked for; blank text is null."""
        ...

    def batches(self, read: Read) -> Iterator[pl.DataFrame]:
        """The same, piece by piece, for what does not fit into memory at once; no piece is empty."""
        ...


@dataclass(frozen=True)
class FrameSource:
    """A source over frames named like the tables; columns that a frame lacks are null."""

    frames: Mapping[str, pl.DataFrame]
    batch_rows: int = 65_536

    def table(self, read: Read) -> pl.DataFrame:
        """See `Source.table`."""
        rows = self.frames.get(read.table, pl.DataFrame(schema=dict.fromkeys(read.columns, pl.Null)))
        absent = [pl.lit(None).alias(name) for name in (*read.columns, *_asked(read)) if name not in rows.columns]
        kept = rows.with_columns(absent).filter(self._conditions(read))
        texts = pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)).name.keep()
        return kept.select(pl.col(name).cast(type_) for name, type_ in read.columns.items()).with_columns(texts)

    def batches(self, read: Read) -> Iterator[pl.DataFrame]:
        """See `Source.batches`."""
        yield from (piece for piece in self.table(read).iter_slices(self.batch_rows) if len(piece))

    def _conditions(self, read: Read) -> list[pl.Expr]:
        conditions = [pl.col(column) == value for column, value in read.equals]
        if read.window:
            start, end = pl.col(read.window.start).cast(pl.Date), pl.col(read.window.end).cast(pl.Date)
            conditions += [start.is_null() | (start <= read.window.day), end.is_null() | (end >= read.window.day)]
        if read.among:
            column, other = read.among
            conditions.append(pl.col(column).is_in(self.table(other).to_series().unique().to_list()))
        if read.keys:
            column, low, high = read.keys
            conditions.append(pl.col(column).is_between(low, high))
        if read.listed:
            column, values = read.listed
            conditions.append(pl.col(column).is_in(values))
        return conditions or [pl.lit(value=True)]


def _asked(read: Read) -> list[str]:
    window = (read.window.start, read.window.end) if read.window else ()
    among = (read.among[0],) if read.among else ()
    keys = (read.keys[0],) if read.keys else ()
    listed = (read.listed[0],) if read.listed else ()
    asked = (*(name for name, _value in read.equals), *window, *among, *keys, *listed)
    return [column for column in asked if column not in read.columns]
