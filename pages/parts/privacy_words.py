"""Moments and kinds of people as the page of privacy tells them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

#: Kinds of people as they are shown.
KINDS = {"student": "Student", "staff": "Staff", "guardian": "Guardian"}


def day(moment: datetime | None, time_zone: str) -> str:
    """The day of a moment by the district's clock, blank for none."""
    return "" if moment is None else moment.astimezone(ZoneInfo(time_zone)).date().isoformat()


def who_fields(key: str) -> tuple[str, str]:
    """Fields for one person: the kind, and the ID without blanks around it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox("Kind", list(KINDS), format_func=KINDS.__getitem__, key=f"{key}.kind", width=160)
        typed = st.text_input("ID", key=f"{key}.key", width=240, placeholder="District number or staff ID")
    return kind, (typed or "").strip()
