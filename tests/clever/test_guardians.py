"""The guardian of a student with every option off (export-options §4.8)."""

import polars as pl
import pytest

from roster_core.clever.people.phones import phone_digits, zip_code
from tests.clever.small import Small


@pytest.fixture
def small() -> Small:
    roster = Small()
    roster.student("1")
    return roster


CONTACT = ("Contact_name", "Contact_type", "Contact_phone", "Contact_email")


def contact(small: Small) -> list[str]:
    [row] = small.export().rows("students.csv")
    return [row[name] for name in CONTACT]


def test_the_first_guardian_is_written(small):
    small.guardian(
        "1", "C1", 1, first_name="Rita", last_name="Dunn", phones=("201-555-0110",), emails=("r@example.org",)
    )
    small.guardian("1", "C2", 2)
    assert contact(small) == ["Rita Dunn", "Parent/Guardian", "2015550110", "r@example.org"]


def test_a_student_without_guardian_has_one_row_with_empty_contact_cells(small):
    assert contact(small) == [""] * 4


def test_nobody_takes_the_place_of_a_first_guardian_with_a_custody_issue(small):
    small.guardian("1", "C1", 1, custody_issue=True)
    small.guardian("1", "C2", 2)
    result = small.export()
    assert contact(small) == [""] * 4
    assert result.keys("CUSTODY_LEFT_NO_CONTACT") == ["1"]


def test_nobody_is_promoted_to_first_guardian(small):
    small.guardian("1", "C2", 2)
    small.guardian("1", "C3", 3, custody_issue=True)
    assert contact(small) == [""] * 4
    assert small.export().keys("CUSTODY_LEFT_NO_CONTACT") == []


@pytest.mark.parametrize(
    "cells",
    [
        {"type": "EMERGENCY"},
        {"type": "OTHER"},
        {"status": "INACTIVE"},
        {"from": "2026-10-02"},
        {"to": "2026-09-30"},
    ],
    ids=str,
)
@pytest.mark.parametrize("custody", [True, False])
def test_a_contact_that_does_not_count_is_neither_written_nor_mentioned(small, cells, custody):
    small.guardian("1", "C1", 1, custody_issue=custody, **cells)
    assert contact(small) == [""] * 4
    assert small.export().codes("1") == []


@pytest.mark.parametrize("cells", [{"from": "2026-10-01"}, {"to": "2026-10-01"}], ids=str)
def test_both_ends_of_a_contact_count(small, cells):
    small.guardian("1", "C1", 1, **cells)
    assert contact(small)[0] == "Pat C1"


def test_a_guardian_with_one_name_has_no_space_before_it(small):
    small.guardian("1", "C1", 1, first_name="", last_name="Cher")
    assert contact(small)[0] == "Cher"


PHONES = [
    ("201-555-0110", "2015550110"),
    ("(201) 555.0110", "2015550110"),
    ("1-201-555-0110", "2015550110"),
    ("+1 201 555 0110", "2015550110"),
    ("201-555-0110 x23", "2015550110"),
    ("201-555-0110 ext. 23", "2015550110"),
    ("201-555-0110 EXT 23", "2015550110"),
    ("x201-555-0110", None),
    ("2-201-555-0110", None),
    ("555-0110", None),
    ("none", None),
    ("201-555-01100", None),
    ("٢٠١-555-0110", None),
]


@pytest.mark.parametrize(("number", "digits"), PHONES)
def test_ten_digits_or_none(number, digits):
    frame = pl.DataFrame({"number": [number]})
    assert frame.select(phone_digits(pl.col("number"))).item() == digits


@pytest.mark.parametrize(
    ("zipped", "kept"),
    [
        ("07030", True),
        ("07030-1102", True),
        ("0703", False),
        ("07030-11", False),
        ("070301102", False),
        ("O7030", False),
    ],
)
def test_zip_codes(zipped, kept):
    frame = pl.DataFrame({"zip": [zipped]})
    assert frame.select(zip_code(pl.col("zip"))).item() == (zipped if kept else None)


def test_the_first_phone_counts_even_if_it_is_none(small):
    small.guardian("1", "C1", 1, phones=("555-0110", "201-555-0199"))
    result = small.export()
    assert contact(small)[2] == ""
    assert result.keys("PHONE_INVALID") == ["1/C1"]
    [person] = result.findings.filter(pl.col("code") == "PHONE_INVALID")["person"]
    assert person == "student:1"


def test_the_phone_of_a_guardian_who_is_not_written_is_not_judged(small):
    small.guardian("1", "C1", 1, custody_issue=True, phones=("12",))
    small.guardian("1", "C2", 2, phones=("12",))
    assert small.export().keys("PHONE_INVALID") == []


def test_the_phone_of_siblings_is_judged_for_each(small):
    small.student("2")
    small.guardian("1", "C1", 1, phones=("12",))
    small.add("student_contacts", district_number="2", source_id="C1", type="GUARDIAN", sequence=1, custody_issue=False)
    assert small.export().keys("PHONE_INVALID") == ["1/C1", "2/C1"]


def test_the_first_address_that_is_one_is_written(small):
    small.guardian("1", "C1", 1, emails=("nobody", "r@example.org", "s@example.org"))
    assert contact(small)[3] == "r@example.org"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        *[(code, "Parent") for code in ("MOTHER", "FATHER", "STEPPARENT", "FOSTER", "GUARDIAN", "PARENT", "mother")],
        ("GRANDPARENT", "Grandparent"),
        ("AUNT", "Aunt/Uncle"),
        ("UNCLE", "Aunt/Uncle"),
        ("SIBLING", "Sibling"),
        ("SELF", "Self"),
        ("NEIGHBOR", "Other"),
        ("OTHER", "Other"),
        ("", ""),
    ],
)
def test_the_relationship_in_the_layout_of_today(small, code, word):
    small.guardian("1", "C1", 1, relationship_code=code)
    [row] = small.export(column_layout="clever").rows("students.csv")
    assert row["Contact_relationship"] == word


def test_the_type_of_a_phone_goes_with_the_phone(small):
    small.student("2")
    small.guardian("1", "C1", 1, phones=("201-555-0110",))
    small.guardian("2", "C2", 1, phones=("12",))
    small.add("phones", person_type="GUARDIAN", person_key="C1", sequence=2, type="WORK", number="201-555-0111")
    rows = small.export(column_layout="clever").rows("students.csv")
    assert [row["Contact_phone_type"] for row in rows] == ["Cell", ""]
    assert [row["Contact_sis_id"] for row in rows] == ["C1", "C2"]
