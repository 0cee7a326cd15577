import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.batches import kinds
from roster_core.batches.states import (
    NEXT,
    STATE_OF_CODE,
    BatchKind,
    BatchState,
    ItemState,
    Result,
    finished,
    result_applied,
    result_not_applied,
    state_of,
    step,
)
from roster_core.findings import Finding, Severity
from roster_core.refusals import Refusal


@given(st.sampled_from(BatchState), st.sampled_from(BatchState))
def test_every_step_is_in_next_and_no_other_is_taken(now, to):
    if to in NEXT[now]:
        assert step(now, to) is to
    else:
        with pytest.raises(Refusal, match=f"It is {now}"):
            step(now, to)


def test_every_state_has_a_row_and_can_be_reached_from_a_draft():
    reached = {BatchState.DRAFT}
    while more := {to for now in reached for to in NEXT[now]} - reached:
        reached |= more
    assert reached == set(NEXT) == set(BatchState)


def test_nothing_runs_unconfirmed():
    before = {now for now, to in NEXT.items() if BatchState.QUEUED in to}
    assert before == {BatchState.CONFIRMED, BatchState.DONE_WITH_ERRORS, BatchState.FAILED}
    assert {now for now, to in NEXT.items() if BatchState.RUNNING in to} == {BatchState.QUEUED}
    assert BatchState.CANCELLED not in NEXT[BatchState.RUNNING]


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ((), ItemState.READY),
        ((kinds.FILE_NOT_LISTED,), ItemState.READY),
        ((kinds.LEADING_ZEROS,), ItemState.WARNING),
        ((kinds.UNCHANGED, kinds.LEADING_ZEROS), ItemState.UNCHANGED),
        ((kinds.LEADING_ZEROS, kinds.SEVERAL_FILES), ItemState.AMBIGUOUS),
        ((kinds.SEVERAL_FILES, kinds.NO_MATCH), ItemState.NEEDS_PERSON),
        ((kinds.NO_MATCH, kinds.SET_ASIDE), ItemState.SKIPPED),
        ((kinds.SET_ASIDE, kinds.ENTRY_DAMAGED), ItemState.REJECTED),
    ],
)
def test_the_worst_finding_decides_the_state(found, state):
    assert state_of(Finding(kind, "a.jpg") for kind in found) is state
    assert state_of(Finding(kind, "a.jpg") for kind in reversed(found)) is state


def test_a_rule_that_grades_a_code_as_error_rejects():
    assert state_of([Finding(kinds.OUT_OF_SCOPE, "row 3", graded=Severity.ERROR)]) is ItemState.REJECTED


def test_kinds_have_codes_of_their_own_and_only_known_ones_stand_for_states():
    codes = [kind.code for kind in kinds.KINDS]
    assert len(set(codes)) == len(codes)
    assert set(STATE_OF_CODE) <= set(codes)


@pytest.mark.parametrize(
    ("kind", "replaced", "word"),
    [
        (BatchKind.PHOTO, False, "Uploaded"),
        (BatchKind.PHOTO, True, "Uploaded (replaced)"),
        (BatchKind.EMAIL, False, "Updated"),
        (BatchKind.EMAIL, True, "Updated"),
        (BatchKind.DOCUMENT, False, "Uploaded"),
        (BatchKind.DOCUMENT, True, "New version"),
    ],
)
def test_what_was_applied_is_told_in_the_words_of_its_kind(kind, replaced, word):
    assert result_applied(kind, replaced=replaced) == word


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (ItemState.REJECTED, "Rejected"),
        (ItemState.NEEDS_PERSON, "No Match"),
        (ItemState.UNCHANGED, "Unchanged"),
        (ItemState.SKIPPED, "Skipped"),
        (ItemState.AMBIGUOUS, "Skipped"),
        (ItemState.WARNING, "Skipped"),
    ],
)
def test_what_was_left_out_says_why(state, word):
    assert result_not_applied(state) == word


def test_a_batch_is_done_unless_something_confirmed_was_not_done():
    assert finished([]) is BatchState.DONE
    assert finished([Result.UPLOADED, Result.NO_MATCH, Result.REJECTED]) is BatchState.DONE
    assert finished([Result.UPLOADED, Result.CONFLICT]) is BatchState.DONE_WITH_ERRORS
    assert finished([Result.FAILED]) is BatchState.DONE_WITH_ERRORS
