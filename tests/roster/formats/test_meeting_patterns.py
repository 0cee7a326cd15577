"""Periods and days as schedules write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.roster.formats.meeting_patterns import read_days_of_cycle, read_meetings


@pytest.mark.parametrize(
    ("period", "day", "expected"),
    [
        ("5", None, [("5", None)]),
        ("5", "A", [("5", "A")]),
        ("1(A)", None, [("1", "A")]),
        ("1(A-C)", None, [("1", "A"), ("1", "B"), ("1", "C")]),
        ("1-2(A,C)", None, [("1", "A"), ("1", "C"), ("2", "A"), ("2", "C")]),
        ("1(A) 2(B)", None, [("1", "A"), ("2", "B")]),
        ("HR(A)", None, [("HR", "A")]),
        ("3(A)", "B", [("3", "A")]),
        ("3()", "B", [("3", "B")]),
        ("P5", "MTWRF", [("P5", "M"), ("P5", "T"), ("P5", "W"), ("P5", "R"), ("P5", "F")]),
        ("Period 5", "Day 2", [("Period 5", "2")]),
        ("3,4", None, [("3", None), ("4", None)]),
        ("2026-27", None, [("2026-27", None)]),
        ("5-3", None, [("5-3", None)]),
        ("Lunch (late", None, [("Lunch (late", None)]),
    ],
)
def test_each_period_meets_on_each_day(period, day, expected):
    assert list(read_meetings(period, day)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A,B", ["A", "B"]),
        ("A B", ["A", "B"]),
        ("ABCD", ["A", "B", "C", "D"]),
        ("1-6", ["1", "2", "3", "4", "5", "6"]),
        ("Monday/Wednesday", ["Mon", "Wed"]),
        ("Cycle Day 3", ["3"]),
        ("AA", ["AA"]),
        ("Mon", ["Mon"]),
        ("MON", ["MON"]),
        ("", []),
    ],
)
def test_days_are_read_one_by_one(text, expected):
    assert list(read_days_of_cycle(text)) == expected


@given(st.text(max_size=30), st.none() | st.text(max_size=12))
def test_days_are_never_longer_than_a_roster_takes(period, day):
    for one, of in read_meetings(period, day):
        assert one.strip() == one != ""
        assert of is None or len(of) <= 4
