"""The preview of a batch of documents: sections, filters, pages of cards, and what can be decided for many at once."""

import streamlit as st

from pages.parts import document_upload_cards
from pages.parts.batch_warned import show_warned
from pages.parts.file_preview import MATCHED, PER_PAGE, Layout, ask_filter, choose_section, show_pages
from roster_core.access.rights import User
from roster_core.batches.states import ItemState
from roster_core.journeys.batches.reads import BatchView, read_items
from roster_core.journeys.batches.undecided import read_open
from roster_core.store import Store

_LAYOUT = Layout(
    "documents",
    {
        MATCHED: (ItemState.READY, ItemState.WARNING, ItemState.UNCHANGED),
        "To decide": (ItemState.NEEDS_PERSON, ItemState.AMBIGUOUS),
        "Rejected": (ItemState.REJECTED,),
        "Set aside": (ItemState.SKIPPED,),
    },
    undecided="To decide",
    person="Student",
    replaces="New versions",
)


def show_preview(store: Store, user: User, batch: BatchView) -> None:
    """Draw it; what is decided is stored at once and the page drawn anew."""
    warned, _ = read_open(store, user, batch.batch_id)
    show_warned(store, user, batch, warned, key=_LAYOUT.prefix, show=_LAYOUT.show_code)
    section = choose_section(_LAYOUT, batch)
    wanted, by_person = ask_filter(_LAYOUT, section, [one.kind.code for one in warned])
    items, total = read_items(
        store, user, batch.batch_id, wanted, by_person=by_person, start=(_LAYOUT.page - 1) * PER_PAGE, limit=PER_PAGE
    )
    if not total:
        st.caption("No file here.")
        return
    with st.grid(2, min_column_width=420, gap="small"):
        for item in items:
            document_upload_cards.show_card(store, user, batch, item)
    show_pages(_LAYOUT, total)
