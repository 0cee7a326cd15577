"""What Clever files tell of teachers, staff and principals."""

from roster_core.roster.formats.choices import Facts
from tests.roster.formats import clever_golden as golden
from tests.roster.formats.clever_sets import read, with_lines
from tests.roster.formats.reading import table, told


def test_admins_csv_is_the_old_staff_csv():
    admins = (
        "School_id,Staff_id,Admin_email,First_name,Last_name,Admin_title\nMHS,2006,g@x.example,Grace,Hale,Principal\n"
    )
    intake = read(staff=None, admins=admins)
    assert ("2006", "g@x.example") in table(intake, "staff", "staff_id", "work_email")
    assert ("2006", "PRINCIPAL", "MHS") in table(intake, "staff_roles", "staff_id", "role_code", "school_code")


def test_staff_with_a_teachers_address_are_that_teacher():
    staff = with_lines(golden.STAFF, "MMS,9001,MRIVERA@maplehollow.example,Maria,Rivera,Coach,,,")
    intake = read(staff=staff)
    assert "9001" not in {row[0] for row in table(intake, "staff", "staff_id")}
    assert [row[:3] for row in told(intake, "STAFF_MERGED")] == [("info", "clever/staff.csv", "#10")]


def test_a_teacher_of_several_schools_is_one_person_with_several_schools():
    teachers = with_lines(golden.TEACHERS, "MHS,2001,2001,80010001,Rivera,,Maria,mrivera@maplehollow.example,Lead,,")
    intake = read(teachers=teachers, staff=None)
    schools = table(intake, "staff_schools", "staff_id", "school_code", "is_teaching", "title")
    assert [row for row in schools if row[0] == "2001"] == [
        ("2001", "MMS", "true", None),
        ("2001", "MHS", "true", "Lead"),
    ]
    assert [row for row in table(intake, "staff", "staff_id", "primary_school_code") if row[0] == "2001"] == [
        ("2001", "MMS")
    ]


def test_staff_who_teach_at_no_school_of_theirs_are_marked_so():
    schools = table(read(), "staff_schools", "staff_id", "school_code", "is_teaching", "title")
    assert ("2005", "MMS", "false", "School Nurse") in schools
    assert ("2001", "MMS", "true", "Teacher") in schools
    assert ("2001", "MHS", "false", "Teacher") in schools


def test_roles_come_from_titles_teachers_and_the_schools_principals():
    roles = table(read(), "staff_roles", "staff_id", "role_code", "school_code")
    assert ("2005", "NURSE", "MMS") in roles
    assert roles.count(("2006", "PRINCIPAL", "MHS")) == 1
    assert ("2001", "TEACHER", None) in roles


def test_a_principal_nobody_knows_is_told():
    intake = read(schools=golden.SCHOOLS.replace("Grace Hale,ghale@maplehollow.example", "Max Muster,"))
    assert [row[:4] for row in told(intake, "PRINCIPAL_UNKNOWN")] == [("info", "clever/schools.csv", "#3", "Principal")]


def test_a_section_may_have_ten_teachers_and_names_nobody_twice():
    slots = ["Teacher_id", *(f"Teacher_{number}_id" for number in range(2, 11))]
    sections = (
        f"School_id,Section_id,{','.join(slots)},Course_number\nMMS,MMS-1-1,{','.join(str(n) for n in range(10))},1\n"
    )
    sections += "MMS,MMS-1-2,5,5,,6,,,,,,,1\n"
    intake = read(sections=sections, enrollments="Section_id,Student_id\n", facts=Facts(school_year="2026-27"))
    staff = table(intake, "section_staff", "section_code", "staff_id", "is_primary", "sequence", "role")
    assert staff[:2] == [("1", "0", "true", "1", "TEACHER"), ("1", "1", "false", "2", "CO_TEACHER")]
    assert len(staff) == 12
    assert staff[10:] == [("2", "5", "true", "1", "TEACHER"), ("2", "6", "false", "2", "CO_TEACHER")]
