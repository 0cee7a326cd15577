"""Shared teachers and the four columns (export-options §7.9)."""

import polars as pl
import pytest

from tests.clever.exporting import Exported
from tests.clever.small import Small

FOUR = {"use_four_teacher_columns": True}
SPLIT = {**FOUR, "split_shared_teachers": True}
COLUMNS = ("Teacher_id", "Teacher_2_id", "Teacher_3_id", "Teacher_4_id")


def shared_section(*teachers: str) -> Small:
    """A section of these teachers; 2010 stands for Rivera (2001) and Park (2003)."""
    small = Small()
    small.staff("2001", first_name="Maria", last_name="Rivera")
    small.staff("2002", first_name="Kofi", last_name="Jones")
    small.staff("2003", first_name="Lena", last_name="Park")
    small.shared("2010", "2001", "2003", first_name="Rivera", last_name="Park (shared)")
    for staff_id in ("2004", "2005", "2006"):
        small.staff(staff_id)
    small.student("1")
    small.section("01", teachers=teachers, students=("1",))
    return small


def written(result: Exported) -> list[str]:
    [row] = result.rows("sections.csv")
    return [row[column] for column in COLUMNS if row[column]]


@pytest.mark.parametrize(
    ("teachers", "columns"),
    [
        (("2010", "2002"), ["2001", "2003", "2002"]),
        (("2002", "2010"), ["2002", "2001", "2003"]),
        (("2003", "2010"), ["2003", "2001"]),
        (("2010", "2003", "2002"), ["2001", "2003", "2002"]),
        (("2002",), ["2002"]),
    ],
    ids=str,
)
def test_members_stand_in_place_of_the_shared_record(teachers, columns):
    result = shared_section(*teachers).export(**SPLIT)
    assert written(result) == columns
    assert "2010" not in result.column("teachers.csv", "Teacher_id")
    assert result.keys("SHARED_TEACHER_AS_PERSON") == []


def test_members_are_in_teachers_csv_even_if_they_teach_nothing_else():
    small = shared_section("2010")
    for row in small.roster["staff_schools"]:
        row["is_teaching"] = "false"
    assert small.export(**SPLIT).column("teachers.csv", "Teacher_id") == ["2001", "2003"]


def test_without_the_option_the_pair_goes_as_one_teacher():
    result = shared_section("2010", "2002").export(**FOUR)
    assert written(result) == ["2010", "2002"]
    assert ("warning", "SHARED_TEACHER_AS_PERSON", "teachers.csv", "2010") in result.told


def test_splitting_needs_the_four_columns():
    result = shared_section("2010").export(split_shared_teachers=True)
    assert result.told == [("block", "OPTION_REQUIRES", "profile", "use_four_teacher_columns")]


def test_an_inactive_member_is_skipped_and_told():
    small = shared_section("2010")
    small.roster["staff"][0]["employment_status"] = "TERMINATED"
    result = small.export(**SPLIT)
    assert written(result) == ["2003"]
    assert ("warning", "SHARED_MEMBER_INACTIVE", "sections.csv", "2010/2001") in result.told
    assert small.export(**FOUR).keys("SHARED_MEMBER_INACTIVE") == []


def test_an_inactive_member_is_told_once_and_only_of_exported_sections():
    small = shared_section("2010")
    small.roster["staff"][0]["employment_status"] = "TERMINATED"
    small.section("02", teachers=("2002", "2010"), students=("1",))
    assert small.export(**SPLIT).keys("SHARED_MEMBER_INACTIVE") == ["2010/2001"]
    assert small.export(**SPLIT, excluded_course_codes="0100").keys("SHARED_MEMBER_INACTIVE") == []


def test_the_limit_of_four_counts_after_splitting():
    small = shared_section("2002", "2010", "2004", "2005")
    result = small.export(**SPLIT)
    assert written(result) == ["2002", "2001", "2003", "2004"]
    assert result.keys("TEACHERS_OVER_FOUR") == ["MHE-0100-01"]
    [message] = result.findings.filter(pl.col("code") == "TEACHERS_OVER_FOUR")["message"]
    assert "Given2005 Family2005" in message
    assert "2005" in result.column("teachers.csv", "Teacher_id")
    assert small.export(**FOUR).keys("TEACHERS_OVER_FOUR") == []


def test_a_shared_record_of_a_homeroom_is_split_too():
    small = shared_section("2002")
    small.homeroom("102", teachers=("2010", "2002"))
    small.student("2", homeroom_code="102")
    row = small.export(**SPLIT, include_elementary_homerooms=True).row("sections.csv", Section_id="HR-MHE-102")
    assert [row[column] for column in COLUMNS] == ["2001", "2003", "2002", ""]
