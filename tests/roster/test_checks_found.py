"""Every check of the load: what is changed in the golden roster, and what is found then."""

from functools import cache

import polars as pl
import pytest

from roster_core.roster.kinds import KINDS
from tests.roster.changed_roster import again, cell, error, judged
from tests.roster.golden_roster import told


def gone(file, *records):
    def change(roster):
        roster[file] = [row for number, row in enumerate(roster[file], start=2) if number not in records]

    return change


def warning(code, file, record, column=""):
    return ("warning", code, file, f"#{record}" if record else "", column)


CASES = {
    "a required cell that is blank": (
        [again("departments", 2, department_code="  ")],
        [error("CELL_REQUIRED", "departments", 8, "department_code")],
    ),
    "every required cell that is blank": (
        [again("gpa_types", 2, gpa_type_code="X", is_weighted="", scope="")],
        [error("CELL_REQUIRED", "gpa_types", 4, "is_weighted"), error("CELL_REQUIRED", "gpa_types", 4, "scope")],
    ),
    "a boolean that protects somebody has no default": (
        [cell("addresses", 2, "is_confidential", "")],
        [error("CELL_REQUIRED", "addresses", 2, "is_confidential")],
    ),
    "a code that is too long": (
        [again("homerooms", 2, homeroom_code="12345678901")],
        [error("CELL_BAD", "homerooms", 4, "homeroom_code")],
    ),
    "several cells that are not of their types": (
        [again("terms", 2, term_code="X", start_date="9/8/2026", end_date="2027-02-30", covers_year="no")],
        [
            error("CELL_BAD", "terms", 7, "covers_year"),
            error("CELL_BAD", "terms", 7, "end_date"),
            error("CELL_BAD", "terms", 7, "start_date"),
        ],
    ),
    "a blank and a bad cell in one record, the soft one too": (
        [again("phones", 2, sequence="0", number="", type_="PAGER")],
        [
            error("CELL_BAD", "phones", 9, "sequence"),
            warning("CELL_BAD", "phones", 9, "type"),
            error("CELL_REQUIRED", "phones", 9, "number"),
        ],
    ),
    "a required reference that leads nowhere": (
        [again("emails", 2, source_id="C9")],
        [error("REF_UNKNOWN", "emails", 5, "source_id")],
    ),
    "a reference that may be blank but not unknown": (
        [again("staff_roles", 2, role_code="NURSE", school_code="XYZ")],
        [error("REF_UNKNOWN", "staff_roles", 10, "school_code")],
    ),
    "a reference that may be unknown": (
        [cell("staff", 2, "primary_school_code", "XYZ")],
        [warning("REF_UNKNOWN", "staff", 2, "primary_school_code")],
    ),
    "a homeroom of another school": (
        [cell("student_enrollments", 4, "homeroom_code", "102")],
        [warning("REF_UNKNOWN", "student_enrollments", 4, "homeroom_code")],
    ),
    "a homeroom for a section": (
        [cell("sections", 3, "homeroom_code", "102")],
        [warning("REF_UNKNOWN", "sections", 3, "homeroom_code")],
    ),
    "a homeroom teacher without a homeroom is one finding, at the last of the three columns": (
        [cell("homeroom_staff", 2, "school_code", "XYZ")],
        [error("REF_UNKNOWN", "homeroom_staff", 2, "homeroom_code")],
    ),
    "a section that is not there is one finding, at the last of the four columns": (
        [again("section_staff", 2, course_code="9999")],
        [error("REF_UNKNOWN", "section_staff", 8, "section_code")],
    ),
    "a section of no course": (
        [again("sections", 2, course_code="9999")],
        [error("REF_UNKNOWN", "sections", 8, "course_code")],
    ),
    "a term of another school is unknown, for section_terms and meetings": (
        [
            again("terms", 2, term_code="MP1"),
            again("section_terms", 3, term_code="MP1"),
            cell("section_meetings", 3, "term_code", "MP1"),
        ],
        [
            warning("REF_UNKNOWN", "section_meetings", 3, "term_code"),
            error("REF_UNKNOWN", "section_terms", 8, "term_code"),
        ],
    ),
    "an unknown section and an unknown term are found together": (
        [again("section_terms", 2, section_code="99", term_code="XX")],
        [
            error("REF_UNKNOWN", "section_terms", 8, "section_code"),
            error("REF_UNKNOWN", "section_terms", 8, "term_code"),
        ],
    ),
    "a transcript school that is the pre-registration school": (
        [cell("students", 7, "preg_transcript_school_code", "preg")],
        [warning("REF_UNKNOWN", "students", 7, "preg_transcript_school_code")],
    ),
    "a next school that is the pre-registration school": (
        [cell("student_enrollments", 2, "next_school_code", "PREG")],
        [warning("REF_UNKNOWN", "student_enrollments", 2, "next_school_code")],
    ),
    "an address of a guardian who has the number of a student": (
        [again("addresses", 2, person_type="GUARDIAN")],
        [error("REF_UNKNOWN", "addresses", 9, "person_key")],
    ),
    "an address whose person type is bad gets no guess about its person": (
        [again("addresses", 2, person_type="PARENT", person_key="nobody")],
        [error("CELL_BAD", "addresses", 9, "person_type")],
    ),
    "a user text that is defined for the other kind of person": (
        [again("user_text_values", 2, applies_to="STAFF", person_key="2001")],
        [error("REF_UNKNOWN", "user_text_values", 3, "user_text_code")],
    ),
    "a user text of nobody": (
        [again("user_text_values", 2, person_key="2001")],
        [error("REF_UNKNOWN", "user_text_values", 3, "person_key")],
    ),
    "a user text without a value is passed over, whatever else is wrong": (
        [again("user_text_values", 2, applies_to="x", person_key="", value=" ")],
        [],
    ),
    "a user flag without a value": (
        [
            lambda roster: roster["user_flag_definitions"].append(
                {"applies_to": "STUDENT", "user_flag_code": "A", "label": "", "rolls_over": ""}
            ),
            lambda roster: roster["user_flag_values"].append(
                {"applies_to": "STUDENT", "person_key": "0104233", "user_flag_code": "a", "value": ""}
            ),
        ],
        [error("CELL_REQUIRED", "user_flag_values", 2, "value")],
    ),
    "a start after its end": (
        [again("terms", 2, term_code="X", start_date="2027-06-24")],
        [error("DATES_REVERSED", "terms", 7, "start_date")],
    ),
    "a start on its end": ([again("terms", 2, term_code="X", start_date="2027-06-23")], []),
    "an IEP that ends before it starts": (
        [again("students", 2, district_number="1", iep_start="2026-02-01", iep_end="2026-01-31")],
        [error("DATES_REVERSED", "students", 9, "iep_start")],
    ),
    "a staff assignment that ends before it starts": (
        [again("staff_schools", 2, school_code="OOD", start="2027-01-01", end="2026-01-01")],
        [error("DATES_REVERSED", "staff_schools", 11, "start")],
    ),
    "an open end is no end": ([cell("section_staff", 2, "from", "2027-01-01")], []),
    "an unknown person is told before the dates": (
        [again("section_staff", 2, staff_id="9", from_="2027-01-01", to="2026-01-01")],
        [error("REF_UNKNOWN", "section_staff", 8, "staff_id")],
    ),
    "a shared record that is none": (
        [again("shared_teacher_members", 2, shared_staff_id="2002")],
        [error("SHARED_MEMBER_BAD", "shared_teacher_members", 4, "shared_staff_id")],
    ),
    "a member that is a shared record": (
        [again("shared_teacher_members", 2, member_staff_id="2010")],
        [error("SHARED_MEMBER_BAD", "shared_teacher_members", 4, "member_staff_id")],
    ),
    "a shared record and its member the wrong way round are one finding": (
        [again("shared_teacher_members", 2, shared_staff_id="2002", member_staff_id="2010")],
        [error("SHARED_MEMBER_BAD", "shared_teacher_members", 4, "shared_staff_id")],
    ),
    "a shared record with one member": (
        [gone("shared_teacher_members", 3)],
        [warning("SHARED_TOO_FEW", "staff", 9)],
    ),
    "a shared record without members": (
        [gone("shared_teacher_members", 2, 3), again("staff", 9, staff_id="2011")],
        [warning("SHARED_TOO_FEW", "staff", 10), warning("SHARED_TOO_FEW", "staff", 9)],
    ),
    "a second primary enrollment": (
        [again("student_enrollments", 2, school_code="MMS", entry_date="2027-01-04", homeroom_code="")],
        [error("PRIMARY_OVERLAP", "student_enrollments", 9)],
    ),
    "a primary enrollment that begins on the last day of another": (
        [
            cell("student_enrollments", 2, "exit_date", "2027-01-04"),
            again("student_enrollments", 3, district_number="0104233", homeroom_code="", entry_date="2027-01-04"),
        ],
        [error("PRIMARY_OVERLAP", "student_enrollments", 9)],
    ),
    "primary enrollments one after the other": (
        [
            cell("student_enrollments", 2, "exit_date", "2027-01-03"),
            again("student_enrollments", 3, district_number="0104233", homeroom_code="", entry_date="2027-01-04"),
        ],
        [],
    ),
    "a second enrollment that is not primary, or not active, or of another year": (
        [
            again("school_years", 2, school_year="2027-28"),
            again("student_enrollments", 2, school_code="MMS", homeroom_code="", is_primary="false"),
            again("student_enrollments", 2, school_code="MHS", homeroom_code="", status="PREREG"),
            again("student_enrollments", 2, school_year="2027-28", homeroom_code=""),
        ],
        [],
    ),
    "an overlap that is also a repeated key is told as an overlap": (
        [again("student_enrollments", 2)],
        [error("PRIMARY_OVERLAP", "student_enrollments", 9)],
    ),
    "a repeated key that covers no dates": (
        [again("student_enrollments", 2, is_primary="false")],
        [error("KEY_DUPLICATE", "student_enrollments", 9)],
    ),
    "a key in another spelling": (
        [again("departments", 2, department_code="math")],
        [error("KEY_DUPLICATE", "departments", 8)],
    ),
    "a number written otherwise is the same key": (
        [again("emails", 2, sequence="001")],
        [error("KEY_DUPLICATE", "emails", 5)],
    ),
    "a blank is a value in a key": (
        [again("staff_roles", 2), again("staff_roles", 2, school_code="MMS"), again("section_staff", 2)],
        [error("KEY_DUPLICATE", "section_staff", 8), error("KEY_DUPLICATE", "staff_roles", 10)],
    ),
    "a reference that was blanked counts as blank in a key": (
        [again("section_meetings", 2, term_code="X")],
        [
            error("KEY_DUPLICATE", "section_meetings", 27),
            warning("REF_UNKNOWN", "section_meetings", 27, "term_code"),
        ],
    ),
    "two active contacts in one place": (
        [again("student_contacts", 2, source_id="C2")],
        [error("KEY_DUPLICATE", "student_contacts", 7)],
    ),
    "an inactive contact takes no place": ([again("student_contacts", 2, source_id="C2", status="inactive")], []),
    "a weblogin ID that another student has": (
        [
            cell("students", 2, "weblogin_id", "AOrtega"),
            cell("students", 3, "weblogin_id", "aortega"),
            cell("students", 4, "weblogin_id", "AORTEGA"),
        ],
        [
            warning("UNIQUE_DUPLICATE", "students", 3, "weblogin_id"),
            warning("UNIQUE_DUPLICATE", "students", 4, "weblogin_id"),
        ],
    ),
    "a state staff ID that another has": (
        [cell("staff", 3, "state_staff_id", "80010001")],
        [warning("UNIQUE_DUPLICATE", "staff", 3, "state_staff_id")],
    ),
    "two districts": (
        [again("district", 2, code="OTHER")],
        [("block", "DISTRICT_ROWS", "district", "", "")],
    ),
    "no district that can be used": (
        [cell("district", 2, "current_school_year", "2020-21")],
        [("block", "DISTRICT_ROWS", "district", "", ""), error("REF_UNKNOWN", "district", 2, "current_school_year")],
    ),
    "another district": (
        [cell("district", 2, "code", "XYZ")],
        [("block", "DISTRICT_MISMATCH", "district", "#2", "code")],
    ),
    "the same district in another spelling": ([cell("district", 2, "code", "mhsd")], []),
    "state IDs that are not New Jersey's are one finding": (
        [cell("students", 2, "state_id", "123"), cell("students", 3, "state_id", "70123456789")],
        [warning("STATE_ID_FORM", "students", 0, "state_id")],
    ),
    "a state ID of ten digits": ([cell("students", 2, "state_id", "7012345678")], []),
    "state IDs of another state": (
        [cell("students", 2, "state_id", "123"), cell("district", 2, "state", "PA")],
        [],
    ),
    "meetings without a printed period are one finding": (
        [cell("section_meetings", 2, "print_period", ""), cell("section_meetings", 3, "print_period", "")],
        [warning("PRINT_PERIOD_MISSING", "section_meetings", 0, "print_period")],
    ),
    "an enrollment that begins 366 days before the school year": (
        [cell("student_enrollments", 4, "entry_date", "2025-06-30")],
        [warning("DATE_OUTSIDE_YEAR", "student_enrollments", 4, "entry_date")],
    ),
    "an enrollment that begins 365 days before the school year": (
        [cell("student_enrollments", 4, "entry_date", "2025-07-01")],
        [],
    ),
    "an enrollment that ends 366 days after the school year": (
        [cell("student_enrollments", 4, "exit_date", "2028-06-30")],
        [warning("DATE_OUTSIDE_YEAR", "student_enrollments", 4, "exit_date")],
    ),
    "an enrollment that ends 365 days after the school year": (
        [cell("student_enrollments", 4, "exit_date", "2028-06-29")],
        [],
    ),
    "an enrollment that begins and ends in another age is one finding": (
        [
            cell("student_enrollments", 4, "entry_date", "1999-09-01"),
            cell("student_enrollments", 4, "exit_date", "2000-06-30"),
        ],
        [warning("DATE_OUTSIDE_YEAR", "student_enrollments", 4, "entry_date")],
    ),
}


@cache
def judged_case(name):
    return judged(*CASES[name][0])


@pytest.mark.parametrize("name", CASES)
def test_what_is_found(name):
    assert told(judged_case(name)) == CASES[name][1]


def test_the_golden_roster_loads_clean():
    checked = judged()
    assert checked.findings.is_empty()
    assert not checked.refused


def test_every_kind_of_finding_is_shown_with_its_message_filled():
    tried = [judged_case(name).findings for name in CASES]
    messages = dict(pl.concat(tried).select("code", "message").iter_rows())
    of_files = {"FILE_MISSING", "FILE_ENCODING", "CSV_BROKEN", "HEADER_MISSING", "HEADER_DUPLICATE", "FILE_UNKNOWN"}
    of_files |= {"HEADER_UNKNOWN", "FIELD_COUNT"}  # tried where files are read
    assert set(messages) | of_files == {kind.code for kind in KINDS}
    assert all(message and "{" not in message and "  " not in message for message in messages.values())
    assert all(kind.fix for kind in KINDS)


def test_messages_say_what_is_wrong_and_what_is_expected():
    def message(*changes):
        return judged(*changes).findings["message"][0]

    assert message(*CASES["a second primary enrollment"][0]) == (
        "Student 0104233 already has a primary enrollment in 2026-27 on these dates "
        "(roster/student_enrollments.csv #2); the record was left out."
    )
    assert message(cell("addresses", 2, "is_confidential", "maybe")) == (
        "is_confidential is maybe, but must be true or false; the record was left out."
    )
    assert message(cell("phones", 2, "type", "PAGER")) == (
        "type is PAGER, but must be one of CELL, HOME, WORK, OTHER; OTHER was taken instead."
    )
    assert message(cell("addresses", 2, "line1", "x" * 200)).startswith(
        f"line1 is {'x' * 39}…, but must be at most 120"
    )


def test_findings_lead_to_the_person_they_are_about():
    def person(*changes):
        return judged(*changes).findings["person"][0]

    assert person(cell("student_contacts", 2, "custody_issue", "")) == "student:0104233"
    assert person(again("staff_roles", 2)) == "staff:2001"
    assert person(cell("addresses", 2, "line1", "")) == "student:0104233"
    assert person(again("phones", 2, number="")) == ""
    assert person(again("departments", 2)) == ""
