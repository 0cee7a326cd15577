"""A set of Clever files read as a roster: its students, and what the format cannot say."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.refusals import Refusal
from roster_core.roster.checks.roster import check
from roster_core.roster.formats.choices import Assumptions, Facts, KnownSchool, StudentNumber
from roster_core.roster.formats.clever_csv import kind_of
from roster_core.roster.intake import FILE
from tests.roster.formats import clever_golden as golden
from tests.roster.formats.clever_sets import read, with_lines
from tests.roster.formats.reading import codes, errors, sheets, table, told
from tests.roster.golden_roster import golden as golden_roster


def of_golden(name, *columns):
    """The rows of the golden roster; a blank cell is None."""
    return {tuple(row[column] or None for column in columns) for row in golden_roster()[name]}


SEC = ("school_code", "school_year", "course_code", "section_code")


def test_the_golden_export_read_back_gives_the_same_students_sections_and_enrollments():
    intake = read()
    assert errors(intake) == []
    assert table(intake, "students", "district_number", "first_name", "last_name", "birth_date", "school_email") == [
        ("0104233", "Ana", "Ortega", "2021-03-09", "aortega33@stu.maplehollow.example"),
        ("0104871", "Ben", "Okafor", "2022-07-21", None),
        ("0100502", "Dev", "Patel", "2010-02-14", "dpatel@stu.maplehollow.example"),
        ("0101118", "Chloe", "Dunn", "2013-11-02", "cdunn18@stu.maplehollow.example"),
        ("0101900", "Gil", "Roe", "2014-05-05", "groe@stu.maplehollow.example"),
    ]
    assert sorted(
        table(intake, "student_enrollments", "district_number", "school_code", "school_year", "state_grade_code")
    ) == [
        ("0100502", "MHS", "2026-27", "11"),
        ("0101118", "MMS", "2026-27", "07"),
        ("0101900", "MMS", "2026-27", "07"),
        ("0104233", "MHE", "2026-27", "KF"),
        ("0104871", "MHE", "2026-27", "4F"),
    ]
    assert set(table(intake, "sections", *SEC)) == of_golden("sections", *SEC)
    links = (*SEC, "district_number")
    assert set(table(intake, "section_enrollments", *links)) == of_golden("section_enrollments", *links)
    course = ("school_code", "school_year", "course_code", "title", "subject_code")
    assert set(table(intake, "courses", *course)) == of_golden("courses", *course)


def test_the_golden_export_read_back_gives_the_same_terms_and_teachers():
    intake = read()
    term = ("school_code", "term_code", "start_date", "end_date", "covers_year")
    assert set(table(intake, "terms", *term)) == {
        (school, "FY", "2026-09-08", "2027-06-23", "true") for school in ("MHE", "MHS", "MMS")
    }
    assert {row[-1] for row in table(intake, "sections", *SEC, "title_override")} == {None}
    staff = (*SEC, "staff_id", "is_primary")
    assert set(table(intake, "section_staff", *staff)) == of_golden("section_staff", *staff)
    assert set(table(intake, "staff", "staff_id", "work_email")) == of_golden("staff", "staff_id", "work_email")


def test_findings_name_the_file_and_the_spreadsheets_row():
    intake = read(students=with_lines(golden.STUDENTS, "MMS,0101118,0101118,,Dunne,,Chloe,,11/02/2013,8,,,,,,,,,,,,,"))
    assert told(intake, "STUDENT_ROWS_DIFFER") == [
        (
            "warning",
            "clever/students.csv",
            "#7",
            "",
            (
                "This row says something else of student 0101118 than the first one (Last_name, Grade, Frl_status, "
                "IEP_status, Student_email); the first row counts."
            ),
        )
    ]
    assert [row for row in table(intake, "students", "district_number", "last_name") if row[0] == "0101118"] == [
        ("0101118", "Dunn")
    ]


def test_what_the_format_cannot_say_is_assumed_and_told_once_a_file_and_column():
    intake = read()
    assert [(row[1], row[3]) for row in told(intake, "NOT_STATED")] == [
        ("clever/schools.csv", "do_not_export"),
        ("clever/staff.csv", "photo_restricted"),
        ("clever/staff.csv", "record_confidential"),
        ("clever/students.csv", "custody_issue"),
        ("clever/students.csv", "do_not_export"),
        ("clever/students.csv", "has_active_iep"),
        ("clever/students.csv", "photo_restricted"),
        ("clever/students.csv", "record_confidential"),
        ("clever/teachers.csv", "photo_restricted"),
        ("clever/teachers.csv", "record_confidential"),
    ]
    assert told(intake, "NOT_STATED")[5][4] == (
        "has_active_iep is not said of some students; it was taken as false for them (count: 5)."
    )
    assert set(table(intake, "students", "photo_restricted", "record_confidential", "do_not_export")) == {
        ("false", "false", "false")
    }


def test_contacts_stay_out_until_custody_is_stated():
    intake = read(assumptions=Assumptions())
    assert told(intake, "CUSTODY_NOT_STATED") == [
        (
            "error",
            "clever/students.csv",
            "",
            "custody_issue",
            "Contacts were left out since no file says whether there is a custody issue: 2.",
        )
    ]
    for name in ("student_contacts", "contact_persons", "phones", "emails"):
        assert table(intake, name) == []
    assert errors(intake) == [("CUSTODY_NOT_STATED", "clever/students.csv", "", "custody_issue")]


@pytest.mark.parametrize("issue", [True, False])
def test_a_stated_custody_issue_holds_for_every_contact(issue):
    contacts = table(read(assumptions=Assumptions(custody_issue=issue)), "student_contacts", "type", "custody_issue")
    assert contacts == [("GUARDIAN", str(issue).lower())] * 2


def test_a_row_for_each_contact_makes_contacts_in_order_with_all_their_phones():
    intake = read(students=golden.CONTACTS)
    assert errors(intake) == [
        ("REF_UNKNOWN", "clever/enrollments.csv", f"#{row}", "district_number") for row in range(2, 9)
    ]
    assert table(intake, "student_contacts", "district_number", "type", "sequence", "relationship_code") == [
        ("1", "GUARDIAN", "1", "PARENT"),
        ("1", "GUARDIAN", "2", "PARENT"),
        ("1", "EMERGENCY", "1", "GRANDPARENT"),
        ("2", "GUARDIAN", "1", "MOTHER"),
        ("2", "GUARDIAN", "2", "PARENT"),
    ]
    assert table(intake, "contact_persons", "first_name", "last_name") == [
        ("Rita", "Dunn"),
        ("Tom", "Dunn"),
        ("Ida", "Dunn"),
    ]
    rita, tom, ida = [row[0] for row in table(intake, "contact_persons", "source_id")]
    assert rita == "C-1"
    assert table(intake, "phones", "person_key", "sequence", "type", "number") == [
        (rita, "1", "CELL", "201-555-0110"),
        (rita, "2", "WORK", "201-555-0199"),
        (ida, "1", "HOME", "2015550177"),
    ]
    assert table(intake, "emails", "source_id", "sequence", "address") == [
        (rita, "1", "rita@example.org"),
        (tom, "1", "tom@example.org"),
    ]
    assert [row[0] for row in table(intake, "students", "district_number")] == ["1", "2", "3"]


def test_a_made_contact_id_is_the_same_in_the_next_load():
    assert table(read(students=golden.CONTACTS), "contact_persons") == table(
        read(students=golden.CONTACTS), "contact_persons"
    )


def test_old_and_new_headers_are_read_in_any_case_and_spacing():
    students = (
        golden.STUDENTS.replace("Dob", "DOB").replace("Iep_status", "IEP Status").replace("Student_id", "student id")
    )
    sections = golden.SECTIONS.replace("Section_id", "SECTION_ID").replace("Term_start", "term start")
    files = {**golden.FILES, "students.csv": students, "sections.csv": sections}
    capital = {name.capitalize(): content for name, content in files.items()}
    intake = read(capital)
    assert "HEADER_UNKNOWN" not in codes(intake)
    for name, expected in read().tables.items():
        assert intake.tables[name].drop(FILE).equals(expected.drop(FILE)), name


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_dirt_in_the_files_does_not_change_the_roster(encoding, delimiter):
    files = {
        name.replace(".csv", ".txt"): content.replace(",", delimiter).replace("\n", "\r\n").encode(encoding)
        for name, content in golden.FILES.items()
    }
    intake = read(files)
    for name, expected in read().tables.items():
        assert intake.tables[name].drop(FILE).equals(expected.drop(FILE)), name


def test_files_with_other_names_are_known_by_their_headers():
    files = {f"export_{number}.csv": content for number, content in enumerate(golden.FILES.values())}
    assert {kind_of(sheet) for sheet in sheets(files)} == {
        "schools",
        "students",
        "teachers",
        "sections",
        "enrollments",
        "staff",
    }


def test_student_number_may_be_the_district_number():
    students = golden.STUDENTS.replace(",0101118,0101118,", ",0101118,N-18,").replace(",0101900,0101900,", ",0101900,,")
    intake = read(students=students, assumptions=Assumptions(custody_issue=False, student_number=StudentNumber.OTHER))
    assert ("N-18",) in table(intake, "students", "district_number")
    assert ("MMS", "2026-27", "0711", "02", "N-18") in table(intake, "section_enrollments", *SEC, "district_number")
    assert [row[:2] for row in told(intake, "STUDENT_NUMBER_BLANK")] == [("error", "clever/students.csv")]
    assert [row[2] for row in told(intake, "STUDENT_UNKNOWN")] == ["#7", "#8"]


def test_the_facts_of_the_district_and_year_are_taken_as_stated():
    known = KnownSchool(code="mms", name="Millbrook", school_type="OTHER")
    facts = Facts(district_code="MHSD", district_name="Maple Hollow", school_year="2025-26", schools=(known,))
    intake = read(facts=facts)
    assert table(intake, "district", "code", "name", "state", "time_zone", "current_school_year") == [
        ("MHSD", "Maple Hollow", "NJ", "America/New_York", "2025-26")
    ]
    assert table(intake, "school_years") == [("2025-26", "2025-07-01", "2026-06-30")]
    assert ("MMS", "OTHER") in table(intake, "schools", "school_code", "school_type")


def test_kinds_of_schools_are_guessed_and_told():
    intake = read(schools="School_id,School_name\nMHE,Elm Primary\nMMS,Millbrook\nMHS,North\nOPS,Office\n")
    assert table(intake, "schools", "school_code", "school_type") == [
        ("MHE", "ELEM"),
        ("MMS", "MIDDLE"),
        ("MHS", "HIGH"),
        ("OPS", "OTHER"),
    ]
    assert len(told(intake, "SCHOOL_TYPE_GUESSED")) == 4


def test_without_dates_of_birth_one_finding_says_why_all_students_are_refused():
    intake = read(students=golden.STUDENTS.replace("Dob", "Born"))
    assert told(intake, "COLUMN_NEEDED") == [
        (
            "error",
            "clever/students.csv",
            "",
            "birth_date",
            "No file gives birth_date, which a roster needs; all students will be refused (rows: 5).",
        )
    ]
    assert [row[3] for row in told(intake, "HEADER_UNKNOWN")] == ["Born"]


def test_a_description_in_iep_status_says_nothing_of_an_active_iep():
    intake = read()
    assert told(intake, "IEP_AS_TEXT")[0][:4] == ("warning", "clever/students.csv", "", "IEP_status")
    iep = ("district_number", "special_ed_status_description", "has_active_iep")
    assert ("0101118", "Eligible - Specific Learning Disability", "false") in table(intake, "students", *iep)
    flags = read(students=golden.STUDENTS.replace("Eligible - Specific Learning Disability", "Y"))
    assert ("0101118", None, "true") in table(flags, "students", *iep)


def test_the_newer_columns_are_read():
    intake = read(students=golden.NEWER_STUDENTS, enrollments="Section_id,Student_id\n")
    assert errors(intake) == []
    student = ("home_language_code", "free_reduced_lunch", "section_504", "race_code")
    assert table(intake, "students", *student) == [("hin", "N", "false", "A"), ("spa", "N", "true", "M")]
    assert table(intake, "addresses", "person_key", "line1", "city", "state", "zip", "is_confidential") == [
        ("0100502", "70 Bay Ave", "Maple Hollow", "NJ", "07030", "true")
    ]
    assert table(intake, "student_gpas", "district_number", "gpa_type_code", "value") == [
        ("0100502", "CUM_U", "3.90"),
        ("0100502", "CUM_W", "4.3667"),
    ]
    assert table(intake, "gpa_types", "gpa_type_code", "is_weighted") == [("CUM_U", "false"), ("CUM_W", "true")]
    assert [row[4] for row in told(intake, "COLUMN_NOT_CARRIED")][-2:-1] == [
        "These columns have no place in a roster and were not read: Graduation_year."
    ]
    assert {"ZIP_ZERO_RESTORED", "GRADE_READ_AS", "ADDRESS_WITHOUT_STREET"} <= codes(intake)


@pytest.mark.parametrize("stem", ["schools", "students", "teachers", "sections", "enrollments"])
def test_a_missing_core_file_blocks_the_load(stem):
    intake = read(**{stem: None})
    assert ("block", f"clever/{stem}.csv") in [row[:2] for row in told(intake, "FILE_MISSING")]
    assert check(intake, district_code=None).refused


def test_a_missing_core_column_blocks_the_load():
    intake = read(students=golden.STUDENTS.replace("Last_name", "Surname"))
    assert [row[:4] for row in told(intake, "HEADER_MISSING")] == [
        ("block", "clever/students.csv", "last_name", "Last_name")
    ]


def test_without_a_school_year_the_load_is_refused():
    bare = golden.SECTIONS.replace("09/08/2026,06/23/2027", ",")
    with pytest.raises(Refusal, match="school year"):
        read(sections=bare)
    assert errors(read(sections=bare, facts=Facts(school_year="2026-27"))) == []


def test_files_of_roster_csv_beside_say_what_clever_cannot():
    intake = read(
        student_contacts="district_number,source_id,type,sequence,custody_issue\n0104233,C1,GUARDIAN,1,true\n",
        contact_persons="source_id,first_name,last_name\nC1,Luz,Ortega\n",
        courses="school_code,school_year,course_code,is_special_ed,title\nMMS,2026-27,8711,true,Other\nMMS,2026-27,1,true,\n",
        notes="a,b\n1,2\n",
    )
    assert table(intake, "student_contacts", "source_id", "custody_issue") == [("C1", "true")]
    assert table(intake, "contact_persons", "source_id") == [("C1",)]
    assert "phones" not in intake.tables
    assert ("8711", "MATH 7", "true") in table(intake, "courses", "course_code", "title", "is_special_ed")
    assert [row[:3] for row in told(intake, "KEY_UNKNOWN")] == [("warning", "clever/courses.csv", "#3")]
    assert [row[1] for row in told(intake, "FILE_UNKNOWN")] == ["clever/notes.csv"]
    assert {row[1] for row in told(intake, "FILE_TAKEN")} == {
        "clever/contact_persons.csv",
        "clever/courses.csv",
        "clever/student_contacts.csv",
    }


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_damage_stops_the_translation(data):
    files = {}
    for name, text in golden.FILES.items():
        content = bytearray(text.encode())
        for _ in range(data.draw(st.integers(0, 3))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        files[name] = bytes(content)
    with suppress(Refusal):
        check(read(files), district_code=None)
