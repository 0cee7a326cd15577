from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.run_changes import WHAT, deltas, narrowed, shown
from roster_core.clever.changes.between_runs import CHANGE_SCHEMA, FileCounts
from roster_core.journeys.export_changes import RunChanges

ROWS = pl.DataFrame(
    [
        {"file": "students.csv", "what": "added", "key": "0104233", "name": "Ana Ortega", "school": "MHE"},
        {"file": "students.csv", "what": "changed", "key": "0101118", "name": "Chloe Dunn", "school": "MMS",
         "column": "Student_email", "old": "a@x.example", "new": "=b@x.example"},
        {"file": "students.csv", "what": "changed", "key": "0101118", "name": "Chloe Dunn", "school": "MMS",
         "column": "Password", "old": "•••", "new": "•••"},
        {"file": "sections.csv", "what": "changed_id", "key": "MMS-1-02", "name": "Math", "school": "MMS",
         "old": "MMS-1-01", "new": "MMS-1-02", "why": "same course and students"},
    ],
    schema=CHANGE_SCHEMA,
).fill_null("")  # fmt: skip


def test_changes_are_narrowed_by_what_happened_by_file_and_by_words():
    assert narrowed(ROWS, what="changed", file=None, sought="").height == 2
    assert narrowed(ROWS, what="added", file="sections.csv", sought="").is_empty()
    assert narrowed(ROWS, what=None, file=None, sought="chloe")["key"].unique().to_list() == ["0101118"]
    assert narrowed(ROWS, what=None, file=None, sought="mms-1-01").height == 1


def test_a_changed_cell_shows_old_and_new_harmless_to_copy():
    table = shown(narrowed(ROWS, what="changed", file=None, sought="email"), "changed")
    assert table.loc[0, "Old"] == "a@x.example"
    assert table.loc[0, "New"] == "'=b@x.example"


def test_of_a_password_only_that_it_changed_is_shown():
    table = shown(narrowed(ROWS, what="changed", file=None, sought="password"), "changed")
    assert (table.loc[0, "Old"], table.loc[0, "New"]) == ("", "changed")


def test_a_changed_id_shows_both_ids_and_why_they_look_the_same():
    table = shown(narrowed(ROWS, what="changed_id", file=None, sought=""), "changed_id")
    assert table.iloc[0].to_dict() == {
        "File": "sections.csv",
        "School": "MMS",
        "Name": "Math",
        "Old ID": "MMS-1-01",
        "New ID": "MMS-1-02",
        "Why it looks the same": "same course and students",
    }


@pytest.mark.parametrize("what", WHAT)
def test_every_kind_of_change_has_a_table(what):
    assert next(iter(shown(ROWS.clear(), what))) == "File"


def test_a_file_is_told_by_how_many_things_it_has_more():
    counts = {"students.csv": FileCounts(10, 8, added=1, removed=3), "staff.csv": FileCounts(5, 5)}
    changes = RunChanges(
        "1-a", datetime(2026, 11, 25, tzinfo=UTC), since_delivery=True, counts=counts, sentence="since …"
    )
    assert deltas(changes) == {"students.csv": -2, "staff.csv": 0}
    assert deltas(None) == {}
    assert (changes.count("removed"), changes.count("added"), changes.count("changed_id")) == (3, 1, 0)
    assert changes.cut("removed") == 0
    many = replace(changes, counts={**changes.counts, "enrollments.csv": FileCounts(0, 200_000, added=200_000)})
    assert (many.cut("added"), many.cut("removed")) == (100_000, 0)


def _drawn(listed):
    """A page with two students added, of whom `listed` is as many as a list holds."""
    from datetime import UTC, datetime  # noqa: PLC0415 - the function is a page of its own
    from unittest.mock import patch  # noqa: PLC0415 - the function is a page of its own

    import polars as pl  # noqa: PLC0415 - the function is a page of its own

    from pages.parts.run_changes import show_changes  # noqa: PLC0415 - the function is a page of its own
    from roster_core.clever.changes.between_runs import CHANGE_SCHEMA, FileCounts  # noqa: PLC0415 - the function is a page of its own
    from roster_core.journeys.export_changes import RunChanges  # noqa: PLC0415 - the function is a page of its own

    counts = {"students.csv": FileCounts(0, 2, added=2, schools={"MMS": {"added": 2}})}
    at = datetime(2026, 11, 25, tzinfo=UTC)
    cells = dict.fromkeys(CHANGE_SCHEMA, "") | {"file": "students.csv", "what": "added", "key": "1", "school": "MMS"}
    with patch("roster_core.journeys.export_changes.LISTED", listed):
        changes = RunChanges("1-a", at, since_delivery=True, counts=counts, sentence="since …")
        show_changes(changes, pl.DataFrame([cells], schema=CHANGE_SCHEMA), key="run")


@pytest.mark.parametrize(("listed", "told"), [(1, True), (2, False)])
def test_that_a_list_ends_before_the_changes_do_is_said(listed, told):
    at = AppTest.from_function(_drawn, args=(listed,)).run()
    assert not at.exception
    assert any("the first 1 are listed" in one.value for one in at.caption) is told
