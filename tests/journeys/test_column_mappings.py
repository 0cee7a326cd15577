"""Column mappings saved under a name, and loads that use them."""

from pathlib import Path

import pytest

from roster_core.access.rights import Right, granted
from roster_core.journeys.column_mappings import find_mapping, read_mappings, save_mapping
from roster_core.journeys.roster_loads import read_findings
from roster_core.refusals import Refusal
from tests.journeys.conftest import Desk

STUDENTS = 'Kennung,LastFirst,SchoolID,Grade_Level,DOB\n0104233,"Ortega, Ana",MHE,0,3/9/21\n'
MAPPING = {
    "sheets": [
        {
            "file": "pupils.csv",
            "feeds": "students",
            "columns": {
                "district_number": "Kennung",
                "name": "LastFirst",
                "school_code": "SchoolID",
                "state_grade_code": "Grade_Level",
                "birth_date": "DOB",
            },
        }
    ]
}
FACTS = {"district_code": "MHSD", "district_name": "Maple Hollow", "school_year": "2026-27"}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "pupils.csv").write_text(STUDENTS)
    return folder


def test_a_mapping_is_saved_read_and_replaced(desk: Desk) -> None:
    save_mapping(desk.store, desk.user, " Genesis ", MAPPING)
    save_mapping(desk.store, desk.user, "Aeries", {"sheets": []})
    assert read_mappings(desk.store, desk.user) == {"Aeries": {"sheets": []}, "Genesis": MAPPING}
    save_mapping(desk.store, desk.user, "Genesis", {"sheets": []})
    assert find_mapping(desk.store, desk.user, "Genesis") == {"sheets": []}
    with pytest.raises(Refusal, match="Aeries, Genesis"):
        find_mapping(desk.store, desk.user, "Skyward")
    with pytest.raises(Refusal, match="no name"):
        save_mapping(desk.store, desk.user, " ", MAPPING)


def test_a_saved_mapping_reads_headers_that_nobody_could_guess(desk: Desk, export: Path) -> None:
    save_mapping(desk.store, desk.user, "Genesis", MAPPING)
    mapping = find_mapping(desk.store, desk.user, "Genesis")
    view = desk.check(export, mapping=mapping, facts=FACTS)
    assert view.format == "mapped"
    assert view.counts["students"]["added"] == 1
    assert view.counts["student_enrollments"]["added"] == 1


def test_next_years_file_without_a_mapped_column_is_refused_with_its_name(desk: Desk, export: Path) -> None:
    (export / "pupils.csv").write_text(STUDENTS.replace("Kennung", "Nummer"))
    view = desk.check(export, mapping=MAPPING, facts=FACTS)
    assert view.state == "refused"
    told = read_findings(desk.store, desk.user, view.load_id).filter(code="MAPPING_COLUMN_GONE")
    assert told.height == 1
    assert "Kennung" in told["message"].item()


def test_without_the_right_no_mapping_is_read_or_saved(desk: Desk) -> None:
    nobody = granted("nobody", "Nobody", frozenset(Right) - {Right.ROSTER_LOAD})
    with pytest.raises(Refusal, match="roster_load"):
        read_mappings(desk.store, nobody)
    with pytest.raises(Refusal, match="roster_load"):
        save_mapping(desk.store, nobody, "x", MAPPING)
