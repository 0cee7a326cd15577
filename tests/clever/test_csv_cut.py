"""Bytes to records: exact where the file is right, row by row where quotes are wrong."""

import csv
import io
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.clever.folders.csv_cut import MAX_LINES_OF_A_CELL, LineEnds, cut_records

TEXT = st.text(st.sampled_from('ab,"\n\r é中\t'), max_size=6)
ONE_LINE = st.text(st.sampled_from('ab," é中\t'), min_size=1, max_size=6)
RAGGED = st.lists(st.lists(ONE_LINE, min_size=1, max_size=4), min_size=1, max_size=8)


def rectangular(width: int):
    return st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=1, max_size=8)


def written(table, line_end, quoting: Literal[0, 1] = csv.QUOTE_ALL) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end, quoting=quoting).writerows(table)
    return text.getvalue()


def rows(content: str):
    cut = cut_records(content.encode())
    return [cut.record(at) for at in range(len(cut))]


def faults(content: str):
    return cut_records(content.encode()).faults.tolist()


@given(st.integers(1, 4).flatmap(rectangular), st.sampled_from(["\n", "\r\n"]))
def test_what_a_csv_writer_wrote_is_read_back(table, line_end):
    # A header first, so that the file's own line end is met before a CR inside a cell.
    table = [[f"header {at}" for at in range(len(table[0]))], *table]
    assert rows(written(table, line_end)) == table
    assert not any(faults(written(table, line_end)))


@given(RAGGED)
def test_rows_of_any_width_are_read_back(table):
    assert rows(written(table, "\n", csv.QUOTE_MINIMAL)) == table


@given(st.binary(max_size=60))
def test_any_bytes_are_cut_and_no_record_is_without_a_cell(content):
    cut = cut_records(content.decode("utf-8", "replace").encode())
    assert int(cut.widths.sum()) == len(cut.cells)
    assert len(cut) == len(cut.faults)
    assert (cut.widths > 0).all()


@given(st.lists(st.text(st.sampled_from('ab,"'), max_size=8), min_size=1, max_size=8))
def test_a_quote_gone_wrong_harms_no_row_but_its_own(lines):
    content = "\n".join(["h,k", *lines, "last,row"]) + "\n"
    read = rows(content)
    if faults(content)[-1] == 0 and len(read) == len(lines) + 2:
        assert read[-1] == ["last", "row"]
        plain = [(at, line) for at, line in enumerate(lines, start=1) if '"' not in line]
        assert all(read[at] == line.split(",") for at, line in plain)


@pytest.mark.parametrize(
    ("content", "expected", "wrong"),
    [
        ("", [], []),
        ("a,b", [["a", "b"]], [0]),
        ("a,b\n\n1,2\n", [["a", "b"], [""], ["1", "2"]], [0, 0, 0]),
        ('a,b\n"x\ny",2\n', [["a", "b"], ["x\ny", "2"]], [0, 0]),
        ('a,b\nO"N,2\n3,"4"\n', [["a", "b"], ['O"N', "2"], ["3", "4"]], [0, 1, 0]),
        ('a,b\n"x"y,2\n"p\nq",4\n', [["a", "b"], ['"x"y', "2"], ["p\nq", "4"]], [0, 2, 0]),
        ('a,b\n"x,2\n3,4\n5,"6"\n', [["a", "b"], ['"x', "2"], ["3", "4"], ["5", "6"]], [0, 3, 0, 0]),
        ('a,b\n 1, "x, y"\n', [["a", "b"], [" 1", ' "x, y"']], [0, 1]),
        ('a,b\n1,"2\n', [["a", "b"], ["1", '"2']], [0, 3]),
        ('"', [['"']], [3]),
    ],
)
def test_records_and_what_is_wrong_with_their_quotes(content, expected, wrong):
    assert rows(content) == expected
    assert faults(content) == wrong


@pytest.mark.parametrize("between", [0, 1, 5, MAX_LINES_OF_A_CELL])
def test_a_quote_does_not_swallow_the_rows_up_to_the_next_one(between):
    content = 'a,b\n"x,2\n' + "3,4\n" * between + '5,6"\n'
    assert rows(content) == [["a", "b"], ['"x', "2"], *[["3", "4"]] * between, ["5", '6"']]
    assert faults(content) == [0, 3, *[0] * between, 1]


def test_a_cell_may_go_on_for_many_lines_even_beside_a_wrong_quote():
    long = "\n".join(["line"] * MAX_LINES_OF_A_CELL)
    assert rows(f'a,b\n"{long}",2\nx"y,4\n') == [["a", "b"], [long, "2"], ['x"y', "4"]]


@pytest.mark.parametrize(
    ("content", "ends"),
    [
        ("a,b\n1,2\n", LineEnds(lf=2)),
        ("a,b\n1,2", LineEnds(lf=1)),
        ("a,b\r\n1,2\r\n", LineEnds(crlf=2)),
        ("a,b\r1,2\r", LineEnds(cr=2)),
        ("a,b\r\n1,2\n", LineEnds(lf=1, crlf=1)),
        ("a,b\r1,2\n", LineEnds(lf=1, cr=1)),
        ('a,b\r\n"1\n1",2\r\n', LineEnds(crlf=2)),
    ],
)
def test_line_ends_are_told_apart_from_line_breaks_in_cells(content, ends):
    assert cut_records(content.encode()).line_ends == ends


def test_a_return_within_a_line_stays_in_its_cell():
    assert rows("a,b\n1,2\r3\n") == [["a", "b"], ["1", "2\r3"]]
