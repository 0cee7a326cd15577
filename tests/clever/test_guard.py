"""What holds a delivery (export-options §8 step 14)."""

from datetime import date, timedelta

import polars as pl
import pytest

from roster_core.clever.changes.between_runs import CHANGE_SCHEMA, Changes, FileCounts
from roster_core.clever.changes.guard import Delivered, Limits, Window, guard
from roster_core.clever.profile.changes import option_changes
from roster_core.clever.profile.options import ExportOptions
from roster_core.findings import Severity

DAY = date(2026, 11, 26)
YESTERDAY = Delivered(DAY - timedelta(days=1))
NO_ROWS = pl.DataFrame(schema=CHANGE_SCHEMA)


def held(counts, *, delivered=YESTERDAY, limits=Limits(), rows=NO_ROWS):  # noqa: B008 - frozen
    return list(guard(delivered, Changes(counts, rows), limits, today=DAY))


def codes(findings):
    return [(finding.kind.code, finding.row_key) for finding in findings]


@pytest.mark.parametrize("file", ["students.csv", "teachers.csv", "sections.csv", "enrollments.csv", "staff.csv"])
@pytest.mark.parametrize(("removed", "expected"), [(10, []), (11, ["GUARD_REMOVED"])])
def test_more_than_a_tenth_of_any_kind_gone_is_held(file, removed, expected):
    counts = {file: FileCounts(100, 100 - removed, removed=removed)}
    assert codes(held(counts)) == [(code, file) for code in expected]


def test_another_id_counts_as_gone_since_the_receiver_deletes_it():
    assert codes(held({"staff.csv": FileCounts(10, 10, removed=1, changed_ids=1)})) == [("GUARD_REMOVED", "staff.csv")]


def test_any_school_gone_is_held():
    [finding] = held({"schools.csv": FileCounts(100, 99, removed=1)})
    assert finding.kind.code == "GUARD_REMOVED"
    assert finding.message == "1 of 100 schools (1 %) would be deleted; any school is held."


@pytest.mark.parametrize(("changed", "expected"), [(75, []), (76, [("GUARD_CHANGED", "students.csv")])])
def test_more_than_three_quarters_changed_is_held(changed, expected):
    assert codes(held({"students.csv": FileCounts(100, 100, changed=changed)})) == expected


def test_things_under_another_id_are_held_with_an_example():
    row = {"file": "students.csv", "what": "changed_id", "key": "9", "name": "Ortega, Ana", "old": "1", "new": "9",
           "why": "same state ID"}  # fmt: skip
    rows = pl.DataFrame([{**dict.fromkeys(CHANGE_SCHEMA, ""), **row}], schema=CHANGE_SCHEMA)
    [finding] = held({"students.csv": FileCounts(100, 100, changed_ids=1)}, rows=rows)
    assert (finding.kind.code, finding.file, finding.row_key) == ("GUARD_IDS_CHANGED", "run", "students.csv")
    assert "Ortega, Ana: 1 → 9 (same state ID)" in finding.message


def test_enrollments_that_follow_a_section_are_not_told_again():
    row = {"file": "enrollments.csv", "what": "changed_id", "key": "B/1", "old": "A/1", "new": "B/1"}
    rows = pl.DataFrame([{**dict.fromkeys(CHANGE_SCHEMA, ""), **row}], schema=CHANGE_SCHEMA)
    assert held({"enrollments.csv": FileCounts(100, 100, changed_ids=1)}, rows=rows) == []


def test_without_a_delivery_it_is_the_first():
    for changes in (None, Changes({"students.csv": FileCounts(9, 1, removed=8)}, NO_ROWS)):
        assert codes(guard(None, changes, Limits(), today=DAY)) == [("GUARD_FIRST", "")]


@pytest.mark.parametrize(("days", "expected"), [(30, []), (31, [("GUARD_FIRST", "")])])
def test_after_a_pause_it_is_a_first_again(days, expected):
    assert codes(held({}, delivered=Delivered(DAY - timedelta(days=days)))) == expected


def test_after_a_change_of_the_profile_it_is_a_first_again_and_tells_what():
    changed = option_changes(ExportOptions(), ExportOptions(frl_short_codes=True))
    [finding] = held({}, delivered=Delivered(YESTERDAY.day, changed))
    assert finding.kind.code == "GUARD_FIRST"
    assert finding.message.endswith(": off → on.")
    assert "disappear" not in finding.message


def test_after_a_change_of_keys_it_tells_how_many_disappear_and_reappear():
    changed = option_changes(ExportOptions(), ExportOptions(section_id_prepend_school_year=True))
    counts = {"sections.csv": FileCounts(381, 381, removed=1, changed_ids=380)}
    first = held(counts, delivered=Delivered(YESTERDAY.day, changed))[-1]
    assert first.kind.code == "GUARD_FIRST"
    assert "381 sections would disappear (380 of them reappear under another ID)" in first.message
    assert "0 students would disappear" in first.message


def test_a_file_that_became_empty_is_held_even_before_a_delivery():
    empty = Changes({"staff.csv": FileCounts(4, 0, removed=4)}, NO_ROWS)
    assert codes(guard(None, empty, Limits(), today=DAY)) == [("FILE_BECAME_EMPTY", "staff.csv"), ("GUARD_FIRST", "")]
    assert codes(held(empty.counts)) == [("FILE_BECAME_EMPTY", "staff.csv"), ("GUARD_REMOVED", "staff.csv")]


def test_a_window_widens_the_limits_on_its_days_only():
    window = Window(DAY, DAY + timedelta(days=3), 60, 100, "rollover")
    counts = {"students.csv": FileCounts(100, 50, removed=50, changed=90)}
    assert held(counts, limits=Limits(windows=(window,))) == []
    later = Window(DAY + timedelta(days=1), DAY + timedelta(days=3), 60, 100, "rollover")
    assert len(held(counts, limits=Limits(windows=(later,)))) == 2


def test_whatever_holds_is_a_block_of_the_run():
    counts = {"schools.csv": FileCounts(2, 0, removed=2), "students.csv": FileCounts(4, 4, changed=4)}
    findings = held(counts, delivered=Delivered(date(2026, 1, 1)))
    assert {finding.severity for finding in findings} == {Severity.BLOCK}
    assert {finding.file for finding in findings} == {"run"}
    assert all(finding.kind.fix for finding in findings)
