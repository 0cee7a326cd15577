"""Schools, languages, GPAs, addresses and columns left empty (export-options §4.7–4.11)."""

import pytest

from tests.clever.exporting import export
from tests.clever.small import Small
from tests.roster.golden_roster import golden


def waiting(*, transcript: str = "", following: str = "", override: str = "") -> Small:
    """A student of a pre-registration school, with MHE and the middle school MMS in scope."""
    small = Small()
    small.school("MMS", "MIDDLE")
    small.school("PREG", "PREG")
    small.student("1", enrolled="", preg_transcript_school_code=transcript)
    small.enroll("1", "PREG", state_grade_code="KF", next_school_code=following)
    small.add("user_text_definitions", applies_to="STUDENT", user_text_code="HOMESCH")
    if override:
        small.add("user_text_values", applies_to="STUDENT", person_key="1", user_text_code="HOMESCH", value=override)
    return small


PREG = {"preg_use_transcript_school": True}
HOME = {"school_override_user_text": "HOMESCH"}


@pytest.mark.parametrize(
    ("cells", "options", "schools"),
    [
        ({"transcript": "MHE", "following": "MMS"}, PREG, ["MHE"]),
        ({"following": "MMS"}, PREG, ["MMS"]),
        ({"transcript": "MHE"}, {}, []),
        ({}, PREG, []),
        ({"override": "mms"}, {**PREG, **HOME}, ["MMS"]),
        ({"transcript": "MHE", "override": "MMS"}, {**PREG, **HOME}, ["MMS"]),
        ({"transcript": "MHE", "override": "MMSS"}, {**PREG, **HOME}, ["MHE"]),
        ({"override": "PREG"}, HOME, []),
        ({}, {"school_ids": ["MHE", "PREG"]}, ["PREG"]),
    ],
    ids=str,
)
def test_the_effective_school(cells, options, schools):
    assert waiting(**cells).export(**options).column("students.csv", "School_id") == schools


def test_a_waiting_student_without_any_school_is_withheld_and_told():
    assert ("error", "PREG_NO_TRANSCRIPT_SCHOOL", "students.csv", "1") in waiting().export(**PREG).told


def test_an_unknown_school_is_told_also_of_a_student_out_of_scope():
    result = waiting(override="MMSS").export(**HOME)
    assert ("error", "SCHOOL_OVERRIDE_UNKNOWN", "students.csv", "1") in result.told
    assert result.rows("students.csv") == []


def test_the_override_moves_the_student_and_no_enrollment():
    result = export(golden(), school_override_user_text="HOMESCH")
    assert result.row("students.csv", Student_id="0103310")["School_id"] == "MHS"
    assert "0103310" not in result.column("enrollments.csv", "Student_id")


@pytest.mark.parametrize(
    ("code", "cell", "told"),
    [("spa", "Spanish", []), ("SPA", "Spanish", []), ("guj", "", ["1"]), ("zho", "Chinese", []), ("", "", [])],
)
def test_the_home_language(code, cell, told):
    small = Small()
    small.student("1", home_language_code=code)
    result = small.export(include_home_language=True)
    assert result.column("students.csv", "Home_language") == [cell]
    assert result.keys("HOME_LANGUAGE_UNMAPPED") == told


@pytest.mark.parametrize(
    ("stored", "cell"), [("4", "4.00"), ("3.7", "3.70"), ("3.6667", "3.6667"), ("3.9000", "3.90"), ("103.5", "103.50")]
)
def test_a_gpa_has_two_places_at_least(stored, cell):
    assert with_gpas(("U", "false", "YEAR", "2026-27", stored)).export(unweighted_gpa_type="U").column(
        "students.csv", "Unweighted_gpa"
    ) == [cell]


def with_gpas(*stored: tuple[str, str, str, str, str]) -> Small:
    """A student with GPAs: type, whether weighted, scope, year, value."""
    small = Small()
    for year, start in (("2025-26", "2025-07-01"), ("2024-25", "2024-07-01")):
        small.add("school_years", school_year=year, start_date=start, end_date=f"{int(start[:4]) + 1}-06-30")
    small.student("1")
    for code, weighted, scope in {row[:3]: None for row in stored}:
        small.add("gpa_types", gpa_type_code=code, is_weighted=weighted, scope=scope)
    for code, _weighted, _scope, year, value in stored:
        small.add("student_gpas", district_number="1", gpa_type_code=code, school_year=year, value=value)
    return small


@pytest.mark.parametrize(("scope", "cell"), [("CUMULATIVE", "3.50"), ("YEAR", "")])
def test_only_a_cumulative_gpa_of_an_earlier_year_counts(scope, cell):
    small = with_gpas(("W", "true", scope, "2024-25", "3.1"), ("W", "true", scope, "2025-26", "3.5"))
    # A year that starts on the same day is no earlier one.
    small.add("school_years", school_year="2026-SUM", start_date="2026-07-01", end_date="2026-08-31")
    small.add("student_gpas", district_number="1", gpa_type_code="W", school_year="2026-SUM", value="2.0")
    assert small.export(weighted_gpa_type="W").column("students.csv", "Weighted_gpa") == [cell]


def test_an_unweighted_gpa_above_the_weighted_one_is_told():
    small = with_gpas(("U", "false", "YEAR", "2026-27", "10"), ("W", "true", "YEAR", "2026-27", "9.5"))
    result = small.export(unweighted_gpa_type="U", weighted_gpa_type="W")
    assert result.keys("GPA_ORDER_ODD") == ["1"]


def at_home(**cells: object) -> Small:
    small = Small()
    small.student("1")
    usual = {"line1": "3 Oak Rd", "line2": "Apt 2", "city": "Maple Hollow", "state": "NJ", "zip": "07030"}
    owner = {"person_type": "STUDENT", "person_key": "1", "type": "RESIDENCE", "is_confidential": False}
    small.add("addresses", **{**owner, **usual, **cells})
    return small


COLUMNS = ("Student_street", "Student_city", "Student_state", "Student_zip")


def address(small: Small) -> list[str]:
    [row] = small.export(populate_student_address=True).rows("students.csv")
    return [row[name] for name in COLUMNS]


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        ({}, ["3 Oak Rd, Apt 2", "Maple Hollow", "NJ", "07030"]),
        ({"line2": "", "zip": "07030-1102"}, ["3 Oak Rd", "Maple Hollow", "NJ", "07030-1102"]),
        ({"zip": "7030"}, ["3 Oak Rd, Apt 2", "Maple Hollow", "NJ", ""]),
        ({"is_confidential": True}, [""] * 4),
        ({"from": "2026-10-02"}, [""] * 4),
        ({"to": "2026-09-30"}, [""] * 4),
        ({"type": "MAILING"}, [""] * 4),
    ],
    ids=str,
)
def test_the_residence_address(cells, written):
    assert address(at_home(**cells)) == written


def test_the_latest_of_several_addresses_counts_and_an_open_start_is_the_earliest():
    small = at_home()
    owner = {"person_type": "STUDENT", "person_key": "1", "type": "RESIDENCE", "is_confidential": False}
    small.add("addresses", **owner, **{"from": "2026-09-01"}, line1="9 Hill Ln", city="C", state="NJ", zip="07030")
    assert address(small)[0] == "9 Hill Ln"


def test_what_is_odd_about_an_address_is_told():
    assert at_home(zip="7030").export(populate_student_address=True).keys("ZIP_INVALID") == ["1"]
    secret = at_home(is_confidential=True, zip="7030").export(populate_student_address=True)
    assert secret.keys("ADDRESS_CONFIDENTIAL") == ["1"]
    assert secret.keys("ZIP_INVALID") == []


def test_a_column_left_empty_has_no_findings_of_its_own():
    small = Small()
    small.student("1", race_code="Q", special_ed_status_description="Eligible")
    told = small.export()
    assert told.keys("CODE_UNMAPPED") == ["1"]
    assert told.keys("IEP_NOT_YN") == [""]
    hidden = small.export(mask_race=True, mask_iep_status=True)
    assert hidden.keys("CODE_UNMAPPED") == hidden.keys("IEP_NOT_YN") == []
