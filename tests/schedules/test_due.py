"""What is due: every instant is settled once, whenever and however often somebody looks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.schedules.blackouts import Blackout
from roster_core.schedules.due import CATCH_UP, Due, Fate, Plan, what_is_due
from roster_core.schedules.instants import instants_after
from roster_core.schedules.rule import make_rule

ROLLOVER = Blackout(date(2026, 11, 3), date(2026, 11, 4), "Rollover")
START = datetime(2026, 10, 29, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def plan(since=START, at="01:30", zone="America/New_York", blackouts=(ROLLOVER,)):
    return Plan(make_rule(zone, at=at, weekdays=range(7)), since, CATCH_UP, tuple(blackouts))


@given(
    st.lists(st.integers(1, 60 * 60), min_size=1, max_size=40),
    st.sampled_from(["America/New_York", "America/Santiago"]),
    st.sampled_from(["00:30", "01:30", "02:30", "23:30", "17:30"]),
)
def test_nothing_is_done_twice_and_nothing_is_lost_however_the_looks_fall(pauses, zone, at):
    """Pauses of up to 60 hours: the computer was off, the worker was restarted, clocks were changed."""
    here, now = plan(at=at, zone=zone), START
    settled: list[Due] = []
    for pause in pauses:
        now += timedelta(minutes=pause)
        come = what_is_due(here, now)
        assert sum(one.fate is Fate.RUN for one in come) <= 1
        assert all(now - one.planned < CATCH_UP for one in come if one.fate is Fate.RUN)
        settled += come
        if come:
            here = plan(now, at=at, zone=zone)
    every = list(instants_until(here, now))
    assert [one.planned for one in settled] == every
    skipped = {one.planned.astimezone(here.rule.zone).date() for one in settled if one.fate is Fate.SKIPPED}
    assert skipped <= {ROLLOVER.first, ROLLOVER.last}


def instants_until(here, end):
    for one in instants_after(here.rule, START):
        if one > end:
            return
        yield one


def fates(now, **said):
    return [(one.planned.day, one.fate, one.reason) for one in what_is_due(plan(**said), now)]


def test_what_was_missed_is_caught_up_once_if_it_is_not_too_late():
    due = datetime(2026, 10, 30, 5, 30, tzinfo=UTC)
    assert fates(due - timedelta(seconds=1)) == []
    assert fates(due) == [(30, Fate.RUN, "")]
    assert fates(due + 2 * HOUR) == [(30, Fate.RUN, "It was caught up.")]
    [(_, fate, why)] = fates(due + 3 * HOUR)
    assert (fate, "within 3 hours" in why) == (Fate.MISSED, True)
    two = fates(due + 25 * HOUR)
    assert [fate for _, fate, _ in two] == [Fate.MISSED, Fate.RUN]


def test_a_run_is_not_caught_up_across_the_receivers_cut_off():
    due = datetime(2026, 10, 29, 21, 30, tzinfo=UTC)  # 17:30 Eastern, two and a half hours before
    assert [fate for _, fate, _ in fates(due + HOUR, at="17:30")] == [Fate.RUN]
    [(_, fate, why)] = fates(due + 2 * HOUR, at="17:30")
    assert (fate, "cut-off (19:00 EDT)" in why) == (Fate.MISSED, True)


@pytest.mark.parametrize(("hour", "skipped"), [(5, 1), (30, 2), (54, 2)])
def test_days_of_a_blackout_are_local_days_and_both_ends_count(hour, skipped):
    told = fates(datetime(2026, 11, 3, 2, tzinfo=UTC) + timedelta(hours=hour), since=datetime(2026, 11, 3, tzinfo=UTC))
    assert [why for _, fate, why in told if fate is Fate.SKIPPED] == [f"Blackout {ROLLOVER}"] * skipped
    assert str(ROLLOVER) == "2026-11-03 to 2026-11-04: Rollover"


def test_after_more_than_a_year_nobody_looks_further_back():
    told = what_is_due(plan(START - timedelta(days=3000)), START)
    assert len(told) == 400
