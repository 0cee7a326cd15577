"""People: find anybody by name or any ID, and look at what the roster says of them."""

import streamlit as st

from pages.parts import person_view
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.districts import require_district
from roster_core.journeys.people import find_people, open_person

user = session.require(Right.ROSTER_VIEW)
st.title("People")

sought = st.text_input(
    "Find a student or member of the staff",
    placeholder="Name, student or staff ID, state ID, login or e-mail",
    help="Names are found with typing mistakes too. IDs are found from their first digits on; leading zeros count.",
    key="people.q",
    type="search",
    live=True,
    bind="query-params",
    on_change=person_view.forget_choice,
)
chosen = st.query_params.get("person", "")
with refusals_shown():
    if sought:
        hits = find_people(session.store(), user, sought)
        chosen = person_view.show_hits(hits, sought) or chosen
    elif not chosen:
        st.caption("Type at least a few letters of a name, or an ID.")
    if chosen:
        st.query_params["person"] = chosen
        kind, _, key = chosen.partition(":")
        person = open_person(session.store(), user, kind, key)
        person_view.show(session.store(), user, person, require_district(session.store()).time_zone)
