"""The roster loads so far, to open again."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.parts.load_changes import KINDS
from pages.parts.load_intake import FORMAT_NAMES
from pages.parts.states import local, state_cells, state_column
from roster_core.journeys.roster_loads import LoadView


def show_history(loads: Sequence[LoadView], shown: str, time_zone: str) -> None:
    """The loads, newest first; a click opens one."""
    others = [load for load in loads if load.load_id != shown]
    if not others:
        return
    st.header("Earlier loads" if shown else "Loads")
    key = f"load.history.{shown}"

    def opened() -> None:
        if rows := st.session_state[key]["selection"]["rows"]:
            st.query_params["load"] = others[rows[0]].load_id

    count = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        _history_frame(others, time_zone),
        hide_index=True,
        key=key,
        on_select=opened,
        selection_mode="single-row",
        alt="Roster loads",
        column_config={
            "State": state_column(),
            **dict.fromkeys(("Students", "Added", "Changed", "Gone", "Findings"), count),
        },
    )
    st.caption("Click a row to open it.")


def _history_frame(loads: Sequence[LoadView], time_zone: str) -> pd.DataFrame:
    def students(load: LoadView, kind: str) -> int | None:
        of_students: Mapping[str, int] = load.counts.get("students", {})
        return of_students.get(kind)

    return pd.DataFrame(
        {
            "When": [local(load.created_at, time_zone) for load in loads],
            "State": state_cells("interrupted" if load.interrupted else load.state for load in loads),
            "In use": [load.current for load in loads],
            "Form": [FORMAT_NAMES[load.format] for load in loads],
            "Students": pd.array([students(load, "rows") for load in loads], dtype="Int64"),
            **{kind.capitalize(): pd.array([students(load, kind) for load in loads], dtype="Int64") for kind in KINDS},
            "Findings": [sum(load.finding_counts.values()) for load in loads],
            "By": [load.by for load in loads],
        }
    )
