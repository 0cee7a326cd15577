"""A scheduled run that is held: the way to look at it and approve it, or to set it aside."""

import streamlit as st

from pages.parts.links import show_link
from pages.parts.notices import refusals_shown
from roster_core.access.rights import Right, User
from roster_core.journeys.scheduled_decisions import discard
from roster_core.journeys.schedules import ScheduledRunView
from roster_core.store import Store


def show_decision(store: Store, user: User, run: ScheduledRunView) -> None:
    """That it waits, and what can be decided."""
    st.markdown(":orange[:material/front_hand:] **It waits for a decision.**")
    with st.container(horizontal=True, vertical_alignment="center"):
        if run.run_id:
            show_link(user, "export_history.py", "Look at it and approve", run=run.run_id)
        if user.may(Right.EXPORT_APPROVE):
            _show_discard(store, user, run)


def _show_discard(store: Store, user: User, run: ScheduledRunView) -> None:
    key = f"scheduled.{run.scheduled_run_id}.discard"
    with st.popover("Set aside", icon=":material/delete:", key=key):
        st.markdown("Nothing of it is sent. Later runs are compared with what was delivered last.")
        reason = st.text_input("Reason", key=f"{key}.reason", live=True, placeholder="It is kept")
        if st.button("Set aside", key=f"{key}.do", type="primary", disabled=not (reason or "").strip()):
            with refusals_shown():
                discard(store, user, run.scheduled_run_id, reason or "")
                st.rerun()
