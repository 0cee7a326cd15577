"""Unsaved options: kept for each user and profile, found again newest first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from roster_core.access.rights import Right, granted
from roster_core.clever.profile.options import ExportOptions
from roster_core.journeys.export_drafts import UnsavedOptions, drop_unsaved, keep_unsaved, read_unsaved
from roster_core.refusals import Refusal
from tests.journeys.conftest import Desk

NOW = datetime(2026, 11, 25, 7, tzinfo=UTC)
LEFT = UnsavedOptions(
    ExportOptions(frl_short_codes=True, school_ids=("MHE",), prek_state_grades=("3F",)),
    "abc",
    2,
    acknowledged={"CUSTODY_CONTACTS_INCLUDED": "M. Okafor, 11/20"},
)
NEW = UnsavedOptions(ExportOptions(iep_yes_no=True), start="source_defaults")


def test_what_was_left_is_found_as_it_was_the_newest_first(ready: Desk) -> None:
    assert read_unsaved(ready.store, ready.user) == ()
    keep_unsaved(ready.store, ready.user, LEFT, clock=lambda: NOW)
    keep_unsaved(ready.store, ready.user, NEW, clock=lambda: NOW + timedelta(minutes=1))
    assert read_unsaved(ready.store, ready.user) == (NEW, LEFT)
    again = replace(LEFT, options=ExportOptions(), acknowledged={})
    keep_unsaved(ready.store, ready.user, again, clock=lambda: NOW + timedelta(minutes=2))
    assert read_unsaved(ready.store, ready.user) == (again, NEW)


def test_what_is_dropped_is_gone_and_the_rest_stays(ready: Desk) -> None:
    keep_unsaved(ready.store, ready.user, LEFT)
    keep_unsaved(ready.store, ready.user, NEW)
    drop_unsaved(ready.store, ready.user, "abc")
    drop_unsaved(ready.store, ready.user, "abc")
    assert read_unsaved(ready.store, ready.user) == (NEW,)


def test_nobody_finds_what_somebody_else_left(ready: Desk) -> None:
    keep_unsaved(ready.store, ready.user, LEFT)
    other = granted("other", "Other", frozenset((Right.EXPORT_VIEW, Right.EXPORT_EDIT)))
    assert read_unsaved(ready.store, other) == ()


def test_who_may_only_look_leaves_nothing(ready: Desk) -> None:
    viewer = granted("viewer", "Viewer", frozenset((Right.EXPORT_VIEW,)))
    with pytest.raises(Refusal, match="export_edit"):
        keep_unsaved(ready.store, viewer, LEFT)
    with pytest.raises(Refusal, match="export_edit"):
        drop_unsaved(ready.store, viewer, "abc")
