"""Brakes before a delivery: every row of the table (delivery §8) on both sides of its limit."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.clever.changes.between_runs import compare_runs
from roster_core.clever.changes.brakes.judge import judge
from roster_core.clever.changes.brakes.limits import BrakeLimits, BrakeSettings, BrakeWindow
from roster_core.clever.changes.brakes.measure import (
    FileMeasure,
    Invalid,
    Loss,
    Measure,
    StoredSet,
    first_measure,
    measure,
    new_findings,
    unreadable_measure,
)
from roster_core.clever.changes.brakes.stored import (
    brakes_as_json,
    brakes_from_json,
    measure_as_json,
    measure_from_json,
)
from roster_core.findings import FRAME_SCHEMA
from tests.journeys.deliveries.conftest import small_set

DAY = date(2026, 11, 26)
USUAL = BrakeSettings()
PEOPLE = ("students.csv", "teachers.csv", "staff.csv")
CLASSES = ("sections.csv", "enrollments.csv")


def told(file, measured, *, chosen=USUAL, day=DAY):
    """Code and whether it holds, of a file that stands alone; its rows are there unless said otherwise."""
    given = {"rows_before": 1, "rows_after": 1, **measured}
    return [(b.code.removeprefix("BRAKE_"), b.holds) for b in judge(Measure({file: FileMeasure(**given)}), chosen, day)]


def people(part, whole=1_000):
    return {"before": whole, "gone": part}


HOLD, WARN = True, False
BOUNDARIES = [
    *(
        row
        for file in PEOPLE
        for row in (
            (file, people(19), []),
            (file, people(20), [("DELETED", WARN)]),
            (file, people(80), [("DELETED", WARN)]),
            (file, people(81), [("DELETED", HOLD)]),
            (file, people(500, 10_000), [("DELETED", WARN)]),
            (file, people(501, 10_000), [("DELETED", HOLD)]),
            (file, people(9, 20), [("DELETED", WARN)]),
            (file, people(10, 20), [("DELETED", HOLD)]),
        )
    ),
    *(
        row
        for file in CLASSES
        for row in (
            (file, people(49), []),
            (file, people(50), [("DELETED", WARN)]),
            (file, people(80), [("DELETED", WARN)]),
            (file, people(81), [("DELETED", HOLD)]),
            (file, people(600, 10_000), [("DELETED", WARN)]),
        )
    ),
    ("schools.csv", people(1, 500), [("SCHOOL_DELETED", HOLD)]),
    *(
        row
        for file in ("schools.csv", *PEOPLE, *CLASSES)
        for row in (
            (file, {"rows_before": 100, "rows_after": 50}, []),
            (file, {"rows_before": 100, "rows_after": 49}, [("FILE_SHRANK", HOLD)]),
            (file, {"rows_before": 100, "rows_after": 0}, [("FILE_EMPTY", HOLD)]),
            (file, {"rows_before": 100, "rows_after": 0, "missing": True}, [("FILE_MISSING", HOLD)]),
            (file, {"before": 100, "changed": 24}, []),
            (file, {"before": 100, "changed": 25}, [("CHANGED", WARN)]),
            (file, {"before": 100, "changed": 60}, [("CHANGED", WARN)]),
            (file, {"before": 100, "changed": 61}, [("CHANGED", HOLD)]),
            (file, {"before": 100, "added": 19}, []),
            (file, {"before": 100, "added": 20}, [("ADDED", WARN)]),
            (file, {"before": 100, "added": 50}, [("ADDED", WARN)]),
            (file, {"before": 100, "added": 51}, [("ADDED", HOLD)]),
            (file, {"before": 0, "added": 1}, [("ADDED", HOLD)]),
            (file, {"header_gone": ("Dob",), "header_moved": True}, [("HEADER", HOLD)]),
            (file, {"header_new": ("Race",), "header_moved": True}, [("HEADER", HOLD)]),
            (file, {"header_moved": True}, [("HEADER", HOLD)]),
        )
    ),
    ("students.csv", {"before": 100, "gone": 21, "added": 20}, [("DELETED", HOLD), ("ADDED", WARN)]),
    ("students.csv", {"before": 100, "gone": 20, "added": 21}, [("DELETED", HOLD), ("ADDED", WARN)]),
    (
        "students.csv",
        {"before": 100, "gone": 21, "added": 21},
        [("DELETED", HOLD), ("REISSUED", HOLD), ("ADDED", WARN)],
    ),
    *(
        row
        for file in ("students.csv", "enrollments.csv")
        for row in (
            (file, {"losses": {"A": Loss(9, 100, 50)}}, []),
            (file, {"losses": {"A": Loss(10, 100, 50)}}, [("ONE_SCHOOL", WARN)]),
            (file, {"losses": {"A": Loss(50, 100, 50)}}, [("ONE_SCHOOL", WARN)]),
            (file, {"losses": {"A": Loss(51, 100, 50)}}, [("ONE_SCHOOL", HOLD)]),
            (file, {"losses": {"A": Loss(51, 100, 49)}}, []),
        )
    ),
]


@pytest.mark.parametrize(("file", "measured", "expected"), BOUNDARIES)
def test_each_row_of_the_table_at_its_limit(file, measured, expected):
    assert told(file, measured) == expected


def test_a_staff_file_without_rows_is_sent_only_if_the_feed_is_to_end():
    ending = BrakeSettings(BrakeLimits(end_staff_feed=True))
    empty = {"rows_before": 100, "rows_after": 0, **people(100, 100)}
    assert told("staff.csv", empty, chosen=ending) == []
    assert told("staff.csv", {**empty, "missing": True}, chosen=ending) == [("FILE_MISSING", HOLD)]
    assert told("students.csv", empty, chosen=ending) == [("FILE_EMPTY", HOLD)]


def test_a_first_set_is_held_and_what_it_lacks_is_told():
    whole = dict.fromkeys(small_set(), 5)
    [first] = judge(first_measure(StoredSet({}, {}, whole)), USUAL, DAY, first="Nothing was there.")
    assert (first.code, first.holds, first.what) == ("BRAKE_FIRST", True, "Nothing was there.")
    lacking = {**whole, "sections.csv": 0}
    del lacking["teachers.csv"], lacking["staff.csv"]
    found = judge(first_measure(StoredSet({}, {}, lacking)), USUAL, DAY, first="Nothing was there.")
    assert [(brake.code.value, brake.about) for brake in found] == [
        ("BRAKE_FIRST", ""), ("BRAKE_FILE_MISSING", "teachers.csv"), ("BRAKE_FILE_EMPTY", "sections.csv"),
    ]  # fmt: skip


def test_sets_that_cannot_be_compared_are_held_and_their_rows_still_count():
    old, new = (StoredSet({}, {"students.csv": str(rows)}, {"students.csv": rows}) for rows in (100, 40))
    found = judge(unreadable_measure(old, new, "It is no table."), USUAL, DAY)
    assert [brake.code.value for brake in found] == ["BRAKE_NOT_COMPARED", "BRAKE_FILE_SHRANK"]


def test_findings_that_the_last_set_had_too_do_not_hold_it():
    def frame(*keys, code="REQUIRED_BLANK"):
        row = {**dict.fromkeys(FRAME_SCHEMA, ""), "code": code, "file": "students.csv"}
        return pl.DataFrame([{**row, "row_key": key} for key in keys], schema=FRAME_SCHEMA)

    assert new_findings(frame("1", "2"), frame("1", "2", "3")) == ()
    assert new_findings(frame("1", code="EMAIL_MISSING"), frame()) == ()
    [new] = new_findings(frame("1", "2", "4"), frame("1"))
    assert new == Invalid("REQUIRED_BLANK", "students.csv", 2, ("2", "4"))
    [brake] = judge(Measure(invalid=(new,)), USUAL, DAY)
    assert (brake.holds, brake.count, [one.key for one in brake.named]) == (True, 2, ["2", "4"])


@pytest.mark.parametrize(("days", "held"), [(-1, True), (0, False), (7, False), (8, True)])
def test_a_window_raises_the_limits_on_its_days_and_ends_by_itself(days, held):
    window = BrakeWindow(DAY, DAY + timedelta(days=7), 90, 100, 100, "second term")
    turned = {"before": 1_000, "gone": 900, "added": 1_000, "changed": 1_000}
    found = told("sections.csv", turned, chosen=BrakeSettings(windows=(window,)), day=DAY + timedelta(days=days))
    assert {"DELETED", "CHANGED", "ADDED", *(["REISSUED"] if held else [])} == {code for code, _ in found}
    assert any(holds for _code, holds in found) is held


def test_a_window_never_lets_through_what_is_always_held():
    window = BrakeWindow(DAY, DAY, 100, 100, 100, "second term")
    chosen = BrakeSettings(windows=(window,))
    for measured in ({"rows_before": 9, "rows_after": 4}, {"rows_before": 9, "rows_after": 0}, {"missing": True}):
        assert [holds for _code, holds in told("students.csv", measured, chosen=chosen)] == [True]
    assert told("schools.csv", people(1, 9), chosen=chosen) == [("SCHOOL_DELETED", HOLD)]
    assert told("staff.csv", {"header_new": ("X",)}, chosen=chosen) == [("HEADER", HOLD)]


@pytest.mark.parametrize(
    ("window", "why"),
    [
        ({"end": DAY - timedelta(days=1)}, "before it starts"),
        ({"end": DAY + timedelta(days=101)}, "100 days at most"),
        ({"deleted": 101}, "0 to 100"),
        ({"reason": " "}, "no reason"),
        ({}, ""),
    ],
)
def test_a_window_that_cannot_be_says_why(window, why):
    wrong = replace(BrakeWindow(DAY, DAY, 50, 50, 50, "term"), **window).wrong()
    assert why in wrong
    assert bool(why) is bool(wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"people_hold": 91}, {"people_warn": -1}, {"people_warn": 9}, {"people_rows": 5_001}, {"people_ignored": 101}],
)
def test_no_standing_limit_is_an_off_switch(wrong):
    with pytest.raises(ValueError, match="validation error"):
        BrakeLimits(**wrong)


def stored(folder, files):
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return StoredSet(
        {name: folder / name for name in files},
        {name: sha256(content).hexdigest() for name, content in files.items()},
        {name: content.count(b"\n") - 1 for name, content in files.items()},
    )


def measured(folder, before, after):
    old, new = stored(folder / "old", before), stored(folder / "new", after)
    return measure(compare_runs(old.paths, new.paths, dict.fromkeys(new.same_as(old))), old, new)


def test_students_who_change_sections_are_no_deletions(tmp_path):
    before = small_set()
    after = {**before, "enrollments.csv": before["enrollments.csv"].replace(b"A,SA", b"A,SX")}
    moved = measured(tmp_path, before, after).files["enrollments.csv"]
    assert (moved.before, moved.gone, moved.added, moved.losses, moved.vanishing) == (100, 0, 0, {}, ())
    assert judge(Measure({"enrollments.csv": moved}), USUAL, DAY) == ()


def test_who_would_vanish_is_counted_by_school_and_named(tmp_path):
    found = measured(tmp_path, small_set(), small_set([n for n in range(100) if n % 2 or n >= 60]))
    assert set(found.files) == {"students.csv", "enrollments.csv"}  # the others are the same
    brakes = {brake.key: brake for brake in judge(found, USUAL, DAY)}
    gone = brakes["BRAKE_DELETED students.csv"]
    assert gone.what == "30 of 100 students (30 %) would be deleted."
    assert (gone.percent, gone.schools, len(gone.named)) == (30, {"A": 30}, 30)
    assert {(one.school, one.key, one.name) for one in gone.named} >= {("A", "0", "Family0, Given")}
    alone = brakes["BRAKE_ONE_SCHOOL students.csv A"]
    assert (alone.holds, alone.count, alone.whole) == (True, 30, 50)
    assert brakes["BRAKE_ONE_SCHOOL enrollments.csv A"].named[0].name == "Family0, Given in Art A"


def test_a_school_whose_students_all_move_away_is_noticed(tmp_path):
    before = small_set()
    moved = measured(tmp_path, before, {**before, "students.csv": before["students.csv"].replace(b"\nA,", b"\nB,")})
    found = [(brake.key, brake.holds) for brake in judge(moved, USUAL, DAY)]
    assert found == [("BRAKE_ONE_SCHOOL students.csv A", True), ("BRAKE_CHANGED students.csv", False)]


def test_new_ids_look_re_issued_and_a_new_header_is_told(tmp_path):
    after = small_set(range(1_000, 1_100), columns=("Race",))
    brakes = {brake.key: brake.what for brake in judge(measured(tmp_path, small_set(), after), USUAL, DAY)}
    assert "Identifiers look re-issued" in brakes["BRAKE_REISSUED students.csv"]
    assert brakes["BRAKE_HEADER students.csv"] == "students.csv has other columns: with Race new."


def test_a_file_that_is_gone_and_one_that_is_empty_are_told_once(tmp_path):
    after = small_set(staff=0)
    del after["teachers.csv"]
    found = judge(measured(tmp_path, small_set(), after), USUAL, DAY)
    assert [brake.key for brake in found] == ["BRAKE_FILE_MISSING teachers.csv", "BRAKE_FILE_EMPTY staff.csv"]
    assert len(found[1].named) == 20


@settings(max_examples=25, deadline=None)
@given(
    students=st.lists(st.integers(0, 200), max_size=60, unique=True),
    staff=st.integers(0, 4),
    columns=st.sampled_from([(), ("Dob",), ("Dob", "Race")]),
)
def test_the_same_set_again_is_never_held_even_if_every_line_is_compared(students, staff, columns):
    files = small_set(students, staff=staff, columns=columns)
    with TemporaryDirectory() as folder:
        old, new = stored(Path(folder) / "old", files), stored(Path(folder) / "new", files)
        unknown = replace(old, digests={})
        assert judge(measure(compare_runs(old.paths, new.paths), unknown, new), USUAL, DAY) == ()


def test_brakes_and_measures_are_kept_as_they_are(tmp_path):
    found = measured(tmp_path, small_set(), small_set(range(50), columns=("Race",), staff=0))
    found = replace(found, invalid=(Invalid("CROSS_FILE", "students.csv", 1, ("7",)),))
    brakes = judge(found, USUAL, DAY)
    assert measure_from_json(measure_as_json(found)) == found
    assert brakes_from_json(brakes_as_json(brakes)) == brakes
