"""Privacy: what is removed when its days are over, everything about one person, erasing and holds."""

import streamlit as st

from pages.parts import privacy_erase, privacy_holds, privacy_request, privacy_retention
from pages.parts.no_roster import district_or_stop
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right

user = session.require(Right.ADMIN)
st.title("Privacy")
store = session.store()
_SECTIONS = {
    ":material/auto_delete: What would be removed": privacy_retention.show_retention,
    ":material/folder_shared: Records request": privacy_request.show_request,
    ":material/gavel: Erasure and holds": privacy_erase.show_erasure,
}

with refusals_shown():
    district = district_or_stop(
        store,
        user,
        ":material/shield_person: There is nobody yet of whom anything is kept",
        "Here you say for how long files and photos are kept, hand out everything about one person, and erase somebody "
        "who left. Load a roster first.",
    )
    for tab, draw in zip(
        st.tabs(list(_SECTIONS), key="privacy.section", on_change="rerun"), _SECTIONS.values(), strict=True
    ):
        if tab.open:
            with tab, refusals_shown():
                draw(store, user, district.time_zone)
                if draw is privacy_erase.show_erasure:
                    privacy_holds.show_holds(store, user, district.time_zone)
