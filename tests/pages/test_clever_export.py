import shutil
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from pages.parts.run_places import findings_key, tab_of, tabs_key
from pages.shell import session
from roster_core.access.rights import Right, User, local_administrator
from roster_core.clever.options import FIELDS, PRESETS, default_of, is_available
from roster_core.journeys import clever_export
from roster_core.journeys.export_runs import read_run, read_run_findings, read_runs
from roster_core.journeys.sample import load_sample
from roster_core.journeys.work import carry_out
from roster_core.options import meta
from roster_core.roster.tables.records import ExportRun
from roster_core.settings import Settings
from roster_core.store import open_store

PAGE = "clever_export.py"
ADMIN = local_administrator()


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """An installation with the sample district and one run of it; to be copied."""
    folder = tmp_path_factory.mktemp("sample")
    store = open_store(Settings(data_dir=folder))
    load_sample(store, ADMIN)
    carry_out(store, "export-run", clever_export.begin(store, ADMIN, {}))
    store.close()
    return folder


@pytest.fixture
def installed(sample, data_dir):
    shutil.copytree(sample, data_dir)


@pytest.fixture
def run(installed):  # noqa: ARG001 - the installation is what the run is read from
    """The run of the sample, as the page reads it."""
    return read_runs(session.store(), ADMIN)[0]


@pytest.fixture
def at_once(monkeypatch):
    """Runs are carried out before the page goes on, in place of a process beside it."""
    monkeypatch.setattr(
        clever_export, "preview_in_background", lambda store, run_id: carry_out(store, "export-run", run_id)
    )


@pytest.fixture
def as_holder_of(monkeypatch):
    def held(*rights):
        monkeypatch.setattr(session, "current_user", lambda: User("holder", "Holder", frozenset(rights)))

    return held


def _shown_run(at):
    return read_run(session.store(), ADMIN, _address(at))


def _address(at):
    run_id = at.query_params["run"]
    return run_id if isinstance(run_id, str) else run_id[0]


def _click(at, key, row):
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def _links(at):
    return [link.proto.label for link in at.get("page_link")]


def _errors(at):
    return " ".join(error.value for error in at.error)


def test_without_a_roster_the_page_leads_to_loading_one(open_page):
    at = open_page(PAGE)
    assert not at.exception
    assert "no roster to export yet" in at.header[0].value
    assert "Load a roster" in _links(at)
    assert not at.button


@pytest.mark.usefixtures("installed")
def test_who_may_only_look_is_shown_runs_and_no_preview(open_page, as_holder_of):
    as_holder_of(Right.EXPORT_VIEW)
    at = open_page(PAGE)
    assert not at.exception
    assert not at.error
    assert "Preview" not in [button.label for button in at.button]
    assert at.dataframe[0].value["Students"].to_list() == [1161]


@pytest.mark.usefixtures("installed")
def test_who_may_only_run_is_told_what_is_missing(open_page, as_holder_of):
    as_holder_of(Right.EXPORT_RUN)
    at = open_page(PAGE)
    assert not at.exception
    assert "export\\_view" in _errors(at)


@pytest.mark.usefixtures("installed", "at_once")
def test_preview_stores_a_run_and_shows_its_files_with_the_findings_first(open_page):
    at = open_page(PAGE)
    before = {run.run_id for run in read_runs(session.store(), ADMIN)}
    at.button(key="export.preview").click().run()
    assert not at.exception
    run = _shown_run(at)
    assert run.run_id not in before
    assert run.options == {}
    assert {metric.label: metric.value for metric in at.metric} == {file.name: f"{file.rows:,}" for file in run.files}
    findings = read_run_findings(session.store(), ADMIN, run.run_id)
    labels = [tab.label for tab in at.tabs if tab.label.startswith("Findings") or ".csv" in tab.label]
    assert labels == [f"Findings · {findings.height}", *map(tab_of, run.files)]
    assert list(at.dataframe[0].value)[:2] == ["Severity", "Where"]


@pytest.mark.usefixtures("installed", "at_once")
def test_only_choices_that_differ_from_the_usual_ones_are_stored(open_page):
    at = open_page(PAGE)
    at.selectbox(key="export.column_layout").select("genesis").run()
    at.multiselect(key="export.school_ids").set_value(["MMS"]).run()
    at.date_input(key="export.as_of_date").set_value(datetime(2026, 10, 1, tzinfo=UTC).date()).run()
    at.button(key="export.preview").click().run()
    run = _shown_run(at)
    assert run.options == {"column_layout": "genesis", "school_ids": ["MMS"], "as_of_date": "2026-10-01"}
    assert at.metric[0].value == "1"
    assert at.header[0].value == "As of 2026-10-01"


@pytest.mark.usefixtures("installed", "at_once")
def test_a_preset_sets_what_this_version_can_do_of_it(open_page):
    at = open_page(PAGE)
    at.selectbox(key="export.preset").select("clever_recommended").run()
    at.button(key="export.preview").click().run()
    assert not at.exception
    preset = PRESETS["clever_recommended"]
    changed = {name: value for name, value in preset if value != default_of(name) and is_available(preset, name)}
    assert changed
    assert _shown_run(at).options == changed


@pytest.mark.usefixtures("installed", "at_once")
def test_a_right_lost_meanwhile_stops_the_preview(open_page, as_holder_of):
    at = open_page(PAGE)
    before = len(read_runs(session.store(), ADMIN))
    as_holder_of(Right.EXPORT_VIEW)
    at.button(key="export.preview").click().run()
    assert len(read_runs(session.store(), ADMIN)) == before


@pytest.mark.usefixtures("installed", "at_once")
def test_a_profile_that_cannot_run_is_refused_with_what_to_change(open_page):
    at = open_page(PAGE)
    at.multiselect(key="export.school_ids").set_value([]).run()
    at.button(key="export.preview").click().run()
    assert not at.exception
    assert _shown_run(at).state == "refused"
    assert "No file was made" in _errors(at)
    assert not at.metric
    assert at.dataframe[0].value["Code"].to_list() == ["SCOPE_EMPTY"]


def test_findings_are_filtered_by_severity_and_kind(open_page, run):
    at = open_page(PAGE)
    key = findings_key(run)
    at.button_group(key=f"{key}.severity").set_value(["error"]).run()
    table = at.dataframe[0].value
    assert len(table) == run.finding_counts["error"]
    assert {cell[0] for cell in table["Severity"]} == {"Error"}
    at.selectbox(key=f"{key}.code").select("GRADE_MISSING").run()
    assert set(at.dataframe[0].value["Code"]) == {"GRADE_MISSING"}


def test_the_finding_clicked_is_told_with_its_row_and_its_person(open_page, run):
    at = open_page(PAGE)
    key = findings_key(run)
    at.selectbox(key=f"{key}.code").select("GRADE_MISSING").run()
    finding = read_run_findings(session.store(), ADMIN, run.run_id).filter(pl.col("code") == "GRADE_MISSING")
    at = _click(at, f"{key}.table.GRADE_MISSING", 0)
    assert not at.exception
    assert at.text[0].value == finding["message"][0]
    cells = at.dataframe[1].value
    assert cells["Column"][0] == "Grade"
    row = cells[next(name for name in cells if name.startswith("Row "))]
    assert row[list(cells["Column"]).index("Student_id")] == finding["row_key"][0]
    assert "Open the person" in _links(at)
    assert any("Enter the state grade" in said.value for said in at.markdown)


def test_a_finding_leads_to_its_row_in_the_file(open_page, run):
    at = open_page(PAGE)
    key = findings_key(run)
    at.selectbox(key=f"{key}.code").select("GRADE_MISSING").run()
    at = _click(at, f"{key}.table.GRADE_MISSING", 0)
    at.button(key="run.finding.open").click().run()
    assert not at.exception
    students = next(file for file in run.files if file.name == "students.csv")
    assert at.session_state[tabs_key(run)] == tab_of(students)
    sought = at.text_input(key="run.students.csv.search").value
    assert at.dataframe[0].value["Student_id"].to_list() == [sought]


def test_a_click_does_not_stay_on_another_finding_when_the_filter_changes(open_page, run):
    at = open_page(PAGE)
    key = findings_key(run)
    at = _click(at, f"{key}.table", 0)
    assert at.text
    at.button_group(key=f"{key}.severity").set_value(["warning"]).run()
    assert not at.text


def test_the_tab_of_a_file_shows_its_first_rows(open_page, run):
    at = open_page(PAGE)
    enrollments = next(file for file in run.files if file.name == "enrollments.csv")
    at.session_state[tabs_key(run)] = tab_of(enrollments)
    at.run()
    assert not at.exception
    assert list(at.dataframe[0].value["Row"]) == list(range(2, 52))
    at.text_input(key="run.enrollments.csv.search").set_value("MMS-0711").run()
    assert all("MMS-0711" in cell for cell in at.dataframe[0].value["Section_id"])


def test_opening_the_page_anew_finds_the_users_newest_run(open_page, run):
    at = open_page(PAGE)
    assert [metric.label for metric in at.metric] == [file.name for file in run.files]


def test_the_run_in_the_address_is_shown(open_page, run):
    older = run
    carry_out(session.store(), "export-run", clever_export.begin(session.store(), ADMIN, {"school_ids": ["MMS"]}))
    assert open_page(PAGE).metric[0].value == "1"
    assert open_page(PAGE, run=older.run_id).metric[0].value == "4"


def test_a_run_of_the_list_is_opened_by_a_click(open_page, run):
    carry_out(session.store(), "export-run", clever_export.begin(session.store(), ADMIN, {"school_ids": ["MMS"]}))
    newest = read_runs(session.store(), ADMIN)[0]
    at = _click(open_page(PAGE), f"export.history.{newest.run_id}", 0)
    assert not at.exception
    assert _address(at) == run.run_id
    assert at.metric[0].value == "4"


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("run_id", ["1-nosuchrun", "nonsense", "99-0", "9" * 40 + "-0"])
def test_an_address_without_a_run_is_refused_and_the_page_goes_on(open_page, run_id):
    at = open_page(PAGE, run=run_id)
    assert not at.exception
    assert "There is no such run" in _errors(at)
    assert len(at.dataframe) == 1


@pytest.mark.usefixtures("installed")
def test_a_run_whose_process_is_gone_is_told_with_what_to_do(open_page):
    clever_export.begin(session.store(), ADMIN, {}, clock=lambda: datetime.now(UTC) - timedelta(hours=1))
    newest = max(read_runs(session.store(), ADMIN), key=lambda run: run.state == "running")
    at = open_page(PAGE, run=newest.run_id)
    assert not at.exception
    assert "cut off" in _errors(at)
    assert "Press Preview again" in _errors(at)


@pytest.mark.usefixtures("installed")
def test_a_failed_run_is_told_with_its_reason(open_page):
    run_id = clever_export.begin(session.store(), ADMIN, {})
    clever_export.fail_run(session.store(), run_id, "The disk is full.")
    at = open_page(PAGE)
    assert not at.exception
    assert "The disk is full" in _errors(at)


@pytest.mark.usefixtures("installed")
def test_a_run_that_goes_on_shows_how_far_it_is(open_page):
    run_id = clever_export.begin(session.store(), ADMIN, {})
    at = open_page(PAGE)
    assert not at.exception
    assert not at.error
    assert read_run(session.store(), ADMIN, run_id).running
    assert at.get("progress")
    assert not at.metric


def test_a_run_of_an_older_roster_says_so(open_page, run):
    with session.store().writing(1) as open_session:
        row = open_session.get(ExportRun, (1, run.run_id))
        assert row is not None
        row.load_id = "1-older"
    at = open_page(PAGE)
    assert "loaded anew" in at.warning[0].value


@pytest.mark.usefixtures("installed")
def test_every_option_is_on_the_page_or_belongs_to_one_that_is(open_page):
    at = open_page(PAGE)
    widgets = [*at.toggle, *at.selectbox, *at.multiselect, *at.text_input, *at.date_input]
    labels = {widget.label for widget in widgets}
    delivery = {name for name in FIELDS if name.startswith("deliver_")}
    missing = [
        name
        for name, info in FIELDS.items()
        if info.title not in labels and "used_with" not in meta(info) and name not in delivery
    ]
    assert missing == []
