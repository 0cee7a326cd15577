"""Load a roster: give the files, look at what was found and what would change, confirm."""

import streamlit as st

from pages.parts import load_history, load_intake, load_view
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.districts import find_district
from roster_core.journeys.roster_loads import read_load, read_loads
from roster_core.roster.formats.choices import Facts

user = session.require(Right.ROSTER_LOAD)
st.title("Load a roster")

store = session.store()
shown = st.query_params.get("load", "")
with refusals_shown():
    district = find_district(store)
    time_zone = district.time_zone if district else Facts().time_zone
    if shown:
        load_view.show_load(store, user, read_load(store, user, shown), time_zone)
    elif begun := load_intake.show_intake(store, user):
        st.query_params["load"] = begun
        st.rerun()
    load_history.show_history(read_loads(store, user), shown, time_zone)
