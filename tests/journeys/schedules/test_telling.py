"""What people are told of scheduled runs: how they end, what is over, and what nobody was there to run."""

from datetime import timedelta

from sqlmodel import select

from roster_core.journeys.alarm_words import Sender, message_of
from roster_core.journeys.handlers import ask_daily
from roster_core.journeys.notices import read_status
from roster_core.journeys.schedule_edits import pause_schedule
from roster_core.journeys.schedule_expectations import expected_by_schedules
from roster_core.journeys.sending import deliver
from roster_core.roster.tables.schedules import Schedule
from tests.journeys.deliveries.alarm_desk import as_set, notices, told
from tests.journeys.schedules.conftest import DAY, FIRST

HOUR = timedelta(hours=1)


def expected(night, moment):
    with night.store.reading(1) as session:
        [one] = expected_by_schedules(session, moment).values()
        return one and (one.after, one.due_at - one.after)


def test_a_held_run_is_told_of_once_until_somebody_has_delivered_it(night):
    told(night)
    night.schedule()
    with night.store.writing(1) as session:
        session.exec(select(Schedule)).one().hold_next = "It is the first run after a pause."
    night.ran(FIRST)
    following = night.ran(FIRST + DAY + HOUR)
    [row] = notices(night)
    assert (row.kind, row.recovered_at, row.place) == ("held", None, f"clever_export?run={following.run_id}")
    night.approve(following)
    deliver(night.store, night.user, following.run_id, clock=night.clock)
    night.deliver(following)
    assert notices(night)[0].recovered_at is not None


def test_a_run_that_nobody_was_there_for_is_expected_all_the_same(night):
    assert night.schedule().schedule.active
    assert expected(night, FIRST - HOUR) is None
    assert expected(night, FIRST + HOUR) == (FIRST, 6 * HOUR)  # no worker has looked at the clock
    night.at(FIRST + HOUR)
    assert expected(night, night.now) == (FIRST, 6 * HOUR)  # asked for, and not carried out
    night.at(FIRST + DAY + 20 * HOUR)
    assert [run.state for run in night.runs()] == ["planned", "missed"]
    night.carried_out(night.runs()[0])  # too late: it is missed
    assert [run.state for run in night.runs()] == ["missed", "missed"]
    assert expected(night, night.now) is None  # that was told
    ask_daily(night.store)
    pause_schedule(night.store, night.user, "Nightly")
    assert expected(night, FIRST + 9 * DAY) is None


def test_a_run_that_arrived_is_told_of_where_that_is_wanted(night, tmp_path):
    night.destination(tmp_path / "other", "Other")
    night.send_first()
    told(night)
    night.schedule()
    assert night.ran(FIRST).state == "delivered"
    assert notices(night) == []
    told(night, as_set(night), outcomes=True)
    run = night.ran(FIRST + DAY + HOUR)
    [row] = notices(night)
    assert (row.kind, row.state, row.place) == ("done", "waiting", f"clever_export?run={run.run_id}")
    told_text = message_of(row, Sender("Maple", "UTC"))
    assert told_text.subject == "The scheduled run “Nightly” arrived."
    assert [line for line in told_text.text.splitlines() if line.startswith("students.csv: ")] != []
    assert read_status(night.store, night.user).open == ()
