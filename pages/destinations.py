"""Destinations: where export files go, set up, confirmed and tried out."""

import streamlit as st

from pages.parts import destination_form, destination_view
from pages.parts.no_roster import district_or_stop
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.destinations import read_destinations
from roster_core.journeys.secret_store import check_keys

user = session.require(Right.EXPORT_EDIT)
st.title("Destinations")
store = session.store()

with refusals_shown():
    district = district_or_stop(
        store,
        user,
        ":material/send: There is nothing to send yet",
        "Files are made from the roster and sent by profiles of the Clever export. Load a roster, save a profile, then "
        "come back to say where its files go.",
    )
    with refusals_shown():
        check_keys(store)
    found = read_destinations(store, user)
    if destination_form.is_open():
        destination_form.show_form(store, user, found)
    else:
        destination_form.show_add(first=not found)
        for one in found:
            destination_view.show_destination(store, user, one, district.time_zone)
