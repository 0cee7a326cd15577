"""Batches as a table: what is at work, and which one is opened."""

import zlib
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts.batch_progress import show_work_of
from pages.parts.batch_words import APPLIED, RESULTS, TROUBLE, called, count_of, state_cells, state_column
from pages.parts.links import show_link
from pages.parts.states import local
from pages.parts.tables import harmless
from roster_core.access.rights import User
from roster_core.journeys.batches.reads import BatchView
from roster_core.store import Store

#: Counts up whenever the list is come back to, so that no row is still clicked.
_ROUND = "status.round"
_ROWS_SHOWN, _ROW, _HEADER = 12, 35, 38


def show_nothing(user: User) -> None:
    """What to do before there is any batch."""
    with st.container(border=True):
        st.header(":material/upload: Nothing was uploaded yet")
        st.markdown("Every batch is kept here with its results, and can be taken back for 30 days.")
        show_link(user, "photo_upload.py", "Upload photos")


def show_work(store: Store, user: User, batches: Sequence[BatchView]) -> None:
    """How far those batches are that a job is at."""
    for batch in batches:
        if batch.at_work and not batch.open:
            show_work_of(store, user, batch, called(batch))


def show_numbers(batches: Sequence[BatchView]) -> None:
    """These batches in four numbers."""
    with st.grid(4, min_column_width=105):
        st.metric("Batches", f"{len(batches):,}", border=True)
        st.metric("Done", f"{sum(count_of(one, APPLIED) for one in batches):,}", border=True, help="Files or rows.")
        trouble = sum(count_of(one, TROUBLE) for one in batches)
        st.metric("Not done", f"{trouble:,}", border=True, help="No match, rejected, conflict, failed.")
        st.metric("At work", f"{sum(1 for one in batches if one.at_work):,}", border=True)


def show_list(batches: Sequence[BatchView], time_zone: str) -> str:
    """The table; returns the ID of the batch that was clicked, blank if none was."""
    if not batches:
        st.info("No batch fits. Choose another state or a longer time.", icon=":material/filter_alt_off:")
        return ""
    # A key for each list: a click is not to open the batch that now stands in that row.
    shown = zlib.crc32(" ".join(one.batch_id for one in batches).encode())
    count = st.column_config.NumberColumn(format="localized")
    event = st.dataframe(
        list_frame(batches, time_zone),
        hide_index=True,
        key=f"status.list.{shown:x}.{st.session_state.get(_ROUND, 0)}",
        on_select="rerun",
        selection_mode="single-row",
        height=min(len(batches), _ROWS_SHOWN) * _ROW + _HEADER,
        alt="Batches",
        column_config={
            "State": state_column(),
            "Files": count,
            "Done": count,
            "Not done": st.column_config.NumberColumn(format="localized", help="No match, rejected, conflict, failed."),
        },
    )
    st.caption(f"{len(batches):,} {'batch' if len(batches) == 1 else 'batches'} · click a row to open it")
    chosen = [row for row in event.selection.rows if row < len(batches)]
    return batches[chosen[0]].batch_id if chosen else ""


def back_to_list() -> None:
    """Close the batch that is open."""
    st.query_params.pop("batch", None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def list_frame(batches: Sequence[BatchView], time_zone: str) -> pd.DataFrame:
    """One row a batch, in order."""
    return pd.DataFrame(
        {
            "When": [local(batch.confirmed_at or batch.created_at, time_zone) for batch in batches],
            "What": [called(batch) for batch in batches],
            "State": state_cells(batch.state for batch in batches),
            "Files": [None if batch.open else count_of(batch, RESULTS) or batch.total for batch in batches],
            "Done": [count_of(batch, APPLIED) for batch in batches],
            "Not done": [count_of(batch, TROUBLE) for batch in batches],
            "By": [harmless(batch.confirmed_by or batch.by) for batch in batches],
            "Taken by": [harmless(str(batch.settings.get("source", ""))) for batch in batches],
        }
    )
