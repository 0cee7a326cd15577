"""Links between pages, drawn only for who may open them."""

import streamlit as st

from pages.shell import catalog
from roster_core.access.rights import User


def show_link(user: User, file: str, label: str, *, icon: str | None = None, **query: str) -> None:
    """A link to a page with its query parameters; nothing, if the user may not open the page."""
    entry = catalog.entry(file)
    if user.may(*entry.rights):
        st.page_link(entry.path, label=label, icon=icon or entry.icon, query_params=query or None)


def go(file: str, **query: str) -> None:
    """Leave this page for another one, now."""
    st.switch_page(catalog.entry(file).path, query_params=query or None)
