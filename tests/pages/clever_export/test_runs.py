"""The result of a run, its findings and files, and the runs before."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from sqlmodel import col, select

from pages.parts.run_places import FILES, changes_key, file_key, findings_key, tabs_key
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.clever.profile.options import PRESETS, default_of
from roster_core.journeys import clever_export
from roster_core.journeys.export_runs import read_run, read_run_findings, read_runs
from roster_core.journeys.work import carry_out
from roster_core.roster.tables.people import Student
from roster_core.roster.tables.records import ExportRun
from tests.pages.clever_export.steps import (
    ADMIN,
    PAGE,
    bench_of,
    click_row,
    errors_of,
    links_of,
    option_widget,
    show_group,
    shown_run,
    told_by,
)
from tests.pages.conftest import asked


@pytest.mark.usefixtures("installed", "at_once")
def test_preview_stores_a_run_and_shows_it(opened):
    at = opened()
    before = {run.run_id for run in read_runs(session.store(), ADMIN)}
    at.button(key="export.preview").click().run()
    assert not at.exception
    run = shown_run(at)
    assert run.run_id not in before
    preset = PRESETS["clever_recommended"]
    assert run.options == {name: value for name, value in preset if value != default_of(name)}
    assert {metric.label: metric.value for metric in at.metric} == {file.name: f"{file.rows:,}" for file in run.files}


@pytest.mark.usefixtures("installed", "at_once")
def test_a_right_lost_meanwhile_stops_the_preview(opened, as_holder_of):
    at = opened()
    before = len(read_runs(session.store(), ADMIN))
    as_holder_of(Right.EXPORT_VIEW)
    at.button(key="export.preview").click().run()
    assert len(read_runs(session.store(), ADMIN)) == before


@pytest.mark.usefixtures("installed", "at_once")
def test_a_profile_that_cannot_run_is_refused_with_what_to_change(opened):
    at = opened()
    bench_of(at).set(school_ids=())
    at.run()
    assert any("No school is left" in said.value for said in at.markdown)
    at.button(key="export.preview").click().run()
    assert not at.exception
    assert shown_run(at).state == "refused"
    assert "No file was made" in errors_of(at)
    assert not at.metric
    assert at.dataframe[0].value["Code"].to_list() == ["SCOPE_EMPTY"]


@pytest.mark.usefixtures("at_once", "profile")
def test_a_run_leads_with_what_changed_since_the_one_before(opened):
    at = opened()
    at.button(key="export.preview").click().run()
    with session.store().writing(1) as open_session:
        pupil = open_session.exec(select(Student).where(col(Student.school_email).is_not(None))).first()
        assert pupil is not None
        pupil.school_email = f"new-{pupil.school_email}"
        number = pupil.district_number
    at.session_state["export.view"] = "Options"
    at.run()
    at.button(key="export.preview").click().run()
    assert not at.exception
    run = shown_run(at)
    assert "1 student changed e-mail" in told_by(at)
    table = next(shown.value for shown in at.dataframe if "Old" in shown.value)
    assert table["ID"].to_list() == [number]
    assert table["New"][0] == f"new-{table['Old'][0]}"
    assert at.session_state[f"{changes_key(run)}.what"] == "changed"


@pytest.mark.usefixtures("at_once", "profile")
def test_a_held_run_is_approved_with_a_reason(opened):
    at = opened()
    at.button(key="export.preview").click().run()
    run = shown_run(at)
    assert run.held
    assert any("wait for an approval" in said.value for said in at.markdown)
    assert at.button(key=f"run.{run.run_id}.approve").disabled
    at.text_input(key=f"run.{run.run_id}.reason").set_value("It is the first one.").run()
    at.button(key=f"run.{run.run_id}.approve").click().run()
    assert not at.exception
    assert shown_run(at).deliverable
    assert any("It is the first one" in said.value for said in at.caption)


@pytest.mark.usefixtures("at_once", "profile")
def test_who_may_not_approve_sees_why_it_is_held_and_no_form(opened, as_holder_of):
    at = opened()
    at.button(key="export.preview").click().run()
    run = shown_run(at)
    as_holder_of(Right.EXPORT_VIEW)
    at.run()
    assert any("wait for an approval" in said.value for said in at.markdown)
    assert f"run.{run.run_id}.approve" not in [button.key for button in at.button]


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
    at = click_row(at, f"{key}.table.GRADE_MISSING", 0)
    assert not at.exception
    assert at.text[0].value == finding["message"][0]
    cells = at.dataframe[1].value
    assert cells["Column"][0] == "Grade"
    row = cells[next(name for name in cells if name.startswith("Row "))]
    assert row[list(cells["Column"]).index("Student_id")] == finding["row_key"][0]
    assert "Open the person" in links_of(at)
    assert any("Enter the state grade" in said.value for said in at.markdown)


def test_a_finding_leads_to_its_row_in_the_file(open_page, run):
    at = open_page(PAGE)
    key = findings_key(run)
    at.selectbox(key=f"{key}.code").select("GRADE_MISSING").run()
    at = click_row(at, f"{key}.table.GRADE_MISSING", 0)
    at.button(key="run.finding.open").click().run()
    assert not at.exception
    assert at.session_state[tabs_key(run)] == FILES
    assert at.session_state[file_key(run)] == "students.csv"
    sought = at.text_input(key="run.students.csv.search").value
    assert at.dataframe[0].value["Student_id"].to_list() == [sought]


def test_a_click_does_not_stay_on_another_finding_when_the_filter_changes(open_page, run):
    at = open_page(PAGE)
    key = findings_key(run)
    at = click_row(at, f"{key}.table", 0)
    assert at.text
    at.button_group(key=f"{key}.severity").set_value(["warning"]).run()
    assert not at.text


def test_the_tab_of_a_file_shows_its_first_rows(open_page, run):
    at = open_page(PAGE)
    at.session_state[tabs_key(run)] = FILES
    at.session_state[file_key(run)] = "enrollments.csv"
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
    at = click_row(open_page(PAGE), f"export.history.{newest.run_id}", 0)
    assert not at.exception
    assert asked(at, "run") == run.run_id
    assert at.metric[0].value == "4"


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("run_id", ["1-nosuchrun", "nonsense", "99-0", "9" * 40 + "-0"])
def test_an_address_without_a_run_is_refused_and_the_page_goes_on(open_page, run_id):
    at = open_page(PAGE, run=run_id)
    assert not at.exception
    assert "There is no such run" in errors_of(at)
    assert len(at.dataframe) == 1


@pytest.mark.usefixtures("installed")
def test_a_run_whose_process_is_gone_is_told_with_what_to_do(open_page):
    clever_export.begin(session.store(), ADMIN, {}, clock=lambda: datetime.now(UTC) - timedelta(hours=1))
    newest = max(read_runs(session.store(), ADMIN), key=lambda run: run.state == "running")
    at = open_page(PAGE, run=newest.run_id)
    assert not at.exception
    assert "cut off" in errors_of(at)
    assert "Press Preview again" in errors_of(at)


@pytest.mark.usefixtures("installed")
def test_a_failed_run_is_told_with_its_reason(open_page):
    run_id = clever_export.begin(session.store(), ADMIN, {})
    clever_export.fail_run(session.store(), run_id, "The disk is full.")
    at = open_page(PAGE)
    assert not at.exception
    assert "The disk is full" in errors_of(at)


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


@pytest.mark.usefixtures("installed", "at_once")
def test_a_run_whose_options_offer_no_download_has_none(opened):
    at = show_group(opened(), "Basics")
    option_widget(at, "toggle", "deliver_download").set_value(False).run()
    at.button(key="export.preview").click().run()
    assert not at.exception
    assert "do not offer it for download" in " ".join(caption.value for caption in at.caption)


@pytest.mark.usefixtures("installed")
def test_who_may_only_look_is_shown_runs_and_options_but_no_preview(opened, as_holder_of):
    as_holder_of(Right.EXPORT_VIEW)
    at = opened()
    assert not at.exception
    assert not at.error
    assert not {"Preview", "Save", "More"} & {button.label for button in at.button}
    assert option_widget(at, "toggle", "frl_short_codes").disabled
    at.session_state["export.view"] = "Result"
    at.run()
    assert at.dataframe[-1].value["Students"].to_list() == [1161]
