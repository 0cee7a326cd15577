"""V rules: each value by itself, against its column."""

from collections.abc import Iterator, Mapping

import polars as pl

from roster_core.clever.check import kinds
from roster_core.clever.check.findings import VALUE, cells_where, rows_found, shown, text_columns
from roster_core.clever.check.spreadsheet import check_spreadsheet, damage
from roster_core.clever.folders.reading import ROW, CsvFile
from roster_core.clever.folders.secret_columns import is_secret
from roster_core.clever.report import Fact
from roster_core.clever.spec.model import Column, Required, Type
from roster_core.clever.spec.teaching import ATTENDANCE
from roster_core.clever.spec.values import GRADES

_MAX_CHARACTERS = 255
_MAX_ALLOWED_SHOWN = 8
_FORMS: Mapping[Type, str] = {
    Type.DATE: "month/day/year such as 09/17/2015",
    Type.DATE_ISO: "year-month-day such as 2026-09-17",
    Type.STATE: "a state of two capital letters",
    Type.ZIP: "a ZIP code of 5 or 5+4 digits",
    Type.YEAR: "a year of four digits",
    Type.DECIMAL: "a number such as 3.75",
}
_DATE_FORMATS: Mapping[Type, str] = {Type.DATE: "%m/%d/%Y", Type.DATE_ISO: "%Y-%m-%d"}
_KINDS = {Type.EMAIL: kinds.V04, Type.PHONE_DIGITS: kinds.V05}


def check_values(file: CsvFile) -> Iterator[pl.DataFrame]:
    """Findings about single values. Space round a value is C07's matter and does not count here."""
    values = file.frame.with_columns(pl.exclude(ROW).str.strip_chars())
    columns = [column for column in file.spec.columns if column.name in file.frame.columns]
    yield from _check_required(file, values, columns)
    for column in columns:
        filled = values.filter(pl.col(column.name) != "").select(ROW, pl.col(column.name).alias(VALUE))
        if filled.height and not column.is_password:
            yield from _check_column(file.name, column, filled)
    yield from check_spreadsheet(file, values)
    yield from _check_length(file, values)
    if file.has("Low_grade", "High_grade"):
        yield _check_grade_span(file.name, values)


def _check_required(file: CsvFile, values: pl.DataFrame, columns: list[Column]) -> Iterator[pl.DataFrame]:
    required = [column.name for column in columns if column.required is Required.YES]
    for column, rows in cells_where(values, required, lambda cell: cell == ""):
        yield rows_found(rows, kinds.V01, file.name, column, {"why": ""})
    if file.spec is ATTENDANCE and file.has("Section_id", "Attendance_type"):
        rows = values.filter((pl.col("Attendance_type") == "section") & (pl.col("Section_id") == ""))
        why = ": it is the attendance of a section"
        yield rows_found(rows, kinds.V01, file.name, "Section_id", {"why": why})


def _check_column(file: str, column: Column, filled: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Findings about the filled cells of one column, each by the rule of its type."""
    facts: dict[str, Fact] = {"value": shown(of=column.name)}
    value = pl.col(VALUE)
    if column.type is Type.ENUM:
        odd = filled.filter(~value.is_in(column.allowed))
        yield rows_found(odd, kinds.V02, file, column.name, facts | {"allowed": _some(column), "hint": _hint(column)})
    elif form := _DATE_FORMATS.get(column.type):
        real = value.str.slice(0, 10).str.to_date(form, strict=False).is_not_null()
        odd = filled.filter(~(value.str.contains(column.pattern) & real))
        yield rows_found(odd, kinds.V03, file, column.name, facts | {"form": _FORMS[column.type]})
    elif kind := _KINDS.get(column.type):
        odd = filled.filter(~value.str.contains(column.pattern))
        yield rows_found(odd, kind, file, column.name, facts)
    elif column.pattern:
        # What a spreadsheet did has its own finding, which says more.
        odd = filled.filter(~value.str.contains(column.pattern) & damage(column).is_null())
        form = _FORMS.get(column.type, "a number of 12 digits")
        yield rows_found(odd, kinds.V08, file, column.name, facts | {"form": form})


def _some(column: Column) -> str:
    values = [value for value in column.allowed if value]
    more = ", …" if len(values) > _MAX_ALLOWED_SHOWN else ""
    return ", ".join(values[:_MAX_ALLOWED_SHOWN]) + more


def _hint(column: Column) -> pl.Expr:
    """What the value is likely to mean: the same in another case, or a usual other word."""
    meant = {**column.meant, **{value.casefold(): value for value in column.allowed if value}}
    right = pl.col(VALUE).str.to_lowercase().replace_strict(meant, default=None, return_dtype=pl.String)
    return pl.concat_str(pl.lit("; Clever's word is “"), right, pl.lit("”"))


def _check_length(file: CsvFile, values: pl.DataFrame) -> Iterator[pl.DataFrame]:
    def is_long(cell: pl.Expr) -> pl.Expr:
        return (cell.str.len_bytes() > _MAX_CHARACTERS) & (cell.str.len_chars() > _MAX_CHARACTERS)

    for column, rows in cells_where(values, text_columns(file), is_long):
        value = pl.lit("") if is_secret(column) else pl.concat_str(pl.lit(" (“"), shown(), pl.lit("”)"))
        facts: dict[str, Fact] = {"length": pl.col(VALUE).str.len_chars(), "value": value}
        yield rows_found(rows, kinds.V07, file.name, column, facts)


def _check_grade_span(file: str, values: pl.DataFrame) -> pl.DataFrame:
    rank = {grade: place for place, grade in enumerate(GRADES)}

    def place(column: str) -> pl.Expr:
        return pl.col(column).replace_strict(rank, default=None, return_dtype=pl.Int64)

    odd = values.filter(place("High_grade") < place("Low_grade"))
    return rows_found(odd, kinds.V09, file, "High_grade", {"high": pl.col("High_grade"), "low": pl.col("Low_grade")})
