"""The instants at which a rule comes due, right across clock changes, and how they are told."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim

from roster_core.schedules.rule import Rule

#: Clocks never change at noon: it is a safe hour to begin counting at.
_NOON = time(12)


def instants_after(rule: Rule, moment: datetime) -> Iterator[datetime]:
    """Every instant after `moment` at which the rule is due, in UTC, ascending; the same wherever one begins.

    What lies in an hour that the clock skips is due as soon as it is over; what comes twice in autumn is due once, the
    first time. Rules for every hour go on by the real hour.
    """
    zone = rule.zone
    # A fixed place to begin: whatever comes out does not depend on which minute somebody asks in.
    start = datetime.combine(moment.astimezone(zone).date() - timedelta(days=1), _NOON, zone)
    last = moment
    for local in CronSim(rule.expression, start):
        instant = local.astimezone(UTC)
        if instant > last:
            last = instant
            yield instant


def next_instants(rule: Rule, moment: datetime, count: int = 5) -> tuple[datetime, ...]:
    """The next `count` instants after `moment`, in UTC; fewer if there are no more."""
    return tuple(islice(instants_after(rule, moment), count))


def local_words(instant: datetime, time_zone: str) -> str:
    """An instant as that zone's clock shows it, such as `Tue 2026-12-01 04:00 EST`."""
    return f"{instant.astimezone(ZoneInfo(time_zone)):%a %Y-%m-%d %H:%M %Z}"
