"""Inclusion courses combined (export-options §7.8)."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from roster_core.clever.build import Export, build
from roster_core.clever.output import into_folder
from roster_core.clever.profile.file import parse_options
from tests.clever.exporting import source_of
from tests.clever.small import EMPTY, Small

ON = {"combine_inclusion_sections": True}
FOUR = {**ON, "use_four_teacher_columns": True}
R, S = "MMS-0711-02", "MMS-8711-01"


def pair(*, title: str = "MATH 7", school: str = "MMS", terms: tuple[str, ...] = ("FY",), **meeting) -> Small:
    """Math 7 (Rivera; 1, 2, 3) and the special-education MATH 7 (Park; 4, 5), four days alike but for `meeting`."""
    small = Small()
    small.school("MMS", "MIDDLE")
    small.school("MM2", "MIDDLE")
    small.term("S1", "2026-09-08", "2027-01-29", school="MMS")
    small.term("S2", "2027-02-01", "2027-06-23", school="MMS")
    small.staff("2001", first_name="Maria", last_name="Rivera")
    small.staff("2003", first_name="Lena", last_name="Park")
    for number in "12345":
        small.student(number, enrolled="MMS")
    small.course("0711", school="MMS", title="Math 7")
    small.course("8711", school=school, title=title, is_special_ed=True)
    small.section("02", course="0711", school="MMS", students=("1", "2", "3"), terms=("S1",))
    small.section("01", course="8711", school=school, teachers=("2003",), students=("4", "5"), terms=terms)
    for day in "ABCD":
        small.meet("02", course="0711", school="MMS", day=day)
        small.meet("01", course="8711", school=school, day=day, **meeting)
    return small


def test_the_two_become_one_section_with_all_students_and_teachers():
    result = pair().export(**FOUR)
    [row] = result.rows("sections.csv")
    assert (row["Section_id"], row["Teacher_id"], row["Teacher_2_id"]) == (R, "2001", "2003")
    assert (row["Name"], row["Course_number"]) == ("Math 7 - 02", "0711")
    assert result.column("enrollments.csv", "Student_id") == list("12345")
    assert set(result.column("enrollments.csv", "Section_id")) == {R}
    assert ("info", "INCLUSION_COMBINED", "sections.csv", S) in result.told
    assert result.codes(S) == ["INCLUSION_COMBINED"]


def test_without_the_option_they_stay_two():
    result = pair().export()
    assert result.column("sections.csv", "Section_id") == [R, S]
    assert result.codes(S) == []


@pytest.mark.parametrize(
    ("other", "combined"),
    [
        ({}, True),
        ({"title": "math 7"}, True),
        ({"title": "Math  7 "}, True),
        ({"title": "Math 7A"}, False),
        ({"room": "115"}, False),
        ({"room": ""}, False),
        ({"period": "4"}, False),
        ({"print_period": ""}, False),
        ({"print_period": "Three"}, False),
        ({"school": "MM2"}, False),
        ({"terms": ("S1",)}, True),
        ({"terms": ("S2",)}, False),
        ({"terms": ("S1", "S2")}, True),
        ({"terms": ()}, True),
    ],
    ids=str,
)
def test_all_conditions_must_hold(other, combined):
    result = pair(**other).export(**FOUR)
    assert len(result.column("sections.csv", "Section_id")) == (1 if combined else 2)
    assert [code for _s, code, _f, _k in result.told if code.startswith("INCLUSION")] == (
        ["INCLUSION_COMBINED"] if combined else []
    )


def test_rooms_and_days_are_codes_and_compared_without_case():
    small = pair()
    for meeting in small.roster["section_meetings"]:
        meeting["room"] = "Gym" if meeting["course_code"] == "0711" else "GYM"
    assert small.export(**FOUR).keys("INCLUSION_COMBINED") == [S]


def test_a_meeting_more_or_a_blank_one_keeps_them_apart():
    small = pair()
    small.meet("01", course="8711", school="MMS", day="E", room="")
    small.meet("02", course="0711", school="MMS", day="E", room="")
    assert small.export(**FOUR).column("sections.csv", "Section_id") == [R, S]
    small.roster["section_meetings"] = []
    assert small.export(**FOUR).column("sections.csv", "Section_id") == [R, S]


def test_the_same_days_under_another_internal_period_are_one_set():
    small = pair()
    small.meet("01", course="8711", school="MMS", day="A", period="9", print_period="3")
    assert small.export(**FOUR).keys("INCLUSION_COMBINED") == [S]


def test_two_regular_or_two_special_sections_are_never_combined():
    for mark in ("true", "false"):
        small = pair()
        for course in small.roster["courses"]:
            course["is_special_ed"] = mark
        assert small.export(**FOUR).column("sections.csv", "Section_id") == [R, S]


def test_a_student_in_both_is_listed_once():
    small = pair()
    small.attend("1", "01", course="8711", school="MMS")
    assert small.export(**FOUR).column("enrollments.csv", "Student_id") == list("12345")


def test_with_one_column_the_other_teacher_is_noted():
    result = pair().export(**ON)
    assert result.codes(S) == ["INCLUSION_COMBINED", "INCLUSION_TEACHER_DROPPED"]
    assert result.column("sections.csv", "Teacher_id") == ["2001"]
    assert result.keys("COTEACHERS_DROPPED") == []
    assert pair().export(**FOUR).keys("INCLUSION_TEACHER_DROPPED") == []


@pytest.mark.parametrize("teachers", [("2001",), ()])
def test_no_teacher_is_dropped_where_there_is_no_other(teachers):
    small = pair()
    small.roster["section_staff"] = [row for row in small.roster["section_staff"] if row["course_code"] == "0711"]
    for staff_id in teachers:
        small.teach(staff_id, "01", course="8711", school="MMS")
    assert small.export(**ON).codes(S) == ["INCLUSION_COMBINED"]


def test_teachers_of_several_follow_in_the_order_of_base_ids_each_once():
    small = pair()
    for staff_id in ("1001", "1002", "1003"):
        small.staff(staff_id)
    small.course("8710", school="MMS", title="Math 7", is_special_ed=True)
    small.section("01", course="8710", school="MMS", teachers=("1002", "2001", "1001"), students=("5",))
    for day in "ABCD":
        small.meet("01", course="8710", school="MMS", day=day)
    small.teach("1003", "02", course="0711", school="MMS")
    result = small.export(**FOUR)
    [row] = result.rows("sections.csv")
    assert [row[f"Teacher_{place}id"] for place in ("", "2_", "3_", "4_")] == ["2001", "1003", "1002", "1001"]
    assert result.keys("INCLUSION_COMBINED") == ["MMS-8710-01", S]
    assert result.keys("TEACHERS_OVER_FOUR") == [R]
    assert result.column("enrollments.csv", "Student_id") == list("12345")


def test_several_regular_sections_are_left_to_the_coordinator():
    small = pair()
    small.section("03", course="0711", school="MMS", teachers=(), students=("1",))
    for day in "ABCD":
        small.meet("03", course="0711", school="MMS", day=day)
    result = small.export(**FOUR)
    assert ("warning", "INCLUSION_AMBIGUOUS", "sections.csv", S) in result.told
    assert result.keys("INCLUSION_COMBINED") == []
    assert result.column("sections.csv", "Section_id") == [R, S]


def test_a_regular_section_without_active_teacher_does_not_take_the_other():
    small = pair()
    small.roster["section_staff"] = [row for row in small.roster["section_staff"] if row["course_code"] == "8711"]
    result = small.export(**FOUR)
    assert result.codes(S) == ["INCLUSION_AMBIGUOUS"]
    assert result.codes(R) == ["SECTION_NO_TEACHER"]
    assert result.column("sections.csv", "Section_id") == [S]


@pytest.mark.parametrize(("code", "left"), [("0711", [S]), ("8711", [R])])
def test_a_code_left_out_is_never_sent_on_either_side(code, left):
    result = pair().export(**FOUR, excluded_course_codes=code)
    assert result.column("sections.csv", "Section_id") == left
    assert result.keys("INCLUSION_COMBINED") == []
    assert set(result.column("enrollments.csv", "Section_id")) == set(left)


@pytest.mark.parametrize(("regular", "special", "left"), [(True, False, [R]), (False, True, []), (True, True, [R])])
def test_user_flag_2_counts_on_the_regular_course_only(regular, special, left):
    small = pair()
    small.roster["courses"][0]["user_flag_2"] = str(regular).lower()
    small.roster["courses"][1]["user_flag_2"] = str(special).lower()
    result = small.export(**FOUR, require_course_user_flag_2=True)
    assert result.column("sections.csv", "Section_id") == left
    assert result.column("enrollments.csv", "Student_id") == (list("12345") if left else [])


def build_of(small: Small, **options) -> Export:
    with TemporaryDirectory() as folder, into_folder(Path(folder)) as output:
        source = source_of({**EMPTY, **small.roster})
        return build(source, parse_options(options), output, today=date(2026, 10, 1), scratch=Path(folder))


def test_every_combination_is_handed_out_with_the_students_moved():
    small = pair()
    small.student("6", enrolled="MMS", do_not_export=True)
    small.attend("6", "01", course="8711", school="MMS")
    small.attend("1", "01", course="8711", school="MMS")
    assert build_of(small, **FOUR).combinations.to_dicts() == [
        {"regular": R, "special_ed": S, "pupils": 3, "school": "MMS"}
    ]
    nothing = build_of(small).combinations
    assert nothing.is_empty()
    assert nothing.columns == ["regular", "special_ed", "pupils", "school"]
