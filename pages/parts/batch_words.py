"""What batches, their states and results are called on screen, with their colours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.states import Colour
from roster_core.batches.states import BatchKind, BatchState, Result
from roster_core.journeys.batches.reads import BatchView
from roster_core.journeys.batches.undoing import UndoPlan


@dataclass(frozen=True)
class ValueWords:
    """How what a kind of batch stores for a person is spoken of."""

    #: One of it, as in `the photo back`.
    one: str
    #: What there is when the only one was taken back.
    none: str
    #: Those from before.
    older: str


KIND_WORDS: Mapping[BatchKind, str] = {
    BatchKind.PHOTO: "Photos",
    BatchKind.EMAIL: "E-mails",
    BatchKind.DOCUMENT: "Documents",
    BatchKind.UNDO: "Undo",
}
VALUE_WORDS: Mapping[BatchKind, ValueWords] = {
    BatchKind.PHOTO: ValueWords("photo", "no photo", "Older photos"),
    BatchKind.EMAIL: ValueWords("e-mail address", "no e-mail address", "Older addresses"),
    BatchKind.DOCUMENT: ValueWords("version of the document", "no such document", "Older versions"),
}
#: What one item is called, and the page on which a draft is gone on with.
ITEM_WORDS: Mapping[BatchKind, str] = {BatchKind.PHOTO: "file", BatchKind.EMAIL: "row", BatchKind.DOCUMENT: "file"}
PAGE_OF: Mapping[BatchKind, str] = {
    BatchKind.PHOTO: "photo_upload.py",
    BatchKind.EMAIL: "email_update.py",
    BatchKind.DOCUMENT: "assessment_documents.py",
}
STATE_WORDS: Mapping[BatchState, tuple[str, Colour]] = {
    BatchState.DRAFT: ("Draft", "gray"),
    BatchState.CHECKED: ("Checked, not confirmed", "gray"),
    BatchState.CONFIRMED: ("Confirmed", "blue"),
    BatchState.QUEUED: ("Waiting", "blue"),
    BatchState.RUNNING: ("Running", "blue"),
    BatchState.DONE: ("Done", "green"),
    BatchState.DONE_WITH_ERRORS: ("Done with errors", "orange"),
    BatchState.FAILED: ("Failed", "red"),
    BatchState.CANCELLED: ("Cancelled", "gray"),
    BatchState.UNDONE: ("Undone", "gray"),
    BatchState.PARTLY_UNDONE: ("Partly undone", "orange"),
    BatchState.EXPIRED: ("Expired", "gray"),
}
#: Results in the order in which they are told, with colour and icon.
RESULTS: Mapping[Result, tuple[Colour, str]] = {
    Result.UPLOADED: ("green", ":material/check_circle:"),
    Result.REPLACED: ("green", ":material/change_circle:"),
    Result.NEW_VERSION: ("green", ":material/change_circle:"),
    Result.UPDATED: ("green", ":material/check_circle:"),
    Result.PUT_BACK: ("green", ":material/undo:"),
    Result.TAKEN_BACK: ("green", ":material/undo:"),
    Result.UNCHANGED: ("gray", ":material/drag_handle:"),
    Result.SKIPPED: ("gray", ":material/skip_next:"),
    Result.NO_MATCH: ("orange", ":material/person_search:"),
    Result.REJECTED: ("orange", ":material/block:"),
    Result.CONFLICT: ("red", ":material/sync_problem:"),
    Result.FAILED: ("red", ":material/error:"),
}
#: Results that changed something.
APPLIED = tuple(result for result, (colour, _) in RESULTS.items() if colour == "green")
#: Results that somebody has to see to.
TROUBLE = (Result.NO_MATCH, Result.REJECTED, Result.CONFLICT, Result.FAILED)


def called(batch: BatchView) -> str:
    """What it is, such as `Photos of students`, `Undo of photos`."""
    if batch.kind is BatchKind.UNDO:
        return f"Undo of {KIND_WORDS[kind_of(batch)].lower()}"
    return f"{KIND_WORDS[batch.kind]} of {batch.target.lower()}"


def undo_lines(kind: BatchKind, plan: UndoPlan) -> list[str]:
    """What taking a batch of that kind back would do, a sentence for each thing that it does."""
    words = VALUE_WORDS[kind]
    told = [
        (plan.put_back, f"the {words.one} back that they had before", "gets", "get"),
        (plan.taken_back, f"{words.none} again", "has", "have"),
        (plan.changed_since, "changed since and left alone", "was", "were"),
    ]
    return [f"**{count:,}** {one if count == 1 else many} {what}." for count, what, one, many in told if count]


def kind_of(batch: BatchView) -> BatchKind:
    """What it carries; of an undo what it took back."""
    return BatchKind(batch.settings.get("kind", BatchKind.PHOTO if batch.kind is BatchKind.UNDO else batch.kind))


def show_state(state: BatchState) -> None:
    """The state as a badge."""
    word, colour = STATE_WORDS[state]
    st.badge(word, color=colour)


def state_cells(states: Iterable[BatchState]) -> list[list[str]]:
    """The cells of a column of states; to be drawn with `state_column`."""
    return [[STATE_WORDS[state][0]] for state in states]


def state_column() -> Any:
    """A table column that draws states as labels in their colours."""
    return _labels("State", list(STATE_WORDS.values()))


def result_column() -> Any:
    """The same for results."""
    return _labels("Result", [(result.value, colour) for result, (colour, _) in RESULTS.items()])


def count_of(batch: BatchView, results: Iterable[Result]) -> int:
    """How many items had one of these results."""
    return sum(batch.counts.get(result, 0) for result in results)


def _labels(title: str, words: list[tuple[str, Colour]]) -> Any:
    return st.column_config.MultiselectColumn(
        title, width=170, options=[word for word, _ in words], color=[colour for _, colour in words]
    )
