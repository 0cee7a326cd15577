"""What became of every run that was due, as a table of which a row tells all of it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts.schedule_view import show_run
from pages.parts.states import local, state_cells, state_column
from roster_core.access.rights import User
from roster_core.journeys.schedules import ScheduledRunView


def show_history(user: User, runs: Sequence[ScheduledRunView], time_zone: str) -> None:
    """The runs, newest first; a click on one tells all of it."""
    st.header("History")
    if not runs:
        st.caption("Nothing was due yet.")
        return
    event = st.dataframe(
        history_frame(runs, time_zone),
        hide_index=True,
        key=f"schedules.history.{len(runs)}",
        on_select="rerun",
        selection_mode="single-row",
        alt="Runs that were due",
        placeholder="–",
        column_config={"State": state_column(), "Why": st.column_config.TextColumn(width="large")},
    )
    chosen = [row for row in event.selection.rows if row < len(runs)]
    if chosen:
        with st.container(border=True):
            show_run(user, runs[chosen[0]], time_zone)


def history_frame(runs: Sequence[ScheduledRunView], time_zone: str) -> pd.DataFrame:
    """The runs as a table, in the order given."""
    return pd.DataFrame(
        {
            "Due": [local(run.planned_at, time_zone) for run in runs],
            "Schedule": [run.schedule for run in runs],
            "State": state_cells(run.state for run in runs),
            "Why": [" ".join((run.reason, *run.notes)).strip() for run in runs],
            "Profile": [run.profile for run in runs],
            "Minutes": pd.array([_minutes(run) for run in runs], dtype="Int64"),
            "By": [run.by for run in runs],
        }
    )


def _minutes(run: ScheduledRunView) -> int | None:
    if run.started_at is None or run.finished_at is None:
        return None
    return round((run.finished_at - run.started_at).total_seconds() / 60)
