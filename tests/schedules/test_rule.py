"""Rules and their instants across clock changes, against a plain walk over every minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roster_core.refusals import Refusal
from roster_core.schedules.advice import advice
from roster_core.schedules.instants import instants_after, local_words, next_instants
from roster_core.schedules.rule import Rule, describe, make_rule

NEW_YORK, SANTIAGO, LORD_HOWE = "America/New_York", "America/Santiago", "Australia/Lord_Howe"
EVERY_DAY = tuple(range(7))
DAY = timedelta(days=1)


def walked(rule, start, end):
    """The same by looking at each minute: the first on the clock that is not before the time of that day."""
    zone, found, day = rule.zone, [], start.astimezone(rule.zone).date() - DAY
    while day <= end.astimezone(zone).date():
        if day.weekday() in rule.weekdays and (not rule.months or day.month in rule.months):
            midnight = datetime.combine(day, time(12), zone).astimezone(UTC) - timedelta(hours=14)
            minutes = (midnight + timedelta(minutes=minute) for minute in range(27 * 60))
            found.append(next(one for one in minutes if on_clock(one, zone) >= (day, rule.at)))
        day += DAY
    return [one for one in found if start < one <= end]


def on_clock(moment, zone):
    local = moment.astimezone(zone)
    return local.date(), local.time()


@given(
    zone=st.sampled_from([NEW_YORK, SANTIAGO, LORD_HOWE]),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    days=st.sets(st.integers(0, 6), min_size=1),
    months=st.sets(st.integers(1, 12)),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
@example(NEW_YORK, time(1, 30), set(EVERY_DAY), set(), datetime(2026, 10, 30, 12, tzinfo=UTC))
@example(NEW_YORK, time(2, 30), set(EVERY_DAY), set(), datetime(2027, 3, 12, 12, tzinfo=UTC))
@example(SANTIAGO, time(23, 30), set(EVERY_DAY), set(), datetime(2027, 4, 2, 12, tzinfo=UTC))
@example(SANTIAGO, time(0, 30), set(EVERY_DAY), set(), datetime(2026, 9, 4, 12, tzinfo=UTC))
def test_every_instant_comes_once_wherever_one_begins(zone, at, days, months, start):
    rule = Rule(zone, at, tuple(sorted(days)), tuple(sorted(months)))
    end = start + 6 * DAY
    found = [one for one in next_instants(rule, start, 8) if one <= end]
    assert found == walked(rule, start, end)
    for one in found:  # from a second before, and not from the instant itself
        assert next(instants_after(rule, one - timedelta(seconds=1))) == one
        assert next(instants_after(rule, one), end + DAY) > one


@pytest.mark.parametrize(
    ("at", "around", "told"),
    [
        ("01:30", datetime(2026, 10, 31, 12, tzinfo=UTC), ["Sun 2026-11-01 01:30 EDT", "Mon 2026-11-02 01:30 EST"]),
        ("02:30", datetime(2027, 3, 13, 12, tzinfo=UTC), ["Sun 2027-03-14 03:00 EDT", "Mon 2027-03-15 02:30 EDT"]),
    ],
)
def test_clock_changes_are_told_by_the_clock(at, around, told):
    rule = make_rule(NEW_YORK, at=at, weekdays=EVERY_DAY)
    assert [local_words(one, NEW_YORK) for one in next_instants(rule, around, 2)] == told
    [warning] = advice(rule, around)
    assert "Clocks change" in warning


def test_rules_are_told_in_words_and_a_cron_expression_does_the_same():
    rule = make_rule(NEW_YORK, at="04:30", months=range(9, 13))
    assert describe(rule) == "Mon–Fri at 04:30 in Sep, Oct, Nov, Dec (America/New_York)"
    same = make_rule(NEW_YORK, cron=" 30  4 * 9-12 1-5 ")
    now = datetime(2026, 11, 27, tzinfo=UTC)
    assert next_instants(same, now, 40) == next_instants(rule, now, 40)
    assert "04:30" in describe(same)
    hourly = make_rule(NEW_YORK, cron="0 * * * *")
    night = next_instants(hourly, datetime(2026, 11, 1, 4, 30, tzinfo=UTC), 3)
    assert [one.hour for one in night] == [5, 6, 7]  # each real hour, the doubled one on the clock too


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"at": "4"}, "no time of day"),
        ({"at": "04:30:20"}, "hours and minutes"),
        ({"at": "04:30", "weekdays": ()}, "No day of the week"),
        ({"at": "04:30", "months": (13,)}, "1 to 12"),
        ({"cron": "30 4 * *"}, "no cron expression"),
        ({"cron": "0 30 4 * * 1"}, "five fields|no cron expression"),
        ({"cron": "61 4 * * *"}, "no cron expression: bad minute"),
        ({"cron": "0 4 30 2 *"}, "no cron expression|never comes due"),
        ({"cron": "*/30 4 * * *"}, "within 30 minutes"),
        ({"cron": "30,45 4 * * *"}, "within 15 minutes"),
        ({"cron": "0,45 0,23 * * *"}, "within 15 minutes"),
        ({"at": "04:30", "time_zone": "America/Nowhere"}, "no time zone"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_with_why(said, why):
    with pytest.raises(Refusal, match=why):
        make_rule(**{"time_zone": NEW_YORK, **said})


def test_what_ends_after_the_cut_off_or_too_close_to_another_is_told():
    now = datetime(2026, 11, 27, tzinfo=UTC)
    assert advice(make_rule(NEW_YORK, at="04:00"), now) == ()
    [late] = advice(make_rule(NEW_YORK, at="18:45"), now)
    assert "19:15 EST" in late
    [pacific] = advice(make_rule("America/Los_Angeles", at="17:00"), now)
    assert "20:30 EST" in pacific
    [close] = advice(make_rule(NEW_YORK, at="04:00"), now, others=[make_rule(NEW_YORK, at="04:30")])
    assert "within an hour" in close
    assert date(2026, 11, 27).weekday() == 4
    assert ZoneInfo(NEW_YORK)
