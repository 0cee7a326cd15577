"""What opens over the preview of documents: its pages, picking the student, and type and title by hand."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.photo_dialogs import show_picker
from roster_core.access.rights import User
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.document_start import set_by_hand
from roster_core.journeys.batches.reads import BatchView, ItemView
from roster_core.store import Store
from roster_core.updates.document_rules import MAX_TITLE, terms_of
from roster_core.updates.document_target import DocumentTarget

_PAGE = (
    "width:100%;max-height:75vh;object-fit:contain;object-position:top;background:#fff;border-radius:6px;"
    "border:1px solid rgba(127,147,142,.4)"
)


@st.dialog("Document", width="large")
def zoom(item: ItemView, pages: Sequence[str]) -> None:
    """Its pages as pictures, one at a time; the file itself does not leave the system."""
    st.caption(plain(item.name))
    page = st.pagination(len(pages), key=f"documents.zoom.{item.sequence}") if len(pages) > 1 else 1
    st.html(f'<img src="{escape(pages[page - 1])}" alt="Page {page}" style="{_PAGE}">')


@st.dialog("Whose document is it?", width="large")
def pick_student(store: Store, user: User, batch: BatchView, item: ItemView, page: str) -> None:
    """The first page beside suggestions, then anybody who is searched for; nobody is picked without a click."""
    first, people = st.columns([1, 1], gap="medium")
    with first:
        if page:
            st.html(f'<img src="{escape(page)}" alt="First page" style="{_PAGE}">')
        st.caption(plain(item.name))
    with people:
        show_picker(store, user, batch, item)


@st.dialog("Type and title")
def edit_target(store: Store, user: User, batch: BatchView, item: ItemView, target: DocumentTarget) -> None:
    """Both by hand, for this file only."""
    types = terms_of(batch.settings["terms"]).types
    st.caption(plain(item.name))
    codes = list(types)
    kind = st.selectbox(
        "Assessment type",
        codes,
        index=codes.index(target.type) if target.type in types else None,
        placeholder="Choose the type",
        format_func=lambda code: f"{types[code].name} · {code}" if types[code].name != code else code,
        key=f"documents.edit.{item.sequence}.type",
    )
    title = st.text_input(
        "Title", value=target.title[:MAX_TITLE], max_chars=MAX_TITLE, key=f"documents.edit.{item.sequence}.title"
    )
    if st.button("Save", type="primary", key=f"documents.edit.{item.sequence}.save", disabled=kind is None):
        with refusals_shown():
            decide = set_by_hand([item.sequence], type=kind, title=(title or "").strip())
            drafts.choose(store, user, batch.batch_id, decide)
            st.rerun()
