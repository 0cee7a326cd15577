"""The finding of a roster load that was clicked: what it says, what to do, and the way to the person."""

from collections.abc import Mapping

import streamlit as st

from pages.parts.findings_view import SEVERITY_LOOK
from pages.parts.fixes import roster_fixes
from pages.parts.links import show_link
from pages.parts.notices import plain
from roster_core.access.rights import User
from roster_core.findings import Severity


def show_finding(user: User, finding: Mapping[str, str] | None) -> None:
    """The finding in full; before a click, what a click shows."""
    with st.container(border=True):
        if finding is None:
            st.markdown(":material/ads_click: **Click a finding**")
            st.caption("Here you will read it in full, with what to do about it and the way to the person.")
            return
        name, icon, colour = SEVERITY_LOOK[Severity(finding["severity"])]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(name, icon=icon, color=colour)  # type: ignore[arg-type] # a look's colour
            st.caption(plain(finding["code"]), width="content")
        st.caption(plain(" · ".join(finding[part] for part in ("file", "row_key", "column") if finding[part])))
        st.text(finding["message"])
        if fix := roster_fixes().get(finding["code"]):
            st.markdown(f":material/build: {plain(fix)}")
        if finding["person"]:
            show_link(user, "people.py", "Open the person as stored now", person=finding["person"])
