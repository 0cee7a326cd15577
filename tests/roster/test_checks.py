"""What becomes of the rows that the checks of the load refuse, blank or take."""

import polars as pl
import pytest

from roster_core.roster.layout import FILE_BY_NAME, FILES
from roster_core.roster.notation import CellType
from tests.roster.changed_roster import again, cell, error, judged
from tests.roster.golden_roster import golden, load, told


def test_a_refused_row_takes_no_key_and_rows_that_need_it_are_refused_in_turn():
    checked = judged(cell("students", 2, "last_name", ""), again("students", 2, last_name="Ortega"))
    assert told(checked) == [error("CELL_REQUIRED", "students", 2, "last_name")]
    checked = judged(cell("contact_persons", 2, "last_name", ""))
    assert told(checked) == [
        error("CELL_REQUIRED", "contact_persons", 2, "last_name"),
        error("REF_UNKNOWN", "emails", 2, "source_id"),
        error("REF_UNKNOWN", "phones", 2, "person_key"),
        error("REF_UNKNOWN", "student_contacts", 2, "source_id"),
    ]


@pytest.mark.parametrize("file", [file for file in FILES if golden()[file.name]], ids=lambda file: file.name)
def test_a_file_without_rows_has_the_columns_of_one_whose_rows_are_all_refused(file):
    nothing, refused = golden(), golden()
    nothing[file.name] = []
    for row in refused[file.name]:
        row |= {column.name: "" for column in file.columns if column.required}
    empty, emptied = (load(roster).tables[file.name] for roster in (nothing, refused))
    assert (empty.height, empty.schema) == (emptied.height, emptied.schema)


def test_a_row_refused_as_an_overlap_takes_no_key():
    later = {"school_code": "MMS", "entry_date": "2027-01-04", "homeroom_code": ""}
    checked = judged(
        again("student_enrollments", 2, **later),  # overlaps the first
        again("student_enrollments", 2, **later, is_primary="false"),  # has its key
        again("student_enrollments", 2, **later, is_primary="false"),
    )
    assert told(checked) == [
        error("KEY_DUPLICATE", "student_enrollments", 11),
        error("PRIMARY_OVERLAP", "student_enrollments", 9),
    ]


def test_a_row_refused_for_its_key_covers_no_dates():
    later = {"entry_date": "2027-01-04", "exit_date": "", "homeroom_code": ""}
    checked = judged(
        cell("student_enrollments", 2, "exit_date", "2026-10-01"),
        again("student_enrollments", 2, **later, is_primary="false"),
        again("student_enrollments", 2, **later),  # the key of the one before
        again("student_enrollments", 2, **later | {"school_code": "MMS", "entry_date": "2027-02-01"}),
    )
    assert told(checked) == [error("KEY_DUPLICATE", "student_enrollments", 10)]


def test_a_contact_refused_for_its_place_takes_no_key():
    checked = judged(
        again("student_contacts", 2, source_id="C2"),  # the place of the first
        again("student_contacts", 2, source_id="C2", sequence="2"),
    )
    assert told(checked) == [error("KEY_DUPLICATE", "student_contacts", 7)]


def test_a_blanked_value_is_free_for_nobody_but_the_first():
    changes = [cell("students", record, "state_id", "7012345678") for record in (2, 3, 4)]
    checked = judged(*changes, cell("students", 2, "last_name", ""))
    held = checked.tables["students"].select("district_number", "state_id").head(2).rows()
    assert held == [("0104871", "7012345678"), ("0101118", None)]


def test_order_matters_only_for_what_the_first_row_takes():
    reversed_ = golden()
    for rows in reversed_.values():
        rows.reverse()
    expected = judged().tables
    for name, table in load(reversed_).tables.items():
        key = FILE_BY_NAME[name].key
        columns = FILE_BY_NAME[name].headers
        assert table.select(columns).sort(key).equals(expected[name].select(columns).sort(key))


def test_references_take_the_spelling_of_the_record_referred_to():
    checked = judged(
        cell("courses", 2, "school_code", "mhe"),
        cell("sections", 2, "school_code", "mHe"),
        cell("user_text_values", 2, "applies_to", "student"),
        cell("user_text_values", 2, "user_text_code", "homesch"),
        cell("user_text_values", 2, "value", "mhs"),
        cell("student_enrollments", 2, "homeroom_code", "102"),
        cell("phones", 2, "person_key", "c1"),
        cell("staff", 2, "primary_school_code", "mms"),
    )
    assert checked.findings.is_empty()
    tables = checked.tables
    assert tables["courses"]["school_code"][0] == tables["sections"]["school_code"][0] == "MHE"
    assert tables["user_text_values"].select("applies_to", "user_text_code", "value").row(0) == (
        "STUDENT",
        "HOMESCH",
        "mhs",
    )
    assert tables["phones"]["person_key"][0] == "C1"
    assert tables["staff"]["primary_school_code"][0] == "MMS"


def test_blanked_cells_are_blank_and_defaults_take_the_place_of_soft_ones():
    checked = judged(
        cell("phones", 2, "type", "PAGER"),
        cell("students", 2, "hispanic", "maybe"),
        cell("students", 2, "status", ""),
        cell("staff", 2, "primary_school_code", "XYZ"),
        cell("courses", 2, "is_graded", ""),
    )
    tables = checked.tables
    assert tables["phones"]["type"][0] == "OTHER"
    assert tables["students"].select("hispanic", "status").row(0) == (None, "ACTIVE")
    assert tables["staff"]["primary_school_code"][0] is None
    assert tables["courses"].select("is_graded", "is_online", "user_flag_1").row(0) == (True, False, None)


def test_tables_are_typed_in_the_order_of_the_layout():
    for name, table in judged().tables.items():
        for column in FILE_BY_NAME[name].columns:
            assert table.schema[column.name] == column.type.dtype
    assert {CellType.DATE.dtype, CellType.BOOLEAN.dtype, CellType.WHOLE.dtype} == {pl.Date, pl.Boolean, pl.Int64}


def test_without_a_district_to_load_into_the_roster_decides():
    assert not judged(cell("district", 2, "code", "ANY"), code=None).refused


def test_a_student_with_very_many_enrollments_is_settled():
    roster = golden()
    template = roster["student_enrollments"][0] | {"homeroom_code": ""}
    days = pl.date_range(pl.date(2026, 7, 1), pl.date(2027, 6, 30), eager=True).to_list()
    roster["student_enrollments"] = [
        template | {"school_code": school, "entry_date": str(day), "exit_date": str(day)}
        for school in ("MHE", "MMS", "MHS")
        for day in days
    ]
    checked = load(roster)
    assert checked.tables["student_enrollments"].height == 365
    assert checked.findings["code"].unique().to_list() == ["PRIMARY_OVERLAP"]
