"""One file: headers, rows that fit and rows that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.clever.folders.reading import ROW, CsvFile, Fault, NoTable, read_csv
from roster_core.clever.spec.people import STUDENTS
from roster_core.clever.spec.teaching import ENROLLMENTS

HEADER = "School_id,Section_id,Student_id\n"


def read(content: str | bytes) -> CsvFile:
    file = read_csv(ENROLLMENTS, content.encode() if isinstance(content, str) else content)
    assert isinstance(file, CsvFile)
    return file


def test_rows_keep_their_texts_and_numbers():
    file = read(HEADER + 'MHE, 01 ,""\n\n"M,S","x ""y""",007\n')
    assert file.frame.rows() == [(2, "MHE", " 01 ", ""), (4, "M,S", 'x "y"', "007")]


def test_headers_are_known_in_any_case_and_with_spaces():
    file = read("school ID,SECTION_ID,\ufeffStudent  id,ext.x\n1,2,3,4\n")
    assert file.frame.columns == [ROW, "School_id", "Section_id", "Student_id", "ext.x"]


def test_of_a_header_that_is_there_twice_the_first_is_read():
    file = read("School_id,Section_id,Student_id,student id\n1,2,3,4\n")
    assert file.frame.rows() == [(2, "1", "2", "3")]


def test_rows_of_another_width_are_kept_apart():
    file = read(HEADER + "1,2,3\n1,2\n1,2,3,4\n1,2,3,\n")
    assert file.frame[ROW].to_list() == [2, 5]
    assert file.shifted.rows() == [(3, "1", "2", ""), (4, "1", "2", "3")]
    assert file.layout.widths.rows() == [(3, 2), (4, 4), (5, 4)]
    assert file.everywhere("Student_id").rows() == [(2, "3"), (3, ""), (4, "3"), (5, "3")]


def test_a_column_that_is_not_there_is_blank_everywhere():
    assert read(HEADER + "1,2,3\n").everywhere("Password").rows() == [(2, "")]


@pytest.mark.parametrize("header", ["*", "^a.*$", "", "row", " row", "value", "_value", "Student_id new"])
def test_no_header_is_taken_for_something_else(header):
    file = read(f"School_id,Section_id,Student_id,{header}\n1,2,3,4\n")
    assert file.frame.select(ROW, "School_id", "Student_id").rows() == [(2, "1", "3")]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NO_HEADER),
        (b"\xef\xbb\xbf", Fault.NO_HEADER),
        (b"\n\n", Fault.NO_HEADER),
        (b"1,2,3\n", Fault.NO_HEADER),
        (b"School_id\tSection_id\tStudent_id\n", Fault.NO_HEADER),
        (b"PK\x03\x04", Fault.UNREADABLE),
        (bytes(range(32)) * 9, Fault.UNREADABLE),
        (b"School_id" + b"," * 2_000, Fault.UNREADABLE),
    ],
)
def test_what_is_no_table_says_why(content, fault):
    told = read_csv(ENROLLMENTS, content)
    assert isinstance(told, NoTable)
    assert told.fault is fault
    assert told.why


def test_tabs_instead_of_commas_are_named():
    told = read_csv(ENROLLMENTS, b"School_id\tSection_id\tStudent_id\n1\t2\t3\n")
    assert isinstance(told, NoTable)
    assert "tabs" in told.why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_names_are_read_in_any_usual_encoding(encoding):
    file = read_csv(STUDENTS, "School_id,Student_id,First_name\nMHE,1,José\n".encode(encoding))
    assert isinstance(file, CsvFile)
    assert file.frame["First_name"].to_list() == ["José"]
    assert (file.layout.bad_line > 0) == (not encoding.startswith("utf-8"))


@given(st.binary(max_size=80))
def test_any_bytes_below_a_header_give_rows_of_text(content):
    file = read(HEADER.encode() + content)
    assert file.frame.null_count().sum_horizontal().item() == 0
    rows = [*file.frame[ROW], *file.shifted[ROW], *file.layout.blank_rows]
    assert sorted(rows) == list(range(2, len(rows) + 2))
