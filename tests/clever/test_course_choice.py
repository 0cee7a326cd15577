"""Which courses go (export-options §7.3, §7.4)."""

import pytest

from tests.clever.small import Small, classroom


def courses() -> Small:
    """Courses 0990 and LUNCH at two schools, 0455 at one, each with a section that a student attends."""
    small = Small()
    small.school("MHS", "HIGH")
    small.staff("2001")
    small.student("1")
    for school, codes in {"MHE": ("0990", "Lunch"), "MHS": ("0990", "Lunch", "0455")}.items():
        for code in codes:
            small.section("01", course=code, school=school, students=("1",))
    return small


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", ["MHE-0990", "MHE-Lunch", "MHS-0455", "MHS-0990", "MHS-Lunch"]),
        (" , ,", ["MHE-0990", "MHE-Lunch", "MHS-0455", "MHS-0990", "MHS-Lunch"]),
        ("0990, LUNCH, MHS@0455", []),
        ("MHS@0990", ["MHE-0990", "MHE-Lunch", "MHS-0455", "MHS-Lunch"]),
        ("mhs@lunch,0990", ["MHE-Lunch", "MHS-0455"]),
    ],
)
def test_sections_of_the_courses_named_go_with_their_enrollments(text, left):
    result = courses().export(excluded_course_codes=text)
    wanted = [f"{section}-01" for section in left]
    assert result.column("sections.csv", "Section_id") == wanted
    assert result.column("enrollments.csv", "Section_id") == wanted
    assert result.column("students.csv", "Student_id") == ["1"]
    assert result.keys("COURSE_CODE_UNKNOWN") == []


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("099", ["099"]),
        ("0990*, 0990", ["0990*"]),
        ("MHE@0455", ["MHE@0455"]),
        ("XYZ@0990,nope , nope", ["XYZ@0990", "nope"]),
        ("MHS@", ["MHS@"]),
        ("@0990", ["@0990"]),
        ("MHS@0990@1", ["MHS@0990@1"]),
    ],
)
def test_a_code_of_no_course_is_told_as_typed(text, entries):
    result = courses().export(excluded_course_codes=text)
    assert result.keys("COURSE_CODE_UNKNOWN") == entries
    assert ("warning", "COURSE_CODE_UNKNOWN", "profile", entries[0]) in result.told


def test_courses_of_schools_that_are_not_exported_are_not_known():
    assert courses().export(excluded_course_codes="0455", school_ids=["MHE"]).keys("COURSE_CODE_UNKNOWN") == ["0455"]


def test_nothing_is_said_of_a_section_left_out():
    small = classroom()
    small.section("02", course="0990", teachers=())
    assert small.export(excluded_course_codes="0990").codes("MHE-0990-02") == []


@pytest.mark.parametrize(("flag", "written"), [(True, True), (False, False), ("", False)])
def test_with_user_flag_2_only_flagged_courses_go(flag, written):
    small = Small()
    small.staff("2001")
    small.student("1")
    small.course("0100", user_flag_2=flag)
    small.course("0200", user_flag_2=True)
    small.section("01", students=("1",))
    result = small.export(require_course_user_flag_2=True)
    assert result.column("sections.csv", "Section_id") == (["MHE-0100-01"] if written else [])
    assert result.column("enrollments.csv", "Section_id") == (["MHE-0100-01"] if written else [])
    assert result.keys("ALL_SECTIONS_EXCLUDED") == []


def test_no_flagged_course_at_all_blocks_the_delivery():
    small = classroom()
    small.school("OOD", "OOD")
    small.course("0200", school="OOD", user_flag_2=True)
    result = small.export(require_course_user_flag_2=True)
    assert ("block", "ALL_SECTIONS_EXCLUDED", "sections.csv", "") in result.told
    assert result.column("sections.csv", "Section_id") == []


def test_nothing_is_said_of_a_section_whose_course_is_not_flagged():
    small = classroom()
    small.course("0200", user_flag_2=False)
    small.section("02", course="0200", teachers=())
    assert small.export(require_course_user_flag_2=True).codes("MHE-0200-02") == []
