"""Which run is shown, and the earlier ones to open again."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts.states import local, state_cells, state_column
from roster_core.access.rights import User
from roster_core.journeys.export_runs import RunView

_SHOWN = "export.run"


def remember(run_id: str) -> None:
    """Show this run from now on, also after the page was loaded anew."""
    st.session_state[_SHOWN] = run_id
    st.query_params["run"] = run_id


def shown_run(user: User, runs: Sequence[RunView]) -> str | None:
    """The ID of the run to show: that of the address, the one this tab showed last, else the user's newest."""
    asked = st.query_params.get("run") or st.session_state.get(_SHOWN)
    if asked:
        return str(asked)
    return next((run.run_id for run in runs if run.by == user.login), None)


def show_history(runs: Sequence[RunView], shown_id: str | None, time_zone: str) -> None:
    """The runs, newest first; a click opens one."""
    others = [run for run in runs if run.run_id != shown_id]
    if not others:
        return
    st.header("Earlier runs")
    count = st.column_config.NumberColumn(format="localized")
    event = st.dataframe(
        _frame(others, time_zone),
        hide_index=True,
        key=f"export.history.{shown_id}",  # a click has done its work once its run is shown
        on_select="rerun",
        selection_mode="single-row",
        alt="Earlier runs",
        column_config={
            "State": state_column(),
            **dict.fromkeys(("Students", "Enrollments", "Errors", "Findings"), count),
        },
    )
    st.caption("Click a row to open it.")
    if event.selection.rows:
        remember(others[event.selection.rows[0]].run_id)
        st.rerun()


def _frame(runs: Sequence[RunView], time_zone: str) -> pd.DataFrame:
    def rows(run: RunView, name: str) -> int | None:
        return next((file.rows for file in run.files if file.name == name), None)

    return pd.DataFrame(
        {
            "When": [local(run.created_at, time_zone) for run in runs],
            "State": state_cells("interrupted" if run.interrupted else run.state for run in runs),
            "As of": [run.as_of_date.isoformat() for run in runs],
            "Students": pd.array([rows(run, "students.csv") for run in runs], dtype="Int64"),
            "Enrollments": pd.array([rows(run, "enrollments.csv") for run in runs], dtype="Int64"),
            "Errors": [run.finding_counts.get("block", 0) + run.finding_counts.get("error", 0) for run in runs],
            "Findings": [sum(run.finding_counts.values()) for run in runs],
            "By": [run.by for run in runs],
        }
    )
