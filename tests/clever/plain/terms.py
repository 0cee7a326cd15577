"""The terms of a section and the year at a school (export-options §3, value rules)."""

from dataclasses import dataclass
from datetime import date

from tests.clever.plain.loading import Row
from tests.clever.plain.profile import Setting

Window = tuple[date, date]


@dataclass(frozen=True)
class Term:
    """What stands in the three columns."""

    name: str
    start: date
    end: date


def year_at(setting: Setting, school: str) -> Term:
    """The year at a school."""
    covering = [
        (row["start_date"], row["term_code"], row["end_date"])
        for row in setting.tables["terms"]
        if (row["school_code"], row["school_year"]) == (school, setting.year) and row["covers_year"]
    ]
    if covering:
        start, code, end = min(covering)
        return Term(code, start, end)
    start, end = year_dates(setting)
    return Term(setting.year, start, end)


def year_dates(setting: Setting) -> Window:
    """The dates of the school year."""
    [year] = [row for row in setting.tables["school_years"] if row["school_year"] == setting.year]
    return year["start_date"], year["end_date"]


def overlap(one: Window, other: Window) -> bool:
    """Whether two windows share a day."""
    return one[0] <= other[1] and other[0] <= one[1]


def windows(setting: Setting, school: str, terms: list[Row]) -> list[Window]:
    """The dates of a section's terms; without any it is year-long."""
    year = year_at(setting, school)
    return [(row["start_date"], row["end_date"]) for row in terms] or [(year.start, year.end)]


def term_of(setting: Setting, school: str, terms: list[Row]) -> Term:
    """The term of a section."""
    year = year_at(setting, school)
    if not terms:
        return year
    ordered = sorted(terms, key=lambda row: (row["start_date"], row["term_code"]))
    start, end = ordered[0]["start_date"], max(row["end_date"] for row in ordered)
    if len(ordered) > 1 and start <= year.start and end >= year.end and _is_unbroken(ordered):
        return Term(year.name, start, end)
    return Term(",".join(row["term_code"] for row in ordered), start, end)


def _is_unbroken(ordered: list[Row]) -> bool:
    end = ordered[0]["end_date"]
    for row in ordered[1:]:
        if (row["start_date"] - end).days - 1 > 30:
            return False
        end = max(end, row["end_date"])
    return True
