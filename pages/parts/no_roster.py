"""What a page shows while there is no roster: why it is empty, and the way to one."""

import streamlit as st

from pages.parts.links import show_link
from roster_core.access.rights import User
from roster_core.journeys.districts import DistrictView, find_district
from roster_core.store import Store


def district_or_stop(store: Store, user: User, heading: str, text: str) -> DistrictView:
    """The district; without a roster in use the page ends with `heading` and `text`."""
    district = find_district(store)
    if district is None or district.load_id is None:
        with st.container(border=True):
            st.header(heading)
            st.markdown(text)
            show_link(user, "roster_load.py", "Load a roster")
        st.stop()
    return district
