"""What a mapped file tells of teachers, sections, terms, schools and the school year."""

import pytest

from roster_core.refusals import Refusal
from roster_core.roster.formats.choices import Facts, KnownSchool
from tests.roster.formats.mapped import ANA, HEADER, SECTIONS, STAFF, in_sections, load, loaded, students
from tests.roster.formats.reading import errors, table, told


def test_teachers_are_found_by_name_or_told():
    head = ["School", "Course Number", "Course Name", "Section", "Teacher"]
    rows = [["101", "0711", "Math 7", "02", "RIVERA, MARIA"], ["101", "0711", "Math 7", "03", "Nobody Known"]]
    intake = loaded(staff=STAFF, sections=[head, *rows])
    assert table(intake, "section_staff", "section_code", "staff_id") == [("02", "2001")]
    assert told(intake, "TEACHER_UNKNOWN") == [
        (
            "warning",
            "mapped/sections.csv",
            "#3",
            "Teacher",
            "“Nobody Known” is the name of nobody or of several among the staff; it was passed over (rows: 1).",
        )
    ]


def test_teachers_whom_no_file_of_staff_has_are_taken_from_the_sections():
    head = [*SECTIONS[0], "Teacher Name", "Teacher Email"]
    intake = loaded(sections=[head, [*SECTIONS[1], "Rivera, Maria", "m@x.example"]])
    assert table(intake, "staff", "staff_id", "first_name", "last_name", "work_email", "primary_school_code") == [
        ("2001", "Maria", "Rivera", "m@x.example", "101")
    ]
    assert table(intake, "staff_schools", "staff_id", "school_code", "is_teaching") == [("2001", "101", "true")]
    assert [row[0] for row in told(intake, "STAFF_DERIVED")] == ["info"]
    assert errors(intake) == []


def test_who_teaches_at_a_school_that_the_file_of_staff_does_not_name_works_there_too():
    sections = [SECTIONS[0], ["202", *SECTIONS[1][1:]]]
    intake = load(
        {"students.csv": students(rows=[ANA, ["2", *ANA[1:5], "202"]]), "staff.csv": STAFF, "sections.csv": sections}
    )
    assert table(intake, "staff_schools", "staff_id", "school_code", "is_teaching") == [
        ("2001", "101", "true"),
        ("2001", "202", "true"),
    ]


def test_several_teachers_of_a_section_stand_in_order():
    head = [*SECTIONS[0], "Teacher 2 ID"]
    rows = [[*SECTIONS[1], "2003"], [*SECTIONS[1][:4], "2005", "6", "2001"]]
    intake = loaded(sections=[head, *rows])
    assert table(intake, "section_staff", "staff_id", "is_primary", "sequence", "role") == [
        ("2001", "true", "1", "TEACHER"),
        ("2003", "false", "2", "CO_TEACHER"),
        ("2005", "false", "3", "CO_TEACHER"),
    ]
    assert table(intake, "section_meetings", "period_code") == [("5",), ("6",)]


def test_people_who_left_are_told_by_their_employment():
    head = [*STAFF[0], "Status", "Phone"]
    intake = loaded(staff=[head, [*STAFF[1], "Retired", "201-555-0100"]])
    assert table(intake, "staff", "employment_status", "status") == [("TERMINATED", "INACTIVE")]
    assert table(intake, "phones", "person_type", "person_key", "number") == [("STAFF", "2001", "201-555-0100")]


def test_sections_are_taken_from_the_students_rows_where_no_file_has_them():
    more = (("Course Name", "Math 7"), ("Teacher ID", "2001"), ("Period", "5"), ("Date Enrolled", "09/08/2026"))
    intake = loaded(staff=STAFF, enrollments=in_sections("104233", *more))
    assert errors(intake) == []
    assert table(intake, "sections", "school_code", "course_code", "section_code") == [("101", "0711", "02")]
    assert table(intake, "courses", "title") == [("Math 7",)]
    assert table(intake, "section_staff", "staff_id") == [("2001",)]
    assert table(intake, "section_enrollments", "entry_date") == [("2026-09-08",)]
    assert [row[0] for row in told(intake, "SECTIONS_DERIVED")] == ["info"]


def test_one_file_can_hold_the_whole_roster():
    head = [*HEADER, "Course Number", "Course Name", "Section", "Teacher ID", "Teacher Name"]
    rows = [
        [*ANA, "0711", "Math 7", "02", "2001", "Rivera, Maria"],
        [*ANA, "0720", "Science", "01", "2003", "Park, Lena"],
    ]
    intake = load({"everything.csv": [head, *rows]})
    assert errors(intake) == []
    assert len(table(intake, "students")) == 1
    assert len(table(intake, "student_enrollments")) == 1
    assert table(intake, "section_enrollments", "course_code", "district_number") == [
        ("0711", "104233"),
        ("0720", "104233"),
    ]
    assert table(intake, "section_staff", "course_code", "staff_id") == [("0711", "2001"), ("0720", "2003")]
    assert len(table(intake, "staff")) == 2


def test_sections_with_one_number_in_two_terms_are_told_apart_by_their_ids_and_terms():
    sections = [["Section ID", "School", "Course Number", "Section Number", "Term", "Teacher ID"],
                ["71", "101", "0711", "1", "S1", "2001"], ["72", "101", "0711", "1", "S2", "2001"]]  # fmt: skip
    terms = [["Term", "Start Date", "End Date"], ["S1", "9/8/2026", "1/29/2027"], ["S2", "2/1/2027", "6/23/2027"]]
    enrolled = [["Student Number", "School", "Course Number", "Section Number", "Term"],
                ["104233", "101", "0711", "1", "S2"], ["104233", "101", "0711", "1", "Q9"]]  # fmt: skip
    intake = loaded(sections=sections, terms=terms, enrollments=enrolled)
    assert table(intake, "section_terms", "section_code", "term_code") == [("71", "S1"), ("72", "S2")]
    assert table(intake, "terms", "school_code", "term_code", "start_date", "covers_year") == [
        ("101", "S1", "2026-09-08", "false"),
        ("101", "S2", "2027-02-01", "false"),
    ]
    assert table(intake, "section_enrollments", "section_code") == [("72",)]
    assert [(row[0], row[1], row[2]) for row in told(intake, "SECTION_UNKNOWN")] == [
        ("error", "mapped/enrollments.csv", "#3")
    ]


def test_a_section_with_a_row_for_each_term_and_meeting_is_one_section():
    head = ["School", "Course Number", "Section", "Term", "Term Start", "Term End", "Period", "Day", "Room"]
    rows = [["101", "0711", "1", "S1", "9/8/2026", "1/29/2027", "5", "A", "120"],
            ["101", "0711", "1", "S2", "2/1/2027", "6/23/2027", "6", "A", "121"]]  # fmt: skip
    intake = loaded(sections=[head, *rows])
    assert table(intake, "sections", "section_code") == [("1",)]
    assert table(intake, "section_terms", "term_code") == [("S1",), ("S2",)]
    assert table(intake, "section_meetings", "cycle_day", "period_code", "term_code", "room") == [
        ("A", "5", "S1", "120"),
        ("A", "6", "S2", "121"),
    ]
    assert errors(intake) == []


def test_several_terms_in_one_cell_stand_for_each():
    head = ["School", "Course Number", "Section", "Term"]
    assert table(loaded(sections=[head, ["101", "0711", "1", "Q1, Q2"]]), "section_terms", "term_code") == [
        ("Q1",),
        ("Q2",),
    ]


def test_terms_without_dates_last_the_year_and_are_told():
    head = ["School", "Course Number", "Section", "Term"]
    intake = loaded(sections=[head, ["101", "0711", "1", "S1"], ["101", "0720", "1", "FY"]])
    assert table(intake, "terms", "term_code", "start_date", "end_date", "covers_year") == [
        ("S1", "2026-07-01", "2027-06-30", "false"),
        ("FY", "2026-07-01", "2027-06-30", "true"),
    ]
    assert [row[2] for row in told(intake, "TERM_DATES_ASSUMED")] == ["#2", "#3"]


def test_courses_described_by_themselves_fill_those_of_the_sections():
    courses = [
        ["Course Number", "Course Name", "Department", "Special Ed"],
        ["0711", "Mathematics 7", "Mathematics", "Y"],
    ]
    intake = loaded(sections=SECTIONS, courses=courses)
    assert table(intake, "courses", "school_code", "course_code", "title", "department_code", "is_special_ed") == [
        ("101", "0711", "Mathematics 7", "Mathematics", "true")
    ]
    assert table(intake, "departments", "department_code", "name") == [("Mathematics", "Mathematics")]


def test_schools_come_from_a_file_of_their_own_from_names_or_from_codes():
    schools = [["School Number", "School Name", "School Level"], ["101", "Elm School", "Elementary"]]
    assert table(loaded(schools=schools), "schools", "school_code", "name", "school_type") == [
        ("101", "Elm School", "ELEM")
    ]
    named = [[*HEADER[:5], "School Name"], [*ANA[:5], "Elm School"]]
    assert table(load({"students.csv": named, "schools.csv": schools}), "student_enrollments", "school_code") == [
        ("101",)
    ]
    known = Facts(school_year="2026-27", schools=(KnownSchool(code="ELM", name="elm school", school_type="ELEM"),))
    assert table(load({"students.csv": named}, facts=known), "student_enrollments", "school_code") == [("ELM",)]
    alone = load({"students.csv": [named[0], [*ANA[:5], "Maple Hollow Elementary"]]})
    assert table(alone, "schools", "school_code", "name") == [("MHE", "Maple Hollow Elementary")]
    assert [row[0] for row in told(alone, "SCHOOL_CODE_MADE")] == ["warning"]


def test_the_lone_school_of_a_district_need_not_be_mapped():
    schools = [["School Number", "School Name"], ["101", "Elm School"]]
    intake = load({"students.csv": [HEADER[:5], ANA[:5]], "schools.csv": schools})
    assert table(intake, "student_enrollments", "school_code") == [("101",)]
    known = Facts(school_year="2026-27", schools=(KnownSchool(code="ELM"),))
    assert table(load({"students.csv": [HEADER[:5], ANA[:5]]}, facts=known), "student_enrollments", "school_code") == [
        ("ELM",)
    ]


def test_the_school_year_is_the_one_of_the_rows_or_of_their_dates():
    named = loaded_without_facts([*HEADER, "School Year"], [*ANA, "26-27"], ["2", *ANA[1:], "2025-26"])
    assert table(named, "school_years", "school_year") == [("2026-27",)]
    dated = loaded_without_facts([*HEADER, "Entry Date"], [*ANA, "09/08/2027"])
    assert table(dated, "school_years", "school_year") == [("2027-28",)]
    with pytest.raises(Refusal, match="which school year"):
        loaded_without_facts(HEADER, ANA)


def loaded_without_facts(*rows):
    return load({"students.csv": list(rows)}, facts=Facts())


def test_rows_of_other_years_are_left_out_and_told():
    rows = [[*ANA, "2026-2027"], ["2", *ANA[1:], "2025-2026"]]
    intake = load({"students.csv": [[*HEADER, "School Year"], *rows]})
    assert table(intake, "students", "district_number") == [("104233",)]
    assert told(intake, "ROWS_OF_OTHER_YEAR")[0][4] == (
        "Rows of another school year than 2026-27, which were left out: 1."
    )
