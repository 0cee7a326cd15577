"""Time comes in as an argument; this is where it comes from."""

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

#: Gives the present moment, in UTC.
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment in UTC, as an aware datetime."""
    return datetime.now(UTC)


def today_in(time_zone: str, clock: Clock = utc_now) -> date:
    """The calendar day that it is now in `time_zone` (an IANA name such as `America/New_York`)."""
    return clock().astimezone(ZoneInfo(time_zone)).date()


@cache
def known_zone(name: str) -> str:
    """The name itself if it is that of a time zone, else `UTC`: the roster of a district may have any text there."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such name; a path; a folder of names such as America
        return "UTC"
    return name


def new_id(clock: Clock = utc_now) -> str:
    """An ID that nobody else has and that sorts by the moment it was made: milliseconds, then random, in hex."""
    return f"{int(clock().timestamp() * 1000):012x}{secrets.token_hex(10)}"
