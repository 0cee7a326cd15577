"""The rich worked example with the options of sections alone (export-options §12.2)."""

from typing import Any

import pytest

from roster_core.clever.profile.groups.section import SectionOptions
from tests.clever.exporting import Exported, export
from tests.clever.golden_rich import FILES, OPTIONS
from tests.roster.golden_roster import golden

#: Codes about sections that the example expects, with their keys.
FINDINGS = {
    ("info", "NAME_REPEATS_TEACHER", "HR-MHE-102"),
    ("info", "NAME_REPEATS_TEACHER", "HR-MHE-PK1"),
    ("info", "NAME_NOT_SHOWN", ""),
    ("info", "INCLUSION_COMBINED", "MMS-8711-01"),
}


@pytest.fixture(scope="module")
def rich() -> Exported:
    ours: dict[str, Any] = {name: value for name, value in OPTIONS.items() if name in SectionOptions.model_fields}
    return export(golden(), **ours, teacher_row_per_school=True)


@pytest.mark.parametrize("name", ["sections.csv", "enrollments.csv"])
def test_the_file_is_the_golden_one(rich, name):
    assert rich.files[name] == FILES[name]


def test_teachers_are_those_written_in_sections_at_each_of_their_schools(rich):
    golden_rows = [line.split(",")[:2] for line in FILES["teachers.csv"].splitlines()[1:]]
    teaching = [row for row in golden_rows if row[1] not in {"2005", "2006"}]
    assert [[row["School_id"], row["Teacher_id"]] for row in rich.rows("teachers.csv")] == teaching


def test_the_findings_about_sections_are_the_golden_ones(rich):
    told = {(severity, code, key) for severity, code, file, key in rich.told if file == "sections.csv"}
    assert told == FINDINGS
    assert rich.keys("ENROLLMENT_OUT_OF_SCOPE") == []
    assert rich.keys("SHARED_TEACHER_AS_PERSON") == []
