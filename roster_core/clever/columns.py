"""A file of the export as data: its columns, what identifies a row, and the order of rows (export-options §3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from roster_core.clever.kinds import REQUIRED_BLANK
from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.report import found
from roster_core.findings import FRAME_SCHEMA

#: A cell: options in, one expression over the file's rows out.
Cell = Callable[[ExportOptions], pl.Expr]
_ORDER = "_order"


class Need(StrEnum):
    """Whether a cell must be filled."""

    #: Clever refuses the row without it.
    REQUIRED = "required"
    #: Needed on rows that have the thing it belongs to, such as a contact.
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"
    #: The column is there and always empty.
    NOT_USED = "not used"
    #: The column is there only by an option.
    EXTRA = "extra"


def field(name: str) -> Cell:
    """The cell that is the column `name` as it is."""
    return lambda _options: pl.col(name)


def day(name: str) -> Cell:
    """The cell that is the date in column `name` as MM/DD/YYYY."""
    return lambda _options: pl.col(name).dt.strftime("%m/%d/%Y")


def blank(_options: ExportOptions) -> pl.Expr:
    """The cell that is always empty."""
    return pl.lit(None, dtype=pl.String)


def always(_options: ExportOptions) -> bool:
    """The column is in every layout and profile."""
    return True


def today_only(options: ExportOptions) -> bool:
    """The column is in Clever's present layout only (export-options §2.6)."""
    return options.column_layout == "clever"


@dataclass(frozen=True)
class Column:
    """A column: its header, whether it must be filled, its cell, and when it is there at all."""

    name: str
    need: Need
    cell: Cell
    when: Callable[[ExportOptions], bool] = always
    #: The spelling in the layout `genesis`, where it differs.
    genesis: str = ""

    def header(self, options: ExportOptions) -> str:
        """The header in the layout chosen."""
        return self.genesis if self.genesis and options.column_layout == "genesis" else self.name


@dataclass(frozen=True)
class Table:
    """A file: its name, its columns in the order written, the columns that name a row, and what rows are sorted by.

    `order` gives the expressions, over the rows from which cells are made, by whose values rows are sorted; texts sort
    by code point.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[pl.Expr, ...]

    def present(self, options: ExportOptions) -> tuple[Column, ...]:
        """The columns that are written with these options."""
        return tuple(column for column in self.columns if column.when(options))

    def header(self, options: ExportOptions) -> list[str]:
        """The header row."""
        return [column.header(options) for column in self.present(options)]


def cells(rows: pl.DataFrame, table: Table, options: ExportOptions) -> pl.DataFrame:
    """The written cells of `rows`, all text, blank as null, with the values to sort by in columns `_order…`."""
    texts = [_text(column.cell(options)).alias(column.header(options)) for column in table.present(options)]
    order = [by.alias(f"{_ORDER}{place}") for place, by in enumerate(table.order)]
    return rows.select(*texts, *order)


def in_order(written: pl.DataFrame) -> pl.DataFrame:
    """What `cells` gave, sorted as the file is, without the columns to sort by."""
    order = [name for name in written.columns if name.startswith(_ORDER)]
    result = written.sort(order)
    if _has_ties(result.select(order)):
        result = written.sort([*order, *(name for name in written.columns if name not in order)])
    return result.drop(order)


def build_table(rows: pl.DataFrame, table: Table, options: ExportOptions) -> pl.DataFrame:
    """The whole file: cells in the order written."""
    return in_order(cells(rows, table, options))


def required_blank(
    written: pl.DataFrame, table: Table, options: ExportOptions, *, but: Sequence[str] = ()
) -> pl.DataFrame:
    """A finding for each empty cell of a column that Clever requires; columns in `but` have findings of their own."""
    parts = [pl.DataFrame(schema=FRAME_SCHEMA)]
    key = pl.concat_str([pl.col(name) for name in table.key], separator="/", ignore_nulls=True)
    for column in table.present(options):
        header = column.header(options)
        if column.need is Need.REQUIRED and header not in but and written[header].null_count():
            rows = written.filter(pl.col(header).is_null())
            parts.append(found(rows, REQUIRED_BLANK, table.name, key, column=header, facts={"column": header}))
    return pl.concat(parts).unique(maintain_order=True)


def _text(cell: pl.Expr) -> pl.Expr:
    text = cell.cast(pl.String)
    return pl.when(text != "").then(text)


def _has_ties(keys: pl.DataFrame) -> bool:
    if len(keys) < 2:  # noqa: PLR2004 - one row has no neighbour
        return False
    same = pl.all_horizontal(pl.all().eq_missing(pl.all().shift(1)))
    return bool(keys.lazy().select(same.slice(1).any()).collect().item())
