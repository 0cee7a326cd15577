"""OneRoster's academic sessions: school years and the terms in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster.formats.cells import read_days
from roster_core.roster.formats.choices import Facts
from roster_core.roster.formats.class_codes import TERM_LENGTH, fitted
from roster_core.roster.formats.codes import digest
from roster_core.roster.formats.years import (
    SchoolYear,
    read_year_code,
    settled_year,
    start_year_of,
    usual_year,
    year_of,
)
from roster_core.roster.intake import FILE, ROW

END_EXCLUSIVE = Kind(
    "END_DATES_EXCLUSIVE",
    Severity.INFO,
    "A session ends on the day on which the next begins, so end dates are the day after the last one; "
    "one day was taken off all of them.",
)

#: A chain of parents longer than this is a circle.
_MAX_DEPTH = 6


@dataclass(frozen=True)
class Sessions:
    """The sessions of a set.

    `frame` has a row for each: `session` (sourcedId in lower case), `school_year` (code), `term_code`, `name`, `start`,
    `end` (dates, the last day included), `is_year`, `FILE`, `ROW`. `year` is the load's; `exclusive` says that end
    dates in the set are the day after the last one.
    """

    frame: pl.DataFrame
    year: SchoolYear
    exclusive: bool
    findings: tuple[Finding, ...] = ()


def list_items(column: str) -> pl.Expr:
    """The items of a list cell: OneRoster separates them by commas, some programs by semicolons."""
    parts = pl.col(column).str.replace_all(";", ",", literal=True).str.split(",")
    trimmed = parts.list.eval(pl.element().str.strip_chars())
    return trimmed.list.eval(pl.element().filter(pl.element() != ""))


def read_sessions(rows: pl.DataFrame, classes: pl.DataFrame, facts: Facts) -> Sessions:
    """The sessions, and the school year of the load: the one that most classes' first terms are in, unless stated.

    Raises:
        Refusal: Neither the set nor `facts` tell the school year.
    """
    key = pl.col("sourcedId").str.to_lowercase().alias("session")
    rows = rows.filter(pl.col("sourcedId").is_not_null()).with_columns(key)
    rows = rows.unique("session", keep="first", maintain_order=True)
    rows = rows.with_columns(
        read_days(rows, "startDate").alias("start"),
        read_days(rows, "endDate").alias("end"),
        is_year=(pl.col("type").str.to_lowercase() == "schoolyear").fill_null(value=False),
    )
    exclusive = _is_exclusive(rows)
    if exclusive:
        rows = rows.with_columns(pl.col("end") - timedelta(days=1))
    rows = _with_year(rows)
    derived = _usual(rows, classes)
    year = settled_year(facts, derived)
    stated = read_year_code(year.code)
    codes = {start: year_of(start).code for start in rows["_year"].drop_nulls().unique()}
    if stated:
        codes[stated.start.year] = year.code
    rows = rows.with_columns(school_year=pl.Series([codes.get(start) for start in rows["_year"]], dtype=pl.String))
    frame = _with_term_codes(rows).select(
        "session", "school_year", "term_code", pl.col("title").alias("name"), "start", "end", "is_year", FILE, ROW
    )
    findings = (Finding(END_EXCLUSIVE, rows[FILE][0]),) if exclusive else ()
    return Sessions(frame, year, exclusive, findings)


def _is_exclusive(rows: pl.DataFrame) -> bool:
    """Whether a session ends on the very day that another of its kind and parent begins."""
    side = ("type", "parentSourcedId")
    ends = rows.select(*side, day="end").drop_nulls("day")
    starts = rows.select(*side, day="start").drop_nulls("day")
    return ends.join(starts, on=[*side, "day"], how="semi", nulls_equal=True).height > 0


def _with_year(rows: pl.DataFrame) -> pl.DataFrame:
    """`_year`, the calendar year in which each session's school year begins: as written, its ancestor's, or by date."""
    written = pl.col("schoolYear").str.extract(r"^(\d{4})(?:-\d{2}-\d{2})?$").cast(pl.Int32) - 1
    rows = rows.with_columns(_own=written)
    by_id: dict[str, tuple[str | None, int | None, int | None]] = {
        row["session"]: (
            (row["parentSourcedId"] or "").lower(),
            row["_own"],
            row["_begins"] if row["is_year"] else None,
        )
        for row in rows.with_columns(_begins=start_year_of(pl.col("start"))).iter_rows(named=True)
    }
    by_date = start_year_of(pl.col("start"))
    inherited = pl.Series("_inherited", [_inherited(session, by_id) for session in rows["session"]], dtype=pl.Int32)
    return rows.with_columns(inherited).with_columns(_year=pl.coalesce("_inherited", by_date))


def _inherited(session: str, by_id: Mapping[str, tuple[str | None, int | None, int | None]]) -> int | None:
    place: str | None = session
    for _ in range(_MAX_DEPTH):
        if not place or place not in by_id:
            return None
        parent, own, begins = by_id[place]
        if own is not None or begins is not None:
            return own if own is not None else begins
        place = parent
    return None


def _usual(rows: pl.DataFrame, classes: pl.DataFrame) -> SchoolYear | None:
    first = classes.select(session=list_items("termSourcedIds").list.first().str.to_lowercase()).drop_nulls()
    used = first.join(rows.select("session", "_year"), on="session").drop_nulls()
    counted = (used if used.height else rows.select("_year").drop_nulls()).group_by("_year").len()
    if counted.is_empty():
        return usual_year(rows["start"])
    start = counted.sort("len", "_year", descending=True)["_year"][0]
    whole = rows.filter(pl.col("is_year") & (pl.col("_year") == start)).drop_nulls(["start", "end"])
    base = year_of(start)
    if whole.is_empty():
        return base
    return SchoolYear(base.code, whole["start"][0], whole["end"][0])


def _with_term_codes(rows: pl.DataFrame) -> pl.DataFrame:
    """Codes made of titles; sessions of one year with the same title but other dates are told apart by a digest."""
    title = rows.select(pl.coalesce("title", "sourcedId").alias("title"))["title"]
    rows = rows.with_columns(fitted(title, TERM_LENGTH).alias("term_code")).sort("start", "session", nulls_last=True)
    same = ("school_year", pl.col("term_code").str.to_lowercase())
    other = (pl.col("start").ne_missing(pl.col("start").first().over(*same))) | (
        pl.col("end").ne_missing(pl.col("end").first().over(*same))
    )
    made = pl.Series("_made", [digest(session, TERM_LENGTH) for session in rows["session"]], dtype=pl.String)
    return rows.with_columns(made).with_columns(term_code=pl.when(other).then("_made").otherwise("term_code"))
