"""The addresses that a student has and had."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts.links import show_link
from pages.parts.states import local
from pages.parts.tables import harmless
from roster_core.access.rights import User
from roster_core.journeys.email_history import PastAddress


def show_past(user: User, history: Sequence[PastAddress], key: str, time_zone: str) -> None:
    """A table, the newest first; a row that is clicked leads to the batch that brought the address."""
    if not history:
        st.caption("The address was not changed here since it came with the roster.")
        return
    event = st.dataframe(
        past_frame(history, time_zone),
        hide_index=True,
        key=f"person.emails.{key}",
        on_select="rerun",
        selection_mode="single-row",
        alt="E-mail history",
    )
    for place in event.selection.rows:
        if place < len(history) and history[place].batch_id:
            show_link(user, "upload_status.py", "Open the batch", batch=history[place].batch_id)


def past_frame(history: Sequence[PastAddress], time_zone: str) -> pd.DataFrame:
    """One row an address, in order."""
    return pd.DataFrame(
        {
            "Address": [harmless(one.value) or "none" for one in history],
            "From": [local(one.since, time_zone) for one in history],
            "To": ["now" if one.current else local(one.until, time_zone) for one in history],
            "Came by": ["a batch" if one.batch_id else "the roster" for one in history],
            "By": [harmless(one.by) for one in history],
        }
    )
