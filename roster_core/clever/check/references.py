"""R rules: IDs that lead from one file to another."""

from collections.abc import Iterator

import polars as pl

from roster_core.clever.check import kinds
from roster_core.clever.check.findings import VALUE, is_filled, rows_found, shown
from roster_core.clever.folders.folder import Folder
from roster_core.clever.folders.reading import ROW, CsvFile
from roster_core.clever.spec.model import Column

#: The rule for a reference, by the file that it leads to.
_KINDS = {"schools.csv": kinds.R01, "teachers.csv": kinds.R02, "sections.csv": kinds.R03, "students.csv": kinds.R04}


def check_references(folder: Folder) -> Iterator[pl.DataFrame]:
    """Findings about IDs that the file they lead to does not have; IDs are compared as written, space included.

    A file that is missing or cannot be read is said so once, and nothing is held against it.
    """
    for file in folder.files.values():
        for column in file.spec.columns:
            if column.refers_to and file.has(column.name) and folder.has(*column.refers_to):
                yield from _check_reference(folder, file, column, *column.refers_to)


def _check_reference(
    folder: Folder, file: CsvFile, column: Column, to_file: str, to_column: str
) -> Iterator[pl.DataFrame]:
    there = known_ids(folder, to_file, to_column)
    cell = pl.col(column.name)
    lost = file.frame.filter(~cell.is_in(there.implode()) & is_filled(column.name)).select(ROW, cell.alias(VALUE))
    yield rows_found(lost, _KINDS[to_file], file.name, column.name, {"value": shown()})
    if lost.height:
        yield _check_leading_zeros(file.name, column.name, lost, there)


def known_ids(folder: Folder, file: str, column: str) -> pl.Series:
    """The IDs of a file, each once, those of shifted rows included: what hangs on such a row is not at fault."""
    ids = folder.files[file].everywhere(column)[column]
    return ids.unique()


def _check_leading_zeros(file: str, column: str, lost: pl.DataFrame, there: pl.Series) -> pl.DataFrame:
    """V06 where an ID would be found if it had more or fewer zeros in front."""
    zeros = pl.col(VALUE).str.strip_chars_start("0")
    others = there.to_frame(VALUE).with_columns(zeros.alias("bare")).filter(pl.col("bare") != "")
    once = others.group_by("bare").agg(pl.col(VALUE).min().alias("other"))
    near = lost.with_columns(zeros.alias("bare")).join(once, on="bare", how="inner", maintain_order="left")
    why = pl.concat_str(pl.lit("leading zeros were dropped or added, “"), shown("other"), pl.lit("” is there"))
    return rows_found(near, kinds.V06, file, column, {"value": shown(), "why": why})
