from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from pages.parts.history_view import changes_frame, findings_frame, labels, rows_frame
from pages.shell import session
from roster_core.access.rights import local_administrator
from roster_core.clever.profile.options import PRESETS
from roster_core.journeys import clever_export
from roster_core.journeys.export_profile_edits import Draft, save_profile
from roster_core.journeys.export_runs import read_runs
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.conftest import copied

PAGE = "export_history.py"
ADMIN = local_administrator()
ZONE = "America/New_York"
FIRST = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample(sample_district, made_once):
    """An installation with two nights of a profile and a run without one; to be copied."""

    def fill(folder):
        copied(sample_district, folder)
        store = open_store(Settings(data_dir=folder))
        save_profile(store, ADMIN, "Nightly", Draft(PRESETS["clever_recommended"].model_dump(mode="json")))
        for days in (0, 1):
            at = FIRST + timedelta(days=days)
            night = partial(datetime.fromtimestamp, at.timestamp(), UTC)
            begun = clever_export.begin_profile_run(store, ADMIN, "Nightly", clock=night)
            clever_export.run_export(store, begun, clock=night)
        later = FIRST + timedelta(days=2)
        begun = clever_export.begin(store, ADMIN, {"school_ids": ["MMS"]}, clock=lambda: later)
        clever_export.run_export(store, begun, clock=lambda: later)
        store.close()

    return made_once("sample-with-nights", fill)


@pytest.fixture
def installed(sample, data_dir):
    copied(sample, data_dir)


@pytest.fixture
def runs(installed):  # noqa: ARG001 - the installation is what the runs are read from
    return read_runs(session.store(), ADMIN)


def _click(at, key, row):
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def test_before_the_first_run_the_page_leads_to_the_export(open_page):
    at = open_page(PAGE)
    assert not at.exception
    assert "Nothing has been exported yet" in at.header[0].value


@pytest.mark.usefixtures("installed")
def test_every_run_is_listed_newest_first_with_charts_above(open_page):
    at = open_page(PAGE)
    assert not at.exception
    assert at.dataframe[0].value["Profile"].to_list() == ["–", "Nightly", "Nightly"]
    assert len(at.get("vega_lite_chart")) == 8


@pytest.mark.usefixtures("installed")
def test_the_runs_of_one_profile_can_be_looked_at_alone(open_page):
    at = open_page(PAGE)
    at.selectbox(key="history.profile").select("Nightly").run()
    assert at.dataframe[0].value["Version"].to_list() == [1, 1]
    at.selectbox(key="history.profile").select("Without a profile").run()
    assert at.dataframe[0].value["Profile"].to_list() == ["–"]
    assert "second run" in at.info[0].value


def test_a_click_opens_a_run_with_its_files_to_download_again(open_page, runs):
    at = _click(open_page(PAGE), f"history.runs.{len(runs)}", 0)
    assert not at.exception
    assert [metric.label for metric in at.metric] == [file.name for file in runs[0].files]
    assert at.query_params["run"] in (runs[0].run_id, [runs[0].run_id])


def test_a_run_can_be_linked_to(open_page, runs):
    at = open_page(PAGE, run=runs[2].run_id)
    assert at.header[-1].value == f"As of {runs[2].as_of_date}"


def test_the_frames_of_the_charts_have_a_line_for_each_run(runs):
    nightly = runs[2:0:-1]
    rows = rows_frame(nightly, ZONE)
    assert rows[rows["file"] == "students"]["rows"].to_list() == [1161, 1161]
    assert rows["run"].unique().tolist() == ["Nov 24", "Nov 25"]
    found = findings_frame(nightly, ZONE)
    assert found.groupby("run")["findings"].sum().to_list() == [sum(run.finding_counts.values()) for run in nightly]
    changed = changes_frame(nightly, "students.csv", ZONE)
    assert changed["kind"].to_list() == ["Added", "Changed", "Removed"] * 2
    assert changed["rows"].sum() == 0


def test_runs_of_one_day_are_told_apart_by_the_time(runs):
    assert labels((runs[2], runs[2], runs[1]), ZONE) == ["Nov 24 02:30 (1)", "Nov 24 02:30 (2)", "Nov 25"]
