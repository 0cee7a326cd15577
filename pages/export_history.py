"""Export history: every run with its charts, and the files of each to look at and download again."""

import streamlit as st

from pages.parts import history_view, run_history, run_view
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.districts import find_district
from roster_core.journeys.export_runs import read_runs
from roster_core.journeys.export_taking import see_run

user = session.require(Right.EXPORT_VIEW)
st.title("Export history")
store = session.store()

with refusals_shown():
    district = find_district(store)
    runs = read_runs(store, user, limit=500)
    if district is None or not runs:
        history_view.show_nothing(user)
        st.stop()
    kept = history_view.show_charts(runs, district.time_zone)
    st.header("Runs")
    chosen = run_history.show_runs(kept, district.time_zone, key=f"history.runs.{len(kept)}")
    if chosen:
        st.query_params["run"] = chosen.run_id
    if asked := st.query_params.get("run"):
        run_view.show_run(store, user, district, see_run(store, user, asked))
