"""Which batches are listed."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from pages.parts.batch_filters import CONFIRMED, STAGES, Wanted, kept
from roster_core.batches.states import BatchKind, BatchState


def _batch(name, state=BatchState.DONE, kind=BatchKind.PHOTO, by="dana", day=24, hour=12, cancelled_by=""):
    moment = datetime(2026, 11, day, hour, tzinfo=UTC)
    confirmed = None if state in {BatchState.DRAFT, BatchState.CHECKED, BatchState.CANCELLED} else moment
    return SimpleNamespace(
        batch_id=name,
        state=state,
        kind=kind,
        by=by,
        confirmed_by=None,
        created_at=moment,
        confirmed_at=confirmed,
        cancelled_by=cancelled_by,
    )


BATCHES = (
    _batch("mail", kind=BatchKind.EMAIL),
    _batch("omar", by="omar"),
    _batch("failed", BatchState.FAILED),
    _batch("part", BatchState.DONE_WITH_ERRORS),
    _batch("runs", BatchState.RUNNING),
    _batch("draft", BatchState.DRAFT),
    _batch("undone", BatchState.UNDONE),
    _batch("old", day=2),
    _batch("night", day=3, hour=3),
    _batch("given up", BatchState.CANCELLED, cancelled_by="dana"),
    _batch("ended", BatchState.CANCELLED, cancelled_by="admin"),
)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), "mail omar failed part runs undone old night ended"),
        (Wanted(kind=BatchKind.EMAIL), "mail"),
        (Wanted(by="omar"), "omar"),
        (Wanted(stage="At work"), "runs"),
        (Wanted(stage="Done with errors, or failed"), "failed part"),
        (Wanted(stage="Undone"), "undone"),
        (Wanted(stage="Not confirmed"), "draft given up ended"),
        # The night between the 2nd and the 3rd is still the 2nd in New York.
        (Wanted(until=date(2026, 11, 2)), "old night"),
        (Wanted(since=date(2026, 11, 3), stage="Done"), "mail omar"),
        (Wanted(since=date(2026, 11, 25)), ""),
    ],
    ids=["all", "kind", "who", "work", "errors", "undone", "drafts", "until", "since", "none"],
)
def test_only_what_is_asked_for_is_listed_in_order(wanted, names):
    assert " ".join(one.batch_id for one in kept(BATCHES, wanted, "America/New_York")) == names


def test_every_state_is_found_under_some_stage():
    named = {state for stage, states in STAGES.items() if stage != CONFIRMED for state in states}
    assert named == set(BatchState)
