"""D rules: what an upload does to the one before it."""

import polars as pl
import pytest

from roster_core.clever.check.id_forms import new_form
from roster_core.clever.check.run import check_folder
from tests.clever.folders import CLEAN, TODAY, write_folder

COUNT = 40


def students(*ids, first_name="Ana", school="MHE"):
    return "School_id,Student_id,Last_name,First_name\n" + "".join(
        f"{school},{each},Ortega,{first_name}\n" for each in ids
    )


def compared(tmp_path, old, new, name="students.csv"):
    before = write_folder(tmp_path / "old", {name: old})
    after = write_folder(tmp_path / "new", {name: new})
    frame = check_folder(after, today=TODAY, previous=before)
    return frame.filter(pl.col("code").str.starts_with("D")).select("code", "file", "column", "message").rows()


IDS = [f"01{place:05d}" for place in range(COUNT)]


def test_an_upload_compared_with_itself_gives_nothing(tmp_path):
    assert compared(tmp_path, students(*IDS), students(*IDS)) == []


@pytest.mark.parametrize(("gone", "codes"), [(4, []), (5, ["D01"])])
def test_more_than_a_tenth_of_the_students_gone_is_an_error(tmp_path, gone, codes):
    told = compared(tmp_path, students(*IDS), students(*IDS[gone:]))
    assert [code for code, *_ in told] == codes
    if codes:
        assert "5 of 40 students" in told[0][3]
        assert "12.5 %" in told[0][3]


def test_students_are_counted_once_for_all_their_contacts(tmp_path):
    header = "School_id,Student_id,Last_name,First_name,Contact_name,Contact_type,Contact_sis_id\n"
    rows = [f"MHE,{each},Ortega,Ana,Luz,Primary,{each}-{place}\n" for each in IDS for place in range(3)]
    fewer = [row for row in rows if row.endswith("-0\n")]
    assert compared(tmp_path, header + "".join(rows), header + "".join(fewer)) == []


@pytest.mark.parametrize(("changed", "codes"), [(30, []), (31, ["D02"])])
def test_more_than_three_quarters_changed_is_a_warning(tmp_path, changed, codes):
    new = students(*IDS[:changed], first_name="Eva") + students(*IDS[changed:]).split("\n", 1)[1]
    assert [code for code, *_ in compared(tmp_path, students(*IDS), new)] == codes


def test_a_file_that_is_no_longer_sent_is_not_compared(tmp_path):
    assert compared(tmp_path, CLEAN["staff.csv"], None, name="staff.csv") == []


def test_ids_in_another_form_are_an_error_of_their_own(tmp_path):
    told = compared(tmp_path, students(*IDS), students(*(each.lstrip("0") for each in IDS)))
    assert [(code, column) for code, _, column, _ in told] == [("D01", ""), ("D03", "Student_id")]
    assert "“0100000” is “100000” now" in told[1][3]


GUIDS = [f"{place:08x}-1111-4222-8333-444455556666" for place in range(COUNT)]


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ([each.lstrip("0") for each in IDS], "zeros"),
        ([*IDS[:-1], IDS[-1].lstrip("0")], "zeros were added or dropped in 1 of them"),
        ([f"MH-{each}" for each in IDS], "before or after"),
        ([f"{each}@mh" for each in IDS], "before or after"),
        ([each[2:] for each in IDS], "before or after"),
        (GUIDS, "another make"),
        ([f"S{9000 + place}" for place in range(COUNT)], "another make"),
    ],
)
def test_a_new_form_is_recognised_and_named(new, words):
    assert words in new_form(pl.Series(IDS), pl.Series(new))


@pytest.mark.parametrize(
    "new",
    [
        IDS,
        IDS[:-3],
        [*IDS, "0900001"],
        [*IDS[5:], "0900001", "0900002"],
        [*IDS[:-1], "X-1"],
        [f"02{place:05d}" for place in range(60, 60 + COUNT)],
        [],
    ],
)
def test_newcomers_and_leavers_are_not_taken_for_a_new_form(new):
    assert new_form(pl.Series(IDS), pl.Series(new, dtype=pl.String)) == ""
    assert new_form(pl.Series(new, dtype=pl.String), pl.Series(IDS)) == ""
