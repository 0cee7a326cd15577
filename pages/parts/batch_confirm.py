"""Submit and Confirm: what would be done is told in numbers, and done after a second click."""

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st

from pages.parts.batch_words import ITEM_WORDS, VALUE_WORDS
from pages.parts.notices import plain, refusals_shown
from roster_core.access.rights import User
from roster_core.journeys.batches.confirming import confirm
from roster_core.journeys.batches.drafts import look_again
from roster_core.journeys.batches.foreseeing import foresee
from roster_core.journeys.batches.reads import BatchView
from roster_core.refusals import Refusal
from roster_core.store import Store

#: Each item is in one of these, by the word that stands for it.
_SUMMED = (
    ("new", "new"), ("replaces", "replace one"), ("unchanged", "unchanged"), ("skipped", "set aside"),
    ("left_out", "left out"),
)  # fmt: skip


def show_submit(store: Store, user: User, batch: BatchView) -> None:
    """The line under a preview with the button that leads on; what follows from it is told before Confirm."""
    counts = batch.counts
    undecided, items = counts.get("unresolved", 0), sum(counts.get(name, 0) for name, _ in _SUMMED)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="batch-submit"):
        st.markdown(_summary(counts))
        st.space("stretch")
        leave = bool(undecided) and st.checkbox(
            f"Apply the ready ones, leave {undecided:,} undecided out", key="batch.leave"
        )
        if st.button(
            "Submit",
            type="primary",
            key="batch.submit",
            disabled=not items or (bool(undecided) and not leave),
            help=f"{undecided:,} {ITEM_WORDS[batch.kind]}s still need a decision." if undecided and not leave else None,
        ):
            _confirm(store, user, batch, leave_out=leave)


def _summary(counts: Mapping[str, int]) -> str:
    return " · ".join(f"**{counts.get(name, 0):,}** {word}" for name, word in _SUMMED)


@st.dialog("Confirm")
def _confirm(store: Store, user: User, batch: BatchView, *, leave_out: bool) -> None:
    st.markdown(_summary(batch.counts))
    for one in foresee(store, user, batch.batch_id, decided=leave_out):
        st.warning(plain(one["message"]), icon=":material/warning:")
    st.write(
        "The work goes on in the background; you may close this page. "
        f"{VALUE_WORDS[batch.kind].older} are kept, and the whole batch can be taken back for 30 days."
    )
    if st.button("Confirm", type="primary", key="batch.confirm"):
        with refusals_shown():
            try:
                confirm(store, user, batch.batch_id, leave_out=leave_out, revision=batch.revision)
            except Refusal:
                with suppress(Refusal):  # the preview behind shows what is true by now
                    look_again(store, user, batch.batch_id)
                raise
            st.rerun()
