"""Documents found, page by page, and the one that is chosen below them."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.document_card import show_document
from pages.parts.document_words import documents_frame
from roster_core.access.rights import User
from roster_core.journeys.document_reach import CHANGE_RIGHTS
from roster_core.journeys.document_search import DocumentFilter, find_documents
from roster_core.journeys.document_types import TypeView
from roster_core.journeys.documents import DocumentView, read_person_documents
from roster_core.journeys.holders import Groups
from roster_core.store import Store

PAGE_SIZE = 50
#: The parameter of the page's address that names a document.
CHOSEN = "document"
_STANDING = {"Current": False, "Withdrawn": True, "Both": None}


def show_list(store: Store, user: User, groups: Groups, types: Sequence[TypeView]) -> None:
    """Draw the search, what it finds, and the chosen document."""
    wanted = _ask(user, groups, types)
    place = st.container()
    below = st.container(horizontal=True, vertical_alignment="center")
    total = find_documents(store, user, wanted, limit=0).total
    if not total:
        with place:
            _show_nothing(wanted)
        _show_chosen(store, user, st.query_params.get(CHOSEN, ""), groups)
        return
    pages = -(-total // PAGE_SIZE)
    page = below.pagination(pages, key=f"documents.page.{hash(wanted)}") if pages > 1 else 1
    first = (min(page, pages) - 1) * PAGE_SIZE
    found = find_documents(store, user, wanted, first=first, limit=PAGE_SIZE)
    with place:
        clicked = choose(found.documents, found.time_zone, key=f"documents.list.{hash(wanted)}.{first}", people=True)
    below.caption(f"{first + 1:,} to {first + len(found.documents):,} of {total:,} · click a row to open it")
    _show_chosen(store, user, clicked or st.query_params.get(CHOSEN, ""), groups)


def show_person_documents(store: Store, user: User, key: str, time_zone: str) -> None:
    """The documents of one student, and the chosen one below them."""
    documents = read_person_documents(store, user, key)
    if not documents:
        st.caption("There is no document of this student.")
        return
    chosen = choose(documents, time_zone, key=f"person.documents.{key}", people=False)
    if not chosen and len(documents) == 1:
        chosen = documents[0].document_id
    if chosen:
        show_document(store, user, chosen, time_zone, person_link=False)


def choose(documents: Sequence[DocumentView], time_zone: str, *, key: str, people: bool) -> str:
    """A table of documents; returns the one that was clicked, or nothing."""
    event = st.dataframe(
        documents_frame(documents, time_zone, people=people),
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        alt="Documents",
    )
    rows = event.selection.rows
    return documents[rows[0]].document_id if rows and rows[0] < len(documents) else ""


def _ask(user: User, groups: Groups, types: Sequence[TypeView]) -> DocumentFilter:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Search", key="documents.text", type="search", live=True, width=300,
            placeholder="Name, ID, title or type",
        )  # fmt: skip
        kinds = st.multiselect(
            "Types", [one.code for one in types if one.documents], key="documents.types", placeholder="Every type",
            width=230,
        )  # fmt: skip
        years = st.multiselect("School years", groups.years, key="documents.years", placeholder="Every year", width=180)
        schools = st.multiselect(
            "Schools", list(groups.schools), key="documents.schools", placeholder="Every school", width=180
        )
        grades = st.multiselect("Grades", groups.grades, key="documents.grades", placeholder="Every grade", width=180)
        homerooms = st.multiselect(
            "Homerooms", groups.homerooms, key="documents.homerooms", placeholder="Every homeroom", width=180
        )
        standing = "Current"
        if user.may(*CHANGE_RIGHTS):
            standing = st.segmented_control(
                "Shown", list(_STANDING), default="Current", key="documents.standing", required=True
            )
    return DocumentFilter(
        (text or "").strip(), tuple(kinds), tuple(years), tuple(schools), tuple(grades), tuple(homerooms),
        _STANDING[standing],
    )  # fmt: skip


def _show_nothing(wanted: DocumentFilter) -> None:
    if wanted == DocumentFilter():
        st.info("There is no document yet.", icon=":material/description:")
    else:
        st.info("No document fits. Choose less, or search for another word.", icon=":material/search_off:")


def _show_chosen(store: Store, user: User, document_id: str, groups: Groups) -> None:
    if document_id:
        st.query_params[CHOSEN] = document_id
        show_document(store, user, document_id, groups.district.time_zone, person_link=True)
