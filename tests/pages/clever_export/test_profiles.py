"""The profile in hand, its versions, and changes that are not saved."""

import pytest

from pages.shell import session
from roster_core.journeys.export_profile_edits import Draft, save_profile
from tests.pages.clever_export.steps import ADMIN, PAGE, bench_of, box_of, option_widget, shown_run, told_by


def test_a_saved_profile_is_opened_in_its_newest_version(opened, profile):
    at = opened()
    assert box_of(at, "profile").value == "Nightly"
    assert not option_widget(at, "toggle", "frl_short_codes").value
    assert bench_of(at).version == profile.version


def test_a_change_shows_and_can_be_discarded(opened, profile):
    at = opened()
    assert "export.discard" not in [button.key for button in at.button]
    option_widget(at, "toggle", "frl_short_codes").set_value(True).run()
    assert [change.new for change in bench_of(at).changes] == ["on"]
    at.button(key="export.discard").click().run()
    assert not option_widget(at, "toggle", "frl_short_codes").value
    assert bench_of(at).options == profile.values


@pytest.mark.usefixtures("at_once")
def test_a_preview_of_an_unchanged_profile_is_a_run_of_its_version(opened, profile):
    at = opened()
    at.button(key="export.preview").click().run()
    run = shown_run(at)
    assert (run.profile_name, run.profile_version) == ("Nightly", profile.version)


@pytest.mark.usefixtures("at_once", "profile")
def test_a_preview_of_a_changed_profile_belongs_to_no_version(opened):
    at = opened()
    option_widget(at, "toggle", "frl_short_codes").set_value(True).run()
    at.button(key="export.preview").click().run()
    run = shown_run(at)
    assert run.profile_name is None
    assert run.options["frl_short_codes"]


@pytest.mark.usefixtures("profile")
def test_changes_not_saved_are_there_when_the_page_is_loaded_anew(open_page, opened):
    at = opened()
    option_widget(at, "toggle", "frl_short_codes").set_value(True).run()
    assert at.query_params["view"] in ("options", ["options"])
    at = open_page(PAGE, view="options")
    assert not at.exception
    assert option_widget(at, "toggle", "frl_short_codes").value
    assert [change.new for change in bench_of(at).changes] == ["on"]
    at.button(key="export.discard").click().run()
    assert not bench_of(open_page(PAGE, view="options")).changes


@pytest.mark.usefixtures("profile")
def test_each_profile_keeps_its_own_changes(opened):
    at = opened()
    option_widget(at, "toggle", "frl_short_codes").set_value(True).run()
    box_of(at, "profile").select("New profile").run()
    box_of(at, "preset").select("source_defaults").run()
    option_widget(at, "toggle", "iep_yes_no").set_value(True).run()
    box_of(at, "profile").select("Nightly").run()
    assert [change.name for change in bench_of(at).changes] == ["frl_short_codes"]
    box_of(at, "profile").select("New profile").run()
    assert box_of(at, "preset").value == "source_defaults"
    assert [change.name for change in bench_of(at).changes] == ["iep_yes_no"]


def test_a_version_that_somebody_saved_meanwhile_is_offered(opened, profile):
    at = opened()
    option_widget(at, "toggle", "frl_short_codes").set_value(True).run()
    newer = profile.values.model_copy(update={"include_home_language": True})
    save_profile(session.store(), ADMIN, "Nightly", Draft(newer.model_dump(mode="json"), based_on=profile.version))
    at.run()
    assert "saved version 3 of “Nightly” since" in told_by(at)
    at.button(key="export.rebase").click().run()
    assert not at.exception
    assert bench_of(at).version == 3
    assert bench_of(at).options == newer.model_copy(update={"frl_short_codes": True})
    assert "export.rebase" not in [button.key for button in at.button]


@pytest.mark.usefixtures("installed")
def test_a_new_profile_begins_with_what_clever_recommends(opened):
    at = opened()
    assert box_of(at, "profile").value == "New profile"
    assert box_of(at, "preset").options == ["Recommended by Clever", "Everything off"]
    assert option_widget(at, "toggle", "frl_short_codes").value
    box_of(at, "preset").select("source_defaults").run()
    assert not option_widget(at, "toggle", "frl_short_codes").value
