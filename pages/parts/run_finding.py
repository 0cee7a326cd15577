"""The finding that was clicked: what to do, the row of the file it is about, and the way to the person."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import polars as pl
import streamlit as st

from pages.parts.findings_view import SEVERITY_LOOK
from pages.parts.links import show_link
from pages.parts.notices import plain
from pages.parts.run_places import open_file
from pages.parts.tables import masked
from roster_core.access.rights import User
from roster_core.clever.explanations.catalog import EXPLANATIONS, option_of
from roster_core.clever.files import schools, sections, staff, teachers
from roster_core.clever.kinds import KINDS
from roster_core.clever.profile.options import FIELDS
from roster_core.clever.sections import enrollments
from roster_core.clever.students import columns as students
from roster_core.findings import Severity
from roster_core.journeys.export_runs import RunView, run_file
from roster_core.store import Store

#: The columns that a finding's row key names, by file: the first alone, or the first two joined by `/`.
KEYS: dict[str, tuple[str, ...]] = {
    **{module.TABLE.name: module.TABLE.key for module in (schools, teachers, sections, enrollments, staff)},
    students.TABLE.name: (*students.TABLE.key, "Contact_sis_id"),
}
#: The column of `find_rows` with the number that a spreadsheet gives to the row, the header being 1.
ROW = "#"
#: Rows shown at most; a person has one a school or contact.
_SHOWN = 3
_MARK = "background-color: rgba(201, 130, 10, 0.22)"


def show_finding(store: Store, user: User, run: RunView, finding: Mapping[str, str] | None) -> None:
    """The finding with its rows and the link to its person; before a click, what a click shows."""
    with st.container(border=True):
        if finding is None:
            st.markdown(":material/ads_click: **Click a finding**")
            st.caption("Here you will see what to do about it, the row of the file, and the way to the person.")
            return
        name, icon, colour = SEVERITY_LOOK[Severity(finding["severity"])]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(name, icon=icon, color=colour)  # type: ignore[arg-type] # a look's colour
            st.caption(plain(finding["code"]), width="content")
        st.text(finding["message"])
        kind = KINDS.get(finding["code"])
        if kind and kind.fix:
            st.markdown(f":material/build: {plain(kind.fix)}")
        _show_meaning(user, finding)
        _show_rows(store, user, run, finding)


def _show_meaning(user: User, finding: Mapping[str, str]) -> None:
    """Why it matters, with the ways to the whole explanation and to the options that decide it."""
    explanation = EXPLANATIONS.get(finding["code"])
    if explanation is None:
        return
    st.caption(f"**{plain(explanation.what)}** {plain(explanation.why)}")
    named = option_of(finding["code"], finding["row_key"]) if finding["file"] == "profile" else None
    with st.container(horizontal=True, vertical_alignment="center"):
        show_link(user, "finding_codes.py", "What does this mean?", code=finding["code"])
        for option in dict.fromkeys([*([named] if named else []), *explanation.options]):
            show_link(user, "clever_export.py", str(FIELDS[option].title), icon=":material/tune:", option=option)


def find_rows(path: Path, finding: Mapping[str, str]) -> pl.DataFrame:
    """Rows of the file that the finding is about, all text, with their numbers in `ROW`.

    Found by their key; a finding about a value that many rows have (its key is the value) is found by its column.
    """
    table = pl.scan_csv(path, infer_schema=False).fill_null("").with_row_index(ROW, offset=2)
    columns = table.collect_schema().names()
    keys = [name for name in KEYS[finding["file"]] if name in columns]
    rows = table.filter(_has_key(keys, finding["row_key"])).collect(engine="streaming")
    if rows.is_empty() and finding["column"] in columns:
        return table.filter(pl.col(finding["column"]) == finding["row_key"]).collect(engine="streaming")
    return rows


def _has_key(keys: list[str], row_key: str) -> pl.Expr:
    meant = pl.col(keys[0]) == row_key
    if keys[0] == "Section_id":
        # The finding names the section without the year or teacher that options put before its ID.
        meant |= pl.col(keys[0]).str.ends_with(f"-{row_key}")
    first, _, second = row_key.rpartition("/")
    if first and len(keys) > 1:
        meant |= (pl.col(keys[0]) == first) & (pl.col(keys[1]) == second)
    return meant


def _show_rows(store: Store, user: User, run: RunView, finding: Mapping[str, str]) -> None:
    name, row_key = finding["file"], finding["row_key"]
    has_file = name in {file.name for file in run.files} and row_key != ""
    rows = pl.DataFrame()
    if has_file:
        with run_file(store, user, run.run_id, name).lent() as path:
            rows = find_rows(path, finding)
    with st.container(horizontal=True, vertical_alignment="center"):
        if finding["person"]:
            show_link(user, "people.py", "Open the person", person=finding["person"])
        if not rows.is_empty():
            st.button(
                f"Show in {name}",
                key="run.finding.open",
                icon=":material/table_rows:",
                on_click=open_file,
                args=(run, name, row_key.partition("/")[0]),
            )
    if has_file and rows.is_empty():
        st.caption(f"No row of {name} has the key {plain(row_key)}.")
    elif has_file:
        _show_cells(rows, finding["column"], name)


def _show_cells(rows: pl.DataFrame, column: str, name: str) -> None:
    """The rows upright, the column that the finding is about at the top."""
    names = sorted((header for header in rows.columns if header != ROW), key=lambda header: header != column)
    shown = rows.head(_SHOWN)
    cells = {f"Row {row[ROW]:,}": [masked(header, [row[header]])[0] for header in names] for row in shown.to_dicts()}
    frame = pd.DataFrame({"Column": names, **cells})
    styled = frame.style.apply(lambda line: [_MARK if line["Column"] == column else ""] * len(line), axis=1)
    st.dataframe(styled, hide_index=True, key="run.finding.rows", alt=f"Row of {name}", height=320)
    if rows.height > _SHOWN:
        st.caption(f"{_SHOWN} of {rows.height:,} rows")
