"""What should have arrived and did not, by the clock alone."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from roster_core.journeys.absence import Arrived, Expected, again, missed
from roster_core.journeys.alarm_rounds import go_round
from roster_core.journeys.alarms import about_delivery
from roster_core.journeys.destination_edits import switch
from roster_core.roster.tables.delivery import Destination
from tests.journeys.deliveries.alarm_desk import asked, notices, told

NOW, HOUR = datetime(2026, 11, 25, 18, tzinfo=UTC), timedelta(hours=1)


@pytest.mark.parametrize(
    ("last", "now", "late"),
    [
        (NOW, NOW + 26 * HOUR, True),
        (NOW, NOW + 26 * HOUR - timedelta(seconds=1), False),
        (None, NOW + 26 * HOUR, True),
        (NOW + HOUR, NOW + 26 * HOUR, False),
    ],
)
def test_what_is_due_is_missed_unless_something_arrived_since(last, now, late):
    expected = again([Arrived("x", "Clever", "Nightly", NOW)], 26)
    assert bool(missed(expected, {} if last is None else {"x": last}, now)) is late


def round_of(office, **plan):
    go_round(office.store, 1, clock=office.clock, **plan)


@pytest.fixture
def arrived(office, tmp_path):
    """A day and a bit after files arrived in a folder; what alarms about them are about."""
    told(office)
    made = office.folder(tmp_path / "share")
    office.sent(office.run())
    round_of(office)
    assert notices(office) == []
    office.now += 26 * HOUR
    return about_delivery(made.destination_id, "p1")


def test_what_arrived_every_night_and_does_not_is_told_once_a_day_until_it_does(office, arrived):
    for _look in range(8):
        round_of(office)
        office.now += 5 * HOUR
    [row] = notices(office)
    assert (row.kind, row.about) == ("missed", arrived)
    assert row.words.startswith("Nothing of “Nightly” arrived at “Share” for more than 26 hours.\n")
    assert row.told == 1  # the first mail waits still: no second one is put behind it
    office.sent(office.run())
    round_of(office)
    [row] = notices(office)
    assert (row.told, row.recovered_at is not None) == (2, True)


@pytest.mark.usefixtures("arrived")
@pytest.mark.parametrize(("reason", "late"), [("", False), ("The server refused to sign in 5 times in a row.", True)])
def test_a_destination_that_somebody_switched_off_is_not_missed_but_one_that_did_so_itself_is(office, reason, late):
    switch(office.store, office.user, "Share", on=False, clock=office.clock)
    with office.store.writing(1) as session:
        session.exec(select(Destination)).one().off_reason = reason
    round_of(office)
    assert bool(notices(office)) is late


def test_a_schedule_says_better_what_is_expected(office, arrived):
    round_of(office, plan=lambda _session, _now: {arrived: None})  # holidays
    assert notices(office) == []
    due = office.now - HOUR
    early, late = (Expected(arrived, "Late.", after=due - 30 * HOUR * part, due_at=due) for part in (1, 0))
    round_of(office, plan=lambda _session, _now: {arrived: early})
    assert notices(office) == []
    round_of(office, plan=lambda _session, _now: {arrived: late, "delivery:other": None})
    assert [row.words for row in notices(office)] == ["Late."]
    round_of(office, plan=lambda _session, _now: {arrived: None})
    assert [row.recovered_at is not None for row in notices(office)] == [True]
    assert len(asked(office)) == 2


def test_who_told_of_nothing_is_told_of_nothing_and_longer_hours_are_longer(office, tmp_path):
    office.folder(tmp_path / "share")
    office.sent(office.run())
    office.now += 27 * HOUR
    round_of(office)
    assert notices(office) == []
    told(office, missed_hours=74)
    round_of(office)
    assert notices(office) == []
