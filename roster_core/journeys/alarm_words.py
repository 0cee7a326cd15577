"""What a mail about a notice says: what is the matter, since when, where to look; nobody's data."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from roster_core.journeys.alarm_settings import REMINDED, REPORTS, Kind
from roster_core.journeys.ways import Message
from roster_core.roster.tables.alarms import Notice
from roster_core.text import clean

#: Longer subjects are cut off by mail programs.
_LONGEST_SUBJECT = 150
#: Pages that are called otherwise than their address.
_TITLES = {"": "Overview", "roster_load": "Load a roster"}
_LASTS = "You are reminded once a day while it lasts, and told once when it is over."
_AGAIN = "If it happens again you are told once a day at most, and once when it is over."


@dataclass(frozen=True)
class Sender:
    """Whose alarms these are: the district's name and time zone, and where people open the app (blank = not known)."""

    district: str
    time_zone: str
    app_address: str = ""


def message_of(row: Notice, sender: Sender) -> Message:
    """The mail that a notice has come to: the first one, a reminder, that it is over, or a report."""
    headline, _, why = row.words.partition("\n")
    if row.kind in REPORTS:
        return Message(_subject(headline), _text(why, row.detail, _where(row, sender), _from(sender)))
    if row.recovered_at is not None:
        over = f"This is over: {headline}"
        span = f"It began {_local(row.first_at, sender)} and was over {_local(row.recovered_at, sender)}."
        return Message(_subject(f"Over: {headline}"), _text(over, row.detail, span, _where(row, sender), _from(sender)))
    word = "Alarm" if row.told <= 1 else "Still so"
    since = (
        f"Since {_local(row.first_at, sender)}. {_LASTS if row.kind in REMINDED or row.kind == Kind.MISSED else _AGAIN}"
    )
    parts = (headline, why, row.detail, since, _where(row, sender), _from(sender))
    return Message(_subject(f"{word}: {headline}"), _text(*parts))


def page_of(place: str) -> tuple[str, dict[str, str]]:
    """The page and the query of a place, such as `export_history?run=1-01a2`."""
    page, _, query = place.partition("?")
    return page, dict(part.split("=", 1) for part in query.split("&") if "=" in part)


def _subject(text: str) -> str:
    told = clean(text)
    return told if len(told) <= _LONGEST_SUBJECT else f"{told[: _LONGEST_SUBJECT - 1]}…"


def _text(*parts: str) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _where(row: Notice, sender: Sender) -> str:
    if sender.app_address:
        return f"Look at it: {sender.app_address}/{row.place}"
    page, _ = page_of(row.place)
    return f"Look at it in Roster Desk, on the page {_TITLES.get(page, page.replace('_', ' ').capitalize())}."


def _from(sender: Sender) -> str:
    return f"Roster Desk of {sender.district}. Who gets this is set on the page Alarms."


def _local(moment: datetime, sender: Sender) -> str:
    return f"{moment.astimezone(ZoneInfo(sender.time_zone)):%Y-%m-%d %H:%M} ({sender.time_zone})"
