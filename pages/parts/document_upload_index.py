"""The index in a ZIP of documents: how many files it tells of, and what does not fit."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.parts.notices import plain
from roster_core.journeys.batches.photo_index import read_remarks

#: So many remarks are listed; an index of another set of files would give thousands.
_REMARKS = 50


def show_index(source: Mapping[str, Any], number: int) -> None:
    """One line on the index of a source, and its remarks."""
    listed = len(source["listed"])
    where = f"{plain(source['index'])} in {plain(source['name'])}"
    st.markdown(f":small[:material/list_alt: {where} tells of {listed:,} file{'' if listed == 1 else 's'}.]")
    remarks = read_remarks(source)
    if remarks:
        told = f"{len(remarks):,} remark{'' if len(remarks) == 1 else 's'} on the index"
        with st.expander(told, icon=":material/warning:", key=f"documents.index.{number}.remarks"):
            for one in remarks[:_REMARKS]:
                st.caption(f"{plain(one.message)} {plain(one.kind.fix)}")
            if len(remarks) > _REMARKS:
                st.caption(f"… and {len(remarks) - _REMARKS:,} more.")
