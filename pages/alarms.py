"""Alarms: who is told when something goes wrong, a mail to try it out, and what is open."""

import streamlit as st

from pages.parts import alarm_form, alarm_view
from pages.parts.no_roster import district_or_stop
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.clock import utc_now
from roster_core.journeys.alarm_settings import read_alarms
from roster_core.journeys.notices import read_notices, read_status
from roster_core.journeys.secret_store import check_keys

user = session.require(Right.EXPORT_EDIT)
st.title("Alarms")
store = session.store()

with refusals_shown():
    district = district_or_stop(
        store,
        user,
        ":material/notifications: There is nothing to watch yet",
        "People are told when files do not arrive, when a run waits for an approval, when a roster load fails. Load a "
        "roster, then come back to say who is told.",
    )
    with refusals_shown():
        check_keys(store)
    found = read_alarms(store, user)
    if alarm_form.is_open():
        alarm_form.show_form(store, user, found, district.time_zone)
    else:
        status = read_status(store, user)
        alarm_view.show_stuck(store, user, status)
        alarm_view.show_setup(store, user, found, district.time_zone)
        alarm_view.show_open(store, user, status, district.time_zone, utc_now())
        alarm_view.show_past(read_notices(store, user), district.time_zone)
