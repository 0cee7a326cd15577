"""What a mapped file tells of students, their enrollments and their contacts."""

import pytest

from roster_core.roster.formats.choices import Assumptions
from roster_core.roster.formats.mapping import ColumnMapping, SheetMapping
from tests.roster.formats.mapped import ANA, SECTIONS, STAFF, in_sections, load, loaded, students
from tests.roster.formats.reading import codes, errors, table, told


def test_years_of_birth_with_two_digits_lie_before_the_school_year_ends():
    rows = [[*ANA[:3], "3/9/21", *ANA[4:]], ["2", "Roe", "Ida", "3/9/28", "12", "101"]]
    intake = load({"students.csv": students(rows=rows)})
    assert table(intake, "students", "birth_date") == [("2021-03-09",), ("1928-03-09",)]


@pytest.mark.parametrize(
    ("name", "order", "expected"),
    [
        ("Ortega, Ana Lucia", "first last", ("Ana", "Lucia", "Ortega", None)),
        ("Ana Lucia Ortega Jr.", "first last", ("Ana", "Lucia", "Ortega", "Jr.")),
        ("Ortega Ana", "last first", ("Ana", None, "Ortega", None)),
        ("Ortega, Ana", "last first", ("Ana", None, "Ortega", None)),
    ],
)
def test_whole_names_are_split(name, order, expected):
    part = SheetMapping(
        file="s.csv",
        feeds="students",
        columns={"district_number": "ID", "name": "Name", "school_code": "School"},
        names=order,
    )
    intake = load({"s.csv": [["ID", "Name", "School"], ["1", name, "101"]]}, ColumnMapping(sheets=(part,)))
    assert table(intake, "students", "first_name", "middle_name", "last_name", "suffix") == [expected]


def test_parts_of_a_name_go_before_the_whole():
    intake = loaded(("Student Name", "Somebody Else"))
    assert table(intake, "students", "first_name", "last_name") == [("Ana", "Ortega")]


def test_ids_that_lost_their_zeros_in_one_file_are_matched_and_told():
    rows = [["0104233", *ANA[1:]]]
    intake = load({"students.csv": students(rows=rows), "sections.csv": SECTIONS, "enrollments.csv": in_sections()})
    assert table(intake, "section_enrollments", "district_number") == [("0104233",)]
    assert told(intake, "ZEROS_MATCHED") == [
        (
            "warning",
            "mapped/enrollments.csv",
            "",
            "Student Number",
            (
                "Student Number has lost or gained leading zeros against the other files; “104233” was taken for "
                "0104233 (rows: 1)."
            ),
        )
    ]


def test_ids_that_two_people_could_be_meant_by_are_not_matched():
    rows = [["0104233", *ANA[1:]], ["00104233", *ANA[1:]]]
    intake = load({"students.csv": students(rows=rows), "sections.csv": SECTIONS, "enrollments.csv": in_sections()})
    assert table(intake, "section_enrollments", "district_number") == [("104233",)]
    assert ("REF_UNKNOWN", "mapped/enrollments.csv", "#2", "district_number") in errors(intake)


def test_numbers_that_a_program_wrote_as_decimals_still_join():
    files = {"students.csv": students(rows=[["104233.0", *ANA[1:]]]), "sections.csv": SECTIONS}
    intake = load({**files, "enrollments.csv": in_sections()})
    assert table(intake, "section_enrollments", "district_number") == table(intake, "students", "district_number")
    assert "ID_AS_NUMBER" in codes(intake)


def test_rows_of_one_student_with_another_name_are_told():
    rows = [ANA, [ANA[0], "Roe", *ANA[2:]], [*ANA[:5], "202"]]
    intake = load({"students.csv": students(rows=rows)})
    assert told(intake, "PERSON_ROWS_DIFFER") == [
        (
            "warning",
            "mapped/students.csv",
            "#3",
            "",
            "This row says something else of 104233 than the first one (Last Name); the first row counts.",
        )
    ]
    assert table(intake, "student_enrollments", "school_code", "is_primary") == [("101", "true"), ("202", "false")]
    assert errors(intake) == []


@pytest.mark.parametrize(
    ("header", "value", "status", "student"),
    [
        ("Enroll_Status", "0", "ACTIVE", "ACTIVE"),
        ("Enroll_Status", "-1", "PREREG", "ACTIVE"),
        ("Enroll_Status", "2", "INACTIVE", "INACTIVE"),
        ("Enroll_Status", "3", "GRADUATED", "INACTIVE"),
        ("Active", "Y", "ACTIVE", "ACTIVE"),
        ("Active", "0", "INACTIVE", "INACTIVE"),
        ("Status", "Withdrawn", "INACTIVE", "INACTIVE"),
        ("Status", "", "ACTIVE", "ACTIVE"),
    ],
)
def test_the_status_of_an_enrollment_is_read_as_its_system_means_it(header, value, status, student):
    intake = loaded((header, value))
    assert table(intake, "student_enrollments", "status") == [(status,)]
    assert (table(intake, "students", "status")[0][0] or "ACTIVE") == student


def test_a_status_that_nobody_explains_is_not_guessed():
    assert ("CELL_BAD", "mapped/students.csv", "#2", "status") in errors(loaded(("Status", "1")))


def test_hispanic_is_an_ethnicity_beside_race():
    intake = loaded(("Ethnicity", "Hispanic"))
    assert table(intake, "students", "race_code", "hispanic") == [(None, "true")]
    assert [row[0] for row in told(intake, "HISPANIC_AS_RACE")] == ["info"]
    assert table(loaded(("Ethnicity", "White")), "students", "race_code") == [("W",)]


def test_homerooms_addresses_phones_and_gpas_come_with_the_students():
    intake = loaded(
        ("Home_Room", "Advisory Group Nine"), ("Homeroom Teacher", "Maria Rivera"), ("Street", "1 Elm St"),
        ("City", "Town"), ("State", "NJ"), ("Zip", "7030"), ("Mailing Address", "PO Box 7"),
        ("Home Phone", "201-555-0101"),
        ("Cell Phone", "(201) 555-0199"), ("Weighted GPA", "4.25"), staff=STAFF,
    )  # fmt: skip
    assert errors(intake) == []
    assert table(intake, "homerooms", "homeroom_code", "name") == [("AGN", "Advisory Group Nine")]
    assert table(intake, "student_enrollments", "homeroom_code") == [("AGN",)]
    assert table(intake, "homeroom_staff", "homeroom_code", "staff_id") == [("AGN", "2001")]
    assert table(intake, "addresses", "type", "line1", "zip", "is_confidential") == [
        ("RESIDENCE", "1 Elm St", "07030", "true"),
        ("MAILING", "PO Box 7", None, "true"),
    ]
    assert table(intake, "phones", "person_type", "sequence", "type", "number") == [
        ("STUDENT", "1", "HOME", "201-555-0101"),
        ("STUDENT", "2", "CELL", "(201) 555-0199"),
    ]
    assert table(intake, "student_gpas", "gpa_type_code", "value") == [("CUM_W", "4.25")]


def test_contacts_without_a_word_on_custody_are_left_out_until_it_is_stated():
    content = students(("Guardian1 First Name", "Luz"), ("Guardian1 Last Name", "Ortega"))
    intake = load({"students.csv": content}, assumptions=Assumptions())
    assert table(intake, "student_contacts") == []
    assert [row[0] for row in told(intake, "CUSTODY_NOT_STATED")] == ["error"]


def test_one_name_is_one_contact_of_a_student_and_the_rows_add_up():
    intake = loaded(
        ("Guardian_FN", "Luz"), ("Guardian_LN", "Ortega"), ("GuardianEmail", "luz@example.org"),
        ("Mother", "Ortega, Luz"), ("Mother Home Phone", "201-555-0101"), ("Mother Cell Phone", "201-555-0102"),
    )  # fmt: skip
    assert table(intake, "student_contacts", "type", "sequence", "relationship_code") == [("GUARDIAN", "1", "MOTHER")]
    assert table(intake, "phones", "type", "number") == [("CELL", "201-555-0102"), ("HOME", "201-555-0101")]
    assert table(intake, "emails", "address") == [("luz@example.org",)]
    assert errors(intake) == []


def test_contacts_are_numbered_as_the_source_says_if_it_numbers_them():
    header = ["Student Number", "Contact Name", "Relationship", "Priority", "Home Phone"]
    rows = [["104233", "Max Roe", "Father", "2", ""], ["104233", "Luz Roe", "Mother", "1", "201-555-0101"]]
    intake = loaded(contacts=[header, *rows, ["104233", "Ida Roe", "Aunt", "3", ""]])
    persons = dict(table(intake, "contact_persons", "source_id", "first_name"))
    links = table(intake, "student_contacts", "source_id", "type", "sequence")
    assert [(persons[key], kind, place) for key, kind, place in links] == [
        ("Luz", "GUARDIAN", "1"),
        ("Max", "GUARDIAN", "2"),
        ("Ida", "OTHER", "3"),
    ]
    unnumbered = loaded(contacts=[header, *([*row[:3], "1", row[4]] for row in rows)])
    assert sorted(row[0] for row in table(unnumbered, "student_contacts", "sequence")) == ["1", "2"]
    assert errors(unnumbered) == []
