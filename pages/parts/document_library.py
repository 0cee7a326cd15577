"""The documents that students have."""

import streamlit as st

from pages.parts.links import show_link
from roster_core.access.rights import User
from roster_core.store import Store


def show_documents(_store: Store, user: User) -> None:
    """Draw them, for somebody who may open the page."""
    st.caption("Each batch of documents is listed with its results.")
    show_link(user, "upload_status.py", "Upload Status")
