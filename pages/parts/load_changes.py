"""What a roster load changes, file by file and row by row."""

import pandas as pd
import polars as pl
import streamlit as st

from pages.parts import charts
from pages.parts.rows import FrameRows
from pages.parts.tables import show_rows
from roster_core.access.rights import User
from roster_core.journeys.roster_loads import LoadView, read_changes
from roster_core.store import Store

#: What can happen to a row.
KINDS = ("added", "changed", "gone")


def untouched(load: LoadView) -> bool:
    """Whether the load would change nothing."""
    return not any(count[kind] for count in load.counts.values() for kind in KINDS)


def show_changes(store: Store, user: User, load: LoadView) -> None:
    """Counts for every file, and the rows of one that are added, changed or gone."""
    if not load.counts:
        st.caption("Nothing was compared.")
        return
    if untouched(load):
        st.caption("No row is added, changed or gone.")
    counts = pd.DataFrame(
        [
            {"file": _title(name), "rows": count["rows"], **{k: count[k] for k in KINDS}}
            for name, count in load.counts.items()
        ]
    )
    touched = counts[list(KINDS)].sum(axis=1) > 0
    if len(still := counts[~touched & (counts["rows"] > 0)]) and not untouched(load):
        st.caption(f"As they are: {', '.join(still['file']).lower()}.")
    counts = counts[touched if touched.any() else counts["rows"] > 0]
    halves = st.grid(2, min_column_width=420)
    with halves.container():
        count = st.column_config.NumberColumn(format="localized")
        titles = {kind: kind.capitalize() for kind in KINDS}
        st.dataframe(
            counts.rename(columns={"file": "File", "rows": "Rows", **titles}),
            hide_index=True,
            key=f"load.{load.load_id}.counts",
            alt="Rows by file",
            column_config={"Rows": count, **dict.fromkeys(titles.values(), count)},
        )
    with halves.container():
        if not untouched(load):
            st.altair_chart(
                charts.changes_by_file(counts), key="load.chart", alt="Rows added, changed and gone by file"
            )
    if not untouched(load):
        _show_changed_rows(read_changes(store, user, load.load_id), load)


def _show_changed_rows(changes: pl.DataFrame, load: LoadView) -> None:
    touched = [name for name, count in load.counts.items() if any(count[kind] for kind in KINDS)]
    first = touched.index("students") if "students" in touched else 0
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("File", touched, index=first, format_func=_title, key="load.changes.file", width=260)
        count = load.counts[name]
        offered = [kind for kind in KINDS if count[kind]]
        kind = st.segmented_control(
            "Rows that are",
            offered,
            default=offered[-1],
            required=True,
            format_func=lambda kind: f"{kind.capitalize()} · {count[kind]:,}",
            key=f"load.changes.kind.{name}",
        )
    columns = ["key", "label", *(("column", "old", "new") if kind == "changed" else ())]
    rows = changes.filter((pl.col("file") == f"{name}.csv") & (pl.col("what") == kind)).select(columns)
    shown = rows.rename({column: column.capitalize() for column in columns}).rename({"Label": "Who or what"})
    show_rows(
        FrameRows(shown), key=f"load.changes.{name}.{kind}", name=f"{name} {kind}", version=load.load_id, numbered=False
    )


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
