"""Clever export: a profile and its options, what a run of it gives, and what changed since the last one."""

import streamlit as st

from pages.parts import export_choices, run_history, run_view
from pages.parts.links import show_link
from pages.parts.no_roster import district_or_stop
from pages.parts.notices import refusals_shown
from pages.parts.workbench import Bench, asked
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.clever_export import begin, begin_profile_run, preview_in_background
from roster_core.journeys.export_runs import RunView, read_runs
from roster_core.journeys.export_taking import see_run

user = session.require(Right.EXPORT_VIEW, Right.EXPORT_EDIT, Right.EXPORT_RUN, Right.EXPORT_APPROVE)
st.title("Clever export")
store = session.store()
OPTIONS, RESULT = "Options", "Result"
VIEW, NEXT_VIEW = "export.view", "export.view.next"


def preview(bench: Bench) -> None:
    """Begin a run and show it from now on; the right is asked for anew, since the page may have been open for long."""
    holder = session.require(Right.EXPORT_RUN)
    if bench.name is None or bench.changes:
        run_id = begin(store, holder, asked(bench.options))
    else:
        run_id = begin_profile_run(store, holder, bench.name)
    preview_in_background(store, run_id)
    run_history.remember(run_id)
    st.session_state[NEXT_VIEW] = RESULT
    st.rerun()


def first_view(run_id: str | None) -> str:
    """The tab to begin with: that of the address, or of what the address names; else a run, if there is one."""
    said = st.query_params.get("view") or ("options" if {"option", "profile"} & {*st.query_params} else "")
    return OPTIONS if said == OPTIONS.lower() or run_id is None else RESULT


def show_others(others: list[RunView], time_zone: str) -> None:
    """The runs besides the one shown, to open another one."""
    if not others:
        return
    st.header("Earlier runs")
    # One table a shown run: a click has done its work once its run is shown.
    if clicked := run_history.show_runs(others, time_zone, key=f"export.history.{shown}"):
        run_history.remember(clicked.run_id)
        st.rerun()
    show_link(user, "export_history.py", "All runs, with charts")


with refusals_shown():
    district = district_or_stop(
        store,
        user,
        ":material/table_view: There is no roster to export yet",
        "The files are made from the roster: its schools, students, staff and sections. Load one, then come back to "
        "look at every file as Clever will get it.",
    )
    runs = read_runs(store, user, limit=20)
    shown = run_history.shown_run(user, runs)
    if NEXT_VIEW in st.session_state:
        st.session_state[VIEW] = st.session_state.pop(NEXT_VIEW)
    st.session_state.setdefault(VIEW, first_view(shown))
    options, result = st.tabs([OPTIONS, RESULT], key=VIEW, on_change="rerun")
    st.query_params["view"] = OPTIONS.lower() if options.open else RESULT.lower()
    if options.open:
        with options:
            export_choices.show_choices(store, user, preview)
    if result.open:
        with result:
            with refusals_shown():
                if shown:
                    run_view.show_run(store, user, district, see_run(store, user, shown))
                else:
                    st.info(
                        "Nothing has been previewed yet. Press Preview under Options.", icon=":material/visibility:"
                    )
            show_others([run for run in runs if run.run_id != shown], district.time_zone)
