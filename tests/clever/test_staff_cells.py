"""The cells of teachers.csv and staff.csv, and what is said of staff (export-options §3, §6.1)."""

import polars as pl
import pytest

from tests.clever.small import Small, classroom


def test_the_columns_of_a_teacher_and_of_staff():
    small = Small()
    small.staff(
        "0007",
        first_name="Ana",
        middle_name="B.",
        last_name="Ortega-Ruiz",
        state_staff_id="80010001",
        employee_number="E1",
        logon_id="aor",
        work_email="Ana@Example.org",
        title="Teacher, Art",
    )
    result = small.export()
    assert result.files["teachers.csv"].splitlines()[1] == (
        "MHE,0007,0007,80010001,Ortega-Ruiz,B.,Ana,Ana@Example.org,,Ana@Example.org,"
    )
    assert result.files["staff.csv"].splitlines()[1] == (
        'MHE,0007,Ana@Example.org,Ana,Ortega-Ruiz,"Teacher, Art",Ana@Example.org,,'
    )


def test_a_teacher_without_address_is_reported_once_for_it_and_in_both_files_for_the_username():
    small = Small()
    small.staff("2001", work_email="")
    told = sorted((code, file) for _severity, code, file, key in small.export().told if key == "2001")
    assert told == [
        ("STAFF_EMAIL_MISSING", "teachers.csv"),
        ("USERNAME_MISSING", "staff.csv"),
        ("USERNAME_MISSING", "teachers.csv"),
    ]


def test_whoever_is_in_staff_csv_only_is_reported_there():
    small = Small()
    small.staff("2005", teaching=False, work_email="")
    told = sorted((code, file) for _severity, code, file, key in small.export().told if key == "2005")
    assert told == [("STAFF_EMAIL_MISSING", "staff.csv"), ("USERNAME_MISSING", "staff.csv")]


def test_an_address_that_is_none_is_left_out_of_both_files():
    small = Small()
    small.staff("2001", work_email="nobody")
    result = small.export()
    assert result.column("teachers.csv", "Teacher_email") == [""]
    assert result.column("staff.csv", "Staff_email") == [""]
    assert result.column("staff.csv", "Username") == [""]
    assert ("error", "EMAIL_INVALID", "teachers.csv", "2001") in result.told
    assert result.keys("STAFF_EMAIL_MISSING") == []
    assert result.keys("REQUIRED_BLANK") == []


def test_the_domains_of_staff_are_their_own():
    small = Small(student_email_domains="stu.example.org", staff_email_domains="*.example.org")
    small.staff("2001", work_email="a@example.org")
    small.staff("2002", work_email="a@staff.example.org")
    assert small.export().keys("EMAIL_DOMAIN_UNEXPECTED") == ["2001"]


def test_addresses_are_compared_among_teachers_and_staff_together():
    small = Small()
    small.staff("2001", work_email="a@b.co")
    small.staff("2002", work_email="A@b.co", teaching=False)
    small.staff("2003", work_email="a@b.co", employment_status="TERMINATED")
    result = small.export()
    assert [(file, key) for _s, code, file, key in result.told if code == "EMAIL_DUPLICATE"] == [
        ("staff.csv", "2002"),
        ("teachers.csv", "2001"),
    ]
    assert [(file, key) for _s, code, file, key in result.told if code == "USERNAME_DUPLICATE"] == [
        ("staff.csv", "2001"),
        ("staff.csv", "2002"),
    ]


def test_somebody_at_two_schools_is_no_duplicate():
    small = Small()
    small.school("MMS", "MIDDLE")
    small.staff("2001", schools=("MHE", "MMS"))
    result = small.export()
    assert len(result.rows("staff.csv")) == 2
    assert result.codes("2001") == []


@pytest.mark.parametrize(
    ("source", "cell"),
    [("none", ""), ("staff_id", "2001"), ("state_staff_id", "8001"), ("employee_number", "E1"), ("logon_id", "lg")],
)
def test_the_teacher_number(source, cell):
    small = Small()
    small.staff("2001", state_staff_id="8001", employee_number="E1", logon_id="lg")
    assert small.export(teacher_number_source=source).column("teachers.csv", "Teacher_number") == [cell]


def test_a_number_that_is_not_there_is_blank_without_a_word():
    small = Small()
    small.staff("2001")
    result = small.export(teacher_number_source="state_staff_id")
    assert result.column("teachers.csv", "Teacher_number") == [""]
    assert result.codes("2001") == []


@pytest.mark.parametrize(
    ("source", "cell"),
    [
        ("none", ""),
        ("email", "t2001@example.org"),
        ("email_local_part", "t2001"),
        ("staff_id", "2001"),
        ("logon_id", "lg"),
    ],
)
def test_usernames_of_staff_and_of_teachers_are_chosen_apart(source, cell):
    small = Small()
    small.staff("2001", logon_id="lg")
    teachers = small.export(teacher_username_source=source)
    assert teachers.column("teachers.csv", "Username") == [cell]
    assert teachers.column("staff.csv", "Username") == ["t2001@example.org"]
    assert small.export(staff_username_source=source).column("staff.csv", "Username") == [cell]


def test_without_a_username_source_nothing_is_missing():
    small = Small()
    small.staff("2001", work_email="")
    result = small.export(teacher_username_source="none", staff_username_source="none")
    assert result.codes("2001") == ["STAFF_EMAIL_MISSING"]


def test_a_username_with_a_space_or_comma_is_kept_and_reported():
    small = Small()
    small.staff("2001", logon_id="a b")
    small.staff("2002", logon_id="a,b", teaching=False)
    result = small.export(staff_username_source="logon_id")
    assert result.column("staff.csv", "Username") == ["a b", "a,b"]
    assert result.keys("USERNAME_BAD_CHARS") == ["2001", "2002"]


def test_no_address_is_sent_nor_missed_without_a_source():
    small = Small()
    small.staff("2001")
    result = small.export(staff_email_source="none", staff_username_source="none", teacher_username_source="none")
    assert result.column("staff.csv", "Staff_email") == [""]
    assert result.codes("2001") == []


def test_the_alternate_address_has_no_fallback():
    small = Small()
    small.staff("2001", alternate_email="a@home.org")
    small.staff("2002")
    result = small.export(staff_email_source="alternate_email")
    assert result.column("staff.csv", "Staff_email") == ["a@home.org", ""]
    assert result.column("teachers.csv", "Teacher_email") == ["a@home.org", ""]
    assert result.keys("STAFF_EMAIL_MISSING") == ["2002"]


def test_findings_of_staff_lead_to_the_person():
    small = classroom()
    small.staff("2002", work_email="")
    people = small.export().findings.filter(pl.col("row_key") == "2002")["person"].unique().to_list()
    assert people == ["staff:2002"]
