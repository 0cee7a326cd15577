from datetime import UTC, datetime, timedelta

import pytest

from pages.parts.states import STATES, ago, local
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.records import ExportRun, RosterLoad

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)


def _stored_states(table):
    check = next(rule for rule in table.__table__.constraints if "state" in str(getattr(rule, "sqltext", "")))
    return {part.strip().strip("'") for part in str(check.sqltext).partition("(")[2].rstrip(")").split(",")}


@pytest.mark.parametrize("table", [RosterLoad, ExportRun, Delivery])
def test_every_state_that_can_be_stored_has_a_word_on_screen(table):
    states = _stored_states(table)
    assert len(states) >= 4
    assert states <= set(STATES)


def test_a_moment_is_told_by_the_clock_of_the_district():
    assert local(NOON, "America/New_York") == "2026-11-24 12:00"
    assert local(NOON, "UTC") == "2026-11-24 17:00"
    assert local(None, "UTC") == ""


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=9), "9 days ago"),
    ],
)
def test_how_long_ago_is_told_in_the_largest_unit(passed, told):
    assert ago(NOON - passed, NOON) == told
