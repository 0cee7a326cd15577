"""The documents that are stored: found, opened, taken out; who lacks one; their types; how long they are kept."""

from collections.abc import Callable

import streamlit as st

from pages.parts.document_gaps_view import show_lacking
from pages.parts.document_list import show_list
from pages.parts.document_retention_view import show_retention
from pages.parts.document_types_view import show_types
from pages.parts.document_zip import show_download
from pages.parts.notices import refusals_shown
from roster_core.access.rights import Right, User
from roster_core.journeys.document_search import read_document_groups
from roster_core.journeys.document_types import read_types
from roster_core.store import Store

_LIST = ":material/description: Documents"
_ZIP = ":material/folder_zip: Download"
_LACKING = ":material/rule: Who lacks one"
_TYPES = ":material/category: Types"
_RETENTION = ":material/auto_delete: Retention"


def show_documents(store: Store, user: User) -> None:
    """Draw the sections that are open to the user; only the one that is looked at asks for anything."""
    groups, types = read_document_groups(store, user), read_types(store, user)
    sections: dict[str, Callable[[], None]] = {_LIST: lambda: show_list(store, user, groups, types)}
    if user.may(Right.DOCUMENT_VIEW):
        sections[_ZIP] = lambda: show_download(store, user, groups, types)
    sections[_LACKING] = lambda: show_lacking(store, user, groups, types)
    sections[_TYPES] = lambda: show_types(store, user, types)
    if user.may_everywhere(Right.ADMIN):
        sections[_RETENTION] = lambda: show_retention(store, user)
    for tab, draw in zip(
        st.tabs(list(sections), key="documents.section", on_change="rerun"), sections.values(), strict=True
    ):
        if tab.open:
            with tab, refusals_shown():
                draw()
