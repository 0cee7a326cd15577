"""The finding that was clicked: the row of the file it is about, and the way to the person."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import polars as pl
import streamlit as st

from pages.parts.links import show_link
from pages.parts.notices import plain
from pages.parts.tables import masked
from roster_core.access.rights import User
from roster_core.journeys.export_runs import RunView, run_file_path
from roster_core.store import Store

#: The columns that a finding's row key names, by file. The second is joined to the first by `/` where it is told.
KEYS: dict[str, tuple[str, ...]] = {
    "schools.csv": ("School_id",),
    "students.csv": ("Student_id", "Contact_sis_id"),
    "teachers.csv": ("Teacher_id",),
    "sections.csv": ("Section_id",),
    "enrollments.csv": ("Section_id", "Student_id"),
    "staff.csv": ("Staff_id",),
}
#: Rows shown at most: a person has one a school or contact.
_ROWS = 6


def show_finding(store: Store, user: User, run: RunView, finding: Mapping[str, str]) -> None:
    """The finding's rows, and the link to its person."""
    if finding["person"]:
        show_link(user, "people.py", "Open the person's page", person=finding["person"])
    if finding["file"] not in {file.name for file in run.files} or not finding["row_key"]:
        return
    rows = find_rows(run_file_path(store, user, run.run_id, finding["file"]), finding)
    if rows.is_empty():
        st.caption(f"{plain(finding['row_key'])} is not in {finding['file']}.")
        return
    st.caption(f"In {finding['file']}")
    shown = pd.DataFrame({name: masked(name, rows[name].to_list()) for name in rows.columns})
    st.dataframe(shown, hide_index=True, key="run.finding.rows", alt="The rows that the finding is about")


def find_rows(path: Path, finding: Mapping[str, str]) -> pl.DataFrame:
    """Rows of the file that the finding is about, all text; first by their key, else by the value in its column."""
    table = pl.scan_csv(path, infer_schema=False).fill_null("")
    columns = table.collect_schema().names()
    keys = [name for name in KEYS[finding["file"]] if name in columns]
    return table.filter(_is_meant(keys, finding["row_key"])).head(_ROWS).collect(engine="streaming")


def _is_meant(keys: list[str], row_key: str) -> pl.Expr:
    meant = pl.col(keys[0]) == row_key
    first, _, second = row_key.rpartition("/")
    if first and len(keys) > 1:
        meant |= (pl.col(keys[0]) == first) & (pl.col(keys[1]) == second)
    return meant
