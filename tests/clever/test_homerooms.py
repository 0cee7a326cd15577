"""Elementary homerooms as sections (export-options §7.5)."""

import pytest

from tests.clever.small import Small, classroom

ON = {"include_elementary_homerooms": True}


def with_homeroom(**student) -> Small:
    """Homeroom 102 of MHE, led by Kofi Jones, with student 1."""
    small = Small()
    small.staff("2002", first_name="Kofi", last_name="Jones", teaching=False)
    small.homeroom("102", teachers=("2002",))
    small.student("1", homeroom_code="102", **student)
    return small


def test_a_homeroom_is_a_section_with_its_students():
    result = with_homeroom().export(**ON)
    assert result.rows("sections.csv") == [
        {
            "School_id": "MHE",
            "Section_id": "HR-MHE-102",
            "Teacher_id": "2002",
            "Name": "Homeroom 102",
            "Course_name": "Homeroom",
            "Course_number": "HR",
            "Subject": "Homeroom/advisory",
            "Term_name": "FY",
            "Term_start": "09/08/2026",
            "Term_end": "06/23/2027",
        }
    ]
    assert result.rows("enrollments.csv") == [{"School_id": "MHE", "Section_id": "HR-MHE-102", "Student_id": "1"}]
    assert result.codes("HR-MHE-102") == []


def test_without_the_option_there_is_none():
    result = with_homeroom().export()
    assert result.column("sections.csv", "Section_id") == []
    assert result.column("teachers.csv", "Teacher_id") == []


def test_its_teachers_are_in_teachers_csv_even_if_they_do_not_teach():
    assert with_homeroom().export(**ON).column("teachers.csv", "Teacher_id") == ["2002"]


def test_the_year_without_a_term_that_covers_it_is_the_school_year():
    small = Small()
    small.school("E 2", year_term=False)
    small.staff("2002")
    small.homeroom("1 A", school="E 2", teachers=("2002",))
    small.student("1", enrolled="E 2", homeroom_code="1 A")
    [row] = small.export(**ON).rows("sections.csv")
    assert (row["Section_id"], row["Name"]) == ("HR-E_2-1_A", "Homeroom 1 A")
    assert (row["Term_name"], row["Term_start"], row["Term_end"]) == ("2026-27", "07/01/2026", "06/30/2027")


def test_only_elementary_schools_in_scope_have_homeroom_sections():
    small = with_homeroom()
    small.school("MMS", "MIDDLE")
    small.homeroom("7A", school="MMS", teachers=("2002",))
    small.student("2", enrolled="MMS", homeroom_code="7A")
    assert small.export(**ON).column("sections.csv", "Section_id") == ["HR-MHE-102"]
    assert small.export(**ON, school_ids=["MMS"]).column("sections.csv", "Section_id") == []


def test_students_without_an_active_teacher_are_an_error_and_the_homeroom_is_withheld():
    small = with_homeroom()
    small.staff("2003", employment_status="TERMINATED")
    small.homeroom("103", teachers=("2003",))
    small.homeroom("104")
    small.student("3", homeroom_code="103")
    small.student("4", homeroom_code="104")
    result = small.export(**ON)
    assert result.keys("HOMEROOM_NO_TEACHER") == ["HR-MHE-103", "HR-MHE-104"]
    assert ("error", "HOMEROOM_NO_TEACHER", "sections.csv", "HR-MHE-103") in result.told
    assert result.column("sections.csv", "Section_id") == ["HR-MHE-102"]
    assert result.column("enrollments.csv", "Section_id") == ["HR-MHE-102"]


def test_a_homeroom_without_exported_students_is_not_written_nor_mentioned():
    small = with_homeroom()
    small.homeroom("103", teachers=("2002",))
    small.homeroom("104")
    small.student("3", homeroom_code="103", do_not_export=True)
    result = small.export(**ON)
    assert result.column("sections.csv", "Section_id") == ["HR-MHE-102"]
    assert [key for _severity, _code, _file, key in result.told if key.startswith("HR-")] == []


def test_teachers_stand_by_sequence_and_only_the_active_ones():
    small = Small()
    for staff_id in ("2001", "2002", "2004"):
        small.staff(staff_id)
    small.staff("2003", employment_status="TERMINATED")
    small.homeroom("102", teachers=("2003", "2004", "2001"))
    small.student("1", homeroom_code="102")
    row = small.export(**ON, use_four_teacher_columns=True).row("sections.csv", Section_id="HR-MHE-102")
    assert [row["Teacher_id"], row["Teacher_2_id"], row["Teacher_3_id"]] == ["2004", "2001", ""]


@pytest.mark.parametrize("options", [{"require_course_user_flag_2": True}, {"excluded_course_codes": "HR"}], ids=str)
def test_homerooms_are_no_courses(options):
    assert with_homeroom().export(**ON, **options).column("sections.csv", "Section_id") == ["HR-MHE-102"]


def test_students_who_are_in_a_homeroom_course_as_well_are_warned_about():
    small = with_homeroom()
    small.course("0900", is_homeroom=True)
    small.section("01", course="0900", teachers=("2002",), students=("1",))
    result = small.export(**ON)
    assert ("warning", "HOMEROOM_TWICE", "sections.csv", "HR-MHE-102") in result.told
    assert result.keys("HOMEROOM_TWICE") == ["HR-MHE-102"]
    assert small.export().keys("HOMEROOM_TWICE") == []


def test_a_homeroom_course_that_is_not_exported_or_elsewhere_is_no_second_homeroom():
    small = with_homeroom()
    small.school("MMS", "MIDDLE")
    small.course("0900", is_homeroom=True)
    small.course("0900", school="MMS", is_homeroom=True)
    small.section("01", course="0900", teachers=(), students=("1",))
    small.section("01", course="0900", school="MMS", teachers=("2002",), students=("1",))
    small.section("01", teachers=("2002",), students=("1",))
    assert small.export(**ON).keys("HOMEROOM_TWICE") == []


def test_the_id_of_a_homeroom_has_year_and_teacher_too():
    result = with_homeroom().export(**ON, section_id_prepend_school_year=True, section_id_prepend_teacher_name=True)
    assert result.column("sections.csv", "Section_id") == ["2026-27-JonesK-HR-MHE-102"]


def test_several_teachers_of_a_homeroom_count_as_left_out_with_one_column():
    small = classroom()
    small.staff("2002")
    small.homeroom("102", teachers=("2001", "2002"))
    small.student("2", homeroom_code="102")
    assert small.export(**ON).keys("COTEACHERS_DROPPED") == [""]
    assert small.export().keys("COTEACHERS_DROPPED") == []
