"""How long documents are kept: to the end of their school year, and so many years more."""

import re
from datetime import date

_YEAR = re.compile(r"(\d{4})-(\d{2})")


def end_of_year(school_year: str) -> date | None:
    """The last day of a school year (`2026-27`) that the roster does not know; `None` if it is no such text."""
    found = _YEAR.fullmatch(school_year)
    return date(int(found[1]) + 1, 6, 30) if found else None


def keep_until(ends: date | None, retention_years: int | None) -> date | None:
    """The last day on which a document is kept; `None` = for ever."""
    if ends is None or retention_years is None:
        return None
    year = ends.year + retention_years
    if (ends.month, ends.day) == (2, 29):
        return date(year, 2, 28)
    return ends.replace(year=year)
