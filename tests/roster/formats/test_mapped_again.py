"""A saved mapping, and the files of the next year that it is used for."""

import pytest

from roster_core.refusals import Refusal
from roster_core.roster.checks.roster import check
from roster_core.roster.formats.mapping import ColumnMapping, SheetMapping
from tests.roster.formats.mapped import ANA, HEADER, SAVED, load, students
from tests.roster.formats.reading import errors, table, told
from tests.roster.formats.sis_exports import (
    written,
)
from tests.roster.formats.workbooks import workbook


@pytest.mark.parametrize(
    "name", ["students_2025-09-01.csv", "Students_2026-08-30.csv", "students (2).xlsx", "new name.csv"]
)
def test_a_saved_mapping_reads_next_years_file(name):
    content = workbook(("Export", students())) if name.endswith("xlsx") else written(HEADER, [ANA])
    intake = load({name: content}, SAVED)
    assert errors(intake) == []
    assert table(intake, "students", "district_number", "last_name") == [("104233", "Ortega")]
    assert [row[0] for row in told(intake, "MAPPING_FILE_TAKEN")] == (["info"] if "2025" not in name else [])


def test_the_spelling_of_headers_may_change_from_year_to_year():
    header = [name.upper().replace(" ", "_") for name in HEADER]
    assert table(load({"students.csv": [header, ANA]}, SAVED), "students", "last_name") == [("Ortega",)]


def test_a_mapped_column_that_is_gone_blocks_the_load_and_says_what_may_be_meant():
    header = ["Student Numbr" if name == "Student Number" else name for name in HEADER]
    intake = load({"students.csv": [header, ANA]}, SAVED)
    assert told(intake, "MAPPING_COLUMN_GONE") == [
        (
            "block",
            "mapped/students.csv",
            "student number",
            "Student Number",
            (
                "The mapping takes district_number from the column “Student Number”, which students.csv does not have. "
                "Is it “Student Numbr” now?"
            ),
        )
    ]
    assert check(intake, district_code=None).refused
    assert intake.tables == {}


def test_a_mapped_file_that_is_gone_blocks_the_load():
    other = [["Stop", "Time"], ["Elm St", "7:15"]]
    intake = load({"stops.csv": other}, SAVED)
    assert [row[:2] for row in told(intake, "MAPPING_FILE_GONE")] == [("block", "mapped/students_2025-09-01.csv")]
    assert [row[:2] for row in told(intake, "FILE_NOT_MAPPED")] == [("warning", "mapped/stops.csv")]
    assert check(intake, district_code=None).refused


def test_a_needed_column_that_is_not_mapped_blocks_the_load():
    part = SheetMapping(file="s.csv", feeds="students", columns={"last_name": "Last Name", "school_code": "School"})
    intake = load({"s.csv": students()}, ColumnMapping(sheets=(part,)))
    assert [(row[0], row[3]) for row in told(intake, "MAPPING_NEEDS")] == [("block", "district_number")]
    part = SheetMapping(file="s.csv", feeds="students", columns={"last_name": "Last Name", "district_number": "Grade"})
    intake = load({"s.csv": students()}, ColumnMapping(sheets=(part,)))
    assert [(row[0], row[3]) for row in told(intake, "MAPPING_NEEDS")] == [("block", "school_code")]
    assert check(intake, district_code=None).refused


def test_a_mapping_of_no_file_is_refused():
    with pytest.raises(Refusal, match="No file is mapped"):
        load({"students.csv": students()}, ColumnMapping())
    with pytest.raises(Refusal, match="No file is mapped"):
        load({"stops.csv": [["Stop", "Time"], ["Elm St", "7:15"]]})
