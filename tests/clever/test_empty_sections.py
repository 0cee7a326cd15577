"""Sections without exported students (export-options §4.4, §8 step 9, X01)."""

import polars as pl
import pytest

from tests.clever.small import Small, classroom

NO_PREK = {"exclude_prek_students": True}
NO_EMPTY = {"leave_out_empty_sections": True}


def prek(*others: str, **section) -> Small:
    """A section 02 with the pre-K student 9 and `others`."""
    small = classroom()
    small.student("9", grade="4F")
    small.student("8", grade="4F", do_not_export=True)
    small.section("02", students=("9", *others), **section)
    return small


def test_a_section_left_without_students_is_dropped_and_only_that_is_said():
    small = prek("8", title_override="王", terms=())
    small.staff("2002")
    small.teach("2002", "02")
    result = small.export(**NO_PREK)
    assert result.column("sections.csv", "Section_id") == ["MHE-0100-01"]
    assert result.column("enrollments.csv", "Section_id") == ["MHE-0100-01"]
    assert result.codes("MHE-0100-02") == ["SECTION_EMPTIED_BY_OPTION"]
    assert ("info", "SECTION_EMPTIED_BY_OPTION", "sections.csv", "MHE-0100-02") in result.told
    assert result.keys("COTEACHERS_DROPPED") == []
    assert result.keys("ENROLLMENT_OUT_OF_SCOPE") == []


def test_a_section_with_another_student_stays_and_no_enrollment_is_counted():
    result = prek("1").export(**NO_PREK)
    assert result.codes("MHE-0100-02") == []
    assert result.keys("ENROLLMENT_OUT_OF_SCOPE") == []
    assert result.column("enrollments.csv", "Student_id") == ["1", "1"]


def test_links_to_students_left_out_otherwise_are_still_counted():
    [message] = prek("1", "8").export(**NO_PREK).findings.filter(pl.col("code") == "ENROLLMENT_OUT_OF_SCOPE")["message"]
    assert message.startswith("1 enrollment ")


def test_a_section_that_had_no_student_anyway_is_kept_and_reported():
    small = classroom()
    small.student("8", grade="4F", do_not_export=True)
    small.section("02", students=("8",))
    result = small.export(**NO_PREK)
    assert result.codes("MHE-0100-02") == ["SECTION_EMPTY"]


def test_a_section_without_teacher_is_withheld_all_the_same():
    assert prek(teachers=()).export(**NO_PREK).codes("MHE-0100-02") == ["SECTION_NO_TEACHER"]


def test_a_homeroom_left_without_students_is_not_written():
    small = classroom()
    small.student("9", grade="4F", homeroom_code="PK1")
    small.homeroom("PK1", teachers=("2001",))
    on = {"include_elementary_homerooms": True}
    assert "HR-MHE-PK1" in small.export(**on).column("sections.csv", "Section_id")
    result = small.export(**on, **NO_PREK)
    assert result.column("sections.csv", "Section_id") == ["MHE-0100-01"]
    assert result.codes("HR-MHE-PK1") == ["SECTION_EMPTIED_BY_OPTION"]


def test_a_regular_section_with_inclusion_students_only_stays():
    small = prek()
    small.student("1b")
    small.course("0200", title="Course 0100", is_special_ed=True)
    small.section("01", course="0200", students=("1b",))
    small.meet("02")
    small.meet("01", course="0200")
    result = small.export(**NO_PREK, combine_inclusion_sections=True)
    assert result.codes("MHE-0100-02") == []
    assert ("MHE-0100-02", "1b") in zip(
        result.column("enrollments.csv", "Section_id"), result.column("enrollments.csv", "Student_id"), strict=True
    )


def test_a_dropped_section_is_not_called_ambiguous():
    small = prek()
    small.course("0200", title="Course 0200", is_special_ed=True)
    small.course("0201", title="Course 0200")
    small.section("01", course="0200", students=("9",))
    for code in ("01", "02"):
        small.section(code, course="0201", students=("1",))
        small.meet(code, course="0201")
    small.meet("01", course="0200")
    on = {"combine_inclusion_sections": True}
    assert small.export(**on).codes("MHE-0200-01") == ["INCLUSION_AMBIGUOUS"]
    assert small.export(**on, **NO_PREK).codes("MHE-0200-01") == ["SECTION_EMPTIED_BY_OPTION"]


@pytest.mark.parametrize("students", [(), ("8",)])
def test_sections_without_students_can_be_left_out(students):
    small = classroom()
    small.student("8", do_not_export=True)
    small.staff("2002", teaching=False)
    small.section("02", teachers=("2002",), students=students)
    assert small.export().codes("MHE-0100-02") == ["SECTION_EMPTY"]
    assert "2002" in small.export().column("teachers.csv", "Teacher_id")
    result = small.export(**NO_EMPTY)
    assert result.column("sections.csv", "Section_id") == ["MHE-0100-01"]
    assert result.codes("MHE-0100-02") == []
    assert result.keys("ENROLLMENT_OUT_OF_SCOPE") == []
    assert "2002" not in result.column("teachers.csv", "Teacher_id")


def test_kindergarten_students_count_in_the_same_way():
    small = classroom()
    small.student("9", grade="KF")
    small.section("02", students=("9",))
    result = small.export(exclude_kindergarten_students=True)
    assert result.codes("MHE-0100-02") == ["SECTION_EMPTIED_BY_OPTION"]
    assert result.column("sections.csv", "Section_id") == ["MHE-0100-01"]


def test_a_student_who_would_not_be_exported_anyway_empties_nothing():
    small = classroom()
    small.school("OOD", "OOD")
    small.student("9", grade="4F", enrolled="OOD")
    small.section("02", students=("9",))
    result = small.export(**NO_PREK)
    assert result.codes("MHE-0100-02") == ["SECTION_EMPTY"]
    assert result.keys("ENROLLMENT_OUT_OF_SCOPE") == [""]
