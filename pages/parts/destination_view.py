"""A destination on screen: whether it is ready, the server's key, a trial in words, and what can be done with it."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.destination_form import METHODS, open_form
from pages.parts.destination_limits import show_limits
from pages.parts.links import show_link
from pages.parts.notices import plain, refusals_shown
from pages.parts.states import local
from pages.parts.tried import show_tried
from roster_core.access.rights import User
from roster_core.journeys.destination_edits import delete_destination, switch
from roster_core.journeys.destination_settings import Method, carries_data
from roster_core.journeys.destination_trials import ShownKey, fingerprint, look_at_keys, trust_keys, try_destination
from roster_core.journeys.destinations import DestinationView
from roster_core.journeys.export_profiles import read_profiles
from roster_core.store import Store

_TICKED = {
    Method.SFTP: ("deliver_sftp", "Send by SFTP"),
    Method.EMAIL: ("deliver_email", "Send by e-mail"),
    Method.LOCAL: ("deliver_local", "Save to a folder"),
}


def show_destination(store: Store, user: User, one: DestinationView, time_zone: str) -> None:
    """A destination in a box of its own."""
    with st.container(border=True, key=f"destination.box.{one.destination_id}"):
        _show_heading(one)
        with refusals_shown():
            _show_profiles(store, user, one)
            if one.public_key:
                st.caption("Give this line to the receiver, so that the account may sign in with it:")
                st.code(one.public_key, language=None, wrap_lines=True)
            if one.method is Method.SFTP:
                _show_key(store, user, one, time_zone)
            if carries_data(one.settings):
                show_limits(store, user, one, time_zone)
            show_tried(one.tested, one.tested_at, time_zone)
        _show_buttons(store, user, one)


def _show_heading(one: DestinationView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        icon = METHODS[one.method][0]
        st.header(f"{icon} {plain(one.name)}", width="content", anchor=False)
        if one.off_at:
            st.badge("Switched off", icon=":material/power_off:", color="gray")
        elif one.hindrance:
            st.badge("Not ready", icon=":material/pending:", color="orange")
        else:
            st.badge("Ready", icon=":material/check_circle:", color="green")
        st.caption(plain(one.label), width="content")
    if one.hindrance:
        st.caption(plain(one.hindrance))


def _show_profiles(store: Store, user: User, one: DestinationView) -> None:
    if not one.profiles:
        st.caption("No profile sends there yet. Choose some under Change.")
        return
    name, words = _TICKED[one.method]
    mine = [known for known in read_profiles(store, user) if known.name in one.profiles]
    off = [known.name for known in mine if not known.options.get(name)]
    st.markdown(f"Files of **{plain(', '.join(one.profiles))}** go there when you press Deliver.")
    for profile in off:
        st.warning(
            f"“{plain(profile)}” does not send there yet: its option “{words}” (under Basics) is off.",
            icon=":material/toggle_off:",
        )
        show_link(user, "clever_export.py", f"Options of “{profile}”", profile=profile, option=name)


def _show_key(store: Store, user: User, one: DestinationView, time_zone: str) -> None:
    for key in one.host_keys:
        st.caption(
            f":material/verified_user: The server's key {plain(fingerprint(key))} was confirmed by {plain(key.by)}, "
            f"{local(key.at, time_zone)}."
        )
    looked = f"destination.{one.destination_id}.keys"
    if st.button(
        "Look at the server's key" if not one.host_keys else "Look at its key again",
        key=f"{looked}.look",
        icon=":material/key:",
        type="secondary" if one.host_keys else "primary",
    ):
        st.session_state[looked] = look_at_keys(store, user, one.name)
    shown: Sequence[ShownKey] = st.session_state.get(looked, ())
    if not shown:
        return
    with st.container(border=True):
        if all(now.confirmed for now in shown) and one.host_keys:
            st.success("The server shows the key that was confirmed.", icon=":material/verified_user:")
            return
        if one.host_keys:
            st.error("**The server shows another key than the one confirmed.** Ask the receiver before you confirm it.")
        st.markdown("Compare this with what the receiver says. Whoever has the key can read what is sent.")
        for now in shown:
            st.code(now.fingerprint, language=None, wrap_lines=True)
            st.caption(f"A key of the kind {now.kind}")
        if st.button("It is the receiver's key: confirm", key=f"{looked}.trust", icon=":material/verified_user:"):
            trust_keys(store, user, one.name, [now.fingerprint for now in shown])
            del st.session_state[looked]
            st.rerun()


def _show_buttons(store: Store, user: User, one: DestinationView) -> None:
    key = f"destination.{one.destination_id}"
    with st.container(horizontal=True):
        tested = st.button("Test connection", key=f"{key}.test", icon=":material/network_check:")
        st.button("Change", key=f"{key}.change", icon=":material/edit:", on_click=open_form, args=(one.name,))
        switched = st.button(
            "Switch on" if one.off_at else "Switch off", key=f"{key}.switch", icon=":material/power_settings_new:"
        )
        deleted = st.button("Delete", key=f"{key}.delete", icon=":material/delete:", type="tertiary")
    with refusals_shown():
        if tested:
            with st.spinner("Trying it out"):
                try_destination(store, user, one.name)
            st.rerun()
        if switched:
            switch(store, user, one.name, on=bool(one.off_at))
            st.rerun()
        if deleted:
            delete_destination(store, user, one.name)
            st.rerun()
