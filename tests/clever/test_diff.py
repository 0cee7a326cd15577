"""What changed between two uploads, by row key."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.clever.changes.diff import diff_folders, diff_frames
from roster_core.clever.changes.row_keys import ROW_KEYS, RowKey
from roster_core.refusals import Refusal
from tests.clever.folders import CLEAN, WITH_CONTACTS, added, edited, write_folder, write_zip

NOTHING: dict[str, list[Any]] = {"added": [], "removed": [], "changed": []}
KEY = RowKey(("a", "b"))


def compared(tmp_path, old, new):
    """The differences of the files that differ, as JSON."""
    before, after = write_folder(tmp_path / "old", old), write_folder(tmp_path / "new", new)
    told = diff_folders(before, after).as_json()
    return {name: diff for name, diff in told.items() if diff != NOTHING}


def test_every_file_of_either_side_is_told_in_order(tmp_path):
    folder = write_folder(tmp_path / "a", {"notes.txt": "x"})
    assert diff_folders(folder, folder).as_json() == dict.fromkeys(CLEAN, NOTHING)


@pytest.mark.parametrize(
    ("file", "row", "key"),
    [
        ("schools.csv", "MHS,Maple Hollow High,103,,,", "MHS"),
        ("students.csv", "MMS,0101900,,Roe,Gil,7,,", "0101900/1"),
        ("teachers.csv", "MHE,2001,2001,Rivera,Maria,", "MHE/2001"),
        ("sections.csv", "MMS,MMS-0720-01,2001,,,,,,,,", "MMS-0720-01"),
        ("enrollments.csv", "MMS,MMS-0711-02,0104233", "MMS-0711-02/0104233"),
        ("staff.csv", "MHE,2005,oberg@maplehollow.example,Ola,Berg,,", "MHE/2005"),
    ],
)
def test_a_row_more_is_added_and_one_less_removed(tmp_path, file, row, key):
    assert compared(tmp_path, {}, added(file, row)) == {file: {**NOTHING, "added": [key]}}
    assert compared(tmp_path, added(file, row), {}) == {file: {**NOTHING, "removed": [key]}}


def test_a_changed_cell_is_told_with_old_and_new_value(tmp_path):
    new = edited("students.csv", ("Ana", "Eva"), (",1,", ",2,"))
    changed = [{"key": "0104233/1", "columns": {"First_name": ["Ana", "Eva"], "Grade": ["1", "2"]}}]
    assert compared(tmp_path, {}, new) == {"students.csv": {**NOTHING, "changed": changed}}


def test_order_of_rows_and_columns_and_header_case_do_not_count(tmp_path):
    header, first, second = CLEAN["enrollments.csv"].splitlines()
    turned = "\n".join(",".join(reversed(line.split(","))) for line in (header.lower(), second, first))
    assert compared(tmp_path, {}, {"enrollments.csv": turned}) == {}


def test_a_column_on_one_side_is_blank_on_the_other(tmp_path):
    new = {"enrollments.csv": CLEAN["enrollments.csv"].replace("\n", ",x\n")}
    told = compared(tmp_path, {}, new)["enrollments.csv"]
    assert told["changed"][0] == {"key": "MHE-0120-04/0104233", "columns": {"x": ["", "x"]}}
    assert len(told["changed"]) == 2
    gone = compared(tmp_path, new, {})["enrollments.csv"]
    assert gone["changed"][0]["columns"] == {"x": ["x", ""]}


def test_a_file_on_one_side_is_all_added_or_removed(tmp_path):
    assert compared(tmp_path, {"staff.csv": None}, {}) == {"staff.csv": {**NOTHING, "added": ["MMS/2005"]}}
    assert compared(tmp_path, {}, {"staff.csv": None}) == {"staff.csv": {**NOTHING, "removed": ["MMS/2005"]}}


def test_contacts_are_known_by_their_id(tmp_path):
    lines = WITH_CONTACTS.splitlines()
    turned = "\n".join([*lines[:2], lines[3].replace("Tom", "Thomas"), lines[2]])
    told = compared(tmp_path, {"students.csv": WITH_CONTACTS}, {"students.csv": turned})
    changed = [{"key": "0101118/C3", "columns": {"Contact_name": ["Tom Dunn", "Thomas Dunn"]}}]
    assert told == {"students.csv": {**NOTHING, "changed": changed}}


def test_contacts_without_id_are_known_by_their_place(tmp_path):
    old = {"students.csv": WITH_CONTACTS.replace(",C3,", ",,")}
    new = {"students.csv": old["students.csv"] + "MMS,0101118,Dunn,Chloe,Sam Vale,Other,,,\n"}
    assert compared(tmp_path, old, new) == {"students.csv": {**NOTHING, "added": ["0101118/2"]}}


def test_contacts_are_known_by_their_place_while_one_side_has_no_ids(tmp_path):
    old = {"students.csv": WITH_CONTACTS.replace("Contact_sis_id", "ext.x")}
    told = compared(tmp_path, old, {"students.csv": WITH_CONTACTS})["students.csv"]
    assert (told["added"], told["removed"]) == ([], [])
    assert [each["key"] for each in told["changed"]] == ["0101118/1", "0101118/2", "0104233/1"]


def test_passwords_are_told_as_changed_and_never_shown(tmp_path):
    old = {"students.csv": WITH_CONTACTS.replace("C1,", "C1,tiger-1").replace("C3,", "C3,tiger-3")}
    new = {"students.csv": WITH_CONTACTS.replace("C1,", "C1,tiger-2").replace("C2,", "C2,tiger-4")}
    told = compared(tmp_path, old, new)
    assert "tiger" not in str(told)
    assert [each["columns"] for each in told["students.csv"]["changed"]] == [
        {"Password": ["", "•••"]},
        {"Password": ["•••", ""]},
        {"Password": ["•••", "•••"]},
    ]


def test_repeated_keys_are_told_apart_by_their_order(tmp_path):
    row = "MHE,MHE-0120-04,0104233"
    told = compared(tmp_path, {}, added("enrollments.csv", row, row))
    assert told["enrollments.csv"]["added"] == ["MHE-0120-04/0104233#2", "MHE-0120-04/0104233#3"]


def test_rows_of_another_width_are_compared_too(tmp_path):
    told = compared(tmp_path, {}, added("enrollments.csv", "MMS,MMS-0711-02", "MMS,MMS-0711-02,7,8"))
    assert told["enrollments.csv"]["added"] == ["MMS-0711-02/", "MMS-0711-02/7"]


def test_a_zip_is_compared_like_its_folder(tmp_path):
    new = edited("sections.csv", ("Art K - 04", "Art K - 05"))
    folder, archive = write_folder(tmp_path / "old"), write_zip(tmp_path / "new.zip", new)
    assert diff_folders(folder, archive).files["sections.csv"].changed == 1


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"1,2,3\n"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path, content):
    old, new = write_folder(tmp_path / "old"), write_folder(tmp_path / "new", {"staff.csv": content})
    with pytest.raises(Refusal, match=r"not compared\. staff\.csv cannot be read"):
        diff_folders(old, new)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal, match="not compared"):
        diff_folders(write_folder(tmp_path / "old"), tmp_path / "new")


CELL = st.sampled_from(["", "1", "2", "x/y", "é"])
ROWS = st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=8)


def frame(rows):
    return pl.DataFrame(rows, schema=dict.fromkeys(("a", "b", "c", "d"), pl.String), orient="row")


@given(ROWS)
def test_a_frame_does_not_differ_from_itself(rows):
    assert diff_frames(frame(rows), frame(rows), KEY).is_empty


@given(ROWS, ROWS)
def test_what_is_added_one_way_is_removed_the_other(old, new):
    forth, back = diff_frames(frame(old), frame(new), KEY), diff_frames(frame(new), frame(old), KEY)
    assert (forth.added, forth.removed) == (back.removed, back.added)
    assert forth.cells.rename({"old": "new", "new": "old"}).select(back.cells.columns).equals(back.cells)
    assert len(old) + len(forth.added) - len(forth.removed) == len(new)


@given(ROWS, ROWS)
def test_the_differences_turn_the_old_rows_into_the_new_ones(old, new):
    """With keys that stand once: applying what is told to the old rows gives the new ones."""
    before, after = ({f"{row[0]}|{row[1]}": row for row in rows} for rows in (old, new))
    diff = diff_frames(frame(list(before.values())), frame(list(after.values())), RowKey(("a", "b")))
    expected = {
        (column, row[at], after[key][at])
        for key, row in before.items()
        if key in after
        for at, column in ((2, "c"), (3, "d"))
        if row[at] != after[key][at]
    }
    told = {(column, was, now) for _, column, was, now in diff.cells.rows()}
    assert told == expected
    assert len(diff.added) == len(set(after) - set(before))
    assert len(diff.removed) == len(set(before) - set(after))


def test_null_counts_as_blank():
    old = pl.DataFrame({"School_id": ["MHE"], "School_name": [None]}, schema_overrides={"School_name": pl.String})
    new = pl.DataFrame({"School_id": ["MHE"], "School_name": [""]})
    assert diff_frames(old, new, ROW_KEYS["schools.csv"]).is_empty
