from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from pages.parts.attention import STALE_AFTER, matters
from pages.shell import catalog
from roster_core.batches.people import Target
from roster_core.batches.states import BatchKind, BatchState
from roster_core.journeys.batches.reads import BatchView
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.export_runs import RunView
from roster_core.journeys.overview import Overview
from roster_core.journeys.roster_loads import LoadView

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TODAY = Overview(DistrictView(1, "MHSD", "Maple Hollow", "UTC", "2026-27", "1-a"), pl.DataFrame())


def _load(state="loaded", *, current=True, interrupted=False, age=timedelta(hours=1), findings=None, load_id="1-a"):
    return LoadView(
        load_id=load_id,
        state=state,
        format="roster",
        sources=(),
        request={},
        counts={},
        finding_counts=findings or {},
        holds=(),
        by="local",
        created_at=NOW - age,
        loaded_at=NOW - age if state == "loaded" else None,
        approved_by=None,
        approval_reason=None,
        error=None,
        step="",
        done=0,
        total=0,
        current=current,
        interrupted=interrupted,
    )


def _run(state="previewed", *, interrupted=False, findings=None, load_id="1-a", guards=()):
    return RunView(
        guards=guards,
        run_id="1-r",
        state=state,
        options={},
        load_id=load_id,
        as_of_date=date(2026, 11, 24),
        files=(),
        finding_counts=findings or {},
        by="local",
        created_at=NOW,
        finished_at=NOW,
        error=None,
        step="",
        done=0,
        total=0,
        interrupted=interrupted,
    )


def _texts(*, loads=(), runs=(), overview=TODAY):
    return [matter.text for matter in matters(overview, loads, runs, NOW)]


def test_where_all_is_well_nothing_needs_attention():
    assert _texts(loads=[_load()], runs=[_run()]) == []
    assert _texts(overview=None) == []


@pytest.mark.parametrize(
    ("load", "word"),
    [
        (_load("held", current=False), "held"),
        (_load("previewed", current=False), "Confirm"),
        (_load("refused", current=False), "refused"),
        (_load("failed", current=False), "failed"),
        (_load("checking", current=False, interrupted=True), "cut off"),
    ],
)
def test_the_newest_load_tells_what_is_to_be_done(load, word):
    found = matters(TODAY, [load, _load()], [], NOW)
    assert word in found[0].text
    assert dict(found[0].query) == {"load": "1-a"}


@pytest.mark.parametrize("state", ["checking", "switching", "discarded"])
def test_work_that_goes_on_or_was_set_aside_needs_nobody(state):
    assert _texts(loads=[_load(state, current=False), _load()]) == []


def test_an_older_load_that_waited_was_overtaken():
    assert _texts(loads=[_load(), _load("held", current=False)]) == []


def test_an_old_roster_is_told_with_its_days():
    assert _texts(loads=[_load(age=STALE_AFTER)]) == []
    assert _texts(loads=[_load(age=timedelta(days=9))]) == ["The roster is 9 days old."]


@pytest.mark.parametrize(("errors", "words"), [(1, "1 row was"), (1234, "1,234 rows were")])
def test_rows_left_out_of_the_roster_in_use_are_counted(errors, words):
    assert words in _texts(loads=[_load(findings={"error": errors})])[0]


@pytest.mark.parametrize(
    ("run", "word"),
    [
        (_run("failed"), "made no files"),
        (_run("refused"), "made no files"),
        (_run("running", interrupted=True), "made no files"),
        (_run(findings={"block": 1}), "cannot be delivered"),
        (_run(findings={"block": 1}, guards=("GUARD_REMOVED",)), "waits for an approval"),
        (_run(load_id="1-older"), "loaded anew"),
    ],
)
def test_the_newest_run_tells_what_is_to_be_done(run, word):
    assert word in _texts(runs=[run, _run()])[0]


def test_a_running_export_needs_nobody():
    assert _texts(runs=[_run("running", load_id="1-older")]) == []


def test_the_most_pressing_comes_first_and_every_matter_leads_to_a_page():
    loads = [_load("held", current=False), _load(age=timedelta(days=30))]
    found = matters(TODAY, loads, [_run(load_id="1-older")], NOW)
    assert [matter.severity.value for matter in found] == ["block", "warning", "info"]
    assert {matter.page for matter in found} <= {page.file for page in catalog.PAGES}


def _batch(state, *, counts=None, job_state="", age=timedelta(hours=1), kind=BatchKind.PHOTO):
    ended = state not in {BatchState.DRAFT, BatchState.CHECKED, BatchState.QUEUED, BatchState.RUNNING}
    told: dict[str, Any] = dict.fromkeys(BatchView.__dataclass_fields__)
    return BatchView(
        **told
        | {
            "batch_id": "1-b",
            "kind": kind,
            "target": Target.STUDENTS,
            "state": state,
            "by": "dana",
            "settings": {},
            "counts": counts or {},
            "finished_at": NOW - age if ended else None,
            "done": 120,
            "total": 200,
            "job_state": job_state,
        }
    )


@pytest.mark.parametrize(
    ("batch", "told"),
    [
        (_batch(BatchState.FAILED), "Photos of students: the batch failed. It can be tried again."),
        (
            _batch(BatchState.DONE_WITH_ERRORS, counts={"Uploaded": 9, "Failed": 2, "Conflict": 1, "No Match": 4}),
            "Photos of students: 3 could not be done.",
        ),
        (_batch(BatchState.RUNNING, job_state="running"), "Photos of students, by dana: 120 of 200 done."),
        (_batch(BatchState.CHECKED), "Photos of students: checked, but not confirmed."),
        (
            _batch(BatchState.RUNNING, job_state="running", kind=BatchKind.UNDO),
            "Undo of photos, by dana: 120 of 200 done.",
        ),
        (_batch(BatchState.DONE), None),
        (_batch(BatchState.UNDONE), None),
        (_batch(BatchState.DRAFT, job_state="running"), None),
        (_batch(BatchState.FAILED, age=timedelta(days=8)), None),
    ],
    ids=["failed", "errors", "runs", "checked", "undo", "done", "undone", "draft", "long_ago"],
)
def test_batches_that_run_failed_or_wait_are_told_with_their_place(batch, told):
    found = matters(TODAY, [], [], NOW, batches=[batch])
    assert [one.text for one in found] == ([told] if told else [])
    assert all(one.query == (("batch", "1-b"),) and catalog.entry(one.page) for one in found)
