import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from roster_core.clever.columns import Need, Table
from roster_core.clever.files import schools, sections, staff, teachers
from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.sections import enrollments
from roster_core.clever.students import columns as students
from tests.clever.exporting import Exported, export
from tests.clever.golden_export import FILES, FINDINGS, NOT_SHOWN
from tests.conftest import GOLDEN
from tests.roster.golden_roster import golden

TABLES = (schools.TABLE, students.TABLE, teachers.TABLE, sections.TABLE, enrollments.TABLE, staff.TABLE)
LAYOUTS = {layout: ExportOptions(column_layout=layout) for layout in ("clever", "genesis")}


@pytest.fixture(scope="module")
def baseline() -> Exported:
    return export(golden())


def shown(text: str) -> str:
    frame = pl.read_csv(text.encode(), infer_schema=False)
    return frame.drop(NOT_SHOWN, strict=False).write_csv()


@pytest.mark.parametrize("name", FILES)
def test_the_golden_roster_gives_the_golden_file(baseline, name):
    text = shown(baseline.files[name]) if name == "students.csv" else baseline.files[name]
    assert text == FILES[name]


def test_the_golden_roster_gives_the_golden_findings(baseline):
    assert len(baseline.told) == len(FINDINGS)
    assert set(baseline.told) == FINDINGS


def test_the_once_only_finding_counts_its_students(baseline):
    [message] = baseline.findings.filter(pl.col("code") == "IEP_NOT_YN")["message"]
    assert "of 2 students" in message


def test_schools_are_written_with_their_principal(baseline):
    assert baseline.files["schools.csv"] == (
        "School_id,School_name,State_id,Nces_id,School_address,School_city,School_state,School_zip,School_phone,"
        "Low_grade,High_grade,Principal,Principal_email\n"
        "MHE,Maple Hollow Elementary,,,,,,,,,,,\n"
        "MHS,Maple Hollow High,,,,,,,,,,Grace Hale,ghale@maplehollow.example\n"
        "MMS,Millbrook Middle,,,,,,,,,,,\n"
    )


def test_columns_that_the_golden_listing_leaves_out_are_written_too(baseline):
    row = baseline.row("students.csv", Student_id="0104233")
    assert row["Dob"] == "03/09/2021"
    assert [row[name] for name in NOT_SHOWN if name != "Dob"] == [""] * 6


def test_no_other_file_is_written(baseline):
    assert sorted(baseline.files) == sorted([*FILES, "schools.csv"])
    assert baseline.counts == {name: text.count("\n") - 1 for name, text in baseline.files.items()}


def test_findings_about_a_person_lead_to_that_person(baseline):
    links = dict(baseline.findings.filter(pl.col("person") != "").select("row_key", "person").unique().iter_rows())
    assert links == {"0104871": "student:0104871", "2010": "staff:2010"}


def test_every_row_has_as_many_cells_as_the_header(baseline):
    for text in baseline.files.values():
        widths = {len(row) for row in csv.reader(io.StringIO(text))}
        assert len(widths) == 1


GENESIS_STUDENTS = (
    "School_id,Student_id,Student_number,State_id,Last_name,Middle_name,First_name,Gender,Dob,Grade,Race,"
    "Hispanic_Latino,Ell_status,Frl_status,Iep_status,Student_zip,Student_email,Contact_name,Contact_type,"
    "Contact_phone,Contact_email,Username,Password"
)


def test_the_layout_genesis_has_the_headers_of_the_source():
    assert students.TABLE.header(LAYOUTS["genesis"]) == GENESIS_STUDENTS.split(",")
    assert "School_number" not in schools.TABLE.header(LAYOUTS["genesis"])


def test_the_layout_clever_adds_four_columns_and_spells_two_differently():
    wanted = GENESIS_STUDENTS.replace("Dob", "DOB").replace("Iep_status", "IEP_status")
    wanted = wanted.replace("Contact_email", "Contact_email,Contact_relationship,Contact_phone_type,Contact_sis_id")
    assert students.TABLE.header(LAYOUTS["clever"]) == wanted.split(",")
    assert schools.TABLE.header(LAYOUTS["clever"])[:4] == ["School_id", "School_name", "School_number", "State_id"]


def test_the_layout_clever_writes_the_contact_identity():
    row = export(golden(), column_layout="clever").row("students.csv", Student_id="0104233")
    assert row["Contact_sis_id"] == "C1"
    assert row["Contact_phone_type"] == "Cell"
    assert row["Contact_relationship"] == ""
    assert row["DOB"] == "03/09/2021"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_our_columns_are_those_of_the_clever_reference(table: Table):
    path = Path(GOLDEN).parent / "clever-sftp-spec.json"
    required = {
        column["name"]: column["required"] is True
        for column in json.loads(path.read_text(encoding="utf-8"))[table.name]["columns"]
    }
    present = table.present(LAYOUTS["clever"])
    assert [column.name for column in present if column.name not in required] == []
    assert {c.name for c in present if c.need is Need.REQUIRED} == {c.name for c in present if required[c.name]}
    missing = [name for name, needed in required.items() if needed and name not in {c.name for c in present}]
    assert missing == []
