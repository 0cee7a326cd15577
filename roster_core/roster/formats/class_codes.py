"""Codes of courses, sections and terms for formats that have only long identifiers of their own."""

from collections.abc import Sequence

import polars as pl

from roster_core.roster.formats.codes import digest, fitting
from roster_core.roster.formats.draft import text

#: Lengths of roster-csv §4.
COURSE_LENGTH = 30
SECTION_LENGTH = 10
TERM_LENGTH = 10
#: A term shorter than this many days does not stand for a year.
_YEAR_DAYS = 240


def fitted(column: pl.Series, max_length: int) -> pl.Series:
    """A column of texts as codes of at most `max_length` (see `codes.fitting`)."""
    codes = fitting(column.drop_nulls(), max_length)
    return pl.Series(column.name, [None if value is None else codes[value] for value in column], dtype=pl.String)


def section_codes(rows: pl.DataFrame, candidates: Sequence[str]) -> pl.DataFrame:
    """`rows`, one for each section, with `section_code` and `_made` (whether the code is a digest).

    `rows` has `school_code`, `course_code`, `section_id` and the columns named by `candidates`: the first that is
    filled, short enough and different within the course is the code; else a digest of `section_id` is.
    """
    of_course = [pl.col(name).str.to_lowercase() for name in ("school_code", "course_code")]
    code = text(None)
    for name in candidates:
        folded = pl.col(name).str.to_lowercase()
        usable = pl.col(name).is_not_null() & (pl.col(name).str.len_chars() <= SECTION_LENGTH)
        code = pl.coalesce(code, pl.when(usable & (pl.len().over(*of_course, folded) == 1)).then(name))
    rows = rows.with_columns(section_code=code)
    # Two sections may have chosen the same code from different columns.
    repeated = pl.len().over(*of_course, pl.col("section_code").str.to_lowercase()) > 1
    rows = rows.with_columns(_made=pl.col("section_code").is_null() | repeated)
    digests = {value: digest(value, SECTION_LENGTH) for value in rows.filter("_made")["section_id"].drop_nulls()}
    made = pl.Series("_digest", [digests.get(value) for value in rows["section_id"]], dtype=pl.String)
    return (
        rows.with_columns(made)
        .with_columns(section_code=pl.when("_made").then("_digest").otherwise("section_code"))
        .drop("_digest")
    )


def section_suffix(section_id: str, school: str, year: str, course: str) -> pl.Expr:
    """What follows school and course (and perhaps the year before them) in the column `section_id`, else null.

    That is how Clever section IDs are made here (export-options §3), so that they come out as they went in.
    """
    base = pl.col(school) + "-" + pl.col(course) + "-"
    dated = pl.lit(f"{year}-") + base
    own = pl.col(section_id)
    rest = (
        pl.when(own.str.starts_with(base))
        .then(own.str.strip_prefix(base))
        .when(own.str.starts_with(dated))
        .then(own.str.strip_prefix(dated))
    )
    return pl.when(rest != "").then(rest)


def covers_year(start: pl.Expr, end: pl.Expr, *of_school: str) -> pl.Expr:
    """`true` for a term that reaches over all terms of its school and is long enough for a year, else `false`."""
    whole = (start == start.min().over(*of_school)) & (end == end.max().over(*of_school))
    return (whole & ((end - start).dt.total_days() >= _YEAR_DAYS)).fill_null(value=False).cast(pl.String)
