"""The rows of a preview are those of the whole run (export-engine §7)."""

from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.clever.build import build
from roster_core.clever.output import FrameOutput
from roster_core.clever.preview.rows import Rows, Snapshot, preview
from roster_core.clever.profile.file import parse_options
from roster_core.clever.profile.options import FIELDS
from roster_core.clever.source.source import FrameSource
from roster_core.options import meta
from tests.clever.examples import examples
from tests.clever.exporting import TODAY, source_of
from tests.clever.small import EMPTY
from tests.clever.test_properties import rosters
from tests.roster.golden_roster import golden


def whole(source: FrameSource, options: dict[str, Any]) -> dict[str, pl.DataFrame]:
    """The files of the whole run; options that forbid one are taken out of `options`."""
    while True:
        output = FrameOutput()
        export = build(source, parse_options(options), output, today=TODAY)
        wrong = [name for name in export.findings["row_key"] if name in options]
        if output.tables or not wrong:
            return output.tables
        for name in wrong:
            options.pop(name, None)


def some_options(chance: Random, texts: list[str], gpas: dict[str, bool]) -> dict[str, Any]:
    """Values that this version can carry out, each option other than its default now and then."""
    values: dict[str, Any] = {}
    for name, info in FIELDS.items():
        other = chance.choice(_others(name, info, texts, gpas))
        if chance.random() < 0.4:
            values[name] = other
    return values


def _others(name: str, info: Any, texts: list[str], gpas: dict[str, bool]) -> list[Any]:
    declared = meta(info)
    if isinstance(info.default, bool):
        return [not info.default]
    if "labels" in declared:
        return list(declared["labels"])
    match declared.get("choices"):
        case "student_user_texts" | "staff_user_texts":
            return texts or [info.default]
        case "unweighted_gpa_types" | "weighted_gpa_types":
            return [code for code, weighted in gpas.items() if weighted == name.startswith("weighted")] or [
                info.default
            ]
    return [{"student_email_suffix": "@b.co", "excluded_course_codes": "0100"}.get(name, info.default)]


def same_head(rows: Rows, table: pl.DataFrame, count: int) -> bool:
    return rows.frame.equals(table.head(count)) and rows.total in (None, len(table))


@settings(max_examples=examples(10), deadline=None)
@given(rosters(), st.randoms(use_true_random=False), st.integers(1, 6))
def test_the_first_rows_of_any_file_are_those_of_the_whole_run(small, chance, count):
    source = source_of({**EMPTY, **small.roster})
    options = some_options(chance, [], {})
    tables = whole(source, options)
    for file in tables:
        rows = preview(Snapshot(source), parse_options(options), today=TODAY, file=file, rows=count)
        assert same_head(rows, tables[file], count), (file, options)


@pytest.fixture(scope="module")
def golden_source() -> FrameSource:
    return source_of(golden())


@settings(max_examples=examples(10), deadline=None)
@given(chance=st.randoms(use_true_random=False), count=st.integers(1, 12))
def test_the_golden_roster_is_previewed_as_it_is_written(golden_source, chance, count):
    texts = golden_source.frames["user_text_definition"]["user_text_code"].to_list()
    gpas = dict(golden_source.frames["gpa_type"].select("gpa_type_code", "is_weighted").iter_rows())
    options = some_options(chance, texts, gpas)
    tables = whole(golden_source, options)
    for file in tables:
        rows = preview(Snapshot(golden_source), parse_options(options), today=TODAY, file=file, rows=count)
        assert same_head(rows, tables[file], count), (file, options)


KEYS = {
    "schools.csv": ["MHE"],
    "students.csv": ["0104233", "nobody"],
    "enrollments.csv": ["0104233"],
    "teachers.csv": ["2001"],
    "staff.csv": ["2001"],
    "sections.csv": ["MMS-0711-02"],
}
ABOUT = {"students.csv": "Student_id", "enrollments.csv": "Student_id", "teachers.csv": "Teacher_id"}


@pytest.mark.parametrize("file", KEYS)
@pytest.mark.parametrize("name", [None, "combine_inclusion_sections", "section_id_prepend_school_year"])
def test_rows_asked_for_by_key_are_those_of_the_whole_run(golden_source, file, name):
    options = {name: True} if name else {}
    column = ABOUT.get(file, {"staff.csv": "Staff_id", "sections.csv": "Section_id"}.get(file, "School_id"))
    rows = preview(Snapshot(golden_source), parse_options(options), today=TODAY, file=file, rows=100, keys=KEYS[file])
    ends = pl.any_horizontal(pl.col(column).str.ends_with(key) for key in KEYS[file])
    assert len(rows.frame) > 0
    assert rows.frame.equals(whole(golden_source, options)[file].filter(ends))


def test_a_profile_that_cannot_run_says_why_instead_of_rows(golden_source):
    rows = preview(
        Snapshot(golden_source), parse_options({"school_ids": ["NOWHERE"]}), today=TODAY, file="students.csv", rows=5
    )
    assert rows.frame.columns == []
    assert set(rows.findings["code"]) == {"SCHOOL_UNKNOWN", "SCOPE_EMPTY"}


def test_findings_are_those_of_the_rows_shown(golden_source):
    rows = preview(Snapshot(golden_source), parse_options({}), today=TODAY, file="students.csv", rows=100)
    shown = set(rows.frame["Student_id"])
    assert len(rows.findings) > 0
    assert {key.split("/")[0] for key in rows.findings["row_key"]} <= shown
    assert set(rows.findings["file"]) == {"students.csv"}
