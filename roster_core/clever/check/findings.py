"""What the rules share: findings that name a row, a column and a value, and which values may be shown."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import polars as pl

from roster_core.clever.folders.reading import ROW, CsvFile
from roster_core.clever.folders.secret_columns import MASK, is_secret
from roster_core.clever.report import Fact, found
from roster_core.findings import Kind

VALUE = "value"
_LONGEST_SHOWN = 60
#: What no cell should hold: control characters and the two line breaks of Unicode.
CONTROLS = r"[\p{Cc}\x{2028}\x{2029}]"


def row_key(row: str = ROW) -> pl.Expr:
    """The row as a spreadsheet numbers it."""
    # Not pl.format: in Polars 2.1 it panics where a chunk of the frame lost all its rows to a filter.
    return pl.concat_str(pl.lit("row "), pl.col(row))


def is_filled(column: str) -> pl.Expr:
    """Whether the cell has more than white space."""
    return pl.col(column).str.contains(r"\S")


def shown(value: str | pl.Expr = VALUE, *, of: str = "") -> pl.Expr:
    """A value for a message: short, without control characters, masked if the column `of` holds passwords."""
    if is_secret(of):
        return pl.lit(MASK)
    text = (pl.col(value) if isinstance(value, str) else value).str.replace_all(CONTROLS, "·")
    cut = text.str.slice(0, _LONGEST_SHOWN - 1) + "…"
    return pl.when(text.str.len_chars() > _LONGEST_SHOWN).then(cut).otherwise(text)


def rows_found(
    rows: pl.DataFrame, kind: Kind, file: str, column: str = "", facts: Mapping[str, Fact] | None = None
) -> pl.DataFrame:
    """One finding for each row; `facts` need not repeat the column."""
    return found(rows, kind, file, row_key(), facts={"column": column, **(facts or {})}, column=column)


def cells_where(
    frame: pl.DataFrame, columns: Iterable[str], fault: Callable[[pl.Expr], pl.Expr]
) -> Iterator[tuple[str, pl.DataFrame]]:
    """For each column with cells that have the fault: its name, and those rows with ROW and VALUE."""
    names = list(columns)
    if frame.is_empty() or not names:
        return
    faults = frame.select(fault(pl.col(name)).alias(name) for name in names)
    for name in names:
        if faults[name].any():
            yield name, frame.filter(faults[name]).select(ROW, pl.col(name).alias(VALUE))


def text_columns(file: CsvFile) -> list[str]:
    """Every column of the file that was read."""
    return [name for name in file.frame.columns if name != ROW]
