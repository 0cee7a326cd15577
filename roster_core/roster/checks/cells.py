"""First stage: each cell by its column's type and marks (roster-csv §2)."""

import polars as pl

from roster_core.findings import Severity
from roster_core.roster import cells, kinds, telling
from roster_core.roster.checks.stage import Stage
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import Column, File


def as_laid_out(file: File, table: pl.DataFrame | None) -> pl.DataFrame:
    """The intake table with every column of the file in order, as text, blank as null, then `FILE` and `ROW`.

    Rows that the file passes over in silence (a user text without a value) are gone. They are passed over before they
    are judged, as blank records are.
    """
    if table is None:
        table = pl.DataFrame(schema={FILE: pl.String, ROW: pl.Int64})
    text = {name: pl.col(name).cast(pl.String) for name in file.headers if name in table.columns}
    laid_out = table.select(
        *(
            pl.when(text[name] != "").then(text[name]).alias(name)
            if name in text
            else pl.lit(None, pl.String).alias(name)
            for name in file.headers
        ),
        pl.col(FILE).cast(pl.String),
        pl.col(ROW).cast(pl.Int64),
    )
    return laid_out.drop_nulls(file.skipped_without) if file.skipped_without else laid_out


def check_cells(file: File, rows: pl.DataFrame) -> Stage:
    """The rows of `as_laid_out` with typed columns and defaults filled in.

    Every problem of a row is found, also a soft one in a row that another cell refuses.
    """
    typed = rows.with_columns(cells.value(column) for column in file.columns)
    refused = pl.repeat(value=False, n=rows.height, eager=True)
    findings: list[pl.DataFrame] = []
    for column in file.columns:
        blank = rows[column.name].is_null()
        if column.required and blank.any():
            refused |= blank
            findings.append(telling.row_findings(rows.filter(blank), kinds.CELL_REQUIRED, column=column.name))
        bad = typed[column.name].is_null() & ~blank
        if cells.may_be_bad(column) and bad.any():
            if not column.soft:
                refused |= bad
            findings.append(_bad_cells(column, rows.filter(bad)))
    filled = typed.with_columns(pl.col(name).fill_null(default) for name, default in _defaults(file).items())
    return Stage(filled.filter(~refused), tuple(findings))


def _defaults(file: File) -> dict[str, pl.Expr]:
    found = {column.name: cells.default(column) for column in file.columns}
    return {name: default for name, default in found.items() if default is not None}


def _bad_cells(column: Column, rows: pl.DataFrame) -> pl.DataFrame:
    if not column.soft:
        effect = telling.ROW_LEFT_OUT
    else:
        effect = f"{column.default} was taken instead" if column.default else telling.CELL_LEFT_BLANK
    return telling.row_findings(
        rows,
        kinds.CELL_BAD,
        column=column.name,
        severity=Severity.WARNING if column.soft else None,
        value=telling.shortened(pl.col(column.name)),
        expected=cells.expected(column),
        effect=effect,
    )
