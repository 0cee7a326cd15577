"""The page of schedules: a form with its next runs, pausing, blackouts, held runs, and who may open it."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from pages.shell import session
from roster_core.access.rights import Right, local_administrator
from roster_core.clock import utc_now
from roster_core.journeys.destination_edits import DestinationDraft, add_destination
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.export_profile_edits import Draft, save_profile
from roster_core.journeys.schedule_blackouts import add_blackout
from roster_core.journeys.schedule_edits import ScheduleDraft, resume_schedule, save_schedule
from roster_core.journeys.scheduled_submitting import new_run
from roster_core.journeys.schedules import read_schedules
from roster_core.roster.tables.schedules import Schedule, ScheduledRun
from tests.pages.test_destinations import press, texts

PAGE, ADMIN = "schedules.py", local_administrator()


@pytest.fixture
def ready(with_sample, tmp_path):  # noqa: ARG001 - the sample comes first
    """A profile that is delivered to a folder."""
    (tmp_path / "share").mkdir()
    save_profile(session.store(), ADMIN, "Clever", Draft({"deliver_local": True}))
    draft = DestinationDraft({"path": str(tmp_path / "share")}, profiles=["Clever"])
    add_destination(session.store(), ADMIN, "Share", Method.LOCAL, draft)


@pytest.mark.usefixtures("ready")
def test_a_schedule_is_made_switched_on_changed_and_deleted(open_page):
    at = press(open_page(PAGE), "Add a schedule")
    assert "Mon–Fri at 04:00 (America/New_York)" in texts(at)
    {field.label: field for field in at.text_input}["Name"].set_value("Nightly")
    at = press(at, "Save")
    assert "its first files wait for an approval" in " ".join(one.value for one in at.warning)
    at = press(at, "Switch on")
    [kept] = read_schedules(session.store(), ADMIN)
    assert (kept.name, kept.active, len(kept.coming)) == ("Nightly", True, 5)
    assert f"{kept.coming[0].at:%Y-%m}" in texts(at)
    at = press(at, "Change")
    at.segmented_control[0].set_value("Cron expression").run()
    {field.label: field for field in at.text_input}["Cron expression"].set_value("*/20 4 * * *").run()
    assert "within 20 minutes" in texts(at)
    at = press(at, "Cancel")
    at = press(at, "Pause")
    assert not read_schedules(session.store(), ADMIN)[0].active
    at = press(at, "Delete")
    assert read_schedules(session.store(), ADMIN) == ()
    assert not at.exception


@pytest.mark.usefixtures("ready")
def test_what_is_held_missed_or_skipped_is_told_here_and_on_the_overview(open_page):
    store = session.store()
    save_schedule(store, ADMIN, "Nightly", ScheduleDraft("Clever"))
    resume_schedule(store, ADMIN, "Nightly")
    add_blackout(store, ADMIN, date(2026, 7, 1), date(2026, 8, 20), "Summer")
    with store.writing(1) as here:
        row = here.exec(select(Schedule)).one()
        for hours, state, reason in (
            (90, "held", "A school would vanish."), (30, "missed", "Nothing was there."), (6, "delivered", "")
        ):  # fmt: skip
            run = new_run(row, utc_now() - timedelta(hours=hours), trigger="SCHEDULE", by="system")
            run.state, run.reason = state, reason
            here.add(run)
    at = open_page(PAGE)
    assert "2026-07-01 – 2026-08-20" in texts(at)
    assert "waits for a decision" in texts(at)
    history = next(table.value for table in at.dataframe if "Due" in table.value)
    assert list(history["Why"]) == ["", "Nothing was there.", "A school would vanish."]
    overview = open_page("overview.py")
    told = texts(overview)
    assert "The run of “Nightly” is held. A school would vanish." in told
    assert "Nothing was there." not in told  # a newer run came after it
    assert not at.exception
    assert not overview.exception
    with store.reading(1) as here:
        assert len(here.exec(select(ScheduledRun)).all()) == 3


@pytest.mark.usefixtures("with_sample")
def test_without_a_profile_it_leads_to_one_and_is_for_those_who_edit(open_page, as_holder_of):
    assert "Save a profile first" in texts(open_page(PAGE))
    as_holder_of(Right.EXPORT_VIEW)
    assert "not open to you" in open_page(PAGE).error[0].value
