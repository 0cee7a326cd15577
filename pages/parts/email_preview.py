"""The preview of an e-mail batch: totals, filters, and a page of rows that can be decided about."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.parts import email_rows
from pages.parts.batch_notices import show_notices
from pages.parts.batch_warned import show_warned, words_of
from pages.shell.download_link import download_link
from roster_core.access.rights import User
from roster_core.batches.states import ItemState
from roster_core.journeys.batches.reads import BatchView, ItemFilter, count_codes, read_items
from roster_core.journeys.batches.undecided import read_open
from roster_core.store import Store

PER_PAGE = 25
_ALL = "All"
#: The sections with the preview states in each, in the order in which they are offered.
SECTIONS: Mapping[str, frozenset[ItemState]] = {
    _ALL: frozenset(ItemState),
    "Ready": frozenset({ItemState.READY}),
    "To look at": frozenset({ItemState.WARNING}),
    "Need a student": frozenset({ItemState.NEEDS_PERSON, ItemState.AMBIGUOUS}),
    "Rejected": frozenset({ItemState.REJECTED}),
    "Unchanged": frozenset({ItemState.UNCHANGED}),
    "Set aside": frozenset({ItemState.SKIPPED}),
}


def show_preview(store: Store, user: User, batch: BatchView, notices: Sequence[Mapping[str, str]]) -> None:
    """Draw it; what is decided is stored at once and the page drawn anew."""
    show_notices([*batch.notices, *notices])
    warned, _ = read_open(store, user, batch.batch_id)
    show_warned(store, user, batch, warned, key="emails", show=_show_code)
    states = SECTIONS[_section(batch)]
    wanted = _asked(store, user, batch, states)
    _, total = read_items(store, user, batch.batch_id, wanted, limit=0)
    if not total:
        st.info("No row fits. Choose another section or look for something else.", icon=":material/filter_alt_off:")
        return
    pages = -(-total // PER_PAGE)
    page = min(st.session_state.get("emails.page", 1), pages)
    start = (page - 1) * PER_PAGE
    items, _ = read_items(store, user, batch.batch_id, wanted, start=start, limit=PER_PAGE)
    for item in items:
        email_rows.show_row(store, user, batch, item)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Rows {start + 1:,} to {start + len(items):,} of {total:,}", width="content")
        if pages > 1:
            st.pagination(pages, key="emails.page")


def _section(batch: BatchView) -> str:
    counts = {name: sum(batch.counts.get(state, 0) for state in states) for name, states in SECTIONS.items()}
    chosen = st.segmented_control(
        "Section",
        [name for name, number in counts.items() if number or name == _ALL],
        default=_ALL,
        format_func=lambda name: f"{name} {counts[name]:,}",
        key="emails.section",
        label_visibility="collapsed",
        required=True,
        on_change=_first_page,
    )
    return str(chosen)


def _asked(store: Store, user: User, batch: BatchView, states: frozenset[ItemState]) -> ItemFilter:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Find",
            key="emails.find",
            placeholder="Student, ID, address or row",
            type="search",
            live=True,
            width=280,
            on_change=_first_page,
        )
        codes = count_codes(store, user, batch.batch_id)
        code = st.selectbox(
            "What is told",
            ["", *codes],
            format_func=lambda one: f"{words_of(one).capitalize()} ({codes[one]:,})" if one else "Anything",
            key="emails.code",
            width=260,
            on_change=_first_page,
        )
        st.space("stretch")
        download_link("Findings as CSV", key="emails.findings", kind="email_findings", batch=batch.batch_id)
    return ItemFilter(states, code=code or "", text=text or "")


def _first_page() -> None:
    st.session_state["emails.page"] = 1


def _show_code(code: str) -> None:
    st.session_state.update({"emails.section": _ALL, "emails.code": code, "emails.page": 1})
