"""First stage: each cell by its column's type and marks (roster-csv §2)."""

import polars as pl

from roster_core.findings import Severity
from roster_core.roster import cells, kinds, telling
from roster_core.roster.checks.stage import Stage
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.notation import Column, File


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


_MISSING, _BAD = "missing", "bad"


def check_cells(file: File, rows: pl.DataFrame) -> Stage:
    """The rows of `as_laid_out` with typed columns and defaults filled in.

    Every problem of a row is found, also a soft one in a row that another cell refuses.
    """
    typed = rows.with_columns(cells.value(column) for column in file.columns)
    problems = _problems(file, rows, typed)
    found = problems.select(pl.all().any()).row(0, named=True) if problems.width else {}
    findings: list[pl.DataFrame] = []
    refusing: list[str] = []
    for column in file.columns:
        missing, bad = f"{column.name} {_MISSING}", f"{column.name} {_BAD}"
        if found.get(missing):
            refusing.append(missing)
            without = rows.filter(problems[missing])
            findings.append(telling.row_findings(without, kinds.CELL_REQUIRED, column=column.name))
        if found.get(bad):
            refusing += [] if column.soft else [bad]
            findings.append(_bad_cells(column, rows.filter(problems[bad])))
    if refusing:
        typed = typed.filter(~problems.select(pl.any_horizontal(refusing)).to_series())
    return Stage(
        typed.with_columns(pl.col(name).fill_null(default) for name, default in _defaults(file).items()),
        tuple(findings),
    )


def _problems(file: File, rows: pl.DataFrame, typed: pl.DataFrame) -> pl.DataFrame:
    """For each column a flag `<name> missing` where it is required, and `<name> bad` where it can be."""
    values = typed.select(pl.col(file.headers).name.suffix(" value"))
    flags = []
    for column in file.columns:
        blank = pl.col(column.name).is_null()
        if column.required:
            flags.append(blank.alias(f"{column.name} {_MISSING}"))
        if cells.may_be_bad(column):
            flags.append((pl.col(f"{column.name} value").is_null() & ~blank).alias(f"{column.name} {_BAD}"))
    return pl.concat([rows, values], how="horizontal").select(flags)


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
