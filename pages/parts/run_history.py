"""Which run is shown, and the runs as a table of which one is opened."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts.states import local, state_cells, state_column
from roster_core.access.rights import User
from roster_core.clever.changes.between_runs import FileCounts
from roster_core.journeys.export_runs import RunView

_SHOWN = "export.run"
_STUDENTS = "students.csv"


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


def state_of(run: RunView) -> str:
    """The word for a run as it stands: what happened to its files, or what keeps them."""
    if run.interrupted:
        return "interrupted"
    if run.delivery_held or (run.held and not run.delivered_at):
        return "held"
    return "delivered" if run.delivered_at else run.state


def show_runs(runs: Sequence[RunView], time_zone: str, *, key: str) -> RunView | None:
    """The runs, newest first, with what each changed among the students; returns the one that was clicked."""
    count = st.column_config.NumberColumn(format="localized")
    event = st.dataframe(
        runs_frame(runs, time_zone),
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        alt="Runs",
        placeholder="–",
        column_config={
            "State": state_column(),
            **dict.fromkeys(("Students", "Added", "Changed", "Removed", "Errors", "Findings"), count),
        },
    )
    st.caption("Click a row to open it. Added, changed and removed are students.")
    chosen = [row for row in event.selection.rows if row < len(runs)]
    return runs[chosen[0]] if chosen else None


def runs_frame(runs: Sequence[RunView], time_zone: str) -> pd.DataFrame:
    """The runs as a table, in the order given."""
    students = [_students(run) for run in runs]

    def counted(name: str) -> "pd.api.extensions.ExtensionArray":
        return pd.array([getattr(counts, name) if counts else None for counts in students], dtype="Int64")

    return pd.DataFrame(
        {
            "When": [local(run.created_at, time_zone) for run in runs],
            "Profile": [run.profile_name or "–" for run in runs],
            "Version": pd.array([run.profile_version for run in runs], dtype="Int64"),
            "State": state_cells(state_of(run) for run in runs),
            "Students": pd.array([_rows(run, _STUDENTS) for run in runs], dtype="Int64"),
            "Added": counted("added"),
            "Changed": counted("changed"),
            "Removed": counted("gone"),
            "Errors": [run.finding_counts.get("block", 0) + run.finding_counts.get("error", 0) for run in runs],
            "Findings": [sum(run.finding_counts.values()) for run in runs],
            "As of": [run.as_of_date.isoformat() for run in runs],
            "By": [run.by for run in runs],
        }
    )


def _students(run: RunView) -> FileCounts | None:
    counts = run.change_counts.get(_STUDENTS)
    return FileCounts.from_json(counts) if counts else None


def _rows(run: RunView, name: str) -> int | None:
    return next((file.rows for file in run.files if file.name == name), None)
