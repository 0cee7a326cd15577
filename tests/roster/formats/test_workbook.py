"""Sheets of Excel workbooks as rows of text."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.roster.formats.workbook import UnreadableWorkbookError, cell_text, is_workbook, read_workbook
from tests.roster.formats.workbooks import BOOK, workbook


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (104233.0, "104233"),
        (3.75, "3.75"),
        ("0104233", "0104233"),
        (True, "true"),
        (False, "false"),
        (date(2015, 8, 1), "2015-08-01"),
        (datetime(2015, 8, 1), "2015-08-01"),  # noqa: DTZ001 - Excel knows no zones
        (datetime(2015, 8, 1, 7, 30), "2015-08-01T07:30:00"),  # noqa: DTZ001 - the same
        (time(7, 30), "07:30:00"),
        (None, ""),
    ],
)
def test_a_typed_cell_is_written_as_roster_csv_does(value, text):
    assert cell_text(value) == text


def test_cells_of_a_real_workbook_keep_their_meaning():
    content = workbook(
        ("Students", [["ID", "Born", "Lunch"], ["00123", date(2015, 8, 1), True], [104233, None, False]])
    )
    (sheet,) = read_workbook(content)
    assert sheet.rows == [["ID", "Born", "Lunch"], ["00123", "2015-08-01", "true"], ["104233", "", "false"]]


def test_hidden_sheets_are_marked_and_blank_ones_left_out():
    content = workbook(("One", [["a", "b"]]), ("hidden Two", [["c"]]), ("Three", []))
    assert [(sheet.name, sheet.hidden) for sheet in read_workbook(content)] == [("One", False), ("Two", True)]


def test_numbers_longer_than_excel_keeps_are_counted():
    (sheet,) = read_workbook(workbook(("One", [["id"], [12345678901234567890], [1]])))
    assert sheet.rounded == 1


def test_a_stray_cell_far_away_is_refused_before_memory_is_taken():
    content = workbook(("One", [["a"]]))
    source = zipfile.ZipFile(io.BytesIO(content))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                data = data.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            target.writestr(entry.filename, data)
    with pytest.raises(UnreadableWorkbookError, match="blank rows"):
        list(read_workbook(out.getvalue()))


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_not_taken_for_one(content):
    assert not is_workbook(content)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_and_never_stops_the_program(data):
    content = bytearray(BOOK)
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    damaged = bytes(content[: len(content) - cut // 20])
    if is_workbook(damaged):
        with suppress(UnreadableWorkbookError):
            sheets = list(read_workbook(damaged))
            assert all(isinstance(cell, str) for sheet in sheets for row in sheet.rows for cell in row)
