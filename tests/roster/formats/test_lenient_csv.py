"""Text becomes records, whatever is wrong with its quotes and delimiters."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.roster.formats.lenient_csv import MAX_LINES_OF_A_CELL, read_records


def rows(text):
    return read_records(text).rows


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(delimiter):
    text = "\n".join(delimiter.join(row) for row in (["id", "name", "note"], ["1", "Ann", "a b"], ["2", "Ben", ""]))
    found = read_records(text)
    assert found.delimiter == delimiter
    assert found.rows[1] == ["1", "Ann", "a b"]


def test_commas_inside_cells_do_not_outvote_the_tab():
    assert read_records("id\tname\n1\tOrtega, Ana, Dr.\n2\tDunn, Bo, Jr.\n").delimiter == "\t"


def test_excel_may_name_the_delimiter_itself():
    assert rows("sep=;\nid;name\n1;a,b,c\n") == [[], ["id", "name"], ["1", "a,b,c"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_line_end_ends_one_record(end):
    assert rows(end.join(["id,name", "1,Ann", "", "2,Ben", ""])) == [["id", "name"], ["1", "Ann"], [], ["2", "Ben"]]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('1,"Ortega, Ana",x', ["1", "Ortega, Ana", "x"]),
        ('1,"say ""hi""",x', ["1", 'say "hi"', "x"]),
        ('1,"John "Jack" Smith",x', ["1", 'John "Jack" Smith', "x"]),
        ('1,"ab"c,x', ["1", "abc", "x"]),
        ("1,5'10\",x", ["1", "5'10\"", "x"]),
        ('1, "a,b" ,x', ["1", "a,b", "x"]),
        ('1,"",x', ["1", "", "x"]),
    ],
)
def test_quotes_are_read_as_they_are_meant(line, cells):
    assert rows(f'a,b,c\n{line}\n2,"q",y\n')[1:] == [cells, ["2", "q", "y"]]


def test_a_cell_may_go_over_several_lines():
    assert rows('id,note,x\n1,"one\ntwo",y\n2,z,w\n') == [["id", "note", "x"], ["1", "one\ntwo", "y"], ["2", "z", "w"]]


def test_an_unclosed_quote_costs_no_other_record():
    found = read_records('id,name,x\n1,"Ann,y\n2,Ben,z\n3,"Cy, Jr.",w\n')
    assert found.rows == [["id", "name", "x"], ["1", "Ann", "y"], ["2", "Ben", "z"], ["3", "Cy, Jr.", "w"]]
    assert found.opened == (1,)


def test_rows_between_two_unclosed_quotes_are_not_swallowed():
    found = read_records('id,name,x\n1,a,"Ann\n2,b,Ben\n3,c,Cy"\n')
    assert found.rows[1:] == [["1", "a", "Ann"], ["2", "b", "Ben"], ["3", "c", 'Cy"']]
    assert found.opened == (1,)


def test_a_quote_that_stays_open_for_too_long_was_never_opened():
    lines = "\n".join(f"{number},b" for number in range(MAX_LINES_OF_A_CELL + 5))
    found = read_records(f'id,name\n1,"Ann\n{lines}\n9,z"\n')
    assert len(found.rows) == MAX_LINES_OF_A_CELL + 8
    assert 1 in found.opened


def test_a_missing_last_line_end_is_told():
    assert read_records("a,b\n1,2").cut
    assert not read_records("a,b\n1,2\n").cut


def test_very_long_cells_are_kept():
    long = "x" * 200_000
    assert rows(f'a,b\n1,"{long}, y"\n')[1] == ["1", f"{long}, y"]


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12)


@given(st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1)))
def test_every_well_formed_file_is_read_as_the_strict_reader_does(table):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    records = read_records(out.getvalue())
    if records.delimiter == ",":
        assert records.rows == table


@given(st.text(alphabet='ab",\n\t;|= ', max_size=120))
def test_no_text_stops_the_reader(text):
    found = read_records(text)
    assert all(isinstance(cell, str) for row in found.rows for cell in row)
    assert all(0 <= place < len(found.rows) for place in (*found.mended, *found.opened))
