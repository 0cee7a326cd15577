"""Names of the places in a run's view, so that one of them can lead to another."""

import streamlit as st

from roster_core.journeys.export_runs import RunFile, RunView


def tabs_key(run: RunView) -> str:
    """The key of the tabs; one a run, so that another run begins with its findings."""
    return f"run.{run.run_id}.tabs"


def findings_key(run: RunView) -> str:
    """The key of the findings."""
    return f"run.{run.run_id}.findings"


def rows_key(name: str) -> str:
    """The key of a file's table; the same in every run, so that a search stays when a run is made anew."""
    return f"run.{name}"


def findings_tab(count: int) -> str:
    """What the tab of the findings is called."""
    return f"Findings · {count:,}"


def tab_of(file: RunFile) -> str:
    """What the tab of a file is called."""
    return f"{file.name} · {file.rows:,}"


def open_file(run: RunView, name: str, sought: str) -> None:
    """Show the rows of a file with `sought` in them; for callbacks, before anything is drawn."""
    st.session_state[tabs_key(run)] = next(tab_of(file) for file in run.files if file.name == name)
    st.session_state[f"{rows_key(name)}.search"] = sought
