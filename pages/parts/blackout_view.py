"""Days on which nothing runs: those there are, and adding more."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from roster_core.access.rights import User
from roster_core.journeys.schedule_blackouts import add_blackout, remove_blackout
from roster_core.journeys.schedules import BlackoutView
from roster_core.store import Store

_EVERY = "Every schedule"


def show_blackouts(store: Store, user: User, found: Sequence[BlackoutView], names: Sequence[str]) -> None:
    """The blackouts, each with a way to remove it, and a form for another one."""
    st.header("Blackouts")
    st.caption("Nothing runs on these days, both ends included. The first run afterwards waits for an approval.")
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            days = f"{one.blackout.first} – {one.blackout.last}"
            st.markdown(
                f":material/event_busy: **{plain(days)}** · {plain(one.blackout.reason)} · "
                f"{plain(one.schedule or _EVERY)}",
                width="stretch",
            )
            if st.button("Remove", key=f"blackout.{one.blackout_id}.remove", type="tertiary"):
                with refusals_shown():
                    remove_blackout(store, user, one.blackout_id)
                    st.rerun()
    with st.popover("Add a blackout", icon=":material/event_busy:", key="blackout.add"):
        first = st.date_input("First day", value="today", key="blackout.first", format="YYYY-MM-DD")
        last = st.date_input("Last day", value=first, key="blackout.last", format="YYYY-MM-DD")
        reason = st.text_input("Reason", key="blackout.reason", placeholder="Rollover")
        where = st.selectbox("For", [_EVERY, *names], key="blackout.where")
        if st.button("Add", key="blackout.do", type="primary"):
            with refusals_shown():
                add_blackout(store, user, first, last, reason or "", name="" if where == _EVERY else str(where))
                st.rerun()
