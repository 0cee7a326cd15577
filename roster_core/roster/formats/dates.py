"""Dates as people and programs write them → `YYYY-MM-DD`, a whole column at a time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_YEARS = range(1900, 2101)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# After the day a time of day, with or without zone, may follow; it is not looked at.
_TIME = r"(?:[T ,]+\d{1,2}:.*|T.*)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})" + _TIME)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?(?:\.0)?")
_COMPACT_YEAR_LAST = re.compile(r"(\d{2})(\d{2})(\d{4})")
_DAY_NAMED_MONTH = re.compile(r"(\d{1,2})[-./ ]*([A-Za-z]{3,9})[-.,/ ]+(\d{4}|\d{2})" + _TIME)
_NAMED_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})[-. ]*(\d{1,2})(?:st|nd|rd|th)?[-, ]+(\d{4})" + _TIME)
#: Each form with what its groups are: year, month, day. The first that gives a real date counts.
_FORMS = (
    (_YEAR_FIRST, "ymd"),
    (_COMPACT, "ymd"),
    (_COMPACT_YEAR_LAST, "mdy"),
    (_YEAR_LAST, "mdy"),
    (_DAY_NAMED_MONTH, "dmy"),
    (_NAMED_MONTH_DAY, "mdy"),
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
#: Day 0 of Excel's calendar, as it counts from March 1900 on.
_SERIAL_START = date(1899, 12, 30)


class DateOrder(StrEnum):
    """Which number of `08/01/2015` is the month."""

    #: As the column itself tells by a number above 12; month first if it does not.
    AUTO = "auto"
    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"


class How(StrEnum):
    """How a date was written, as far as it matters."""

    PLAIN = "plain"
    #: Two digits for the year: the century was added.
    SHORT_YEAR = "short year"
    #: A number of days, Excel's own way to store a date.
    SERIAL = "serial"


@dataclass(frozen=True)
class DateReading:
    """What one cell was read as: `YYYY-MM-DD`, and how it was written."""

    text: str
    how: How = How.PLAIN


def read_date(text: str, *, day_first: bool = False, latest_short_year: int = 2035) -> DateReading | None:
    """The date that `text` writes, or None. Two-digit years lie in the hundred years up to `latest_short_year`."""
    for pattern, order in _FORMS:
        if found := pattern.fullmatch(text):
            parts = dict(zip(order, found.groups(), strict=False))
            if day_first and order == "mdy" and parts["m"].isdigit():
                parts["m"], parts["d"] = parts["d"], parts["m"]
            if read := _with_year(parts["y"], _month(parts["m"]), int(parts["d"]), latest_short_year):
                return read
    if found := _SERIAL.fullmatch(text):
        counted = _SERIAL_START + timedelta(days=int(found[1]))
        return DateReading(counted.isoformat(), How.SERIAL) if counted.year in _YEARS else None
    return None


def is_day_first(texts: Iterable[str], order: DateOrder = DateOrder.AUTO) -> bool:
    """Whether a column with these texts writes the day before the month.

    Unless `order` says so, that is when some first number is above 12 and no second one is.
    """
    if order != DateOrder.AUTO:
        return order == DateOrder.DAY_FIRST
    last_month = len(_MONTHS)
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := _YEAR_LAST.fullmatch(text))]
    return any(first > last_month for first, _ in pairs) and not any(second > last_month for _, second in pairs)


def _month(month: str) -> int:
    """Its number, 0 if the name is no month's."""
    if month.isdigit():
        return int(month)
    start = month[:3].lower()
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0


def _with_year(year: str, month: int, day: int, latest_short_year: int) -> DateReading | None:
    if len(year) > 2:  # noqa: PLR2004 - two digits or four
        return _real(int(year), month, day)
    century = latest_short_year - latest_short_year % 100
    whole = century + int(year)
    return _real(whole if whole <= latest_short_year else whole - 100, month, day, How.SHORT_YEAR)


def _real(year: int, month: int, day: int, how: How = How.PLAIN) -> DateReading | None:
    if year not in _YEARS:
        return None
    try:
        return DateReading(date(year, month, day).isoformat(), how)
    except ValueError:
        return None
