"""T rules: terms and courses of sections.csv."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from roster_core.clever.check import kinds
from roster_core.clever.check.findings import is_filled, rows_found, shown
from roster_core.clever.folders.reading import ROW, CsvFile, blank_filled
from roster_core.clever.report import Fact
from roster_core.findings import Finding, to_frame

_NAME, _START, _END, _COURSE = "Term_name", "Term_start", "Term_end", "Course_name"
_TERM = (_NAME, _START, _END)
_SHOWN = "%m/%d/%Y"


def check_terms(file: CsvFile, today: date) -> Iterator[pl.DataFrame]:
    """Findings about sections' terms, the day of the check being `today`."""
    yield _check_filled(file, _TERM, "The three term columns are empty", "term")
    yield _check_filled(file, (_COURSE,), "Course_name is empty", "course")
    rows = blank_filled(file.frame, _TERM).with_columns(_day(_START).alias("start"), _day(_END).alias("end"))
    yield _check_today(file.name, rows, today)
    if file.has(_NAME, "School_id"):
        yield _check_one_pair_of_dates(file.name, rows)


def _day(column: str) -> pl.Expr:
    """The date; null for one that is blank, or that V03 finds fault with."""
    return pl.col(column).str.strip_chars().str.to_date(_SHOWN, strict=False)


def _check_filled(file: CsvFile, columns: tuple[str, ...], what: str, thing: str) -> pl.DataFrame:
    """T01; once for the file if it has none of the columns."""
    there = [name for name in columns if file.has(name)]
    facts = {"what": what, "thing": thing}
    if there:
        rows = file.frame.filter(~pl.any_horizontal(is_filled(name) for name in there))
        return rows_found(rows, kinds.T01, file.name, columns[0], facts)
    facts["what"] = f"There is no column {' or '.join(columns)}"
    return to_frame([Finding(kinds.T01, file.name, "", columns[0], facts)] if file.frame.height else [])


def _check_today(file: str, rows: pl.DataFrame, today: date) -> pl.DataFrame:
    outside = rows.filter((pl.col("start") > today) | (pl.col("end") < today))
    backwards = (pl.col("end") < pl.col("start")).fill_null(value=False)
    facts: dict[str, Fact] = {
        "today": today.strftime(_SHOWN),
        "start": _or_open(_START),
        "end": _or_open(_END),
        "why": pl.when(backwards).then(pl.lit(": it ends before it begins")).otherwise(pl.lit("")),
    }
    return rows_found(outside, kinds.T02, file, _START, facts)


def _or_open(column: str) -> pl.Expr:
    return pl.when(is_filled(column)).then(shown(column)).otherwise(pl.lit("open"))


def _check_one_pair_of_dates(file: str, rows: pl.DataFrame) -> pl.DataFrame:
    """T03 for every section whose dates differ from those of the first with its school and term name."""
    term = ("School_id", _NAME)
    named = rows.filter(is_filled(_NAME)).with_columns(
        pl.col(ROW, "start", "end", _START, _END).first().over(term).name.prefix("first_")
    )
    odd = named.filter(
        pl.col("start").ne_missing(pl.col("first_start")) | pl.col("end").ne_missing(pl.col("first_end"))
    )
    facts = {
        "term": shown(_NAME),
        "school": shown("School_id"),
        "start": _or_open(_START),
        "end": _or_open(_END),
        "first_start": _or_open(f"first_{_START}"),
        "first_end": _or_open(f"first_{_END}"),
        "first": pl.col(f"first_{ROW}"),
    }
    return rows_found(odd, kinds.T03, file, _NAME, facts)
