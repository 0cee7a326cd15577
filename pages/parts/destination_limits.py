"""The limits of a destination: how far a set may differ from the last one there, and days on which more is allowed."""

from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from pages.parts.forms import options_form
from pages.parts.notices import plain, refusals_shown
from roster_core.access.rights import Right, User
from roster_core.clever.changes.brakes.limits import BrakeLimits, BrakeSettings, BrakeWindow
from roster_core.clock import today_in
from roster_core.journeys.brake_settings import read_brake_settings, save_brake_settings
from roster_core.journeys.destinations import DestinationView
from roster_core.store import Store

_ALWAYS = (
    "Always held, whatever is set here: a first delivery, a school that is deleted, a file that is missing, empty or "
    "less than half its size, other columns, and rows that the receiver cannot take."
)


def show_limits(store: Store, user: User, one: DestinationView, time_zone: str) -> None:
    """The limits in a sentence, the windows that are open or ahead, and the way to change them."""
    settings, today = read_brake_settings(store, user, one.name), today_in(time_zone)
    limits = settings.limits
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f":material/front_hand: Held above {limits.people_hold} % of students or staff deleted, "
            f"{limits.classes_hold} % of sections or enrollments, {limits.changed_hold} % changed, "
            f"{limits.added_hold} % added.",
            width="content",
        )
        if user.may(Right.EXPORT_APPROVE) and st.button(
            "Limits", key=f"destination.{one.destination_id}.limits", icon=":material/tune:", type="tertiary"
        ):
            _change(store, user, one.name, time_zone)
    for window in settings.windows:
        if window.end >= today:
            word = "Now" if window.start <= today else "Ahead"
            st.caption(f":material/event: {word}: {_in_words(window)}")


@st.dialog("How much may change at once", width="large", icon=":material/front_hand:")
def _change(store: Store, user: User, name: str, time_zone: str) -> None:
    settings, key = read_brake_settings(store, user, name), f"limits.{name}"
    st.markdown(f"Compared with the set that **{plain(name)}** got last. {_ALWAYS}")
    wanted = options_form(BrakeLimits, key=key, given=settings.limits, columns=2)
    if st.button("Save", key=f"{key}.save", type="primary", disabled=wanted is None) and wanted:
        with refusals_shown():
            save_brake_settings(store, user, name, replace(settings, limits=wanted))
            st.rerun()
    st.markdown("**Days on which more is allowed**, such as those of a new term; they end by themselves.")
    for at, window in enumerate(settings.windows):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_in_words(window))
            if st.button("Remove", key=f"{key}.remove.{at}", icon=":material/delete:", type="tertiary"):
                kept = tuple(known for known in settings.windows if known != window)
                save_brake_settings(store, user, name, replace(settings, windows=kept))
                st.rerun()
    _show_new(store, user, name, settings, today_in(time_zone))


def _show_new(store: Store, user: User, name: str, settings: BrakeSettings, today: date) -> None:
    key = f"limits.{name}.new"
    with st.grid(5, min_column_width=120, vertical_alignment="bottom"):
        start = st.date_input("From", value=today, format="YYYY-MM-DD", key=f"{key}.start")
        end = st.date_input("To", value=today + timedelta(days=7), format="YYYY-MM-DD", key=f"{key}.end")
        deleted = st.number_input("Deleted, %", 0, 100, 50, key=f"{key}.deleted")
        changed = st.number_input("Changed, %", 0, 100, 100, key=f"{key}.changed")
        added = st.number_input("Added, %", 0, 100, 100, key=f"{key}.added")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input("Reason", key=f"{key}.reason", placeholder="Such as: second term", width=320)
        pressed = st.button("Add window", key=f"{key}.add", icon=":material/event:")
    if pressed:
        with refusals_shown():
            window = BrakeWindow(start, end, int(deleted), int(changed), int(added), (reason or "").strip())
            save_brake_settings(store, user, name, replace(settings, windows=(*settings.windows, window)))
            st.rerun()


def _in_words(window: BrakeWindow) -> str:
    return plain(
        f"{window.start} to {window.end}: up to {window.deleted} % deleted, {window.changed} % changed, "
        f"{window.added} % added ({window.reason})"
    )
