"""The preview of a batch of documents: sections, filters, pages of cards, and what can be decided for many at once."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import document_upload_cards
from pages.parts.batch_warned import show_warned, words_of
from roster_core.access.rights import User
from roster_core.batches.states import ItemState
from roster_core.journeys.batches.reads import BatchView, ItemFilter, read_items
from roster_core.journeys.batches.undecided import read_open
from roster_core.store import Store

#: Cards on a page.
PER_PAGE = 24
#: The sections in their order, with the preview states in each.
SECTIONS: dict[str, tuple[ItemState, ...]] = {
    "Matched": (ItemState.READY, ItemState.WARNING, ItemState.UNCHANGED),
    "To decide": (ItemState.NEEDS_PERSON, ItemState.AMBIGUOUS),
    "Rejected": (ItemState.REJECTED,),
    "Set aside": (ItemState.SKIPPED,),
}
_SHOWN = {"All": None, "New": False, "New versions": True}
_WARNINGS, _UNCHANGED = "With warnings", "Unchanged"


def show_preview(store: Store, user: User, batch: BatchView) -> None:
    """Draw it; what is decided is stored at once and the page drawn anew."""
    warned, _ = read_open(store, user, batch.batch_id)
    show_warned(store, user, batch, warned, key="documents", show=_show_code)
    section = _section(batch)
    wanted, by_person = _asked(section, [one.kind.code for one in warned])
    page = st.session_state.get("documents.page", 1)
    items, total = read_items(
        store, user, batch.batch_id, wanted, by_person=by_person, start=(page - 1) * PER_PAGE, limit=PER_PAGE
    )
    if not total:
        st.caption("No file here.")
        return
    with st.grid(2, min_column_width=420, gap="small"):
        for item in items:
            document_upload_cards.show_card(store, user, batch, item)
    if total > PER_PAGE:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(-(-total // PER_PAGE), key="documents.page")


def _section(batch: BatchView) -> str:
    counts = {name: sum(batch.counts.get(state, 0) for state in states) for name, states in SECTIONS.items()}
    offered = [name for name, number in counts.items() if number or name == "Matched"]
    first = "To decide" if counts["To decide"] and not counts["Matched"] else "Matched"
    chosen = st.segmented_control(
        "Section",
        offered,
        default=first,
        format_func=lambda name: f"{name} {counts[name]:,}",
        key="documents.section",
        label_visibility="collapsed",
        required=True,
        on_change=_first_page,
    )
    return str(chosen)


def _asked(section: str, codes: Sequence[str]) -> tuple[ItemFilter, bool]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Find",
            key="documents.find",
            placeholder="File or student",
            type="search",
            live=True,
            width=260,
            on_change=_first_page,
        )
        states, replaces, code = SECTIONS[section], None, ""
        if section == "Matched":
            shown = st.selectbox(
                "Show",
                [*_SHOWN, _WARNINGS, _UNCHANGED, *codes],
                format_func=lambda one: f"Warned: {words_of(one)}" if one in codes else one,
                key="documents.show",
                width=280,
                on_change=_first_page,
            )
            replaces = _SHOWN.get(shown)
            code = shown if shown in codes else ""
            states = {_WARNINGS: (ItemState.WARNING,), _UNCHANGED: (ItemState.UNCHANGED,)}.get(shown, states)
        by = st.selectbox("Sort by", ["File name", "Student"], key="documents.sort", width=150, on_change=_first_page)
    return ItemFilter(frozenset(states), text=text or "", replaces=replaces, code=code), by == "Student"


def _first_page() -> None:
    st.session_state["documents.page"] = 1


def _show_code(code: str) -> None:
    st.session_state.update({"documents.section": "Matched", "documents.show": code, "documents.page": 1})
