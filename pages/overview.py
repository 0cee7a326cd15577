"""Overview: what needs attention today, and the district at a glance."""

import streamlit as st

from pages.parts import charts, glance
from pages.parts.attention import matters
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.clock import utc_now
from roster_core.journeys.export_runs import read_runs
from roster_core.journeys.overview import read_overview
from roster_core.journeys.roster_loads import read_loads

user = session.require()
st.title("Overview")

store, now = session.store(), utc_now()
overview = read_overview(store, user)
loads = read_loads(store, user, limit=5) if user.may(Right.ROSTER_LOAD, Right.ROSTER_VIEW) else ()
runs = read_runs(store, user, limit=5) if user.may(Right.EXPORT_VIEW) else ()

if overview is None:
    if loads:
        glance.show_matters(user, matters(overview, loads, runs, now))
    glance.show_first_day(store, user)
    st.stop()

st.caption(glance.heading(overview, loads, now))
glance.show_matters(user, matters(overview, loads, runs, now))
glance.show_numbers(overview)

schools = glance.chart_frame(overview.schools)
halves = st.grid(2, min_column_width=420)
with halves.container(border=True):
    st.header("Photo coverage")
    st.altair_chart(charts.photo_coverage(schools), key="coverage", alt="Share of students with a photo, by school")
with halves.container(border=True):
    st.header("People by school")
    st.altair_chart(charts.people_by_school(schools), key="people", alt="Students and staff, by school")

st.header("Schools")
glance.show_schools(overview.schools)

st.header("Lately")
glance.show_history(user, loads, runs, overview.district.time_zone)
