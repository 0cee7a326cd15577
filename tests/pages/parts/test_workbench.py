from datetime import UTC, datetime

import pytest

from pages.parts.workbench import PRESET_NAMES, Bench, asked
from roster_core.clever.profile.options import PRESETS, ExportOptions
from roster_core.journeys.export_drafts import UnsavedOptions
from roster_core.journeys.export_profiles import ProfileView


def _profile(options, acknowledged=None):
    now = datetime(2026, 11, 25, tzinfo=UTC)
    return ProfileView(
        "1", "Nightly", 2, 2, options.model_dump(mode="json"), acknowledged or {}, "local", now, "", now, None
    )


@pytest.fixture
def bench():
    return Bench(base=ExportOptions(), options=ExportOptions())


def test_every_preset_has_a_name_in_the_order_offered():
    assert list(PRESET_NAMES) == list(PRESETS)


def test_a_change_is_what_the_preview_is_about(bench):
    bench.set(iep_yes_no=True)
    assert bench.focus == "iep_yes_no"
    assert bench.before == ExportOptions()
    assert [str(change) for change in bench.changes] == [f"{bench.changes[0].title}: off → on"]


def test_setting_what_is_set_changes_nothing(bench):
    bench.set(iep_yes_no=False)
    assert bench.focus is None


def test_a_field_that_is_emptied_has_its_default_again(bench):
    bench.set(student_username_suffix="x")
    bench.set(student_username_suffix=None)
    assert bench.options == ExportOptions()


def test_reverting_takes_everything_back_and_draws_the_fields_anew(bench):
    edition = bench.edition
    bench.set(iep_yes_no=True)
    bench.revert()
    assert bench.options == bench.base
    assert bench.edition > edition
    assert bench.focus is None


def test_a_profile_that_is_opened_has_nothing_to_save(bench):
    bench.open(PRESETS["clever_recommended"], _profile(PRESETS["clever_recommended"]))
    assert (bench.name, bench.version) == ("Nightly", 2)
    assert bench.options == PRESETS["clever_recommended"]
    assert not bench.changed


def test_what_was_confirmed_holds_until_its_options_change(bench):
    options = ExportOptions(section_id_prepend_teacher_name=True)
    bench.open(options, _profile(options, {"SECTION_ID_UNSTABLE": ""}))
    bench.set(iep_yes_no=True)
    assert "SECTION_ID_UNSTABLE" in bench.acknowledged
    bench.set(section_id_prepend_teacher_name=False)
    bench.set(section_id_prepend_teacher_name=True)
    assert "SECTION_ID_UNSTABLE" not in bench.acknowledged


def test_a_run_is_asked_only_for_what_differs_from_the_defaults():
    assert asked(ExportOptions(iep_yes_no=True, school_ids=("MMS",))) == {"iep_yes_no": True, "school_ids": ("MMS",)}


def test_what_was_left_of_a_profile_goes_on_from_the_version_it_changed(bench):
    profile = _profile(ExportOptions(frl_short_codes=True))
    bench.resume(UnsavedOptions(ExportOptions(iep_yes_no=True), "1", 2, acknowledged={"X": "said"}), profile)
    assert (bench.name, bench.version, bench.base) == ("Nightly", 2, profile.values)
    assert [change.name for change in bench.changes] == ["frl_short_codes", "iep_yes_no"]
    assert bench.acknowledged == {"X": "said"}
    assert bench.unsaved() == UnsavedOptions(bench.options, "1", 2, acknowledged={"X": "said"})


@pytest.mark.parametrize("start", PRESETS)
def test_what_was_left_of_new_options_began_with_a_preset(bench, start):
    bench.resume(UnsavedOptions(ExportOptions(include_home_language=True), start=start))
    assert bench.is_new
    assert bench.base == PRESETS[start]
    assert bench.start == start


def test_changes_are_brought_to_a_newer_version(bench):
    bench.open(ExportOptions(), _profile(ExportOptions()))
    bench.set(iep_yes_no=True)
    bench.rebase(_profile(ExportOptions(frl_short_codes=True)))
    assert bench.base == ExportOptions(frl_short_codes=True)
    assert bench.options == ExportOptions(frl_short_codes=True, iep_yes_no=True)
