"""Photos as a ZIP: choose whose and in which form, see the count, download; and who has no photo yet."""

import streamlit as st

from pages.parts import photo_choice, photo_gaps_view, photo_zip
from pages.parts.no_roster import district_or_stop
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.photo_holders import read_groups

user = session.require(Right.PHOTO_DOWNLOAD)
st.title("Download photos")

store = session.store()
with refusals_shown():
    district_or_stop(
        store,
        user,
        ":material/group_off: There is nobody yet whose photos could be downloaded",
        "Photos belong to the students and staff of the roster. Load one, then upload their photos.",
    )
    groups = read_groups(store, user)
    tabs = [":material/folder_zip: Download", ":material/no_photography: Who has no photo"]
    take, lack = st.tabs(tabs, default=tabs[1] if st.query_params.get("show") == "missing" else None)
    with take, refusals_shown():
        request = photo_choice.show_choice(store, user, groups)
        photo_zip.show_zip(store, user, request)
    with lack, refusals_shown():
        photo_gaps_view.show_gaps(store, user)
