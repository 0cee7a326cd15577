"""A photographer's index: what it said of the pictures, and what its columns hold if they were taken for others."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.notices import plain, refusals_shown
from pages.parts.tables import harmless
from roster_core.access.rights import User
from roster_core.batches.index_file import Role
from roster_core.journeys.batches.photo_index import read_remarks, relabel_index
from roster_core.journeys.batches.reads import BatchView
from roster_core.store import Store

#: So many columns stand beside one another.
_ACROSS = 4
#: So many remarks are listed; an index of another set of pictures would give thousands.
_REMARKS = 50


def show_index(store: Store, user: User, batch: BatchView, number: int) -> None:
    """One line on the index of the source `number`, its remarks, and a way to tell its columns."""
    source = batch.sources[number]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":small[:material/list_alt: {_told(source)}]", width="content")
        if batch.open and st.button(
            "Columns", icon=":material/view_column:", key=f"photos.index.{number}", type="tertiary",
            help="Say what each column of the index holds.",
        ):  # fmt: skip
            _tell_columns(store, user, batch, number)
    remarks = read_remarks(source)
    if remarks:
        told = f"{len(remarks):,} remark{'' if len(remarks) == 1 else 's'} on the index"
        with st.expander(told, key=f"photos.index.{number}.remarks"):
            for one in remarks[:_REMARKS]:
                st.caption(f"{plain(one.file)}: {plain(one.message)} {plain(one.kind.fix)}")
            if len(remarks) > _REMARKS:
                st.caption(f"… and {len(remarks) - _REMARKS:,} more.")


def _told(source: Mapping[str, Any]) -> str:
    where = f"{plain(source['index'])} in {plain(source['name'])}"
    ids, names = len(source["keys"]), len(source.get("names", {}))
    if ids:
        return f"{where} says whose {ids:,} of the pictures are, by ID."
    if names:
        return f"{where} has no IDs; it names {names:,} people, who are suggested for their pictures."
    return f"{where} says of no picture whose it is. Its columns may have been taken for something else."


@st.dialog("What the columns of the index hold", width="large")
def _tell_columns(store: Store, user: User, batch: BatchView, number: int) -> None:
    source = batch.sources[number]
    st.caption(f"{plain(source['index'])} in {plain(source['name'])}: its first lines")
    lines = _lines(source)
    st.dataframe(lines, hide_index=True, height="content", alt="The first lines of the index")
    roles: list[Role] = []
    grid = st.grid(_ACROSS, min_column_width=150, gap="small")
    for at, name in enumerate(lines.columns):
        taken_for = Role(source["roles"][at]) if at < len(source["roles"]) else Role.IGNORED
        with grid:
            chosen = st.selectbox(
                plain(name), list(Role), index=list(Role).index(taken_for), key=f"photos.index.{number}.{at}"
            )
        roles.append(Role(str(chosen)))
    st.caption("Needed are the image file, and an ID or a last name. By names people are only suggested.")
    if st.button("Read it so", type="primary", key=f"photos.index.{number}.read"):
        with refusals_shown():
            relabel_index(store, user, batch.batch_id, number, roles)
            st.rerun()


def _lines(source: Mapping[str, Any]) -> pd.DataFrame:
    """The first lines under the header, or under numbers where the index has none."""
    lines: Sequence[Sequence[str]] = source["preview"]
    width = max([len(source["header"]), len(source["roles"]), *map(len, lines)])
    header = [*source["header"], *[""] * width][:width]
    names = [f"{at}. {harmless(name)}" if name else f"Column {at}" for at, name in enumerate(header, start=1)]
    rows = [[harmless(cell) for cell in (*line, *[""] * width)[:width]] for line in lines]
    return pd.DataFrame(rows, columns=names)
