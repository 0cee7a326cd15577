"""What is due of a schedule at this moment, and what became of every instant since it was last looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile
from zoneinfo import ZoneInfo

from roster_core.schedules.blackouts import Blackout, blackout_on
from roster_core.schedules.instants import instants_after
from roster_core.schedules.rule import Rule

#: A run that could not begin in time is caught up within so long.
CATCH_UP = timedelta(hours=3)
#: Clever's applications update from 20:00 Eastern: what is not there an hour before belongs to the next day.
RECEIVER = ZoneInfo("America/New_York")
CUT_OFF = time(19)
#: Nobody looks further back; the history is kept for as long.
LONGEST_LOOK_BACK = timedelta(days=400)
#: A run that begins later than this after its time is told to be caught up.
_PUNCTUAL = timedelta(minutes=5)


class Fate(StrEnum):
    """What becomes of an instant."""

    RUN = "run"
    MISSED = "missed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Due:
    """An instant that has come, what becomes of it, and why that is no plain run."""

    planned: datetime
    fate: Fate
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """A schedule as the clock sees it: instants up to `since` are settled already."""

    rule: Rule
    since: datetime
    catch_up: timedelta = CATCH_UP
    blackouts: tuple[Blackout, ...] = ()


def what_is_due(plan: Plan, now: datetime) -> tuple[Due, ...]:
    """Every instant after `plan.since` up to `now` with its fate, ascending; at most the last of them is a run."""
    since = max(plan.since, now - LONGEST_LOOK_BACK)
    come = list(takewhile(lambda instant: instant <= now, instants_after(plan.rule, since)))
    return tuple(_fates(plan, come, now))


def too_late(planned: datetime, catch_up: timedelta, now: datetime) -> str:
    """Why a run planned for `planned` is not begun at `now` any more; blank = it is."""
    if now - planned >= catch_up:
        return f"It could not begin within {_hours(catch_up)} of its time."
    if planned < (cut_off := _cut_off_before(now)):
        local = cut_off.astimezone(RECEIVER)
        return f"It could not begin before the receiver's cut-off ({local:%H:%M %Z})."
    return ""


def _fates(plan: Plan, come: list[datetime], now: datetime) -> Iterator[Due]:
    zone = plan.rule.zone
    covered = {instant: blackout_on(instant.astimezone(zone).date(), plan.blackouts) for instant in come}
    open_ones = [instant for instant in come if covered[instant] is None]
    for instant in come:
        if (blackout := covered[instant]) is not None:
            yield Due(instant, Fate.SKIPPED, f"Blackout {blackout}")
        elif late := too_late(instant, plan.catch_up, now):
            yield Due(instant, Fate.MISSED, f"Nothing was there to carry it out. {late}")
        elif instant != open_ones[-1]:
            yield Due(instant, Fate.MISSED, "Nothing was there to carry it out; a later run has come due since.")
        else:
            yield Due(instant, Fate.RUN, "" if now - instant < _PUNCTUAL else "It was caught up.")


def _cut_off_before(now: datetime) -> datetime:
    """The last cut-off of the receiver up to `now`."""
    local = now.astimezone(RECEIVER)
    today = datetime.combine(local.date(), CUT_OFF, RECEIVER)
    before = today if today <= local else datetime.combine(local.date() - timedelta(days=1), CUT_OFF, RECEIVER)
    return before.astimezone(UTC)


def _hours(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    return f"{minutes} minutes" if rest or not hours else f"{hours} hour{'' if hours == 1 else 's'}"
