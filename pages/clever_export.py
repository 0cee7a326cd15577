"""Clever export: choose, preview, look at the findings and at every file, download."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.parts import export_choices, run_history, run_view
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.clever_export import begin, preview_in_background
from roster_core.journeys.districts import find_district
from roster_core.journeys.export_runs import read_run, read_runs

user = session.require(Right.EXPORT_VIEW, Right.EXPORT_EDIT, Right.EXPORT_RUN, Right.EXPORT_APPROVE)
st.title("Clever export")
store = session.store()


def preview(options: Mapping[str, Any]) -> None:
    """Begin a run and show it from now on; the right is asked for anew, since the page may have been open for long."""
    run_id = begin(store, session.require(Right.EXPORT_RUN), options)
    preview_in_background(store, run_id)
    run_history.remember(run_id)
    st.rerun()


with refusals_shown():
    district = find_district(store)
    if district is None or district.load_id is None:
        export_choices.show_no_roster(user)
        st.stop()
    if user.may(Right.EXPORT_RUN):
        export_choices.show_choices(store, user, district, preview)
    runs = read_runs(store, user)
    shown = run_history.shown_run(user, runs)
    with refusals_shown():
        if shown:
            run_view.show_run(store, user, district, read_run(store, user, shown))
        else:
            st.info("Nothing has been previewed yet. Choose above and press Preview.", icon=":material/visibility:")
    run_history.show_history(runs, shown, district.time_zone)
