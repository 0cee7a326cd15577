"""The page that tells what became of every batch."""

import zlib
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from pages.parts import batch_progress
from pages.parts.batch_view import undo_note
from pages.shell import session
from roster_core.access.rights import Right, granted, local_administrator
from roster_core.batches.states import BatchState
from roster_core.batches.tables import Batch
from roster_core.jobs.queue import Work, submit
from roster_core.jobs.tables import Job
from roster_core.journeys.batches.reads import read_batch, read_batches
from roster_core.journeys.batches.undoing import undo
from tests.batches.history import made_history
from tests.journeys.batches.conftest import PhotoDesk, face
from tests.pages.conftest import asked

PAGE = "upload_status.py"
NOW = datetime.now(UTC)

pytestmark = pytest.mark.usefixtures("with_sample")


def _made(batches, **more):
    """Batches in the store that the page uses, oldest first."""
    return made_history(session.store(), batches, now=NOW, **more)


def _metrics(at):
    return {metric.label: metric.value for metric in at.metric}


def _change(batch_id, **values):
    with session.store().writing(1) as here:
        batch = here.exec(select(Batch).where(Batch.batch_id == batch_id)).one()
        for name, value in values.items():
            setattr(batch, name, value)


def _set_to_work(batch_id, moment):
    """As if the batch had been confirmed at `moment` and its job waited since."""
    with session.store().writing(1) as here:
        job_id = submit(here, 1, Work("batch-apply", batch_id, "dana"))
    _change(batch_id, state=BatchState.QUEUED.value, job_id=job_id, confirmed_at=moment, finished_at=None)


def test_without_any_batch_the_page_leads_to_the_upload(open_page):
    at = open_page(PAGE)
    assert not at.exception
    assert "Nothing was uploaded yet" in at.header[0].value
    assert [link.proto.label for link in at.get("page_link")] == ["Upload photos"]


def test_batches_are_listed_newest_first_with_numbers_and_charts(open_page):
    made = _made(3)
    at = open_page(PAGE)
    assert not at.exception
    listed = at.dataframe[0].value
    views = [read_batch(session.store(), local_administrator(), one) for one in reversed(made)]
    assert list(listed["By"]) == [one.by for one in views]
    assert list(listed["Files"]) == [20, 20, 20]
    assert _metrics(at)["Batches"] == "3"
    assert len(at.get("vega_lite_chart")) == 3


def test_a_filter_narrows_list_numbers_and_charts_together(open_page):
    _made(30)
    at = open_page(PAGE)
    at.selectbox(key="status.stage").set_value("Done with errors, or failed").run()
    assert not at.exception
    assert {cell[0] for cell in at.dataframe[0].value["State"]} == {"Done with errors"}
    assert _metrics(at)["Batches"] == "1"
    at.selectbox(key="status.when").set_value("Last 7 days").run()
    assert "No batch fits" in at.info[0].value
    assert not at.dataframe


def test_where_only_drafts_are_these_are_listed(open_page):
    (batch_id,) = _made(1)
    _change(batch_id, state=BatchState.CHECKED.value, confirmed_at=None, finished_at=None)
    at = open_page(PAGE)
    assert not at.exception
    assert [cell[0] for cell in at.dataframe[0].value["State"]] == ["Checked, not confirmed"]


def test_two_dates_can_be_given(open_page):
    _made(4, days=40)
    at = open_page(PAGE)
    at.selectbox(key="status.when").set_value("Between two dates").run()
    assert _metrics(at)["Batches"] == "3"
    day = (NOW - timedelta(days=5)).date()
    at.date_input(key="status.days").set_value((day, day)).run()
    assert not at.exception
    assert _metrics(at)["Batches"] == "0"


def test_a_click_opens_the_batch_and_the_button_leads_back(open_page):
    made = _made(3)
    at = open_page(PAGE)
    at.session_state[_list_key(made)] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    at.run()
    assert asked(at, "batch") == made[1]
    assert "Photos of students" in at.header[0].value
    at.button(key="status.back").click().run()
    assert not at.exception
    assert "batch" not in at.query_params
    assert _metrics(at)["Batches"] == "3"


def _list_key(made):
    return f"status.list.{zlib.crc32(' '.join(reversed(made)).encode()):x}.0"


def test_a_link_opens_a_batch_with_every_file(open_page):
    (batch_id,) = _made(1, items=60)
    at = open_page(PAGE, batch=batch_id)
    assert not at.exception
    assert len(at.dataframe[0].value) == 50
    assert "Files 1 to 50 of 60" in [one.value.partition(" ·")[0] for one in at.caption]
    counts = read_batch(session.store(), local_administrator(), batch_id).counts
    at.selectbox(key="status.result").set_value(next(r for r in counts if r == "No Match")).run()
    assert len(at.dataframe[0].value) == counts["No Match"]
    assert set(at.dataframe[0].value["Person"]) == {""}
    at.text_input(key="status.find").set_value("nobody of that name").run()
    assert "No file fits" in at.info[-1].value


@pytest.mark.parametrize("batch", ["1-nothing", "nonsense", "999-1"])
def test_a_link_to_no_batch_is_answered_in_words(open_page, batch):
    at = open_page(PAGE, batch=batch)
    assert not at.exception
    assert "The batch was not found" in at.error[0].value


def test_what_failed_can_be_tried_again(open_page):
    made = _made(4)
    at = open_page(PAGE, batch=made[3])
    assert "Try 2 again" in [button.label for button in at.button]
    at.button(key="status.retry").click().run()
    assert not at.exception
    again = read_batch(session.store(), local_administrator(), made[3])
    assert (again.state, again.total, again.job_state) == (BatchState.QUEUED, 2, "queued")


def test_a_batch_that_waits_without_a_worker_says_so(open_page):
    (batch_id,) = _made(1)
    _set_to_work(batch_id, datetime.now(UTC) - timedelta(minutes=5))
    for at in (open_page(PAGE), open_page(PAGE, batch=batch_id)):
        assert not at.exception
        assert "nothing carries it out" in at.warning[0].value
    _set_to_work(batch_id, datetime.now(UTC))
    assert not open_page(PAGE).warning


def test_with_a_worker_nothing_is_said(open_page, monkeypatch):
    (batch_id,) = _made(1)
    _set_to_work(batch_id, datetime.now(UTC) - timedelta(minutes=5))
    monkeypatch.setattr(batch_progress, "any_alive", lambda _store: True)
    assert not open_page(PAGE).warning


def test_why_a_batch_failed_is_told(open_page):
    (batch_id,) = _made(1)
    _change(batch_id, state=BatchState.FAILED.value, error="The disk of the server is full.")
    assert "disk of the server is full" in open_page(PAGE, batch=batch_id).error[0].value


def test_that_a_cancelled_batch_changed_nothing_is_told_with_who_and_when(open_page):
    (batch_id,) = _made(1)
    _change(
        batch_id,
        state=BatchState.CANCELLED.value,
        settings={"cancelled_by": "ada"},
        counts={"new": 3, "ready": 3},
        total=3,
        finished_at=datetime(2026, 9, 8, 18, 5, tzinfo=UTC),
    )
    at = open_page(PAGE, batch=batch_id)
    assert not at.exception
    told = at.warning[0].value
    assert told.startswith("**Nothing was changed by this batch.** It was cancelled by ada on 2026-09-08 14:05,")
    assert "before it began" in told
    assert not {"status.undo", "status.cancel"} & {button.key for button in at.button}
    assert list(open_page(PAGE).dataframe[0].value["Files"]) == [3]
    _change(batch_id, state=BatchState.EXPIRED.value, settings={}, confirmed_at=None)
    assert "Nobody went on with it for 7 days" in open_page(PAGE, batch=batch_id).warning[0].value


def test_a_batch_that_waits_can_be_cancelled(open_page):
    (batch_id,) = _made(1)
    _set_to_work(batch_id, datetime.now(UTC))
    _change(batch_id, started_at=None)
    at = open_page(PAGE, batch=batch_id)
    at.button(key="status.cancel").click().run()
    assert not at.exception
    assert "It was cancelled by local" in at.warning[0].value
    assert read_batch(session.store(), local_administrator(), batch_id).job_state == "cancelled"


def test_undo_is_offered_for_thirty_days_to_the_maker_and_administrators(open_page):
    made = _made(2, days=50)
    admin = local_administrator()
    old, new = (read_batch(session.store(), admin, one) for one in made)
    assert undo_note(admin, old, "UTC", NOW + timedelta(days=1))[0] is False
    assert "could be undone until" in undo_note(admin, old, "UTC", NOW + timedelta(days=1))[1]
    assert undo_note(admin, new, "UTC", NOW)[0] is True
    colleague = granted("zoe", "Zoe", frozenset({Right.BULK_IMAGE_UPLOAD}))
    may, why = undo_note(colleague, new, "UTC", NOW)
    assert not may
    assert why.startswith(f"{new.by} or an administrator can undo it")
    keys = [{button.key for button in open_page(PAGE, batch=one).button} for one in made]
    assert ["status.undo" in found for found in keys] == [False, True]


def test_who_sees_one_school_is_not_shown_batches_of_the_whole_district(open_page, as_holder_of):
    _made(2)
    as_holder_of(Right.BULK_IMAGE_UPLOAD, schools=frozenset({"MHE"}))
    at = open_page(PAGE)
    assert not at.exception
    assert "Nothing was uploaded yet" in at.header[0].value


def test_a_year_of_batches_is_read_whole(open_page):
    _made(300, items=2)
    assert len(read_batches(session.store(), local_administrator(), limit=5000)) == 300
    assert _metrics(open_page(PAGE))["Batches"] == "300"


def _end_jobs():
    """Note of every job that it is done, as the worker does whose place the test took."""
    with session.store().writing(1) as here:
        for job in here.exec(select(Job)).all():
            job.state = "done"


def test_each_file_is_shown_with_the_photo_before_and_an_undo_the_other_way_round(open_page, tmp_path):
    desk = PhotoDesk(session.store(), tmp_path / "given")
    batch_id = desk.checked({"0104233.jpg": face(1), "9999999.jpg": face(2)})
    desk.confirm(batch_id, leave_out=True)
    _end_jobs()
    listed = open_page(PAGE, batch=batch_id).dataframe[0].value
    assert ["/before/" in listed["Before"][0], "/new/" in listed["New"][0]] == [True, True]
    assert [listed["Before"][1] == "", "/new/" in listed["New"][1]] == [True, True]
    assert list(listed["ID"]) == ["0104233", "9999999"]
    back = undo(desk.store, desk.user, batch_id)
    desk.run("batch-undo", back)
    _end_jobs()
    at = open_page(PAGE, batch=back)
    assert not at.exception
    listed = at.dataframe[0].value
    assert ["/new/" in listed["Before"][0], "/before/" in listed["New"][0]] == [True, True]
    assert "status.undo" not in {button.key for button in at.button}
