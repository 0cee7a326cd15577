"""The words a batch and its items go through, and which step may follow which (batch-updates §2.1, §2.2)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from roster_core.batches import kinds
from roster_core.findings import Finding, Severity
from roster_core.refusals import Refusal


class BatchKind(StrEnum):
    """What a batch carries."""

    PHOTO = "PHOTO"
    EMAIL = "EMAIL"
    DOCUMENT = "DOCUMENT"
    UNDO = "UNDO"


class BatchState(StrEnum):
    """How far a batch has come; the value is the word shown."""

    DRAFT = "draft"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DONE_WITH_ERRORS = "done_with_errors"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNDONE = "undone"
    PARTLY_UNDONE = "partly_undone"
    EXPIRED = "expired"


_UNDO = frozenset({BatchState.UNDONE, BatchState.PARTLY_UNDONE})

#: The only steps there are. A checked batch is a draft again when a file is added; failed items are queued again.
NEXT: Mapping[BatchState, frozenset[BatchState]] = {
    BatchState.DRAFT: frozenset({BatchState.CHECKED, BatchState.CANCELLED, BatchState.EXPIRED}),
    BatchState.CHECKED: frozenset(
        {BatchState.DRAFT, BatchState.CONFIRMED, BatchState.CANCELLED, BatchState.EXPIRED},
    ),
    BatchState.CONFIRMED: frozenset({BatchState.QUEUED, BatchState.CANCELLED}),
    BatchState.QUEUED: frozenset({BatchState.RUNNING, BatchState.CANCELLED}),
    BatchState.RUNNING: frozenset({BatchState.DONE, BatchState.DONE_WITH_ERRORS, BatchState.FAILED}),
    BatchState.DONE: _UNDO,
    BatchState.DONE_WITH_ERRORS: _UNDO | {BatchState.QUEUED},
    BatchState.FAILED: _UNDO | {BatchState.QUEUED},
    BatchState.CANCELLED: frozenset(),
    BatchState.UNDONE: frozenset(),
    BatchState.PARTLY_UNDONE: frozenset(),
    BatchState.EXPIRED: frozenset(),
}

#: Nothing of the roster was changed yet, and nothing is going to be without another click.
OPEN = frozenset({BatchState.DRAFT, BatchState.CHECKED})


def step(now: BatchState, to: BatchState) -> BatchState:
    """`to`, if that step exists.

    Raises:
        Refusal: It does not.
    """
    if to not in NEXT[now]:
        raise Refusal(
            f"The batch was not set to {to}.",
            why=f"It is {now}, and from there it cannot become {to}.",
            fix="Look at Upload Status: somebody may have gone on with it elsewhere.",
        )
    return to


class ItemState(StrEnum):
    """What the preview says of an item, from the most to the least in the way; the value is the word shown."""

    REJECTED = "rejected"
    SKIPPED = "skipped"
    NEEDS_PERSON = "needs_person"
    AMBIGUOUS = "ambiguous"
    UNCHANGED = "unchanged"
    WARNING = "warning"
    READY = "ready"


#: 0 for the state that hides all others, counting up.
_RANK = {state: number for number, state in enumerate(ItemState)}


#: Kinds that stand for a state of their own; every other finding counts by its severity.
STATE_OF_CODE: Mapping[str, ItemState] = {
    kinds.NO_MATCH.code: ItemState.NEEDS_PERSON,
    kinds.OUT_OF_SCOPE.code: ItemState.NEEDS_PERSON,
    kinds.PERSON_LEFT.code: ItemState.NEEDS_PERSON,
    kinds.SEVERAL_PEOPLE.code: ItemState.AMBIGUOUS,
    kinds.SEVERAL_FILES.code: ItemState.AMBIGUOUS,
    kinds.SAME_TARGET_TWICE.code: ItemState.AMBIGUOUS,
    kinds.NEEDS_TYPE.code: ItemState.AMBIGUOUS,
    kinds.NEEDS_TITLE.code: ItemState.AMBIGUOUS,
    kinds.NOT_CHOSEN.code: ItemState.SKIPPED,
    kinds.EXISTING_KEPT.code: ItemState.SKIPPED,
    kinds.SET_ASIDE.code: ItemState.SKIPPED,
    kinds.UNCHANGED.code: ItemState.UNCHANGED,
    kinds.NO_CHANGE.code: ItemState.UNCHANGED,
    # Where it does not reject: the row says what another one says.
    kinds.SAME_STUDENT_TWICE.code: ItemState.SKIPPED,
}
_STATE_OF_SEVERITY: Mapping[Severity, ItemState] = {
    Severity.BLOCK: ItemState.REJECTED,
    Severity.ERROR: ItemState.REJECTED,
    Severity.WARNING: ItemState.WARNING,
    Severity.INFO: ItemState.READY,
}


def state_of(findings: Iterable[Finding]) -> ItemState:
    """The worst state that a finding stands for; `ready` without any.

    A finding of severity `error` rejects the item whatever its code, so that a rule may grade a code harder.
    """
    worst = ItemState.READY
    for finding in findings:
        state = _state(finding)
        if _RANK[state] < _RANK[worst]:
            worst = state
    return worst


def _state(finding: Finding) -> ItemState:
    by_severity = _STATE_OF_SEVERITY[finding.severity]
    if by_severity is ItemState.REJECTED:
        return by_severity
    return STATE_OF_CODE.get(finding.kind.code, by_severity)


class Result(StrEnum):
    """What became of an item; the value is the word shown."""

    UPLOADED = "Uploaded"
    UPDATED = "Updated"
    REPLACED = "Uploaded (replaced)"
    NEW_VERSION = "New version"
    UNCHANGED = "Unchanged"
    NO_MATCH = "No Match"
    REJECTED = "Rejected"
    CONFLICT = "Conflict"
    SKIPPED = "Skipped"
    FAILED = "Failed"
    #: Of an undo: the older value is current again, or there is none as before.
    PUT_BACK = "Put back"
    TAKEN_BACK = "Taken back"


#: Results that make a finished batch one with errors: what was confirmed and yet not done.
ERRORS = frozenset({Result.CONFLICT, Result.FAILED})

_LEFT_OUT: Mapping[ItemState, Result] = {
    ItemState.REJECTED: Result.REJECTED,
    ItemState.NEEDS_PERSON: Result.NO_MATCH,
    ItemState.UNCHANGED: Result.UNCHANGED,
}


def result_applied(kind: BatchKind, *, replaced: bool) -> Result:
    """The result of an item that was written; `replaced` says that an older value is now history."""
    if kind is BatchKind.EMAIL:
        return Result.UPDATED
    if not replaced:
        return Result.UPLOADED
    return Result.NEW_VERSION if kind is BatchKind.DOCUMENT else Result.REPLACED


def result_not_applied(state: ItemState, codes: Iterable[str] = ()) -> Result:
    """The result of an item that Confirm leaves out in this preview state, for findings with these codes."""
    if state is ItemState.REJECTED and kinds.STALE.code in codes:
        return Result.CONFLICT
    return _LEFT_OUT.get(state, Result.SKIPPED)


def finished(results: Iterable[Result]) -> BatchState:
    """The state of a batch all of whose items have a result."""
    return BatchState.DONE if ERRORS.isdisjoint(results) else BatchState.DONE_WITH_ERRORS
