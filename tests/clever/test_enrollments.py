"""enrollments.csv (export-options §3)."""

import polars as pl
import pytest

from tests.clever.small import Small, classroom


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        ({}, True),
        ({"status": "INACTIVE"}, False),
        ({"entry_date": "2026-10-01"}, True),
        ({"entry_date": "2026-10-02"}, False),
        ({"exit_date": "2026-10-01"}, True),
        ({"exit_date": "2026-09-30"}, False),
    ],
    ids=str,
)
def test_a_link_counts_on_the_day(cells, written):
    small = classroom()
    small.student("2")
    small.attend("2", **cells)
    result = small.export()
    assert ("2" in result.column("enrollments.csv", "Student_id")) is written
    assert result.keys("ENROLLMENT_OUT_OF_SCOPE") == []


def test_the_school_is_that_of_the_section():
    small = classroom()
    small.school("MMS", "MIDDLE")
    small.student("2", enrolled="MMS")
    small.attend("2")
    assert small.export().row("enrollments.csv", Student_id="2")["School_id"] == "MHE"


def test_links_of_students_who_are_not_exported_are_counted_once_each():
    small = classroom()
    small.student("2", do_not_export=True)
    small.student("3", enrolled="")
    for student in ("2", "3"):
        small.attend(student)
    small.attend("2", entry_date="2026-09-15")
    result = small.export()
    assert result.column("enrollments.csv", "Student_id") == ["1"]
    [message] = result.findings.filter(pl.col("code") == "ENROLLMENT_OUT_OF_SCOPE")["message"]
    assert message.startswith("2 enrollments ")
    assert ("info", "ENROLLMENT_OUT_OF_SCOPE", "enrollments.csv", "") in result.told


def test_links_of_sections_that_are_not_exported_are_not_mentioned():
    small = classroom()
    small.student("2", do_not_export=True)
    small.section("02", teachers=(), students=("1", "2"))
    small.section("03", status="CANCELLED", students=("2",))
    assert small.export().keys("ENROLLMENT_OUT_OF_SCOPE") == []


def test_a_student_who_came_back_is_listed_once():
    small = classroom()
    small.attend("1", entry_date="2026-09-20")
    assert small.export().files["enrollments.csv"] == "School_id,Section_id,Student_id\nMHE,MHE-0100-01,1\n"


def test_rows_are_sorted_as_text():
    small = Small()
    small.staff("2001")
    small.school("AHS", "HIGH")
    for number in ("10", "9", "B", "a"):
        small.student(number)
    small.section("2", students=("9", "10"))
    small.section("10", students=("a", "B"))
    small.section("1", school="AHS", students=("9",))
    assert small.export().files["enrollments.csv"].splitlines()[1:] == [
        "AHS,AHS-0100-1,9",
        "MHE,MHE-0100-10,B",
        "MHE,MHE-0100-10,a",
        "MHE,MHE-0100-2,10",
        "MHE,MHE-0100-2,9",
    ]
