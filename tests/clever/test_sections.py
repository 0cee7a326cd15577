"""sections.csv: which sections, their IDs, names, subjects and teachers (export-options §3, §7.9)."""

import polars as pl
import pytest

from roster_core.clever.spec.values import SUBJECTS
from tests.clever.small import Small, classroom


def test_the_cells_of_a_section():
    small = Small()
    small.staff("2001")
    small.course("0711", title="Math 7", subject_code="math")
    small.section("02", course="0711")
    assert small.export().rows("sections.csv") == [
        {
            "School_id": "MHE",
            "Section_id": "MHE-0711-02",
            "Teacher_id": "2001",
            "Name": "Math 7 - 02",
            "Course_name": "Math 7",
            "Course_number": "0711",
            "Subject": "Math",
            "Term_name": "FY",
            "Term_start": "09/08/2026",
            "Term_end": "06/23/2027",
        }
    ]


def test_a_title_of_its_own_is_in_the_name_only():
    small = Small()
    small.staff("2001")
    small.course("0711", title="Math 7")
    small.section("02", course="0711", title_override="Robots, and more")
    [row] = small.export().rows("sections.csv")
    assert (row["Name"], row["Course_name"]) == ("Robots, and more - 02", "Math 7")


def test_every_space_in_an_id_becomes_an_underscore():
    small = Small()
    small.staff("2001", schools=())
    small.school("M H", "HIGH")
    small.student("1")
    small.course("07 1 1", school="M H", title="Math 7")
    small.section("0 2", course="07 1 1", school="M H", students=("1",))
    result = small.export()
    [row] = result.rows("sections.csv")
    assert (row["School_id"], row["Section_id"], row["Course_number"]) == ("M H", "M_H-07_1_1-0_2", "07 1 1")
    assert row["Name"] == "Math 7 - 0 2"
    assert result.rows("enrollments.csv") == [{"School_id": "M H", "Section_id": "M_H-07_1_1-0_2", "Student_id": "1"}]


@pytest.mark.parametrize("cells", [{"status": "CANCELLED"}, {"school": "OOD"}], ids=str)
def test_a_section_that_does_not_count_is_not_written_nor_mentioned(cells):
    small = classroom()
    small.school("OOD", "OOD")
    small.section("02", teachers=(), **cells)
    result = small.export()
    assert result.column("sections.csv", "Section_id") == ["MHE-0100-01"]
    assert result.keys("SECTION_NO_TEACHER") == []


def test_without_a_teacher_a_section_is_withheld_with_its_enrollments():
    small = classroom()
    small.section("02", teachers=(), students=("1",))
    result = small.export()
    assert result.column("sections.csv", "Section_id") == ["MHE-0100-01"]
    assert result.column("enrollments.csv", "Section_id") == ["MHE-0100-01"]
    assert ("error", "SECTION_NO_TEACHER", "sections.csv", "MHE-0100-02") in result.told
    assert result.codes("MHE-0100-02") == ["SECTION_NO_TEACHER"]


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"from": "2026-10-01"}, []),
        ({"to": "2026-10-01"}, []),
        ({"from": "2026-10-02"}, ["SECTION_NO_TEACHER"]),
        ({"to": "2026-09-30"}, ["SECTION_NO_TEACHER"]),
    ],
    ids=str,
)
def test_a_teacher_counts_while_entered(cells, codes):
    small = classroom()
    small.section("02", teachers=(), students=("1",))
    small.teach("2001", "02", **cells)
    assert small.export().codes("MHE-0100-02") == codes


def test_a_section_whose_teachers_are_all_inactive_is_withheld_and_names_them():
    small = classroom()
    small.staff("2002", employment_status="TERMINATED")
    small.section("02", teachers=("2002",), students=("1",))
    result = small.export()
    assert result.codes("MHE-0100-02") == ["SECTION_TEACHER_INACTIVE"]
    assert "Given2002 Family2002" in result.findings.filter(pl.col("row_key") == "MHE-0100-02")["message"].item()
    assert result.column("enrollments.csv", "Section_id") == ["MHE-0100-01"]


def test_one_active_teacher_is_enough():
    small = classroom()
    small.staff("2002", employment_status="TERMINATED")
    small.section("02", teachers=("2002", "2001"), students=("1",))
    result = small.export()
    assert result.row("sections.csv", Section_id="MHE-0100-02")["Teacher_id"] == "2001"
    assert result.codes("MHE-0100-02") == []
    assert result.keys("COTEACHERS_DROPPED") == []


@pytest.mark.parametrize(
    ("entered", "first"),
    [
        ([("2002", False, 1), ("2001", True, 9)], "2001"),
        ([("2002", False, 1), ("2001", False, 2)], "2002"),
        ([("2002", False, 1), ("2001", False, 1)], "2001"),
        ([("10", False, 1), ("9", False, 1)], "10"),
    ],
)
def test_the_first_teacher_is_the_primary_one_then_by_sequence_then_by_staff_id(entered, first):
    small = Small()
    for staff_id, _primary, _sequence in entered:
        small.staff(staff_id)
    small.section("01", teachers=())
    for staff_id, primary, sequence in entered:
        small.teach(staff_id, is_primary=primary, sequence=sequence, role="SUPPORT")
    result = small.export()
    assert result.column("sections.csv", "Teacher_id") == [first]
    assert result.keys("COTEACHERS_DROPPED") == [""]


def test_somebody_entered_twice_is_one_teacher():
    small = classroom()
    small.section("02", teachers=("2001",), students=("1",))
    small.teach("2001", "02", **{"from": "2026-09-15"}, is_primary=False)
    assert small.export().keys("COTEACHERS_DROPPED") == []


def test_several_sections_with_several_teachers_are_counted_once():
    small = classroom()
    small.staff("2002")
    for code in ("02", "03"):
        small.section(code, teachers=("2001", "2002"), students=("1",))
    [message] = small.export().findings.filter(pl.col("code") == "COTEACHERS_DROPPED")["message"]
    assert message.startswith("Of 2 sections")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_subjects_of_clever_are_written_in_its_spelling(subject):
    small = Small()
    small.staff("2001")
    small.course("0100", subject_code=subject.upper())
    small.section("01")
    result = small.export()
    assert result.column("sections.csv", "Subject") == [subject]
    assert result.keys("SUBJECT_UNMAPPED") == []


@pytest.mark.parametrize(
    ("subject", "department", "cell", "keys"),
    [
        ("Algebra", "MATH", "Math", []),
        ("Science", "MATH", "Science", []),
        ("", "MATH", "Math", []),
        ("", "ODD", "", ["MHE-01 00"]),
        ("", "NONE", "", ["MHE-01 00"]),
        ("Algebra", "", "", ["MHE-01 00"]),
        ("", "", "", []),
    ],
)
def test_the_department_gives_the_subject_that_the_course_does_not_have(subject, department, cell, keys):
    small = Small()
    small.staff("2001")
    small.add("departments", department_code="MATH", clever_subject="math")
    small.add("departments", department_code="ODD", clever_subject="Numbers")
    small.add("departments", department_code="NONE")
    small.course("01 00", subject_code=subject, department_code=department)
    small.section("01", course="01 00")
    small.section("02", course="01 00")
    result = small.export()
    assert result.column("sections.csv", "Subject") == [cell, cell]
    assert result.keys("SUBJECT_UNMAPPED") == keys


def test_a_course_without_exported_section_is_not_mentioned():
    small = classroom()
    small.course("0200", subject_code="Algebra")
    small.section("01", course="0200", teachers=())
    assert small.export().keys("SUBJECT_UNMAPPED") == []


def test_a_section_without_students_is_written_and_reported():
    small = classroom()
    small.student("2", do_not_export=True)
    small.section("02", students=("2",))
    result = small.export()
    assert "MHE-0100-02" in result.column("sections.csv", "Section_id")
    assert ("warning", "SECTION_EMPTY", "sections.csv", "MHE-0100-02") in result.told


def test_ids_that_differ_in_case_only_block_the_delivery_and_are_all_kept():
    small = classroom()
    small.course("abc", title="Lower")
    small.section("01", course="abc", students=("1",))
    small.course("AB", title="Upper")
    small.section("C-01", course="AB")
    small.course("AB-c", title="Mixed")
    small.section("01", course="AB-c", students=("1",))
    result = small.export()
    assert result.keys("SECTION_ID_DUPLICATE") == ["MHE-AB-C-01", "MHE-AB-c-01"]
    assert {"MHE-AB-C-01", "MHE-AB-c-01", "MHE-abc-01"} <= set(result.column("sections.csv", "Section_id"))


def test_equal_ids_give_one_finding_and_no_enrollment_twice():
    small = classroom()
    small.course("A B")
    small.section("01", course="A B", students=("1",))
    small.course("A_B")
    small.section("01", course="A_B", students=("1",))
    result = small.export()
    assert result.column("sections.csv", "Section_id").count("MHE-A_B-01") == 2
    assert result.column("enrollments.csv", "Section_id").count("MHE-A_B-01") == 1
    assert ("block", "SECTION_ID_DUPLICATE", "sections.csv", "MHE-A_B-01") in result.told
    assert result.keys("SECTION_ID_DUPLICATE") == ["MHE-A_B-01"]
    assert result.column("sections.csv", "Course_number")[-2:] == ["A B", "A_B"]
