"""Section_id as written (export-options §7.1, §7.2)."""

import pytest

from tests.clever.small import Small, classroom

YEAR = "section_id_prepend_school_year"
TEACHER = "section_id_prepend_teacher_name"


def taught_by(first: str, last: str) -> Small:
    small = Small()
    small.school("MMS", "MIDDLE")
    small.staff("2001", schools=("MMS",), first_name=first, last_name=last)
    small.student("1", enrolled="MMS")
    small.section("02", course="0711", school="MMS", students=("1",))
    return small


@pytest.mark.parametrize(
    ("options", "section_id"),
    [
        ({}, "MMS-0711-02"),
        ({YEAR: True}, "2026-27-MMS-0711-02"),
        ({TEACHER: True}, "RiveraM-MMS-0711-02"),
        ({YEAR: True, TEACHER: True}, "2026-27-RiveraM-MMS-0711-02"),
    ],
    ids=str,
)
def test_what_stands_before_the_base_in_both_files(options, section_id):
    result = taught_by("Maria", "Rivera").export(**options)
    assert result.column("sections.csv", "Section_id") == [section_id]
    assert result.column("enrollments.csv", "Section_id") == [section_id]


@pytest.mark.parametrize(
    ("first", "last", "token"),
    [
        ("María-José", "O'Neil", "ONeilM-"),
        ("Ana Lucia", "Ortega-Ruiz", "OrtegaRuizA-"),
        ("Łukasz", "Groß", "GrossL-"),
        ("Þóra", "Ægisdóttir", "AEgisdottirT-"),
        ("王", "Li", ""),
        ("Wei", "李", ""),
    ],
)
def test_the_token_is_folded_and_left_out_with_its_hyphen_where_nothing_is_left(first, last, token):
    result = taught_by(first, last).export(**{TEACHER: True, YEAR: True})
    assert result.column("sections.csv", "Section_id") == [f"2026-27-{token}MMS-0711-02"]
    assert result.keys("NAME_NOT_FOLDABLE") == ([] if token else ["MMS-0711-02"])


def test_a_name_that_is_not_needed_may_fold_to_nothing():
    assert taught_by("王", "李").export(**{YEAR: True}).keys("NAME_NOT_FOLDABLE") == []


def test_the_token_is_that_of_the_first_teacher_after_splitting_shared_records():
    small = classroom()
    small.staff("2002", first_name="Kofi", last_name="Jones")
    small.staff("2003", first_name="Lena", last_name="Park")
    small.shared("2010", "2003", "2002")
    small.section("02", teachers=("2010",), students=("1",))
    split = {"use_four_teacher_columns": True, "split_shared_teachers": True}
    result = small.export(**{TEACHER: True}, **split)
    assert "ParkL-MHE-0100-02" in result.column("sections.csv", "Section_id")


def test_a_teacher_in_the_id_is_warned_about_in_the_settings():
    told = taught_by("Maria", "Rivera").export(**{TEACHER: True}).told
    assert ("warning", "SECTION_ID_UNSTABLE", "profile", TEACHER) in told


def test_ids_that_become_equal_block_the_delivery():
    small = Small()
    small.school("A", year_term=True)
    small.school("A-B", year_term=True)
    small.staff("2001", schools=("A", "A-B"))
    small.student("1", enrolled="A")
    small.section("01", course="b-c", school="A", students=("1",))
    small.section("01", course="C", school="A-B", students=("1",))
    result = small.export(**{YEAR: True})
    assert result.keys("SECTION_ID_DUPLICATE") == ["A-B-C-01", "A-b-c-01"]
    assert result.column("sections.csv", "Section_id") == ["2026-27-A-b-c-01", "2026-27-A-B-C-01"]


def test_only_exported_sections_count_for_equal_ids():
    small = classroom()
    small.course("A B")
    small.section("01", course="A B", students=("1",))
    small.course("A_B")
    small.section("01", course="A_B", teachers=())
    assert small.export().keys("SECTION_ID_DUPLICATE") == []
