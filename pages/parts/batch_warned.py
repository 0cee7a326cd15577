"""Warnings of a draft by kind: how many there are, and accepting all of a kind in one click."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from roster_core.access.rights import User
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.reads import BatchView
from roster_core.journeys.batches.undecided import Open
from roster_core.store import Store


def show_warned(
    store: Store, user: User, batch: BatchView, warned: Sequence[Open], *, key: str, show: Callable[[str], None]
) -> None:
    """Draw them, folded; `show` is called with the code whose items are to be shown, before the page is drawn anew."""
    if not warned:
        return
    number = sum(len(one.sequences) for one in warned)
    told = f"{number:,} warning" + ("" if number == 1 else "s") + " to look at"
    with st.expander(told, icon=":material/warning:", key=f"{key}.warned"):
        for one in warned:
            code = one.kind.code
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"**{len(one.sequences):,} × {words_of(code)}**"
                    + (f" · {plain(one.kind.fix)}" if one.kind.fix else "")
                )
                st.space("stretch")
                st.button("Show", key=f"{key}.show.{code}", type="tertiary", on_click=show, args=[code])
                if one.kind.waits:
                    st.caption("Decided with the other row", width="content")
                elif one.kind.one_by_one:
                    st.caption("Accepted one by one", width="content")
                elif st.button(f"Accept {these(len(one.sequences))}", key=f"{key}.accept.{code}"):
                    with refusals_shown():
                        drafts.choose(store, user, batch.batch_id, drafts.accept(code))
                        st.rerun()


def these(number: int) -> str:
    """So many of something, as a button says it."""
    return "it" if number == 1 else f"all {number:,}"


def words_of(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ").lower()
