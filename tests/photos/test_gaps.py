"""Whose photo is missing or older than the school year."""

from datetime import UTC, date, datetime

import pytest

from roster_core.downloads.holders import Holder
from roster_core.photos.download import Version
from roster_core.photos.gaps import State, find_gaps, state_of

STARTS = date(2026, 9, 1)


def _photo(person, year="", taken=datetime(2026, 9, 20, tzinfo=UTC)):
    return Version(person, 1, "k", "ab", 9, "image/jpeg", 480, 600, taken, school_year=year)


@pytest.mark.parametrize(
    ("photo", "state"),
    [
        (None, State.NONE),
        (_photo(1, "2026-27"), State.CURRENT),
        (_photo(1, "2025-26"), State.OLDER),
        (_photo(1), State.CURRENT),
        (_photo(1, taken=datetime(2026, 8, 31, tzinfo=UTC)), State.OLDER),
        (_photo(1, taken=datetime(2026, 9, 1, tzinfo=UTC)), State.CURRENT),
    ],
    ids=["none", "of the year", "of last year", "no year, this one", "no year, before", "first day"],
)
def test_a_photo_is_of_the_school_year_or_older(photo, state):
    assert state_of(photo, "2026-27", STARTS) is state


def test_gaps_and_counts_by_school_and_grade_with_staff_last():
    def holder(person, school, grade, kind="student"):
        return Holder(person, kind, str(person), last_name=f"L{person}", school=school, grade=grade)

    people = [
        holder(4, "B", "", "staff"),
        holder(1, "B", "07"),
        holder(2, "B", "07"),
        holder(3, "A", ""),
        holder(5, "", ""),
    ]
    gaps, coverage = find_gaps(people, {1: _photo(1, "2026-27"), 2: _photo(2, "2025-26")}, "2026-27", STARTS)
    assert [(gap.holder.person_id, gap.state) for gap in gaps] == [
        (3, State.NONE),
        (2, State.OLDER),
        (4, State.NONE),
        (5, State.NONE),
    ]
    assert [(one.school, one.grade, one.people, one.current, one.older, one.none) for one in coverage] == [
        ("A", "No grade", 1, 0, 0, 1),
        ("B", "07", 2, 1, 1, 0),
        ("B", "Staff", 1, 0, 0, 1),
        ("", "No grade", 1, 0, 0, 1),
    ]
