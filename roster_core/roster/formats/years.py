"""School years: their codes, and the one that dates lie in."""

import re
from dataclasses import dataclass
from datetime import date

import polars as pl

from roster_core.refusals import Refusal
from roster_core.roster.formats.choices import Facts

#: A school year begins in July: dates from here on belong to the year that starts.
FIRST_MONTH = 7
#: Years of roster-csv §2.
_YEARS = range(1900, 2101)
_CODE = re.compile(r"(\d{4})(?:\s*[-/]\s*(\d{2}|\d{4}))?")


@dataclass(frozen=True)
class SchoolYear:
    """A school year: its code (`2026-27`), first and last day."""

    code: str
    start: date
    end: date


def year_of(start_year: int) -> SchoolYear:
    """The school year that begins in July of `start_year`."""
    return SchoolYear(
        f"{start_year}-{(start_year + 1) % 100:02d}", date(start_year, FIRST_MONTH, 1), date(start_year + 1, 6, 30)
    )


def read_year_code(text: str) -> SchoolYear | None:
    """The year that `2026-27`, `2026-2027`, `2026/27` or a lone end year `2027` means."""
    found = _CODE.fullmatch(text.strip())
    if not found:
        return None
    first = int(found[1])
    if first not in _YEARS:
        return None
    if not found[2]:
        return year_of(first - 1)
    return year_of(first) if (first + 1) % 100 == int(found[2]) % 100 else None


def start_year_of(day: pl.Expr) -> pl.Expr:
    """The calendar year in which the school year of a date begins."""
    return day.dt.year() - (day.dt.month() < FIRST_MONTH).cast(pl.Int32)


def usual_year(days: pl.Series) -> SchoolYear | None:
    """The school year that most of the dates (type Date, nulls ignored) lie in; of equals the later one."""
    if days.drop_nulls().is_empty():
        return None
    counted = (
        pl.DataFrame({"day": days.drop_nulls()})
        .group_by(start_year_of(pl.col("day")).alias("year"))
        .len()
        .sort("len", "year", descending=True)
    )
    return year_of(counted["year"][0])


def settled_year(facts: Facts, derived: SchoolYear | None) -> SchoolYear:
    """The year of the load: as stated, else as derived from the files.

    Raises:
        Refusal: Neither says it, or the year stated cannot be read.
    """
    base = derived
    if facts.school_year:
        named = read_year_code(facts.school_year)
        known = facts.year_start and facts.year_end
        if not named and not known:
            raise Refusal(
                "The roster was not read.",
                why=f"“{facts.school_year}” is not a school year.",
                fix="Give it as 2026-27, or give its first and last day too.",
            )
        base = derived if derived and derived.code == facts.school_year else named
    elif facts.year_start and not derived:
        base = usual_year(pl.Series([facts.year_start]))
    if base is None and facts.year_start and facts.year_end:
        base = SchoolYear(facts.school_year, facts.year_start, facts.year_end)
    if base is None:
        raise Refusal(
            "The roster was not read.",
            why="No file tells which school year it is of.",
            fix="Give the school year, such as 2026-27.",
        )
    return SchoolYear(facts.school_year or base.code, facts.year_start or base.start, facts.year_end or base.end)
