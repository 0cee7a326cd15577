"""Every option shows what it does, on somebody of the roster, or says that nobody is affected."""

from typing import Any

import pytest

from roster_core.clever.preview.example import Example, example
from roster_core.clever.preview.rows import Snapshot
from roster_core.clever.profile.options import FIELDS, PRESETS, ExportOptions
from tests.clever.exporting import TODAY, source_of
from tests.roster.golden_roster import golden

KEY = "of the district"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot(source_of(golden()))


def shown(snapshot: Snapshot, name: str, value: object = None, **options: Any) -> Example:
    return example(snapshot, ExportOptions(**options), name, value=value, today=TODAY, secret=KEY)


@pytest.mark.parametrize("name", FIELDS)
def test_every_option_has_an_example_or_a_sentence(snapshot, name):
    told = example(snapshot, PRESETS["clever_recommended"], name, today=TODAY, secret=KEY)
    assert told.found != bool(told.why)
    if told.found:
        assert told.looked_at
        assert told.more >= 0
        assert (told.before, told.after) != ("", "")


CASES = [
    ("prek_grade_as_prekindergarten", {}, "students.csv", "Grade", "4F", "PreKindergarten"),
    ("frl_short_codes", {}, "students.csv", "Frl_status", "Free", "F"),
    ("section_id_prepend_school_year", {}, "sections.csv", "Section_id", "MHE-", "2026-27-MHE-"),
    ("combine_inclusion_sections", {"use_four_teacher_columns": True}, "sections.csv", "Teacher_2_id", "", ""),
    ("include_elementary_homerooms", {}, "sections.csv", "", "not in the file", "in the file"),
    ("exclude_prek_students", {}, "students.csv", "", "in the file", "not in the file"),
    ("staff_only_administrators", {}, "staff.csv", "", "in the file", "not in the file"),
]


@pytest.mark.parametrize(("name", "options", "file", "column", "before", "after"), CASES)
def test_the_row_shown_is_one_that_the_option_is_about(snapshot, name, options, file, column, before, after):
    told = shown(snapshot, name, **options)
    assert (told.file, told.column) == (file, column)
    assert told.before.startswith(before)
    assert told.after.startswith(after)


def test_a_switch_that_is_on_is_shown_without_it(snapshot):
    told = shown(snapshot, "frl_short_codes", frl_short_codes=True)
    assert (told.value_before, told.value_after) == (True, False)
    assert (told.before, told.after) == ("F", "Free")


def test_a_value_may_be_named(snapshot):
    told = shown(snapshot, "student_username_source", "email_local_part")
    assert told.value_after == "email_local_part"
    assert told.column == "Username"
    assert told.person.startswith("student:")


def test_what_an_option_needs_is_assumed_and_said(snapshot):
    assert shown(snapshot, "student_username_suffix").assuming == ("Username: Student ID",)
    told = shown(snapshot, "split_shared_teachers")
    assert any("four teacher" in words for words in told.assuming)


def test_others_are_counted_once_however_many_rows_they_have(snapshot):
    alone, with_guardians = (shown(snapshot, "frl_short_codes", include_all_guardians=each) for each in (False, True))
    assert alone.more == alone.more_rows == with_guardians.more
    assert with_guardians.more_rows > with_guardians.more > 0
