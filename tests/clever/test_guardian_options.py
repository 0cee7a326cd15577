"""Which guardians are written and with which phones (export-options §4.8)."""

from typing import Any

import pytest

from tests.clever.exporting import export
from tests.clever.small import classroom
from tests.roster.golden_roster import golden

CHLOE = "0101118"
ALL: dict[str, Any] = {"include_all_guardians": True}
CUSTODY: dict[str, Any] = {"include_custody_issue_guardians": True}
APART: dict[str, Any] = {"avoid_duplicate_guardian_phones": True}


@pytest.mark.parametrize(
    ("options", "written"),
    [
        ({}, ["Rita 2015550110"]),
        (ALL, ["Rita 2015550110", "Tom 2015550110"]),
        ({**ALL, **APART}, ["Rita 2015550110", "Tom 2015550123"]),
        ({**ALL, **CUSTODY, **APART}, ["Rita 2015550110", "Tom 2015550123", "Sam 2015550177"]),
        ({**ALL, **CUSTODY, **APART, "hide_contact_info": True}, [""]),
    ],
    ids=str,
)
def test_the_guardians_of_the_example(options, written):
    rows = [row for row in export(golden(), **options).rows("students.csv") if row["Student_id"] == CHLOE]
    told = [f"{row['Contact_name'].partition(' ')[0]} {row['Contact_phone']}".strip() for row in rows]
    assert told == written


def test_guardians_with_a_custody_issue_are_counted_once():
    result = export(golden(), **ALL, **CUSTODY)
    assert result.keys("CUSTODY_CONTACTS_INCLUDED") == [""]
    [message] = result.findings.filter(result.findings["code"] == "CUSTODY_CONTACTS_INCLUDED")["message"]
    assert message.startswith("2 guardians ")


def test_a_student_whom_custody_leaves_without_contact_is_told_with_all_guardians_too():
    small = classroom()
    small.guardian("1", "G1", 1, custody_issue=True)
    small.guardian("1", "G2", 2, custody_issue=True)
    assert small.export(**ALL).keys("CUSTODY_LEFT_NO_CONTACT") == ["1"]
    small.guardian("1", "G3", 3)
    assert small.export(**ALL).keys("CUSTODY_LEFT_NO_CONTACT") == []
    assert small.export().keys("CUSTODY_LEFT_NO_CONTACT") == ["1"]


def test_six_guardians_are_five_rows_and_a_warning():
    small = classroom()
    for place in range(1, 7):
        small.guardian("1", f"G{place}", place)
    result = small.export(**ALL)
    assert len(result.rows("students.csv")) == 5
    assert result.keys("CONTACTS_OVER_FIVE") == ["1"]
    [message] = result.findings.filter(result.findings["code"] == "CONTACTS_OVER_FIVE")["message"]
    assert "Pat G6" in message


@pytest.mark.parametrize(
    ("phones", "written"),
    [
        ((("201-555-0110",), ("201-555-0110",)), ["2015550110", "2015550110"]),  # none is free: the first all the same
        ((("201-555-0110",), ("12", "201-555-0110", "201-555-0123")), ["2015550110", "2015550123"]),
        ((("12",), ("201-555-0110",)), ["", "2015550110"]),
        (((), ("1 (201) 555-0110 x7",), ("201-555-0110", "2015550199")), ["", "2015550110", "2015550199"]),
    ],
    ids=str,
)
def test_each_guardian_takes_the_first_free_phone(phones, written):
    small = classroom()
    for place, numbers in enumerate(phones, 1):
        small.guardian("1", f"G{place}", place, phones=numbers)
    assert small.export(**ALL, **APART).column("students.csv", "Contact_phone") == written


def test_with_one_guardian_the_phones_option_has_no_effect():
    small = classroom()
    small.guardian("1", "G1", phones=("12", "201-555-0110"))
    for options, phone, told in ((APART, "", ["1/G1"]), ({**ALL, **APART}, "2015550110", [])):
        result = small.export(**options)
        assert result.column("students.csv", "Contact_phone") == [phone]
        assert result.keys("PHONE_INVALID") == told


def test_two_students_of_one_family_do_not_compete_for_phones():
    small = classroom()
    small.student("2")
    small.guardian("1", "G1", phones=("201-555-0110",))
    small.add(
        "student_contacts", district_number="2", source_id="G1", sequence="1", type="GUARDIAN", custody_issue="false"
    )
    assert small.export(**ALL, **APART).column("students.csv", "Contact_phone") == ["2015550110", "2015550110"]
