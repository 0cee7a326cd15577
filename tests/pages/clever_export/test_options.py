"""The options: found, grouped, changed, and what they do beside them."""

from datetime import UTC, datetime

import pytest

from pages.parts.option_rows import GROUPS, findings_of
from roster_core.access.rights import Right
from roster_core.clever import kinds
from roster_core.clever.profile.options import FIELDS, PRESETS
from roster_core.findings import Finding
from roster_core.options import meta
from tests.pages.clever_export.steps import (
    PAGE,
    bench_of,
    box_of,
    errors_of,
    option_widget,
    show_group,
    shown_run,
    told_by,
)


@pytest.mark.usefixtures("installed")
def test_who_may_only_run_is_told_what_is_missing(open_page, as_holder_of):
    as_holder_of(Right.EXPORT_RUN)
    at = open_page(PAGE)
    assert not at.exception
    assert "export\\_view" in errors_of(at)


@pytest.mark.usefixtures("installed", "at_once")
def test_only_choices_that_differ_from_the_usual_ones_are_stored(opened):
    at = opened()
    box_of(at, "preset").select("source_defaults").run()
    show_group(at, "Basics")
    option_widget(at, "selectbox", "column_layout").select("genesis").run()
    option_widget(at, "multiselect", "school_ids").set_value(["MMS"]).run()
    option_widget(at, "date_input", "as_of_date").set_value(datetime(2026, 10, 1, tzinfo=UTC).date()).run()
    at.button(key="export.preview").click().run()
    assert not at.exception
    run = shown_run(at)
    assert run.options == {"column_layout": "genesis", "school_ids": ["MMS"], "as_of_date": "2026-10-01"}
    assert at.metric[0].value == "1"
    assert at.header[0].value == "As of 2026-10-01"


@pytest.mark.usefixtures("installed", "at_once")
def test_a_choice_taken_back_follows_the_roster_again(opened):
    at = opened()
    show_group(at, "Basics")
    option_widget(at, "multiselect", "school_ids").set_value(["MMS"]).run()
    option_widget(at, "multiselect", "school_ids").set_value([]).run()
    assert bench_of(at).options.school_ids is None


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("sought", ["G14", "frl_status", "F, R or N", "FRL"])
def test_an_option_is_found_by_number_column_or_words(opened, sought):
    at = opened()
    at.text_input(key="export.search").set_value(sought).run()
    assert not at.exception
    assert option_widget(at, "toggle", "frl_short_codes")


@pytest.mark.usefixtures("installed")
def test_a_search_that_finds_nothing_says_so(opened):
    at = opened()
    at.text_input(key="export.search").set_value("zebra").run()
    assert "No option fits" in at.info[0].value


@pytest.mark.usefixtures("installed")
def test_an_option_in_the_address_is_the_one_shown(opened):
    at = opened(option="iep_yes_no")
    assert at.text_input(key="export.search").value == str(FIELDS["iep_yes_no"].title)
    assert option_widget(at, "toggle", "iep_yes_no")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("group", ["Section and Enrollment", "Section"])
def test_print_periods_are_one_option_in_two_places(opened, group):
    at = show_group(opened(), group)
    option_widget(at, "toggle", "append_print_periods_middle")


@pytest.mark.usefixtures("installed")
def test_a_group_tells_how_many_of_its_options_are_set(opened):
    at = opened()
    assert any("4 of " in caption.value for caption in at.caption)
    box_of(at, "preset").select("source_defaults").run()
    assert any("None of " in caption.value for caption in at.caption)


@pytest.mark.usefixtures("installed")
def test_what_is_found_of_the_options_stands_at_the_option(opened):
    at = opened()
    bench_of(at).set(excluded_course_codes="NOSUCH")
    bench_of(at).set(student_email_suffix="nodomain")
    at = show_group(at, "Student")
    assert "must be @ and a domain" in told_by(at)


def test_findings_are_kept_apart_by_the_option_they_are_about():
    unknown = Finding(kinds.SCHOOL_UNKNOWN, "profile", "XYZ", facts={"code": "XYZ"})
    cycle = Finding(kinds.OPTION_CYCLE, "profile", "student_email_source")
    row = Finding(kinds.GRADE_MISSING, "students.csv", "0104233", facts={"name": "Ana"})
    assert findings_of("school_ids", [unknown, cycle, row]) == [unknown]
    assert findings_of("student_email_source", [unknown, cycle, row]) == [cycle]


@pytest.mark.usefixtures("installed")
def test_every_option_is_on_the_page_or_belongs_to_one_that_is(opened):
    at = opened()
    drawn = set()
    for group in GROUPS:
        show_group(at, group)
        widgets = [*at.toggle, *at.selectbox, *at.multiselect, *at.text_input, *at.date_input]
        drawn |= {widget.key.rpartition(".")[2] for widget in widgets if widget.key}
    delivery = {name for name in FIELDS if name.startswith("deliver_")}
    missing = [
        name
        for name, info in FIELDS.items()
        if name not in drawn and "used_with" not in meta(info) and name not in delivery
    ]
    assert missing == []


@pytest.mark.usefixtures("installed")
def test_a_companion_appears_with_the_choice_that_uses_it(opened):
    at = opened()
    names = {widget.key.rpartition(".")[2] for widget in at.text_input if widget.key}
    assert "student_username_suffix" not in names
    option_widget(at, "selectbox", "student_username_source").select("student_id").run()
    assert option_widget(at, "text_input", "student_username_suffix").label == "Username suffix"


@pytest.mark.usefixtures("installed")
def test_the_rows_of_a_changed_option_stand_beside_it_without_passwords(opened):
    at = opened()
    option_widget(at, "toggle", "frl_short_codes").set_value(False).run()
    assert not at.exception
    assert at.selectbox(key="export.live.file").value == "students.csv"
    shown = next(table.value for table in at.dataframe if "Frl_status" in table.value)
    assert list(shown)[2] == "Frl_status"
    counts = next(table.value for table in at.dataframe if "After" in table.value)
    assert counts["Changed"].to_list() == [412]
    assert "secret" not in shown.to_string()


@pytest.mark.usefixtures("installed")
def test_an_example_can_be_asked_for_without_changing_anything(opened):
    at = opened()
    at.button(key="export.example.iep_yes_no").click().run()
    assert not at.exception
    assert bench_of(at).focus == "iep_yes_no"
    assert not bench_of(at).changes
    assert at.info[0].value == "Nobody."


@pytest.mark.usefixtures("installed")
def test_an_option_of_another_file_shows_the_rows_of_that_file(opened):
    at = show_group(opened(), "Section")
    at.button(key="export.example.use_four_teacher_columns").click().run()
    assert at.selectbox(key="export.live.file").value == "sections.csv"


@pytest.mark.usefixtures("installed")
def test_an_option_in_the_address_opens_the_options(open_page):
    at = open_page(PAGE, option="iep_yes_no")
    assert option_widget(at, "toggle", "iep_yes_no")


@pytest.mark.usefixtures("installed")
def test_ways_of_delivery_without_a_destination_are_told_and_can_only_be_taken_back(opened):
    at = show_group(opened(), "Basics")
    assert not option_widget(at, "toggle", "deliver_download").disabled
    for name in ("deliver_local", "deliver_email", "deliver_sftp"):
        assert option_widget(at, "toggle", name).disabled
    assert "no destination for it yet" in " ".join(caption.value for caption in at.caption)
    bench_of(at).open(PRESETS["source_defaults"].model_copy(update={"deliver_sftp": True}))
    at.run()
    option_widget(at, "toggle", "deliver_sftp").set_value(False).run()
    assert not bench_of(at).options.deliver_sftp
