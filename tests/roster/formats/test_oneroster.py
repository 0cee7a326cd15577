"""What OneRoster files tell of people and classes."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.refusals import Refusal
from roster_core.roster.checks.roster import check
from roster_core.roster.formats.choices import Assumptions, StudentNumber
from tests.roster.formats.oneroster_reading import SEC, both, changed, read
from tests.roster.formats.oneroster_sets import SET_11, SET_12
from tests.roster.formats.reading import errors, table, told


@both
def test_a_set_loads_without_a_refused_row(files):
    assert errors(read(files)) == []


@both
def test_students_come_from_users_and_demographics(files):
    columns = ("district_number", "state_id", "weblogin_id", "first_name", "last_name", "school_email", "status")
    assert table(read(files), "students", *columns) == [
        ("0101118", "7012345678", "cdunn18", "Chloe", "Dunn", "cdunn18@stu.maplehollow.example", None),
        ("0101900", None, "groe", "Gil", "Roe", "groe@stu.maplehollow.example", "INACTIVE"),
        ("0100502", None, "dpatel", "Dev", "Patel", "dpatel@stu.maplehollow.example", None),
    ]
    assert table(read(files), "students", "birth_date", "gender", "race_code", "hispanic") == [
        ("2013-11-02", "F", "B;W", "false"),
        ("2014-05-05", "M", "M", "true"),
        ("2010-02-14", "U", "A", None),
    ]


@both
def test_enrollments_in_schools_have_one_primary_school(files):
    rows = table(read(files), "student_enrollments", "district_number", "school_code", "is_primary", "state_grade_code")
    assert sorted(rows) == [
        ("0100502", "MHS", "true", "11"),
        ("0100502", "MMS", "false", "11"),
        ("0101118", "MMS", "true", "07"),
        ("0101900", "MMS", "true", "07"),
    ]


@both
def test_classes_become_sections_courses_terms_and_meetings(files):
    intake = read(files)
    assert table(intake, "sections", *SEC, "title_override", "homeroom_code") == [
        ("MMS", "2026-27", "0711", "02", None, None),
        ("MMS", "2026-27", "HR", "7A", "Homeroom 7A", "7A"),
        ("MHS", "2026-27", "0410", "01", "Honors Algebra II", None),
    ]
    assert table(intake, "courses", "school_code", "course_code", "title", "subject_code", "is_homeroom") == [
        ("MMS", "0711", "Math 7", "Math", "false"),
        ("MMS", "HR", "Homeroom", None, "true"),
        ("MHS", "0410", "Algebra II", "Math", "false"),
    ]
    assert table(intake, "terms", "school_code", "term_code", "start_date", "end_date", "covers_year") == [
        ("MMS", "Semester 1", "2026-09-01", "2027-01-29", "false"),
        ("MMS", "Semester 2", "2027-02-01", "2027-06-25", "false"),
        ("MMS", "2026-2027", "2026-09-01", "2027-06-25", "true"),
        ("MHS", "Semester 1", "2026-09-01", "2027-01-29", "false"),
    ]
    assert table(intake, "section_terms", "course_code", "term_code") == [
        ("0711", "Semester 1"),
        ("0711", "Semester 2"),
        ("HR", "2026-2027"),
        ("0410", "Semester 1"),
    ]
    assert table(intake, "section_meetings", "course_code", "cycle_day", "period_code", "period_order", "room") == [
        ("0711", "1", "3", "3", "114"),
        ("0711", "1", "4", "4", "114"),
        ("0410", "1", "1", "1", "201"),
    ]
    assert table(intake, "school_years") == [("2026-27", "2026-09-01", "2027-06-25")]


@both
def test_enrollments_in_classes_become_students_and_staff_of_sections(files):
    intake = read(files)
    assert table(intake, "section_enrollments", "course_code", "district_number", "entry_date", "exit_date") == [
        ("0711", "0101118", "2026-09-08", None),
        ("0711", "0101900", "2026-09-01", None),
        ("HR", "0101118", "2026-09-08", "2027-06-25"),
        ("0410", "0100502", "2026-09-08", None),
    ]
    assert table(intake, "section_staff", "course_code", "staff_id", "from", "is_primary", "sequence", "role") == [
        ("0711", "2003", "2026-09-08", "false", "2", "CO_TEACHER"),
        ("0711", "2001", "2026-09-01", "true", "1", "TEACHER"),
        ("HR", "2003", None, "true", "1", "TEACHER"),
        ("0410", "2001", None, "true", "1", "TEACHER"),
    ]
    assert [row[2] for row in told(intake, "ENROLLMENT_ROLE_OTHER")] == ["#10"]
    assert [row[4][-2:] for row in told(intake, "ENTRY_DATE_ASSUMED")] == ["1."]


@both
def test_homeroom_classes_become_homerooms_too(files):
    intake = read(files)
    assert table(intake, "homerooms") == [("MMS", "2026-27", "7A", "120", "Homeroom 7A")]
    assert table(intake, "homeroom_staff") == [("MMS", "2026-27", "7A", "2003", "1")]
    rows = table(intake, "student_enrollments", "district_number", "school_code", "homeroom_code")
    assert [row for row in rows if row[2]] == [("0101118", "MMS", "7A")]


@both
def test_staff_have_schools_roles_and_departments(files):
    intake = read(files)
    columns = ("staff_id", "state_staff_id", "logon_id", "work_email", "primary_school_code", "is_administrator")
    assert table(intake, "staff", *columns) == [
        ("2001", "80010001", "mrivera", "mrivera@maplehollow.example", "MMS", "false"),
        ("2003", None, "lpark", "lpark@maplehollow.example", "MMS", "false"),
        ("2006", None, "ghale", "ghale@maplehollow.example", "MHS", "true"),
    ]
    assert sorted(table(intake, "staff_schools", "staff_id", "school_code", "is_teaching")) == [
        ("2001", "MHS", "true"),
        ("2001", "MMS", "true"),
        ("2003", "MMS", "true"),
        ("2006", "MHS", "false"),
    ]
    assert table(intake, "staff_departments") == [("2003", "MATH")]


def test_roles_of_version_1_2_are_named_more_finely():
    roles = ("staff_id", "role_code", "school_code")
    assert ("2006", "ADMINISTRATOR", "MHS") in table(read(SET_11), "staff_roles", *roles)
    assert table(read(SET_12), "staff_roles", *roles)[2:] == [
        ("2006", "PRINCIPAL", "MHS"),
        ("2006", "ADMINISTRATOR", None),
    ]


def test_version_1_2_gives_preferred_names():
    assert table(read(SET_12), "students", "preferred_first_name")[0] == ("Clo",)


@both
def test_guardians_are_contacts_in_the_order_of_the_students_agents(files):
    intake = read(files)
    columns = ("district_number", "source_id", "type", "sequence", "relationship_code", "custody_issue")
    assert table(intake, "student_contacts", *columns) == [
        ("0101118", "u-rita", "GUARDIAN", "1", "PARENT", "false"),
        ("0101118", "u-tom", "GUARDIAN", "2", "GUARDIAN", "false"),
        ("0101900", "u-uncle", "OTHER", "1", "OTHER", "false"),
    ]
    assert table(intake, "phones", "person_key", "sequence", "type", "number") == [
        ("0101900", "1", "CELL", "201-555-0190"),
        ("u-rita", "1", "CELL", "201-555-0110"),
        ("u-rita", "2", None, "201-555-0199"),
        ("u-tom", "1", None, "201-555-0123"),
    ]


@both
def test_guardians_stay_out_until_custody_is_stated(files):
    intake = read(files, Assumptions())
    assert table(intake, "student_contacts") == []
    assert [row[:4] for row in told(intake, "CUSTODY_NOT_STATED")] == [
        ("error", "oneroster/users.csv", "", "custody_issue")
    ]


def test_a_guardian_on_the_staff_is_linked_to_that_record():
    files = changed(
        SET_12,
        "roles.csv",
        "r5,,,u-rita,primary,parent,,,s1,\n",
        "r5,,,u-rita,primary,parent,,,s1,\nr0,,,u-rita,secondary,aide,,,s1,\n",
    )
    files = changed(files, "users.csv", "u-rita,,,true,,,Rita,Dunn,,,rita", "u-rita,,,true,,,Rita,Dunn,,2050,rita")
    assert ("u-rita", "2050") in table(read(files), "contact_persons", "source_id", "same_as_staff_id")


def test_a_guardian_whom_nobody_knows_is_told():
    intake = read(changed(SET_11, "users.csv", '"u-rita,u-tom"', '"u-rita,u-nobody"'))
    assert [row[4][-2:] for row in told(intake, "AGENT_UNKNOWN")] == ["1."]


def test_a_student_without_identifier_is_known_by_another_id_or_a_made_one():
    files = changed(SET_11, "users.csv", ",0101118,", ",,")
    files = changed(files, "users.csv", "groe,,Gil,Roe,,0101900", '"groe","{SIS:0101999}",Gil,Roe,,')
    files = {
        name: content.replace("u-chloe", "6f1d2c3b-4a59-4c3e-9d22-0d8a6a1f7b11") for name, content in files.items()
    }
    intake = read(files)
    numbers = [row[0] for row in table(intake, "students", "district_number")]
    assert numbers[1:] == ["0101999", "0100502"]
    assert len(numbers[0]) == 20
    assert [row[:4] for row in told(intake, "CODE_MADE")] == [("warning", "oneroster/users.csv", "", "identifier")]
    assert errors(intake) == []


def test_the_sourced_id_may_be_the_district_number():
    intake = read(assumptions=Assumptions(custody_issue=False, student_number=StudentNumber.OTHER))
    assert table(intake, "students", "district_number") == [("u-chloe",), ("u-gil",), ("u-dev",)]
    assert errors(intake) == []


def test_schools_with_the_same_or_a_long_identifier_get_codes_of_their_own():
    files = changed(SET_11, "orgs.csv", "school,MHS,", "school,mms,")
    intake = read(files)
    assert table(intake, "schools", "school_code") == [("s1",), ("s2",)]
    assert errors(intake) == []


def test_a_class_of_an_unknown_school_is_left_out_and_one_of_an_unknown_course_gets_its_own():
    classes = SET_11["classes.csv"].replace("k3,,,Honors Algebra II,11,c3", "k3,,,Honors Algebra II,11,c9") + (
        "k5,,,Nowhere,11,c3,0410-02,scheduled,,s8,t1,,,\n"
    )
    intake = read(classes=classes)
    assert [row[2] for row in told(intake, "SCHOOL_UNKNOWN")] == ["#6"]
    assert [row[2] for row in told(intake, "COURSE_UNKNOWN")] == ["#4"]
    assert ("MHS", "2026-27", "Honors Algebra II", "0410-01") in table(intake, "sections", *SEC)


def test_a_student_of_no_school_is_told():
    intake = read(changed(SET_11, "users.csv", "true,s1,student,cdunn18", "true,d1,student,cdunn18"))
    assert [row[:3] for row in told(intake, "STUDENT_NO_SCHOOL")] == [("warning", "oneroster/users.csv", "#2")]


def test_a_role_nobody_knows_is_told():
    intake = read(changed(SET_11, "users.csv", "s2,administrator,ghale", "s2,wizard,ghale"))
    assert [row[:4] for row in told(intake, "ROLE_UNKNOWN")] == [("warning", "oneroster/users.csv", "#10", "role")]


def test_ceds_grades_are_read_as_ceds_means_them():
    intake = read(changed(SET_11, "users.csv", ",7,\n", ",PS,\n"))
    assert ("0101900", "PG") in table(intake, "student_enrollments", "district_number", "state_grade_code")


def test_files_of_roster_csv_beside_say_what_oneroster_cannot():
    intake = read(
        assumptions=Assumptions(),
        student_contacts="district_number,source_id,type,sequence,custody_issue\n0101118,C1,GUARDIAN,1,true\n",
        contact_persons="source_id,first_name,last_name\nC1,Rita,Dunn\n",
        students="district_number,has_active_iep,free_reduced_lunch,first_name\n0101118,true,R,Other\n",
        section_meetings=(
            "school_code,school_year,course_code,section_code,cycle_day,period_code,period_order,print_period\n"
            "MMS,2026-27,0711,02,A,P3,3,3\n"
        ),
        user_text_definitions="applies_to,user_text_code,label\nSTUDENT,HOUSE,House\n",
        user_text_values="applies_to,person_key,user_text_code,value\nSTUDENT,0101118,HOUSE,Oak\n",
        lineItems="sourcedId,title\n1,x\n",
        **{"roster-courses": "school_code,school_year,course_code,is_special_ed\nMMS,2026-27,0711,yes\n"},
    )
    assert errors(intake) == []
    assert table(intake, "student_contacts", "source_id", "custody_issue") == [("C1", "true")]
    assert table(intake, "students", "district_number", "has_active_iep", "free_reduced_lunch", "first_name")[:2] == [
        ("0101118", "true", "R", "Chloe"),
        ("0101900", "false", None, "Gil"),
    ]
    assert table(intake, "section_meetings", "cycle_day", "print_period") == [("A", "3")]
    assert table(intake, "user_text_values", "value") == [("Oak",)]
    assert ("0711", "true") in table(intake, "courses", "course_code", "is_special_ed")
    assert [row[1] for row in told(intake, "FILE_NOT_CARRIED")] == ["oneroster/lineItems.csv"]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_damage_stops_the_translation(data):
    files = {}
    for name, text in data.draw(st.sampled_from([SET_11, SET_12])).items():
        content = bytearray(text.encode())
        for _ in range(data.draw(st.integers(0, 3))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        files[name] = bytes(content)
    with suppress(Refusal):
        check(read(files), district_code=None)
