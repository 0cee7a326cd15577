"""Legal holds: who is kept, why, and lifting it."""

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.privacy_words import KINDS, day, who_fields
from roster_core.access.rights import User
from roster_core.journeys.privacy.holds import Hold, lift_hold, place_hold, read_holds
from roster_core.store import Store


def show_holds(store: Store, user: User, time_zone: str) -> None:
    """Draw the holds in force, those that were lifted, and the button for a new one."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("Legal holds", anchor=False, width="content")
        if st.button("Place a hold", icon=":material/gavel:", key="hold.new"):
            _place(store, user)
    st.caption("Nothing of a person under a hold is removed, by retention or erasure, until it is lifted.")
    found = read_holds(store, user)
    now, over = [one for one in found if not one.lifted_at], [one for one in found if one.lifted_at]
    if not now:
        st.info("Nobody is under a hold.", icon=":material/check_circle:")
    for one in now:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{_name(one)}**  \n{plain(one.reason)}")
            st.caption(f"{plain(one.by)}, {day(one.at, time_zone)}", width="content")
            if st.button("Lift", icon=":material/lock_open:", key=f"hold.lift.{one.hold_id}"):
                _lift(store, user, one)
    if over:
        with st.expander(f"Lifted · {len(over)}", icon=":material/history:"):
            for one in over:
                lifted = f"{day(one.lifted_at, time_zone)} by {plain(one.lifted_by)}: {plain(one.lifted_reason)}"
                st.markdown(f"**{_name(one)}** · {plain(one.reason)} · lifted {lifted}")


def _name(one: Hold) -> str:
    return plain(f"{one.name} ({KINDS[one.kind]} {one.key})" if one.name else f"{KINDS[one.kind]} {one.key}")


@st.dialog("Place a legal hold", icon=":material/gavel:")
def _place(store: Store, user: User) -> None:
    kind, key = who_fields("hold.place")
    reason = st.text_input("Why", key="hold.place.reason", placeholder="Such as a case number", max_chars=300)
    if st.button("Place it", type="primary", key="hold.place.yes", disabled=not key):
        with refusals_shown():
            place_hold(store, user, kind, key, reason or "")
            st.rerun()


@st.dialog("Lift this hold?", icon=":material/lock_open:")
def _lift(store: Store, user: User, one: Hold) -> None:
    st.markdown(f"**{_name(one)}**: from now on retention and erasure may remove what is past its days.")
    reason = st.text_input("Why it is over", key="hold.lift.reason", max_chars=300)
    if st.button("Lift it", type="primary", key="hold.lift.yes"):
        with refusals_shown():
            lift_hold(store, user, one.hold_id, reason or "")
            st.rerun()
