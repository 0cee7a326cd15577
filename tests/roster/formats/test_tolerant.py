"""Any bytes become sheets of text, and what was wrong with them is told."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.roster.formats.plain_csv import plain_sheet
from roster_core.roster.formats.tolerant import _text_sheet, read_sheets
from roster_core.roster.intake import ROW
from tests.roster.formats.workbooks import BOOK, workbook


def read(content):
    (sheet,) = read_sheets("x.csv", content.encode() if isinstance(content, str) else content)
    return sheet


def told(sheet):
    return list(sheet.findings.select("severity", "code", "row_key").sort("code", "row_key").iter_rows())


def rows(sheet):
    return [(*row[:-2], row[-1]) for row in sheet.frame.iter_rows()]


def test_a_clean_file_is_read_without_a_word():
    sheet = read("ID,Name\n0104233,Ana\n0104871,Ben\n")
    assert rows(sheet) == [("0104233", "Ana", 2), ("0104871", "Ben", 3)]
    assert sheet.findings.is_empty()


def test_headers_keep_their_case_and_lose_spaces_and_marks():
    sheet = read("\ufeff\ufeff Student ID , LAST_name\n1,Ortega\n")
    assert sheet.headers == ("Student ID", "LAST_name")
    assert sheet.has("student_id", "Last Name")


def test_rows_are_numbered_as_a_spreadsheet_does_with_blank_lines_counted():
    assert read("a,b\n\n1,x\n,\n  , \n2,y\n").frame[ROW].to_list() == [3, 6]


def test_titles_above_the_header_are_passed_over():
    sheet = read("Student report\n\nID,Name\n1,Ana\n")
    assert (sheet.headers, rows(sheet), told(sheet)) == (
        ("ID", "Name"),
        [("1", "Ana", 4)],
        [("info", "HEADER_LOWER", "")],
    )


def test_the_text_rule_holds_in_every_cell():
    assert rows(read('a,b\n" one\ttwo\n three ",Re\u0301my\n')) == [("one two three", "Rémy", 2)]


def test_a_row_too_long_is_left_out_with_its_number():
    sheet = read("a,b\n1,x\n2,y,z\n3,w,\n")
    assert rows(sheet) == [("1", "x", 2), ("3", "w", 4)]
    assert told(sheet) == [("error", "ROW_WIDTH", "#3")]
    assert sheet.findings["message"][0] == "The row has 3 cells, the header has 2; the row was left out."


def test_a_short_row_is_left_out_where_the_writer_writes_blank_ends():
    sheet = read("a,b,c\n1,x,\n2,y\n3,w,v\n")
    assert rows(sheet) == [("1", "x", None, 2), ("3", "w", "v", 4)]
    assert told(sheet) == [("error", "ROW_WIDTH", "#3")]


def test_short_rows_are_padded_where_the_writer_leaves_blank_ends_off():
    sheet = read("a,b,c\n1,x,p\n2,y\n3,w,v\n")
    assert rows(sheet) == [("1", "x", "p", 2), ("2", "y", None, 3), ("3", "w", "v", 4)]
    assert told(sheet) == [("warning", "ROWS_PADDED", "")]


def test_half_a_file_keeps_its_whole_rows_and_is_told_as_cut():
    sheet = read("a,b,c\n1,x,p\n2,y,q\n3,w")
    assert rows(sheet) == [("1", "x", "p", 2), ("2", "y", "q", 3)]
    assert told(sheet) == [("error", "FILE_CUT", "#4")]


def test_a_file_cut_within_quotes_keeps_its_whole_rows():
    sheet = read('a,b,c\n1,x,p\n2,y,q\n3,"w')
    assert rows(sheet) == [("1", "x", "p", 2), ("2", "y", "q", 3)]
    assert told(sheet) == [("error", "FILE_CUT", "#4"), ("warning", "QUOTE_OPEN", "#4")]


def test_an_unclosed_quote_is_told_with_its_row():
    sheet = read('a,b\n1,"x\n2,y\n')
    assert (rows(sheet), told(sheet)) == ([("1", "x", 2), ("2", "y", 3)], [("warning", "QUOTE_OPEN", "#2")])


def test_stray_quotes_are_kept_and_counted():
    sheet = read('a,b\n1,"Jo "J" X"\n2,"Al "A" Y"\n')
    assert rows(sheet) == [("1", 'Jo "J" X', 2), ("2", 'Al "A" Y', 3)]
    assert told(sheet) == [("warning", "QUOTES_MENDED", "")]


def test_windows_1252_and_nul_bytes_are_told():
    sheet = read(b"a,b\n1,Pe\xf1a\x00\n")
    assert rows(sheet) == [("1", "Peña", 2)]
    assert told(sheet) == [("warning", "ENCODING_GUESSED", ""), ("warning", "NUL_REMOVED", "")]


def test_another_delimiter_is_told():
    assert told(read("a;b\n1;x\n")) == [("info", "DELIMITER_READ", "")]


def test_the_first_of_two_equal_headers_counts():
    sheet = read("ID,Name,name\n1,x,y\n")
    assert (sheet.headers, rows(sheet), told(sheet)) == (
        ("ID", "Name"),
        [("1", "x", 2)],
        [("warning", "HEADER_TWICE", "")],
    )


def test_columns_without_a_header_are_told_if_they_hold_something():
    assert told(read("a,,b,\n1,x,2,\n")) == [("warning", "HEADER_BLANK", "")]
    assert told(read("a,,b,\n1,,2,\n")) == []


@pytest.mark.parametrize("header", ["*", "^x$", "_row", "_file"])
def test_headers_with_a_meaning_of_their_own_are_plain_columns(header):
    sheet = read(f"a,{header}\n1,x\n")
    assert rows(sheet) == [("1", "x", 2)]
    assert sheet.headers[1].startswith(header)


def test_texts_guarded_from_excel_lose_their_guard():
    content = 'a,b\n="0104233",\'0042\n"=""007""",\'tis\n'
    assert rows(read(content)) == [("0104233", "0042", 2), ("007", "'tis", 3)]


def test_a_cell_of_ten_thousand_characters_is_kept():
    assert read(f"a,b\n1,{'x' * 10_000}\n").frame["b"][0] == "x" * 10_000


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b" , ,\n"])
def test_a_blank_file_is_a_sheet_without_columns(content):
    sheet = read(content)
    assert (sheet.headers, told(sheet)) == ((), [("warning", "FILE_BLANK", "")])


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)) * 20, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04\x14\0"],
    ids=["binary", "xls", "zip"],
)
def test_what_is_no_table_is_passed_over(content):
    sheet = read(content)
    assert (sheet.headers, told(sheet)) == ((), [("warning", "FILE_NOT_A_TABLE", "")])


def test_a_workbook_with_one_visible_sheet_is_that_sheet():
    content = workbook(
        ("Students", [["ID", "Name"], [104233, "Ana"], [], ["0042", "Ben"]]), ("hidden Keys", [["a", "b"]])
    )
    (sheet,) = read_sheets("fall.xlsx", content)
    assert (sheet.name, rows(sheet)) == ("fall.xlsx", [("104233", "Ana", 2), ("0042", "Ben", 4)])
    assert told(sheet) == [("info", "SHEET_HIDDEN", "")]


def test_each_visible_sheet_of_a_workbook_is_a_sheet():
    content = workbook(("Students", [["ID", "Name"], [1, "Ana"]]), ("Staff", [["ID", "Mail"], [2, "b@x.example"]]))
    assert [sheet.name for sheet in read_sheets("fall.xlsx", content)] == ["fall.xlsx/Students", "fall.xlsx/Staff"]


def test_a_note_beside_a_workbook_table_does_not_cost_the_row():
    (sheet,) = read_sheets("fall.xlsx", workbook(("S", [["ID", "Name", None, None], [1, "Ana", None, "moved?"]])))
    assert rows(sheet) == [("1", "Ana", 2)]


def test_a_locked_or_broken_workbook_is_passed_over():
    (sheet,) = read_sheets("fall.xlsx", BOOK[: len(BOOK) // 2])
    assert told(sheet) == [("warning", "FILE_NOT_A_TABLE", "")]


CLEAN = "Student_id,Last_name,DOB\n" + "".join(f'{n:07d},"Na, me {n}",08/{n + 1:02d}/2015\n' for n in range(12))


@settings(deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.text("ab0, \"\n\té='", max_size=6), min_size=width, max_size=width), min_size=1
        )
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_fast_way_reads_exactly_what_the_patient_one_does(table, end):
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows(table)
    content = out.getvalue().encode()
    if (fast := plain_sheet("x.csv", content)) is not None:
        patient = _text_sheet("x.csv", content)
        assert fast.frame.equals(patient.frame)
        assert fast.findings.equals(patient.findings)


def test_a_clean_file_is_read_the_fast_way():
    assert plain_sheet("x.csv", CLEAN.encode()) is not None
    assert plain_sheet("x.csv", CLEAN.replace("\n", "\r\n").encode("utf-8-sig")) is not None


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damage_stops_the_reader(data):
    content = bytearray(CLEAN.encode(data.draw(st.sampled_from(["utf-8", "utf-16", "cp1252"]))))
    for _ in range(data.draw(st.integers(0, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(content[: data.draw(st.integers(0, len(content)))])
    for sheet in read_sheets("x.csv", damaged):
        assert sheet.frame.schema[ROW] == pl.Int64
        assert all(kind == pl.String for name, kind in sheet.frame.schema.items() if name != ROW)
        assert not any(cell == "" for row in sheet.frame.iter_rows() for cell in row)


@given(st.binary(max_size=600))
def test_no_bytes_stop_the_reader(content):
    assert read_sheets("x.csv", content)
