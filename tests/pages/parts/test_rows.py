import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pages.parts import rows
from pages.parts.rows import CsvRows, FrameRows

CELL = some.text(some.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)
TABLE = some.lists(some.lists(CELL, min_size=3, max_size=3), max_size=30)


def _written(folder, table, columns=("a", "b", "c")):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(table)
    path = folder / "table.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


@settings(max_examples=60, deadline=None)
@given(table=TABLE, first=some.integers(0, 35), count=some.integers(1, 10))
def test_a_page_always_shows_what_the_file_holds(tmp_path_factory, table, first, count):
    found = CsvRows(_written(tmp_path_factory.mktemp("rows"), table), step=4)
    assert found.columns == ["a", "b", "c"]
    assert found.count == len(table)
    assert found.page(first, count) == table[first : first + count]


@settings(max_examples=60, deadline=None)
@given(table=TABLE, sought=some.text(some.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1, max_size=2))
def test_a_search_always_finds_the_rows_that_hold_the_text(tmp_path_factory, table, sought):
    found = CsvRows(_written(tmp_path_factory.mktemp("rows"), table))
    expected = [number for number, row in enumerate(table) if any(sought.lower() in cell.lower() for cell in row)]
    assert found.find(sought, ["a", "b", "c"]) == expected


def test_a_search_looks_into_the_columns_named_and_no_other(tmp_path):
    found = CsvRows(_written(tmp_path, [["x", "secret", ""], ["secret", "x", ""]]))
    assert found.find("SECRET", ["a", "c"]) == [1]


def test_a_search_ends_at_a_thousand_hits(tmp_path):
    found = CsvRows(_written(tmp_path, [["x", "", ""]] * (rows.MAX_HITS + 5)))
    assert len(found.find("x", ["a"])) == rows.MAX_HITS


def test_a_value_over_two_lines_is_one_record(tmp_path):
    found = CsvRows(_written(tmp_path, [['say "hi"\nthere', "b", "c"], ["2", "", ""]]), step=1)
    assert found.count == 2
    assert found.page(0, 5) == [['say "hi"\nthere', "b", "c"], ["2", "", ""]]


def test_a_byte_order_mark_is_no_part_of_the_first_header(tmp_path):
    path = tmp_path / "bom.csv"
    path.write_bytes(b"\xef\xbb\xbfa,b\r\n1,2\r\n")
    found = CsvRows(path)
    assert found.columns == ["a", "b"]
    assert found.page(0, 1) == [["1", "2"]]


def test_a_row_of_the_wrong_length_does_not_shift_the_table(tmp_path):
    path = tmp_path / "ragged.csv"
    path.write_bytes(b"a,b\n1\n1,2,3\n")
    assert CsvRows(path).page(0, 2) == [["1", ""], ["1", "2"]]


@pytest.mark.parametrize("content", [b"", b"a,b\n"])
def test_a_file_without_rows_has_none(tmp_path, content):
    path = tmp_path / "empty.csv"
    path.write_bytes(content)
    assert CsvRows(path).count == 0
    assert CsvRows(path).page(0, 50) == []


def test_the_rows_of_a_frame_are_paged_and_found():
    found = FrameRows(pl.DataFrame({"name": ["Ana", "Ben", None], "n": [1, 20, 3]}))
    assert found.page(1, 5) == [["Ben", "20"], ["", "3"]]
    assert found.find("2", ["name", "n"]) == [1]
    assert found.find("a", ["n"]) == []
