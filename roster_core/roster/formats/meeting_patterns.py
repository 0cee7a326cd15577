"""Periods and days as schedules write them (`1-2(A-C)`, `MTWRF`, `Day 1`) → single periods and days."""

import re
from collections.abc import Iterator

#: A meeting pattern of PowerSchool: periods, and in parentheses the days on which they meet.
_PATTERN = re.compile(r"([^()]+)\(([^()]*)\)")
_SEPARATORS = re.compile(r"[,;/+&\s]+")
_RANGE = re.compile(r"([A-Za-z]|\d{1,2})-([A-Za-z]|\d{1,2})")
_LETTERS = re.compile(r"[A-Z]{2,7}")
_NAMED = re.compile(r"(?:cycle\s*)?day\s*[-:]?\s*(\w{1,4})", re.IGNORECASE)
_WEEKDAYS = {
    name: name[:3].capitalize()
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}
#: No school has more periods or days than this; a longer range is something else (`2026-27`).
_LONGEST_RANGE = 20
_DAY_LENGTH = 4


def read_meetings(period: str, day: str | None) -> tuple[tuple[str, str | None], ...]:
    """Each period with each day, in order; the day is None where neither cell tells one.

    Days in parentheses behind the periods go before those of a column of their own.
    """
    days = read_days_of_cycle(day) if day else ()
    found = list(_PATTERN.finditer(period))
    if found and "".join(_PATTERN.split(period)[0::3]).strip(" ,;") == "":
        pairs = [
            (one, of)
            for part in found
            for one in _parts(part[1])
            for of in (read_days_of_cycle(part[2]) or days or (None,))
        ]
    else:
        pairs = [(one, of) for one in _parts(period) for of in (days or (None,))]
    return tuple(dict.fromkeys(pairs))


def read_days_of_cycle(text: str) -> tuple[str, ...]:
    """`A-C`, `A,B,C`, `ABC`, `MTWRF`, `Day 1`, `Monday` as days of at most four characters, in order."""
    if found := _NAMED.fullmatch(text.strip()):
        return (found[1],)
    days: list[str] = []
    for part in _SEPARATORS.split(text.strip()):
        if spread := _spread(part):
            days += spread
        elif _LETTERS.fullmatch(part) and len(set(part)) == len(part) and part.capitalize() not in _WEEKDAYS.values():
            days += part
        elif part:
            days.append(_WEEKDAYS.get(part.lower(), part[:_DAY_LENGTH]))
    return tuple(dict.fromkeys(days))


def _parts(text: str) -> Iterator[str]:
    """Single periods of `1-2`, `3,4` or `P5`; words stay together (`Period 5`)."""
    for part in re.split(r"[,;]", text):
        if stripped := part.strip():
            yield from _spread(stripped) or (stripped,)


def _spread(text: str) -> list[str]:
    """What lies from one end of a range to the other, blank if `text` is none."""
    found = _RANGE.fullmatch(text)
    if not found:
        return []
    first, last = found[1], found[2]
    if first.isdigit() and last.isdigit():
        numbers = range(int(first), int(last) + 1)
        return [str(number) for number in numbers] if 0 < len(numbers) <= _LONGEST_RANGE else []
    if first.isdigit() or last.isdigit() or first.isupper() != last.isupper():
        return []
    return [chr(code) for code in range(ord(first), ord(last) + 1)]
