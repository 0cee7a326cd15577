"""Who is in which file (export-options §3)."""

import pytest

from tests.clever.small import YEAR, Small, classroom


def test_the_small_roster_is_exported_with_little_to_say():
    result = classroom().export()
    assert result.counts == dict.fromkeys(result.files, 1)
    assert [code for _severity, code, _file, _key in result.told] == ["PRINCIPAL_MISSING"]


@pytest.mark.parametrize(
    "cells",
    [
        {"status": "INACTIVE"},
        {"do_not_export": True},
        {"is_primary": False},
        {"enrollment_status": "INACTIVE"},
        {"enrollment_status": "PREREG"},
        {"enrollment_status": "GRADUATED"},
        {"entry_date": "2026-10-02"},
        {"exit_date": "2026-09-30"},
        {"enrolled": ""},
    ],
    ids=str,
)
def test_a_student_who_does_not_count_on_the_day_is_in_no_file(cells):
    small = classroom()
    small.student("2", **cells)
    small.attend("2")
    result = small.export()
    assert result.column("students.csv", "Student_id") == ["1"]
    assert result.column("enrollments.csv", "Student_id") == ["1"]
    assert result.keys("ENROLLMENT_OUT_OF_SCOPE") == [""]


@pytest.mark.parametrize(
    "cells",
    [
        {"entry_date": "2026-10-01"},
        {"exit_date": "2026-10-01"},
        {"entry_date": "2026-10-01", "exit_date": "2026-10-01"},
        {"status": "active"},
    ],
    ids=str,
)
def test_both_ends_of_an_enrollment_count(cells):
    small = classroom()
    small.student("2", **cells)
    assert small.export().column("students.csv", "Student_id") == ["1", "2"]


def test_an_enrollment_of_another_year_does_not_count():
    small = Small()
    small.add("school_years", school_year="2025-26", start_date="2025-07-01", end_date="2026-06-30")
    small.student("2", school_year="2025-26", entry_date="2025-09-08")
    assert small.export().rows("students.csv") == []
    assert small.export(school_year="2025-26").column("students.csv", "Student_id") == ["2"]


def test_an_enrollment_that_is_not_primary_gives_no_school():
    small = Small()
    small.school("MMS", "MIDDLE")
    small.student("1", enrolled="MHE")
    small.enroll("1", "MMS", is_primary=False)
    assert small.export().column("students.csv", "School_id") == ["MHE"]


def test_the_day_decides_between_two_primary_enrollments():
    small = Small()
    small.school("MMS", "MIDDLE")
    small.student("1", exit_date="2026-12-31")
    small.enroll("1", "MMS", entry_date="2027-01-01", state_grade_code="06")
    assert small.export().column("students.csv", "School_id") == ["MHE"]
    later = small.export(as_of_date="2027-01-01")
    assert later.row("students.csv", Student_id="1")["School_id"] == "MMS"
    assert later.row("students.csv", Student_id="1")["Grade"] == "6"


def test_the_day_is_today_unless_one_is_chosen():
    small = Small()
    small.student("1", entry_date="2026-10-01")
    assert small.export().column("students.csv", "Student_id") == ["1"]
    assert small.export(as_of_date="2026-09-30").rows("students.csv") == []


@pytest.mark.parametrize(
    ("type_", "exported"),
    [("ELEM", True), ("MIDDLE", True), ("HIGH", True), ("OTHER", True), ("PREG", False), ("OOD", False)],
)
def test_the_type_of_a_school_decides_whether_it_goes_by_default(type_, exported):
    small = Small()
    small.school("X1", type_)
    small.student("1", enrolled="X1")
    result = small.export()
    assert ("X1" in result.column("schools.csv", "School_id")) is exported
    assert (result.column("students.csv", "Student_id") == ["1"]) is exported
    assert small.export(school_ids=["x1"]).column("students.csv", "School_id") == ["X1"]


@pytest.mark.parametrize("cells", [{"active": False}, {"do_not_export": True}])
def test_a_school_that_is_never_exported_is_named_only_if_chosen(cells):
    small = Small()
    small.school("X1", **cells)
    assert small.export().keys("SCHOOL_NOT_EXPORTED") == []
    result = small.export(school_ids=["MHE", "x1"])
    assert result.column("schools.csv", "School_id") == ["MHE"]
    assert result.keys("SCHOOL_NOT_EXPORTED") == ["x1"]


def test_no_row_of_a_school_out_of_scope_is_written():
    small = classroom()
    small.school("MMS", "MIDDLE")
    small.staff("2002", schools=("MMS",))
    small.student("2", enrolled="MMS")
    small.section("02", school="MMS", course="0200", teachers=("2002",), students=("1", "2"))
    result = small.export(school_ids=["MHE"])
    for name in result.files:
        assert set(result.column(name, "School_id")) == {"MHE"}
    assert result.keys("ENROLLMENT_OUT_OF_SCOPE") == []


def test_a_student_may_attend_a_section_of_another_school():
    small = classroom()
    small.school("MMS", "MIDDLE")
    small.section("01", school="MMS", course="0200", students=("1",))
    result = small.export()
    assert result.column("students.csv", "School_id") == ["MHE"]
    assert result.rows("enrollments.csv")[1] == {"School_id": "MMS", "Section_id": "MMS-0200-01", "Student_id": "1"}


@pytest.mark.parametrize(
    ("cells", "active"),
    [
        ({"employment_status": "ACTIVE"}, True),
        ({"employment_status": "LEAVE"}, True),
        ({"employment_status": "TERMINATED"}, False),
        ({"employment_status": "TERMINATED", "terminated_on": "2026-10-01"}, False),
        ({"employment_status": "TERMINATED", "terminated_on": "2026-10-02"}, True),
        ({"employment_status": "ACTIVE", "terminated_on": "2026-01-01"}, True),
        ({"status": "INACTIVE"}, False),
        ({"status": "INACTIVE", "employment_status": "TERMINATED", "terminated_on": "2027-01-01"}, False),
    ],
    ids=str,
)
def test_who_is_active_staff(cells, active):
    small = classroom()
    small.staff("2002", **cells)
    result = small.export()
    assert ("2002" in result.column("teachers.csv", "Teacher_id")) is active
    assert ("2002" in result.column("staff.csv", "Staff_id")) is active


@pytest.mark.parametrize(
    ("cells", "assigned"),
    [
        ({}, True),
        ({"is_active": False}, False),
        ({"school_year": "2025-26"}, False),
        ({"start": "2026-10-01"}, True),
        ({"start": "2026-10-02"}, False),
        ({"end": "2026-10-01"}, True),
        ({"end": "2026-09-30"}, False),
    ],
    ids=str,
)
def test_an_assignment_counts_in_its_year_while_it_lasts(cells, assigned):
    small = classroom()
    small.add("school_years", school_year="2025-26", start_date="2025-07-01", end_date="2026-06-30")
    small.staff("2002", schools=())
    small.assign("2002", "MHE", **cells)
    result = small.export()
    assert ("2002" in result.column("teachers.csv", "Teacher_id")) is assigned
    assert ("2002" in result.column("staff.csv", "Staff_id")) is assigned


def test_staff_who_do_not_teach_are_in_staff_csv_only():
    small = classroom()
    small.staff("2005", teaching=False, title="School Nurse")
    result = small.export()
    assert result.column("teachers.csv", "Teacher_id") == ["2001"]
    assert result.row("staff.csv", Staff_id="2005")["Title"] == "School Nurse"


def test_whoever_teaches_an_exported_section_is_a_teacher_wherever_assigned():
    small = Small()
    small.school("OOD", "OOD")
    small.staff("2001", schools=("OOD",))
    small.staff("2002", schools=(), primary_school_code="")
    small.section("01", teachers=("2001",))
    small.section("02", teachers=("2002",))
    result = small.export()
    assert [(row["School_id"], row["Teacher_id"]) for row in result.rows("teachers.csv")] == [
        ("MHE", "2001"),
        ("MHE", "2002"),
    ]
    assert result.rows("staff.csv") == []


def test_a_coteacher_who_is_not_written_need_not_be_a_teacher():
    small = Small()
    small.staff("2001")
    small.staff("2002", teaching=False)
    small.section("01", teachers=("2001", "2002"))
    assert small.export().column("teachers.csv", "Teacher_id") == ["2001"]
    assert small.export().keys("COTEACHERS_DROPPED") == [""]


def test_staff_have_a_row_for_each_school_primary_first():
    small = Small()
    small.school("AAA")
    small.school("MMS", "MIDDLE")
    small.staff("2001", schools=("MHE", "AAA", "MMS"))
    result = small.export()
    assert result.column("staff.csv", "School_id") == ["MHE", "AAA", "MMS"]
    assert result.column("teachers.csv", "School_id") == ["MHE"]


@pytest.mark.parametrize(
    ("primary", "sections", "school"),
    [
        ("MMS", ("MHE", "MHE"), "MMS"),
        ("OOD", ("MMS", "MHE", "MMS"), "MMS"),
        ("", ("MMS", "MHE"), "MHE"),
        ("", (), "MHE"),
    ],
)
def test_the_one_row_of_a_teacher_stands_under_one_school(primary, sections, school):
    small = Small()
    small.school("MMS", "MIDDLE")
    small.school("OOD", "OOD")
    small.staff("2001", schools=("MMS", "MHE"), primary_school_code=primary)
    for number, where in enumerate(sections):
        small.section(f"0{number}", school=where)
    assert small.export().column("teachers.csv", "School_id") == [school]


def test_a_primary_school_in_scope_counts_without_an_assignment_there():
    small = Small()
    small.school("MMS", "MIDDLE")
    small.staff("2001", schools=("MHE",), primary_school_code="MMS")
    assert small.export().column("teachers.csv", "School_id") == ["MMS"]
    assert small.export().column("staff.csv", "School_id") == ["MHE"]


def shared(*, member_status: str = "ACTIVE", teaching: bool = True) -> Small:
    small = classroom()
    small.staff("2002", employment_status=member_status)
    small.staff("2003", employment_status=member_status)
    small.staff("2010", is_shared_record=True, work_email="", teaching=teaching)
    for place, member in enumerate(("2002", "2003"), 1):
        small.add("shared_teacher_members", shared_staff_id="2010", member_staff_id=member, sequence=place)
    return small


def test_a_shared_record_is_a_teacher_and_never_staff():
    result = shared().export()
    assert "2010" in result.column("teachers.csv", "Teacher_id")
    assert "2010" not in result.column("staff.csv", "Staff_id")
    assert result.codes("2010") == ["SHARED_TEACHER_AS_PERSON", "STAFF_EMAIL_MISSING", "USERNAME_MISSING"]


def test_a_shared_record_without_an_active_member_is_not_active():
    small = shared(member_status="TERMINATED")
    small.section("02", teachers=("2010",))
    result = small.export()
    assert "2010" not in result.column("teachers.csv", "Teacher_id")
    assert result.keys("SECTION_TEACHER_INACTIVE") == ["MHE-0100-02"]


def test_a_shared_record_that_is_not_sent_is_not_mentioned():
    result = shared(teaching=False).export()
    assert "2010" not in result.column("teachers.csv", "Teacher_id")
    assert result.codes("2010") == []


def test_equal_codes_in_another_case_are_the_same_school():
    small = Small()
    small.student("1", enrolled="mhe")
    assert small.export(school_ids=["mHe"]).column("students.csv", "School_id") == ["MHE"]


def test_the_year_is_found_whatever_its_case_and_is_the_current_one_by_default():
    small = classroom()
    small.add("school_years", school_year="2027-28x", start_date="2027-07-01", end_date="2028-06-30")
    assert small.export(school_year="2027-28X").rows("students.csv") == []
    assert small.export(school_year=YEAR).files == small.export().files
