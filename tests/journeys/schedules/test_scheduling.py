"""Schedules: what comes due is settled once; pauses, blackouts, notes and rights."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from roster_core.access.rights import Right, granted
from roster_core.access.tables import AuditEvent
from roster_core.clock import utc_now
from roster_core.jobs.tables import Job
from roster_core.journeys.batches.sweeping import sweep
from roster_core.journeys.destination_edits import switch
from roster_core.journeys.export_profile_edits import archive_profile, forbid_schedules
from roster_core.journeys.schedule_blackouts import add_blackout, remove_blackout
from roster_core.journeys.schedule_edits import (
    ScheduleDraft,
    delete_schedule,
    look_ahead,
    pause_schedule,
    resume_schedule,
    run_now,
    save_schedule,
)
from roster_core.journeys.scheduled_submitting import SCHEDULED_RUN, new_run
from roster_core.journeys.schedules import read_blackouts, read_outcomes, read_schedule, read_schedules
from roster_core.journeys.scheduling import due
from roster_core.refusals import Refusal
from roster_core.roster.tables.schedules import Schedule, ScheduledRun
from tests.journeys.schedules.conftest import DAY, FIRST, NOW

HOUR = timedelta(hours=1)


def states(night):
    return [(one.planned_at, one.state) for one in night.runs()]


def test_each_instant_is_asked_for_once_with_its_job(night):
    night.schedule()
    assert night.at(FIRST - timedelta(seconds=1)) == ()
    for _ in range(3):  # the worker looks again, another one looks too
        night.at(FIRST + timedelta(seconds=7))
    night.at(FIRST + HOUR)  # 01:30 the second time that night
    [run] = night.runs()
    assert (run.planned_at, run.state, run.trigger, run.by) == (FIRST, "planned", "SCHEDULE", "system")
    with night.store.reading(1) as session:
        [job] = session.exec(select(Job).where(Job.handler == SCHEDULED_RUN)).all()
    assert (job.subject, job.state, job.job_id) == (run.scheduled_run_id, "queued", run.job_id)


def test_an_instant_is_settled_once_though_the_clock_is_put_back_or_the_mark_is_lost(night):
    night.schedule()
    night.at(FIRST)
    with night.store.writing(1) as session:
        session.exec(select(Schedule)).one().looked_at = NOW
    assert len(night.at(FIRST + timedelta(minutes=5))) == 1
    with night.store.reading(1) as session:
        kept = session.exec(select(ScheduledRun)).one().model_dump()
    with pytest.raises(sa.exc.IntegrityError):
        _write(night, ScheduledRun(**{**kept, "scheduled_run_id": "another"}))


def _write(night, row):
    with night.store.writing(1) as session:
        session.add(row)


def test_what_was_missed_or_lies_in_a_blackout_is_told_and_the_next_run_is_held(night):
    night.schedule()
    add_blackout(night.store, night.user, date(2026, 11, 3), date(2026, 11, 4), "Rollover", clock=night.clock)
    night.at(FIRST + 4 * DAY + 20 * HOUR)
    told = [(one.planned_at.day, one.state, one.reason) for one in night.runs()]
    assert [(day, state) for day, state, _ in told] == [
        (1, "missed"), (2, "missed"), (3, "skipped"), (4, "skipped"), (5, "missed")
    ]  # fmt: skip
    assert told[2][2] == "Blackout 2026-11-03 to 2026-11-04: Rollover"
    assert "Nothing was there to carry it out" in told[0][2]
    one = read_schedule(night.store, night.user, "nightly", clock=night.clock)
    assert "first run after a blackout" in one.hold_next
    run = night.at(FIRST + 5 * DAY + HOUR)[-1]
    assert (run.state, run.brake) == ("planned", one.hold_next)
    with night.store.reading(1) as session:
        since = night.now - timedelta(seconds=1)
        assert [one.state for one in read_outcomes(session, 1, NOW)] == [state for _, state, _ in told]
        assert read_outcomes(session, 1, since) == ()


def test_blackouts_of_one_schedule_leave_the_others_alone(night):
    night.schedule()
    night.schedule("Noon", at="12:00")
    made = add_blackout(night.store, night.user, date(2026, 11, 1), date(2026, 11, 1), "Fair", name="Noon")
    everywhere = add_blackout(night.store, night.user, date(2026, 12, 24), date(2027, 1, 3), "Holidays")
    night.at(FIRST + 16 * HOUR)
    assert [(one.schedule, one.state) for one in night.runs()] == [("Nightly", "missed"), ("Noon", "skipped")]
    noon, nightly = (read_schedule(night.store, night.user, name) for name in ("Noon", "Nightly"))
    assert [len(one.blackouts) for one in (noon, nightly)] == [2, 1]
    assert [one.schedule for one in read_blackouts(night.store, night.user)] == ["Noon", ""]
    remove_blackout(night.store, night.user, made.blackout_id)
    with pytest.raises(Refusal, match="None has the ID"):
        remove_blackout(night.store, night.user, made.blackout_id)
    ahead = look_ahead(
        night.store, night.user, ScheduleDraft("Nightly", at="01:30"), clock=lambda: FIRST + 52 * DAY
    )  # fmt: skip
    assert ["Holidays" in one.skipped for one in ahead.coming] == [False, True, True, True, True]
    assert everywhere.blackout.reason == "Holidays"
    with pytest.raises(Refusal, match="ends before"):
        add_blackout(night.store, night.user, date(2027, 1, 3), date(2026, 12, 24), "x")
    with pytest.raises(Refusal, match="No reason"):
        add_blackout(night.store, night.user, date(2026, 12, 24), date(2026, 12, 24), " ")


def test_nothing_of_a_paused_schedule_runs_and_afterwards_the_first_run_is_held(night):
    saved = night.schedule(on=False)
    assert not saved.schedule.active
    assert any("is ready" in check.what for check in saved.checks)
    assert night.at(FIRST) == ()
    night.now = FIRST + HOUR
    resumed = resume_schedule(night.store, night.user, "Nightly", clock=night.clock)
    assert resumed.schedule.hold_next == ""  # it is new: nothing was paused
    pause_schedule(night.store, night.user, "Nightly", "Summer", clock=night.clock)
    assert night.at(FIRST + 2 * DAY) == ()
    assert read_schedule(night.store, night.user, "Nightly").coming == ()
    resumed = resume_schedule(night.store, night.user, "Nightly", clock=night.clock)
    assert resumed.schedule.hold_next == "It is the first run since the schedule was paused on 2026-11-01."
    [run] = night.at(FIRST + 2 * DAY + HOUR)
    assert run.brake == resumed.schedule.hold_next
    with night.store.reading(1) as session:
        actions = [event.action for event in session.exec(select(AuditEvent)) if "schedule" in event.action]
    assert actions == ["schedule_saved", "schedule_switched_on", "schedule_paused", "schedule_switched_on"]


def test_another_rule_counts_from_when_it_was_saved_and_the_same_one_loses_nothing(night):
    night.schedule()
    night.now = FIRST + timedelta(seconds=5)  # due, and nobody has looked yet
    night.schedule(catch_up_minutes=60, on=False)
    assert [state for _, state in states(night)] == []
    assert [run.planned_at for run in night.at(night.now)] == [FIRST]
    night.schedule(at="00:30", on=False)
    night.at(FIRST + HOUR)
    assert len(night.runs()) == 1


def test_a_profile_with_a_note_is_not_scheduled_and_says_why(night):
    night.schedule()
    forbid_schedules(night.store, night.user, "Nightly", "Waiting for the new section IDs")
    for refused in (
        lambda: night.schedule("Second", on=False),
        lambda: run_now(night.store, night.user, "Nightly"),
    ):
        with pytest.raises(Refusal, match="Waiting for the new section IDs"):
            refused()
    run = night.ran(FIRST)
    assert (run.state, run.reason) == (
        "skipped", "The profile must not be scheduled: Waiting for the new section IDs"
    )  # fmt: skip
    pause_schedule(night.store, night.user, "Nightly", clock=night.clock)
    with pytest.raises(Refusal, match="Waiting for"):
        resume_schedule(night.store, night.user, "Nightly", clock=night.clock)
    forbid_schedules(night.store, night.user, "Nightly", "")
    assert resume_schedule(night.store, night.user, "Nightly", clock=night.clock).schedule.active
    archive_profile(night.store, night.user, "Nightly")
    assert (night.ran(FIRST + DAY + HOUR).state, "put away" in night.runs()[-1].reason) == ("failed", True)


def test_it_runs_by_itself_only_where_something_can_be_delivered(night):
    night.schedule(on=False)
    switch(night.store, night.user, "Share", on=False)
    with pytest.raises(Refusal, match=r"“Share”: It is switched off"):
        resume_schedule(night.store, night.user, "Nightly")
    switch(night.store, night.user, "Share", on=True)
    assert resume_schedule(night.store, night.user, "Nightly").schedule.active
    with pytest.raises(Refusal, match="A folder is needed"):
        night.schedule(source={"kind": "folder"})
    with pytest.raises(Refusal, match="no whole path"):
        night.schedule(source={"kind": "folder", "path": "sis"})


def test_names_rights_and_deleting(night):
    night.schedule()
    draft = ScheduleDraft("Nightly", at="05:00")
    renamed = save_schedule(night.store, night.user, "NIGHTLY", draft, rename="Morning", clock=night.clock)
    assert (renamed.schedule.name, renamed.schedule.rule.at.hour) == ("Morning", 5)
    save_schedule(night.store, night.user, "Second", draft, clock=night.clock)
    with pytest.raises(Refusal, match="“morning” is taken"):
        save_schedule(night.store, night.user, "Second", draft, rename="morning")
    with pytest.raises(Refusal, match="There are “Morning”, “Second”"):
        read_schedule(night.store, night.user, "Nightly")
    viewer = granted("v", "V", frozenset({Right.EXPORT_VIEW}))
    assert len(read_schedules(night.store, viewer)) == 2
    for refused in (pause_schedule, resume_schedule, delete_schedule, run_now):
        with pytest.raises(Refusal, match="export_"):
            refused(night.store, viewer, "Morning")
    run_now(night.store, night.user, "Second", clock=night.clock)
    for at_work in (delete_schedule, run_now):
        with pytest.raises(Refusal, match="is at work"):
            at_work(night.store, night.user, "Second")
    delete_schedule(night.store, night.user, "Morning")
    assert [one.name for one in read_schedules(night.store, night.user)] == ["Second"]
    assert night.at(FIRST + 5 * HOUR)[-1].schedule == "Second"


def test_a_schedule_that_is_not_understood_does_not_keep_the_others_from_running(night, caplog):
    night.schedule("Broken")
    night.schedule()
    with night.store.writing(1) as session:
        session.exec(select(Schedule).where(Schedule.name == "Broken")).one().time_zone = "Atlantis/Capital"
    assert [run.schedule for run in _quietly(night, FIRST)] == ["Nightly"]
    assert "Atlantis" in caplog.text


def _quietly(night, moment):
    due(night.store, lambda: moment)
    with night.store.writing(1) as session:
        session.exec(select(Schedule).where(Schedule.name == "Broken")).one().time_zone = "America/New_York"
    return night.runs()


def test_what_became_of_runs_is_forgotten_after_400_days(night):
    night.schedule()
    now = utc_now()
    with night.store.writing(1) as session:
        row = session.exec(select(Schedule)).one()
        for days in (401, 399):
            run = new_run(row, now - timedelta(days=days), trigger="SCHEDULE", by="system")
            run.state = "missed"
            session.add(run)
    sweep(night.store, night.user)
    assert [(now - run.planned_at).days for run in night.runs()] == [399]
