"""Which cells differ in the rows that two frames have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from roster_core.clever.changes.row_keys import KEY, written
from roster_core.clever.folders.secret_columns import MASK, is_secret

CELLS_SCHEMA = {"key": pl.String, "column": pl.String, "old": pl.String, "new": pl.String}
#: Of a changed cell: the row in the newer frame.
ROW = "row"
_AT, _PLACE = "at", "place"


@dataclass(frozen=True)
class Cells:
    """The changed cells, and how many there are however few of them are listed.

    `rows` are as CELLS_SCHEMA with ROW, passwords masked; keys in the order of code points, the columns of one key in
    that of the header. `changed` are the rows of the newer frame that differ, in the order of their keys; `columns`
    counts them by column.
    """

    rows: pl.DataFrame
    changed: pl.Series
    columns: Mapping[str, int]


def changed_cells(
    before: pl.DataFrame, after: pl.DataFrame, columns: Sequence[str], *, at_most: int | None = None
) -> Cells:
    """The cells of `columns` that differ between rows of the same KEY, which is unique in each frame.

    With `at_most` only those of the first so many changed rows are listed.
    """
    # One column after the other through the positions of the rows: the frames themselves are never joined.
    both = (
        before.select(KEY, pl.int_range(pl.len(), dtype=pl.UInt32).alias("old"))
        .join(after.select(KEY, pl.int_range(pl.len(), dtype=pl.UInt32).alias("new")), on=KEY)
        .sort(KEY)
    )
    found = [_differing(before[column], after[column], both, place) for place, column in enumerate(columns)]
    counted = {column: len(part) for column, part in zip(columns, found, strict=True) if len(part)}
    changed = pl.concat([pl.Series(_AT, [], dtype=pl.UInt32), *(part[_AT] for part in found)]).unique().sort()
    if at_most is not None and len(changed) > at_most:
        found = [part.filter(pl.col(_AT) < changed[at_most]) for part in found]
    return Cells(_listed(found, both, columns), both["new"].gather(changed), counted)


def _differing(old: pl.Series, new: pl.Series, both: pl.DataFrame, place: int) -> pl.DataFrame:
    """Of one column: where `both` differs, and the column's place."""
    at = (old.gather(both["old"]) != new.gather(both["new"])).arg_true()
    return pl.DataFrame({_AT: at.cast(pl.UInt32)}).with_columns(
        pl.lit(place, dtype=pl.UInt16).alias(_PLACE),
        old=old.gather(both["old"].gather(at)),
        new=new.gather(both["new"].gather(at)),
    )


def _listed(found: Sequence[pl.DataFrame], both: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    secret = [place for place, column in enumerate(columns) if is_secret(column)]

    def value(cell: str) -> pl.Expr:
        hidden = pl.col(_PLACE).is_in(secret) & (pl.col(cell) != "")
        return pl.when(hidden).then(pl.lit(MASK)).otherwise(pl.col(cell)).alias(cell)

    empty = pl.DataFrame(schema={_AT: pl.UInt32, _PLACE: pl.UInt16, "old": pl.String, "new": pl.String})
    cells = pl.concat([empty, *found]).sort(_AT, _PLACE)
    names = pl.Series("column", list(columns), dtype=pl.String)
    return cells.with_columns(
        both[KEY].gather(cells[_AT]).alias("key"),
        names.gather(cells[_PLACE]).alias("column"),
        both["new"].gather(cells[_AT]).alias(ROW),
    ).select(written(pl.col("key")), "column", value("old"), value("new"), ROW)
