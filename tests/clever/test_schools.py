"""schools.csv and principals (export-options §3, §6.4)."""

import pytest

from tests.clever.small import Small


def test_the_columns_of_a_school():
    small = Small()
    small.roster["schools"] = []
    small.school(
        "MHE",
        year_term=False,
        name="Maple, Hollow",
        school_number="050",
        state_school_id="030-1234-050",
        nces_id="340000000050",
        address="1 Elm St",
        city="Maple Hollow",
        state="NJ",
        zip="07030",
        phone="(201) 555-0100 ext 2",
        low_grade="KF",
        high_grade="05",
    )
    [row] = small.export(column_layout="clever").rows("schools.csv")
    assert list(row.values()) == [
        "MHE",
        "Maple, Hollow",
        "050",
        "030-1234-050",
        "340000000050",
        "1 Elm St",
        "Maple Hollow",
        "NJ",
        "07030",
        "2015550100",
        "",
        "",
        "",
        "",
    ]


def test_the_school_number_falls_back_to_the_code():
    assert Small().export(column_layout="clever").column("schools.csv", "School_number") == ["MHE"]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [({"phone": "555-0100"}, "School_phone", "PHONE_INVALID"), ({"zip": "7030"}, "School_zip", "ZIP_INVALID")],
)
def test_what_cannot_be_right_stays_empty(cells, column, code):
    small = Small()
    small.school("AAA", **cells)
    result = small.export()
    assert result.row("schools.csv", School_id="AAA")[column] == ""
    assert result.keys(code) == ["AAA"]


def test_what_is_blank_is_not_mentioned():
    result = Small().export()
    assert result.keys("PHONE_INVALID") == []
    assert result.keys("ZIP_INVALID") == []


def principal(small: Small) -> tuple[str, str]:
    result = small.export()
    row = result.row("schools.csv", School_id="MHE")
    assert ("MHE" in result.keys("PRINCIPAL_MISSING")) is (row["Principal"] == "")
    return row["Principal"], row["Principal_email"]


def test_the_principal_of_a_school_holds_the_role_there():
    small = Small()
    small.school("MMS", "MIDDLE")
    small.staff("2006", schools=("MMS",))
    small.role("2006", "principal", "MHE")
    assert principal(small) == ("Given2006 Family2006", "t2006@example.org")
    assert small.export().keys("PRINCIPAL_MISSING") == ["MMS"]


def test_a_role_without_a_school_counts_where_the_person_is_assigned():
    small = Small()
    small.school("MMS", "MIDDLE")
    small.staff("2006", schools=("MHE",))
    small.role("2006", "PRINCIPAL")
    assert principal(small)[0] == "Given2006 Family2006"
    assert small.export().keys("PRINCIPAL_MISSING") == ["MMS"]


@pytest.mark.parametrize(
    "cells",
    [{"employment_status": "TERMINATED"}, {"status": "INACTIVE"}, {"is_shared_record": True}],
    ids=str,
)
def test_whoever_is_not_active_or_no_person_is_no_principal(cells):
    small = Small()
    small.staff("2001")
    small.staff("2002")
    small.staff("2006", **cells)
    for place, member in enumerate(("2001", "2002"), 1):
        if "is_shared_record" in cells:
            small.add("shared_teacher_members", shared_staff_id="2006", member_staff_id=member, sequence=place)
    small.role("2006", "PRINCIPAL", "MHE")
    assert principal(small) == ("", "")


def test_a_role_of_another_year_or_another_role_makes_no_principal():
    small = Small()
    small.add("school_years", school_year="2025-26", start_date="2025-07-01", end_date="2026-06-30")
    small.staff("2006")
    small.role("2006", "PRINCIPAL", "MHE", year="2025-26")
    small.role("2006", "VICE_PRINCIPAL", "MHE")
    assert principal(small) == ("", "")


@pytest.mark.parametrize(
    ("sequences", "first"),
    [(("2", "1"), "2002"), (("", "9"), "2002"), (("", ""), "2001"), (("1", "1"), "2001")],
)
def test_of_several_principals_the_lowest_sequence_counts_then_the_staff_id(sequences, first):
    small = Small()
    for staff_id, sequence in zip(("2001", "2002"), sequences, strict=True):
        small.staff(staff_id, schools=(), primary_school_code="MHE")
        small.assign(staff_id, "MHE", sequence=sequence)
        small.role(staff_id, "PRINCIPAL", "MHE")
    assert principal(small)[0] == f"Given{first} Family{first}"


def test_a_principal_who_is_not_assigned_comes_after_those_who_are():
    small = Small()
    small.staff("2001", schools=())
    small.staff("2002", schools=())
    small.assign("2002", "MHE", sequence="7")
    for staff_id in ("2001", "2002"):
        small.role(staff_id, "PRINCIPAL", "MHE")
    assert principal(small)[0] == "Given2002 Family2002"


def test_the_address_of_a_principal_is_the_one_that_is_sent():
    small = Small()
    small.staff("2006", work_email="nobody")
    small.role("2006", "PRINCIPAL", "MHE")
    assert principal(small) == ("Given2006 Family2006", "")
