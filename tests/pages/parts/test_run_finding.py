import pytest

from pages.parts.run_finding import KEYS, ROW, find_rows
from roster_core.journeys.export_runs import FILE_ORDER


@pytest.fixture
def students(tmp_path):
    path = tmp_path / "students.csv"
    path.write_text(
        "School_id,Student_id,Grade,Contact_sis_id\n"
        "MHE,0104233,KF,C1\n"
        "MHE,0104233,KF,\n"
        'MHS,0104234,,"C/1"\n'
        "MHS,104233,11,C1\n",
        encoding="utf-8",
    )
    return path


def _numbers(path, row_key, column="Grade"):
    rows = find_rows(path, {"file": path.name, "row_key": row_key, "column": column})
    return rows[ROW].to_list()


def test_every_file_of_a_run_has_a_key():
    assert {name for name in FILE_ORDER if name != "admins.csv"} == set(KEYS)


def test_a_row_is_found_by_its_key_as_text(students):
    assert _numbers(students, "0104233") == [2, 3]
    assert _numbers(students, "0104234") == [4]


def test_a_row_is_found_by_its_key_and_contact(students):
    assert _numbers(students, "0104233/C1") == [2]
    assert _numbers(students, "0104234/C2") == []


def test_a_finding_about_a_value_finds_the_rows_that_have_it(students):
    assert _numbers(students, "KF") == [2, 3]
    assert _numbers(students, "KF", column="") == []


def test_a_file_without_the_second_column_is_searched_by_the_first(students):
    header, *rows = (line.rpartition(",")[0] for line in students.read_text(encoding="utf-8").splitlines())
    students.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    assert _numbers(students, "0104233") == [2, 3]
    assert _numbers(students, "0104233/C1") == []


def test_blank_cells_come_back_as_blank_text(students):
    rows = find_rows(students, {"file": "students.csv", "row_key": "0104234", "column": "Grade"})
    assert rows["Grade"].to_list() == [""]


def test_a_section_is_found_by_what_findings_call_it_whatever_stands_before_its_id(tmp_path):
    path = tmp_path / "sections.csv"
    path.write_text(
        "School_id,Section_id\nMMS,2026-27-RiveraM-MMS-0711-02\nMMS,2026-27-MMS-0711-021\n", encoding="utf-8"
    )
    assert _numbers(path, "MMS-0711-02", column="Name") == [2]
