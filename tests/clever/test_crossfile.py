"""What a correct run cannot break is noticed all the same (export-options §8)."""

from dataclasses import replace

import polars as pl
import pytest

from roster_core.clever import crossfile
from roster_core.clever.columns import build_table, required_blank
from roster_core.clever.files import staff
from roster_core.clever.output import FrameOutput
from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.sections import enrollments
from tests.clever.exporting import export_source, source_of
from tests.clever.small import EMPTY, classroom


def told(findings: pl.DataFrame) -> list[tuple[str, str, str, str]]:
    return list(findings.select("severity", "code", "file", "row_key").iter_rows())


def test_a_school_that_is_not_in_schools_csv():
    found = crossfile.schools_known("staff.csv", pl.Series(["MHE", "MMS", "MMS"]), ["MHE"])
    assert told(found) == [("block", "CROSS_FILE", "staff.csv", "MMS")]
    assert crossfile.schools_known("staff.csv", pl.Series(["MHE"]), ["MHE", "MMS"]).is_empty()


def test_two_rows_with_one_key():
    rows = pl.DataFrame({"Teacher_id": ["1", "1", "2"], "School_id": ["A", "A", "A"]})
    found = crossfile.keys_unique("teachers.csv", rows, ("Teacher_id", "School_id"))
    assert told(found) == [("block", "CROSS_FILE", "teachers.csv", "1/A")]


def test_a_teacher_who_is_not_in_teachers_csv():
    sections = pl.DataFrame(
        {"Section_id": ["S", "T"], "Teacher_id": ["1", "1"], "Teacher_2_id": ["2", None]},
        schema=dict.fromkeys(("Section_id", "Teacher_id", "Teacher_2_id"), pl.String),
    )
    found = crossfile.teachers_known(sections, pl.DataFrame({"Teacher_id": ["1"]}))
    assert told(found) == [("block", "CROSS_FILE", "sections.csv", "S")]


@pytest.mark.parametrize(
    ("other", "codes"), [("a@b.co", []), ("x@b.co", ["STAFF_EMAIL_MISMATCH"]), (None, ["STAFF_EMAIL_MISMATCH"])]
)
def test_one_person_has_one_address(other, codes):
    teachers = pl.DataFrame({"Teacher_id": ["1", "2"], "Teacher_email": ["a@b.co", "c@b.co"]})
    staff_csv = pl.DataFrame({"Staff_id": ["1"], "Staff_email": [other]}, schema_overrides={"Staff_email": pl.String})
    assert crossfile.emails_agree(teachers, staff_csv)["code"].to_list() == codes


def test_a_required_cell_that_is_empty_is_an_error_for_its_row_and_column():
    rows = pl.DataFrame({"school_code": ["A", "A"], "written_id": ["S", ""], "district_number": [None, "1"]})
    written = build_table(rows, enrollments.TABLE, ExportOptions())
    found = required_blank(written, enrollments.TABLE, ExportOptions())
    assert sorted(found.select("severity", "code", "row_key", "column").iter_rows()) == [
        ("error", "REQUIRED_BLANK", "1", "Section_id"),
        ("error", "REQUIRED_BLANK", "S", "Student_id"),
    ]


def test_an_empty_staff_email_has_a_finding_of_its_own():
    row = {"school_code": "A", "staff_id": "1", "email": None, "first_name": None, "last_name": "L"}
    rows = pl.DataFrame([{**row, "title": "", "username": "", "password": "", "is_primary_school": True}])
    written = build_table(rows, staff.TABLE, ExportOptions())
    found = required_blank(written, staff.TABLE, ExportOptions(), but=("Staff_email",))
    assert found["column"].to_list() == ["First_name"]


def test_somebody_who_left_the_roster_is_in_no_file():
    source = source_of({**EMPTY, **classroom().roster})
    gone = pl.when(pl.col("person_key") == "1").then(pl.lit("2026-09-20 00:00:00"))
    left = source.frames["person"].with_columns(left_at=gone)
    result = export_source(replace(source, frames={**source.frames, "person": left}))
    assert result.rows("students.csv") == []
    assert result.rows("enrollments.csv") == []
    assert result.keys("SECTION_EMPTY") == ["MHE-0100-01"]


def test_files_may_be_kept_as_frames():
    output = FrameOutput()
    output.start("x.csv", ["A"])
    output.add(pl.DataFrame({"A": ["1"]}))
    output.add(pl.DataFrame({"A": ["2"]}))
    assert output.tables["x.csv"]["A"].to_list() == ["1", "2"]
