"""One long PDF with the reports of many students: which pages are whose, corrected in a table, then cut."""

from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.tables import harmless
from pages.shell import session
from pages.shell.routes import PICTURE, picture_url
from pages.shell.uploader import forget, uploader
from roster_core.access.rights import Right, User
from roster_core.journeys.batches.document_split import (
    MAX_BYTES,
    PartChoice,
    PartView,
    SplitView,
    drop_split,
    propose_split,
    split,
)
from roster_core.journeys.batches.reads import BatchView
from roster_core.store import Store
from roster_core.text import listed
from roster_core.updates.document_split import left_out

_KEY = "documents.long"
_PAGE = (
    "width:100%;max-height:60vh;object-fit:contain;object-position:top;background:#fff;border-radius:6px;"
    "border:1px solid rgba(127,147,142,.4)"
)
_ROW, _HEADER, _HEIGHT = 35, 38, 480


def show_split(store: Store, user: User, begin: Callable[[], str]) -> str:
    """Offer to take one long PDF; returns the ID of the batch that `begin` began for it, blank if none was."""
    with st.expander(
        "One long PDF with the reports of many students", icon=":material/content_cut:", key="documents.longer"
    ):
        st.caption(
            "Each page’s text is searched for IDs and full names of students. You see which pages are whose, and"
            " correct it, before anything is cut."
        )
        files = uploader(
            "Drop the long PDF here",
            hint=f"One PDF of up to {MAX_BYTES >> 20} MB.",
            rights=(Right.BATCH_STUDENT_MANAGE,),
            accept=(".pdf",),
            key=_KEY,
            max_files=1,
            max_bytes=MAX_BYTES,
        )
    if not files:
        return ""
    batch_id = begin()
    try:
        with st.spinner("Reading its pages …"):
            propose_split(store, user, batch_id, files[0].name, files[0].file)
    finally:
        forget(_KEY)
    return batch_id


def show_parts(store: Store, user: User, batch: BatchView, view: SplitView) -> None:
    """The table of parts beside the pages, and the button that cuts."""
    key = f"documents.split.{batch.batch_id}.{view.source}"
    st.subheader(f"Whose pages are they? {plain(view.name)}, {view.pages:,} pages")
    halves = st.grid(2, min_column_width=420, gap="medium")
    with halves.container():
        edited = st.data_editor(
            _frame(view.parts),
            hide_index=True,
            num_rows="dynamic",
            key=f"{key}.table",
            height=min((len(view.parts) + 1) * _ROW + _HEADER, _HEIGHT),
            disabled=["Student", "Unnamed", "Several"],
            column_order=_columns(view.parts),
            column_config={
                "From": _page_column(view.pages),
                "To": _page_column(view.pages),
                "ID": st.column_config.TextColumn(width=95, help=plain(batch.criterion.label)),
                "Student": st.column_config.TextColumn(width=125),
                "Unnamed": st.column_config.TextColumn(width=80, help="Pages that name nobody."),
                "Several": st.column_config.TextColumn(width=80, help="Pages that name several students."),
            },
        )
        parts = _choices(edited)
        _tell_left_out(parts, view.pages)
        with st.container(horizontal=True):
            if st.button(
                f"Cut it into {len(parts):,}", type="primary", icon=":material/content_cut:", key=f"{key}.cut",
                disabled=not parts,
            ):  # fmt: skip
                with refusals_shown():
                    split(store, user, batch.batch_id, view.source, parts)
                    st.rerun()
            if st.button("Do not cut it", key=f"{key}.drop"):
                with refusals_shown():
                    drop_split(store, user, batch.batch_id, view.source)
                    st.rerun()
    with halves.container():
        page = st.number_input("Page", 1, view.pages, key=f"{key}.page", step=1)
        ticket = session.ticket(PICTURE, kind="source_page", batch=batch.batch_id)
        address = picture_url(ticket, f"{view.source}/{page - 1}")
        st.html(f'<img src="{escape(address)}" alt="Page {page}" style="{_PAGE}">')


def _frame(parts: tuple[PartView, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "From": [one.first for one in parts],
            "To": [one.last for one in parts],
            "ID": [one.key for one in parts],
            "Student": [harmless(one.name) or "nobody was found" for one in parts],
            "Unnamed": [_pages(one.unnamed) for one in parts],
            "Several": [_pages(one.several) for one in parts],
        }
    )


def _page_column(pages: int) -> Any:
    return st.column_config.NumberColumn(min_value=1, max_value=pages, step=1, required=True, width=65)


def _pages(pages: tuple[int, ...]) -> str:
    return listed((str(one) for one in pages), len(pages))


def _columns(parts: tuple[PartView, ...]) -> list[str]:
    """The columns shown: doubts only where there are any."""
    doubts = {"Unnamed": any(one.unnamed for one in parts), "Several": any(one.several for one in parts)}
    return ["From", "To", "ID", "Student", *(name for name, there in doubts.items() if there)]


def _choices(edited: pd.DataFrame) -> list[PartChoice]:
    """The rows that are whole: both pages are there."""
    whole = edited.dropna(subset=["From", "To"])
    return [
        PartChoice(int(first), int(last), "" if pd.isna(key) else str(key).strip())
        for first, last, key in zip(whole["From"], whole["To"], whole["ID"], strict=True)
    ]


def _tell_left_out(parts: list[PartChoice], pages: int) -> None:
    lacking = left_out([(one.first, one.last) for one in parts], pages)
    if lacking:
        told = "Page" if len(lacking) == 1 else "Pages"
        st.warning(f"{told} {_pages(lacking)} would be in no document.", icon=":material/warning:")
