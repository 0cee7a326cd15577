"""Audit: who saw, changed, downloaded, sent or approved what and when, about whom."""

import streamlit as st

from pages.parts import audit_chain_view, audit_chart, audit_event, audit_filters, audit_list
from pages.parts.no_roster import district_or_stop
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.audit_trail import read_words

user = session.require(Right.AUDIT_VIEW)
st.title("Audit trail")
store = session.store()

with refusals_shown():
    district = district_or_stop(
        store,
        user,
        ":material/policy: Nothing was done yet",
        "Whatever somebody sees, changes, downloads, sends or approves is kept here. It begins with a roster.",
    )
    words = read_words(store, user)
    st.caption("Nothing in it can be changed or removed. That you look at it is written down in it, too.")
    wanted = audit_filters.ask(words, district.time_zone)
    total = audit_chart.show_chart(store, user, wanted)
    if one := audit_list.show_list(store, user, wanted, total, district.time_zone):
        audit_event.show_event(user, one, district.time_zone)
    audit_chain_view.show_chain(store, user, district.time_zone)
