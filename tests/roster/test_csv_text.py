from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.roster.csv_text import BrokenCsvError, NotUtf8Error, split_records, utf8
from roster_core.text import clean


@dataclass
class PlainReader:
    """The rules of roster-csv §1 character by character, to hold the fast reader against."""

    records: list[list[str]] = field(default_factory=list)

    def read(self, text: str) -> list[list[str]] | int:
        """All records under the text rule, or the number of the first that is broken."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        at, record = 0, []
        while at < len(text):
            cell, at, fits = self._cell(text, at)
            if not fits:
                return len(self.records) + 1
            record.append(clean(cell))
            if at == len(text) or text[at] == "\n":
                self.records.append(record)
                record = []
            at += 1
            if at == len(text) and text[at - 1] == ",":
                self.records.append([*record, ""])
        return self.records

    def _cell(self, text: str, at: int) -> tuple[str, int, bool]:
        if at < len(text) and text[at] == '"':
            return self._quoted(text, at + 1)
        end = at
        while end < len(text) and text[end] not in ",\n":
            if text[end] == '"':
                return "", end, False
            end += 1
        return text[at:end], end, True

    def _quoted(self, text: str, at: int) -> tuple[str, int, bool]:
        cell = ""
        while at < len(text):
            if text[at] != '"':
                cell += text[at]
                at += 1
            elif text[at : at + 2] == '""':
                cell += '"'
                at += 2
            else:
                return cell, at + 1, at + 1 == len(text) or text[at + 1] in ",\n"
        return cell, at, False


def _read(text: str) -> list[list[str]]:
    records = split_records(text.encode())
    return [records.record(index) for index in range(len(records))]


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("", []),
        ("a", [["a"]]),
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("a\n\n1\n", [["a"], [""], ["1"]]),
        ("a,b\n,\n", [["a", "b"], ["", ""]]),
        ("a,", [["a", ""]]),
        ('"a","b,c"\n"1\n2",""\n', [["a", "b,c"], ["1 2", ""]]),
        ('"say ""hi""",x\n', [['say "hi"', "x"]]),
        ('""""\n', [['"']]),
        ('" a "\n', [["a"]]),
        ("  Ana\u00a0\t Lucia \x00,e\u0301\n", [["Ana Lucia", "\u00e9"]]),
        ("a b,a  b,  \n", [["a b", "a b", ""]]),
        ("a,b\n1\n1,2,3\n", [["a", "b"], ["1"], ["1", "2", "3"]]),
    ],
)
def test_records_and_cells(text, records):
    assert _read(text) == records


@pytest.mark.parametrize(
    ("text", "record", "why"),
    [
        ('a,b\n1,2"\n', 2, "inside"),
        ('a\n1\nx "y"\n', 3, "inside"),
        (' "a"\n', 1, "inside"),
        ('"a"b,c\n', 1, "closing"),
        ('"a" ,c\n', 1, "closing"),
        ('a\n"1" "2"\n', 2, "closing"),
        ('a\n"1\n2\n3', 2, "never closed"),
        ('a\n"', 2, "never closed"),
        ('a\n"1""\n', 2, "never closed"),
    ],
)
def test_broken_quotes_are_told_by_record(text, record, why):
    with pytest.raises(BrokenCsvError, match=why) as broken:
        split_records(text.encode())
    assert broken.value.record == record


@given(st.text(alphabet='ab" ,\n\r\u00a0\u00e9', max_size=40))
def test_the_fast_reader_always_agrees_with_a_plain_one(text):
    expected = PlainReader().read(text)
    try:
        assert _read(text) == expected
    except BrokenCsvError as broken:
        assert broken.record == expected  # noqa: PT017 - either outcome is right, if both readers have it


@given(st.binary())
def test_any_bytes_are_records_or_one_of_two_problems(content):
    try:
        records = split_records(utf8(content))
    except (NotUtf8Error, BrokenCsvError):
        return
    assert sum(records.widths) == len(records.where)
    assert all(cell == clean(cell) for index in range(len(records)) for cell in records.record(index))


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1))
def test_every_text_comes_back_under_the_text_rule(rows):
    written = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    assert _read(written) == [[clean(cell) for cell in row] for row in rows]


def test_blank_records_are_told_apart_and_columns_are_taken_from_some_records():
    records = split_records(b'a,b\n1,2\n,\n\n" ",\t\n3,\n')
    assert records.blank.tolist() == [False, False, True, True, True, False]
    assert records.widths.tolist() == [2, 2, 2, 1, 2, 2]
    table = records.columns(["b", "a"], [1, 0], np.array([1, 5]))
    assert table.rows() == [("2", "1"), (None, "3")]


def test_one_byte_order_mark_is_dropped():
    assert utf8(b"\xef\xbb\xbfa") == b"a"
    assert utf8(b"\xef\xbb\xbf\xef\xbb\xbfa") == b"\xef\xbb\xbfa"


@pytest.mark.parametrize(("content", "position"), [("a,é".encode("latin-1"), 2), ("a".encode("utf-16"), 0)])
def test_other_encodings_are_told_with_the_first_byte_that_does_not_fit(content, position):
    with pytest.raises(NotUtf8Error) as wrong:
        utf8(content)
    assert wrong.value.position == position
