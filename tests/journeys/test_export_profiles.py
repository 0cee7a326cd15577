"""Profiles: versions, who saved what, ticks, names, files."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from roster_core.access.rights import Right, granted
from roster_core.clever.profile.options import PRESETS, ExportOptions
from roster_core.journeys.export_profile_edits import (
    Draft,
    archive_profile,
    duplicate_profile,
    rename_profile,
    save_profile,
)
from roster_core.journeys.export_profile_files import ProfileFile, import_profile, write_profile
from roster_core.journeys.export_profiles import (
    ProfileView,
    compare_versions,
    read_profile,
    read_profiles,
    read_versions,
)
from roster_core.journeys.profile_checks import InvalidProfile, check_options
from roster_core.refusals import Refusal
from roster_core.store import open_store
from tests.journeys.conftest import Desk

CUSTODY = {"include_custody_issue_guardians": True}


def save(desk: Desk, name: str, options: Mapping[str, object], **more: object) -> ProfileView:
    return save_profile(desk.store, desk.user, name, Draft(options, **more))  # type: ignore[arg-type]


def test_each_save_is_a_version_that_tells_who_when_why_and_what(ready: Desk) -> None:
    first = save(ready, "Nightly", {"frl_short_codes": True}, note="the start")
    assert (first.version, first.current, first.by, first.note) == (1, 1, ready.user.login, "the start")
    assert first.values == ExportOptions(frl_short_codes=True)
    second = save(ready, "nightly", {"frl_short_codes": True, "school_ids": ["MHE", "MMS"]}, based_on=1)
    assert (second.name, second.version) == ("Nightly", 2)
    newest, oldest = read_versions(ready.store, ready.user, "NIGHTLY")
    assert [str(change) for change in newest.changes] == ["Schools: nothing → MHE, MMS"]
    assert oldest.changes == ()
    assert newest.at >= oldest.at
    [change] = compare_versions(ready.store, ready.user, "Nightly", 2, 1)
    assert (change.old, change.new) == ("MHE, MMS", "nothing")
    assert read_profile(ready.store, ready.user, "Nightly", version=1).values == first.values


def test_saving_what_is_saved_already_makes_no_version(ready: Desk) -> None:
    save(ready, "Nightly", {"frl_short_codes": True})
    again = save(ready, "Nightly", {"frl_short_codes": True, "iep_yes_no": False}, based_on=1, note="again")
    assert (again.version, again.note) == (1, "")


def test_an_invalid_profile_is_refused_with_everything_that_is_wrong(ready: Desk) -> None:
    wrong = {"column_layout": "old", "school_ids": ["NOPE"], "school_year": "1999-00", "x": 1}
    with pytest.raises(InvalidProfile) as refused:
        save(ready, "Nightly", wrong)
    found = {(finding.kind.code, finding.row_key) for finding in refused.value.findings}
    assert found >= {
        ("OPTION_INVALID", "column_layout"),
        ("OPTION_INVALID", "school_year"),
        ("OPTION_INVALID", "x"),
        ("SCHOOL_UNKNOWN", "NOPE"),
        ("SCOPE_EMPTY", "school_ids"),
    }
    assert all(finding.message in refused.value.why for finding in refused.value.findings)
    assert read_profiles(ready.store, ready.user) == ()


def test_options_are_checked_without_saving_as_a_run_would(ready: Desk) -> None:
    found = check_options(ready.store, ready.user, {"hide_contact_info": True, "populate_student_address": True})
    assert [finding.kind.code for finding in found if finding.row_key == "populate_student_address"] == [
        "ADDRESS_SHOWN"
    ]


def test_saving_on_top_of_an_older_version_is_refused(ready: Desk) -> None:
    save(ready, "Nightly", {})
    save(ready, "Nightly", {"frl_short_codes": True}, based_on=1)
    with pytest.raises(Refusal, match="saved version 2 of “Nightly” since"):
        save(ready, "Nightly", {"iep_yes_no": True}, based_on=1)
    with pytest.raises(Refusal, match="a profile “Nightly” already"):
        save(ready, "NIGHTLY ", {})
    assert read_profile(ready.store, ready.user, "Nightly").version == 2


def test_of_two_who_save_at_once_one_is_told_of_the_other(ready: Desk) -> None:
    save(ready, "Nightly", {})
    together = Barrier(2)

    def attempt(options: dict[str, object]) -> str:
        store = open_store(ready.store.settings, upgrade=False)
        try:
            together.wait(10)
            return f"version {save_profile(store, ready.user, 'Nightly', Draft(options, 1)).version}"
        except Refusal as refusal:
            return refusal.why
        finally:
            store.close()

    with ThreadPoolExecutor(2) as people:
        told = sorted(people.map(attempt, ({"frl_short_codes": True}, {"iep_yes_no": True})))
    assert told[1] == "version 2"
    assert "saved version 2" in told[0]
    assert len(read_versions(ready.store, ready.user, "Nightly")) == 2


def test_two_new_profiles_of_one_name_cannot_be(ready: Desk) -> None:
    together = Barrier(2)

    def attempt(_: int) -> str:
        store = open_store(ready.store.settings, upgrade=False)
        try:
            together.wait(10)
            save_profile(store, ready.user, "Nightly", Draft({}))
        except Refusal as refusal:
            return refusal.why
        finally:
            store.close()
        return ""

    with ThreadPoolExecutor(2) as people:
        told = sorted(people.map(attempt, range(2)))
    assert told[0] == ""
    assert "already" in told[1]


def test_what_needs_a_tick_is_named_until_somebody_confirms_it(ready: Desk) -> None:
    with pytest.raises(Refusal, match="Who approved it") as refused:
        save(ready, "Nightly", CUSTODY)
    assert "CUSTODY_CONTACTS_INCLUDED" in refused.value.fix
    with pytest.raises(Refusal):
        save(ready, "Nightly", CUSTODY, acknowledged={"CUSTODY_CONTACTS_INCLUDED": " "})
    words = {"CUSTODY_CONTACTS_INCLUDED": "Superintendent, Nov 3"}
    assert save(ready, "Nightly", CUSTODY, acknowledged={**words, "OTHER": "x"}).acknowledged == words
    kept = save(ready, "Nightly", {**CUSTODY, "frl_short_codes": True}, based_on=1)
    assert kept.acknowledged == words
    assert save(ready, "Nightly", {}, based_on=2).acknowledged == {}
    with pytest.raises(Refusal, match="Who approved it"):
        save(ready, "Nightly", CUSTODY, based_on=3)


def test_a_profile_is_duplicated_renamed_and_archived(ready: Desk) -> None:
    save(ready, "Nightly", {"frl_short_codes": True})
    copy = duplicate_profile(ready.store, ready.user, "Nightly", "Summer")
    assert (copy.version, copy.values, copy.note) == (
        1,
        ExportOptions(frl_short_codes=True),
        "Made from “Nightly”, version 1.",
    )
    with pytest.raises(Refusal, match="“Nightly” already"):
        rename_profile(ready.store, ready.user, "Summer", "nightly")
    assert rename_profile(ready.store, ready.user, "Summer", "SUMMER").name == "SUMMER"
    archive_profile(ready.store, ready.user, "Nightly")
    assert [profile.name for profile in read_profiles(ready.store, ready.user)] == ["SUMMER"]
    with pytest.raises(Refusal, match="Saved are “SUMMER”"):
        read_profile(ready.store, ready.user, "Nightly")
    assert save(ready, "Nightly", {}).version == 1
    listed = read_profiles(ready.store, ready.user, archived=True)
    assert [(profile.name, profile.archived_at is None) for profile in listed] == [
        ("Nightly", True), ("SUMMER", True), ("Nightly", False),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", " \t", "x" * 61])
def test_a_profile_has_a_name_of_usual_length(ready: Desk, name: str) -> None:
    with pytest.raises(Refusal, match="name"):
        save(ready, name, {})


@pytest.mark.parametrize("preset", PRESETS)
def test_the_presets_can_be_saved(ready: Desk, preset: str) -> None:
    assert save(ready, preset, PRESETS[preset].model_dump(mode="json")).values == PRESETS[preset]


@pytest.mark.parametrize("form", ["toml", "json"])
def test_a_profile_goes_to_a_file_and_comes_back(ready: Desk, form: str) -> None:
    save(ready, "Nightly", {**CUSTODY, "school_ids": ["MHE"]}, acknowledged={"CUSTODY_CONTACTS_INCLUDED": "D. Reyes"})
    content = write_profile(ready.store, ready.user, "Nightly", form=form).encode()
    assert b"Reyes" not in content
    file = ProfileFile(f"nightly.{form}", content, "Copy")
    with pytest.raises(Refusal, match="Who approved it"):
        import_profile(ready.store, ready.user, file)
    confirmed = {"CUSTODY_CONTACTS_INCLUDED": "somebody here"}
    imported = import_profile(ready.store, ready.user, ProfileFile(f"nightly.{form}", content, "Copy", None, confirmed))
    assert imported.profile.values == read_profile(ready.store, ready.user, "Nightly").values
    assert imported.findings == ()
    with pytest.raises(Refusal, match="“Nightly” already"):
        import_profile(ready.store, ready.user, ProfileFile(f"nightly.{form}", content, "", None, confirmed))
    same = import_profile(ready.store, ready.user, ProfileFile(f"nightly.{form}", content, "", 1))
    assert same.profile.version == 1


def test_an_imported_file_that_names_several_usernames_gets_one_and_a_word_about_it(ready: Desk) -> None:
    file = ProfileFile("old.json", b'{"G02": true, "G03": true, "profile": {"name": "From Genesis"}}')
    imported = import_profile(ready.store, ready.user, file)
    assert imported.profile.name == "From Genesis"
    assert imported.profile.values.student_username_source == "student_id"
    assert [finding.kind.code for finding in imported.findings] == ["OPTION_CONTRADICTION"]


def test_a_file_that_says_nonsense_is_refused(ready: Desk) -> None:
    with pytest.raises(InvalidProfile, match="no such option"):
        import_profile(ready.store, ready.user, ProfileFile("x.json", b'{"nonsense": 1}', "X"))
    with pytest.raises(Refusal, match="were not read"):
        import_profile(ready.store, ready.user, ProfileFile("x.toml", b"\xff", "X"))


def test_reading_and_saving_need_their_rights(ready: Desk) -> None:
    save(ready, "Nightly", {})
    reader = granted("r", "Reader", frozenset({Right.EXPORT_VIEW}))
    assert read_profile(ready.store, reader, "Nightly").version == 1
    for act in (
        lambda user: save_profile(ready.store, user, "Nightly", Draft({"iep_yes_no": True}, 1)),
        lambda user: duplicate_profile(ready.store, user, "Nightly", "X"),
        lambda user: rename_profile(ready.store, user, "Nightly", "X"),
        lambda user: archive_profile(ready.store, user, "Nightly"),
        lambda user: import_profile(ready.store, user, ProfileFile("x.json", b"{}", "X")),
    ):
        with pytest.raises(Refusal, match="export_edit"):
            act(reader)
    nobody = granted("n", "Nobody")
    for read in (read_profiles, lambda store, user: read_versions(store, user, "Nightly")):
        with pytest.raises(Refusal, match="export_view"):
            read(ready.store, nobody)


def test_before_any_roster_there_are_no_profiles(desk: Desk) -> None:
    assert read_profiles(desk.store, desk.user) == ()
    with pytest.raises(Refusal, match="no roster"):
        save(desk, "Nightly", {})
