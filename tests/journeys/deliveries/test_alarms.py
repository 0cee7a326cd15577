"""Alarms: raised with what they are about or not at all, told once a day at most, and their end once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from roster_core.access.rights import Right, granted
from roster_core.clock import new_id
from roster_core.delivery.faults import FaultKind
from roster_core.delivery.port import Outcome, Receipt
from roster_core.jobs.tables import Job
from roster_core.journeys.alarm_causes import ScheduledEnd, scheduled_run_ended
from roster_core.journeys.alarm_edits import close_alarm
from roster_core.journeys.alarm_rounds import go_round
from roster_core.journeys.alarm_settings import Kind
from roster_core.journeys.alarms import AGAIN_AFTER, raise_alarm, recover
from roster_core.journeys.delivering import _record, fail
from roster_core.journeys.destination_edits import switch
from roster_core.journeys.export_approvals import approve, discard
from roster_core.journeys.roster_work import fail_load
from roster_core.journeys.sending import deliver
from roster_core.refusals import Refusal
from roster_core.roster.tables.alarms import Notice
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.records import RosterLoad
from tests.journeys.deliveries.alarm_desk import DANA, PUPIL, asked, notices, told

HOUR = timedelta(hours=1)
LATE = "Files are late at stop 4.\nLook there."


def raised(office, kind=Kind.FAILED, words=LATE, about="x", **more):
    with office.store.writing(1) as session:
        raise_alarm(session, 1, kind, about, words, office.clock, **more)


def over(office, about="x"):
    with office.store.writing(1) as session:
        recover(session, 1, about, office.clock)


def test_an_equal_failure_is_told_once_a_day_and_its_end_once(either_office):
    office = either_office
    told(office)
    raised(office, detail="run 1")
    office.now += 22 * HOUR
    raised(office, words=LATE.replace("4", "5"), detail="run 2")  # a number makes no other event
    assert len(asked(office)) == 1
    with office.store.writing(1) as session:
        session.exec(select(Notice)).one().state = "sent"
    office.now += HOUR
    raised(office, detail="run 3")
    raised(office, words="The host key changed.")
    over(office, "y")
    assert [(row.told, row.detail, row.recovered_at) for row in notices(office)] == [(2, "run 3", None), (1, "", None)]
    over(office)
    over(office)
    first, second = notices(office)
    assert (first.told, first.state, second.told, second.state) == (3, "waiting", 1, "untold")
    assert "Over as well: The host key changed." in first.detail
    assert len(asked(office)) == 4
    raised(office)
    assert [row.told for row in notices(office)] == [3, 1, 1]


def test_what_is_undone_is_not_told(office):
    told(office)
    with office.store.writing(1) as session:
        raise_alarm(session, 1, Kind.FAILED, "x", LATE, office.clock)
        session.rollback()
    assert notices(office) == []
    assert asked(office) == []


def test_several_that_notice_the_same_at_once_open_it_once(either_office):
    office, ready = either_office, Barrier(4)
    told(office)

    def notice(_number):
        with office.store.writing(1) as session:
            if not office.store.settings.sqlite:  # there a writer is alone from its beginning
                ready.wait()
            raise_alarm(session, 1, Kind.FAILED, "x", LATE)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(notice, range(4)))
    assert [row.told for row in notices(office)] == [1]


@pytest.mark.parametrize("kinds", [["failed"], ["held"], None])
def test_only_what_is_chosen_is_told_and_all_of_it_is_kept(office, kinds):
    if kinds:
        told(office, kinds=kinds)
    raised(office, Kind.HELD)
    assert len(asked(office)) == (kinds == ["held"])
    over(office)
    assert len(asked(office)) == 2 * (kinds == ["held"])
    assert [row.recovered_at is not None for row in notices(office)] == [True]


_abouts = count()
HOURS = st.integers(0, 15).map(lambda number: 2 * number)
STEPS = st.lists(st.one_of(st.sampled_from(["a", "b", "over", "sent", "failed"]), HOURS), max_size=14)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_nobody_is_told_twice_a_day_nor_left_untold(office, steps):
    """Against a model of one sentence: a mail at first, another 23 hours after the last, one when it is over."""
    about, mails = f"about {next(_abouts)}", 0
    last: dict[str, datetime] = {}
    told(office)
    before = len(asked(office))
    for step in steps:
        if isinstance(step, int):
            office.now += step * HOUR
        elif step == "over":
            over(office, about)
            mails += bool(last)
            last = {}
        elif step in ("sent", "failed"):
            with office.store.writing(1) as session:
                for row in session.exec(select(Notice).where(Notice.about == about, Notice.state == "waiting")):
                    row.state = step
        else:
            waits = any(row.about == about and row.words == step and row.state == "waiting" for row in notices(office))
            raised(office, words=step, about=about)
            at = office.now
            if step not in last or (at - last[step] >= AGAIN_AFTER and not waits):
                mails, last[step] = mails + 1, at
            assert len(asked(office)) - before == mails
    assert len(asked(office)) - before == mails
    assert len([row for row in notices(office) if row.about == about and row.recovered_at is None]) == len(last)


def test_deliveries_tell_how_they_end_and_what_arrives_ends_it(office, tmp_path):
    told(office)
    share = tmp_path / "share"
    office.folder(share)
    share.rename(tmp_path / "away")
    run_id = office.run()
    [sent] = office.sent(run_id)
    [row] = notices(office)
    assert (row.kind, row.words.partition("\n")[0]) == ("failed", "The files of “Nightly” did not arrive at “Share”.")
    assert sent.error in row.words
    assert row.place == f"export_history?run={run_id}"
    [cut] = office.asked(office.run())
    fail(office.store, 1, cut, "The program ended.")
    assert [row.kind for row in notices(office)] == ["failed", "interrupted"]
    (tmp_path / "away").rename(share)
    office.sent(office.run())
    assert all(row.recovered_at for row in notices(office))
    assert len(asked(office)) == 3


def test_a_mixed_set_and_a_destination_that_switches_itself_off_are_told(office, tmp_path):
    told(office)
    office.folder(tmp_path / "share")
    files = [{"name": "schools.csv", "there": "new"}, {"name": "students.csv", "there": "old"}]
    *refused, half = [deliver(office.store, office.user, office.run(), clock=office.clock)[0] for _ in range(6)]
    receipt = Receipt(Outcome.NOT_DELIVERED, "", fault=FaultKind.AUTH, error="It refused.")
    for one in refused:
        with office.store.writing(1) as session:
            _record(session, session.get_one(Delivery, (1, one)), receipt, office.clock)
    with office.store.writing(1) as session:
        row = session.get_one(Delivery, (1, half))
        row.state, row.begun, row.files = "running", True, files
    fail(office.store, 1, half, "It stopped the program.")
    assert [(row.kind, row.told) for row in notices(office)] == [("failed", 1), ("off", 1), ("mixed", 1)]
    assert "Old: students.csv.\nNew: schools.csv." in notices(office)[2].detail
    switch(office.store, office.user, "Share", on=True, clock=office.clock)
    assert [row.kind for row in notices(office) if row.recovered_at] == ["off"]


def test_a_hold_is_reminded_of_every_day_until_it_was_decided(office):
    told(office)
    run_id = office.run(guards=("GUARD_REMOVED",))
    end = ScheduledEnd("s1", "Every night", "held", "Too much would be removed.", run_id=run_id)
    with office.store.writing(1) as session:
        scheduled_run_ended(session, 1, end, office.clock)
    for _look in range(11):
        go_round(office.store, 1, clock=office.clock)
        with office.store.writing(1) as session:
            session.exec(select(Notice)).one().state = "sent"
        office.now += 5 * HOUR
    [row] = notices(office)
    assert (row.kind, row.told, row.place) == ("held", 3, f"clever_export?run={run_id}")
    approve(office.store, office.user, run_id, "as planned", clock=office.clock)
    go_round(office.store, 1, clock=office.clock)
    go_round(office.store, 1, clock=office.clock)
    [row] = notices(office)
    assert (row.told, row.state, row.recovered_at is not None) == (4, "waiting", True)


def test_a_hold_is_over_when_its_delivery_is_discarded(office, tmp_path):
    told(office)
    office.folder(tmp_path / "share")
    run_id = office.run()
    deliver(office.store, office.user, run_id, clock=office.clock)
    end = ScheduledEnd("s1", "Every night", "held", "Nothing was there before.", run_id=run_id)
    with office.store.writing(1) as session:
        scheduled_run_ended(session, 1, end, office.clock)
    go_round(office.store, 1, clock=office.clock)
    assert [row.recovered_at for row in notices(office)] == [None]
    discard(office.store, office.user, run_id, "wrong file", clock=office.clock)
    go_round(office.store, 1, clock=office.clock)
    assert all(row.recovered_at for row in notices(office))


def test_a_hold_that_a_later_one_takes_the_place_of_goes_on_as_one_matter(office):
    told(office)
    for night in ("first", "second"):
        with office.store.writing(1) as session:
            scheduled_run_ended(
                session, 1, ScheduledEnd("s1", "Nights", "held", night, run_id=f"1-{night}"), office.clock
            )
            if night == "second":
                end = ScheduledEnd("s1", "Nights", "discarded", run_id="1-first")
                scheduled_run_ended(session, 1, end, office.clock)
    [row] = notices(office)
    assert (row.recovered_at, row.told, row.place) == (None, 1, "clever_export?run=1-second")
    assert row.detail.startswith("second\n")
    with office.store.writing(1) as session:
        scheduled_run_ended(session, 1, ScheduledEnd("s1", "Nights", "discarded", run_id="1-second"), office.clock)
    assert notices(office)[0].recovered_at


def test_what_nothing_will_end_is_closed_by_hand(office):
    told(office)
    raised(office)
    [row] = notices(office)
    with pytest.raises(Refusal, match="export_edit"):
        close_alarm(office.store, granted("v", "V", frozenset({Right.EXPORT_VIEW})), row.notice_id)
    close_alarm(office.store, office.user, row.notice_id, clock=office.clock)
    assert [(row.told, row.detail) for row in notices(office)] == [(2, "local has seen to it.")]
    with pytest.raises(Refusal, match="No such alarm is open"):
        close_alarm(office.store, office.user, row.notice_id)


@pytest.mark.parametrize(
    ("state", "kind"), [("failed", "failed"), ("missed", "missed"), ("interrupted", "interrupted")]
)
def test_scheduled_runs_tell_how_they_end_unless_their_deliveries_do(office, tmp_path, state, kind):
    told(office)
    with office.store.writing(1) as session:
        scheduled_run_ended(session, 1, ScheduledEnd("s1", "Every night", state, "Why."), office.clock)
    assert [row.kind for row in notices(office)] == [kind]
    with office.store.writing(1) as session:
        scheduled_run_ended(session, 1, ScheduledEnd("s1", "Every night", "delivered"), office.clock)
    assert notices(office)[0].recovered_at
    office.folder(tmp_path / "share")
    run_id = office.run()
    deliver(office.store, office.user, run_id, clock=office.clock)
    with office.store.writing(1) as session:
        scheduled_run_ended(session, 1, ScheduledEnd("s1", "Every night", state, run_id=run_id), office.clock)
    assert len(notices(office)) == 1


def test_a_failed_load_is_told_without_its_reason_which_may_quote_the_files(office):
    told(office)
    load_id = f"1-{new_id(office.clock)}"
    with office.store.writing(1) as session:
        session.add(
            RosterLoad(district_id=1, load_id=load_id, state="checking", format="auto", by="local",
                       created_at=office.now, updated_at=office.now)
        )  # fmt: skip
    fail_load(office.store, load_id, f"The row of {PUPIL} is damaged.")
    [row] = notices(office)
    assert (row.kind, row.place) == ("load", f"roster_load?load={load_id}")
    with office.store.writing(1) as session:
        scheduled_run_ended(session, 1, ScheduledEnd("s1", "Nights", "failed", load_id=load_id), office.clock)
    assert len(notices(office)) == 1
    with office.store.reading(1) as session:
        written = [str(vars(one)) for table in (Notice, Job) for one in session.exec(select(table))]
    assert not any(PUPIL in text or DANA in text for text in written)
