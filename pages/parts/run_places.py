"""Names of the places in a run's view, so that one of them can lead to another."""

import streamlit as st

from roster_core.journeys.export_runs import RunFile, RunView

CHANGES, FINDINGS, LEFT_OUT, FILES = "What changed", "Findings", "Left out and combined", "Files"


def tabs_key(run: RunView) -> str:
    """The key of the tabs; one a run, so that another run begins with what changed."""
    return f"run.{run.run_id}.tabs"


def findings_key(run: RunView) -> str:
    """The key of the findings."""
    return f"run.{run.run_id}.findings"


def changes_key(run: RunView) -> str:
    """The key of what changed."""
    return f"run.{run.run_id}.changes"


def file_key(run: RunView) -> str:
    """The key of the choice among the files."""
    return f"run.{run.run_id}.file"


def rows_key(name: str) -> str:
    """The key of a file's table; the same in every run, so that a search stays when a run is made anew."""
    return f"run.{name}"


def label_of(file: RunFile) -> str:
    """What a file is called where one is chosen."""
    return f"{file.name} · {file.rows:,}"


def open_file(run: RunView, name: str, sought: str) -> None:
    """Show the rows of a file with `sought` in them; for callbacks, before anything is drawn."""
    st.session_state[tabs_key(run)] = FILES
    st.session_state[file_key(run)] = name
    st.session_state[f"{rows_key(name)}.search"] = sought
