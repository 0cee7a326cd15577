"""A records request: what is stored of one person, counted, and the ZIP of it."""

import pandas as pd
import streamlit as st

from pages.parts.notices import plain
from pages.parts.privacy_words import who_fields
from pages.shell.download_link import download_link
from roster_core.access.rights import User
from roster_core.journeys.privacy.request import count_record
from roster_core.store import Store


def show_request(store: Store, user: User, _time_zone: str) -> None:
    """Draw the fields for the person, what there is, and the link once a reason is given."""
    st.caption(
        "Everything about one person as a ZIP: a page to read, tables, photos, documents, what exports sent of them,"
        " and who did what with it. Other people’s data is left out, but for their own contacts."
    )
    kind, key = who_fields("request")
    if not key:
        return
    who, counts = count_record(store, user, kind, key)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(plain(who.name), width="content")
        if who.left_at is not None:
            st.badge("Left the roster", icon=":material/logout:", color="gray")
    frame = pd.DataFrame({"What": [name.replace("_", " ").capitalize() for name in counts], "Number": counts.values()})
    st.dataframe(frame, hide_index=True, key="request.counts", width=480, alt="What is stored of the person")
    st.caption("Rows of export files are looked up when the ZIP is made.")
    reason = st.text_input(
        "Who asked for it", key="request.reason", max_chars=500, placeholder="Such as the parents, by letter of Nov 3"
    )
    if not (reason or "").strip():
        st.button("Download the record", icon=":material/download:", key="request.wait", disabled=True)
        return
    download_link(
        "Download the record", key="request.zip", primary=True, kind="record", of=kind, id=key, reason=reason.strip()
    )
