"""What is told of a rule before it is saved: nothing here forbids it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from roster_core.schedules.due import CUT_OFF, RECEIVER
from roster_core.schedules.instants import local_words, next_instants
from roster_core.schedules.rule import LEAST_MINUTES, Rule

#: Hours in which clocks change.
_CHANGING = range(1, 3)
#: How long a run takes, as long as nobody knows better.
USUAL_LENGTH = timedelta(minutes=30)
#: So many of the next runs are looked at.
_LOOKED_AT = 20


def advice(
    rule: Rule, now: datetime, *, length: timedelta = USUAL_LENGTH, others: Sequence[Rule] = ()
) -> tuple[str, ...]:
    """One sentence for each thing to think of; `others` are rules of the same profile, `length` is that of a run."""
    coming = next_instants(rule, now, _LOOKED_AT)
    return tuple(part for part in (*_clock_changes(rule, coming, now), *_too_late(coming, length),
                                   *_too_close(coming, others, now)) if part)  # fmt: skip


def _clock_changes(rule: Rule, coming: Sequence[datetime], now: datetime) -> Iterator[str]:
    zone = rule.zone
    changes = len({(now + timedelta(days=days)).astimezone(zone).utcoffset() for days in range(0, 366, 30)}) > 1
    if changes and any(instant.astimezone(zone).hour in _CHANGING for instant in coming):
        yield (
            "Clocks change between 01:00 and 03:00: on the night in spring it runs at another time. "
            "Before 01:00 or after 03:00 nothing changes."
        )


def _too_late(coming: Sequence[datetime], length: timedelta) -> Iterator[str]:
    ends = [(instant + length).astimezone(RECEIVER) for instant in coming]
    late = next((end for end in ends if end.time() >= CUT_OFF), None)
    if late is not None:
        yield (
            f"It would end at about {late:%H:%M %Z}. Clever wants files before {CUT_OFF:%H:%M} Eastern: applications "
            "update from 20:00 on, so what comes later is seen a day later."
        )


def _too_close(coming: Sequence[datetime], others: Sequence[Rule], now: datetime) -> Iterator[str]:
    until = coming[-1] if coming else now
    all_of_them = sorted(
        {*coming, *(instant for other in others for instant in next_instants(other, now, _LOOKED_AT))}
    )  # fmt: skip
    for before, after in pairwise(instant for instant in all_of_them if instant <= until):
        if after - before < timedelta(minutes=LEAST_MINUTES) and others:
            yield (
                f"Another schedule of the profile runs within an hour of it ({local_words(before, 'UTC')}). Clever "
                "takes files once an hour at most."
            )
            return
