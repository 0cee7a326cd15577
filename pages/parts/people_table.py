"""People in a table that opens, and IDs that are nobody's."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts.tables import harmless
from roster_core.downloads.holders import Holder

_SHOWN = 500


def show_people(title: str, people: Sequence[Holder], icon: str, *, key: str) -> None:
    """How many there are and, opened, the first of them; nothing for nobody."""
    if not people:
        return
    with st.expander(f"{title} · {len(people):,}", icon=icon):
        st.dataframe(people_frame(people[:_SHOWN]), hide_index=True, key=key, alt=title)
        if len(people) > _SHOWN:
            st.caption(f"The first {_SHOWN} of {len(people):,}; all are in missing.csv.")


def people_frame(people: Sequence[Holder]) -> pd.DataFrame:
    """A line for each person."""
    frame = pd.DataFrame(
        {
            "Name": [f"{one.last_name}, {one.first_name}" for one in people],
            "ID": [one.district_number for one in people],
            "School": [one.school for one in people],
            "Grade": [one.grade for one in people],
            "Homeroom": [one.homeroom for one in people],
        }
    )
    return frame.map(harmless)


def show_unknown(unknown: Sequence[str]) -> None:
    """IDs of a list that are nobody's; nothing if there are none."""
    if unknown:
        with st.expander(f"Unknown IDs · {len(unknown):,}", icon=":material/question_mark:"):
            st.caption("Nobody who is active in your schools has these IDs.")
            st.dataframe(pd.DataFrame({"ID": [harmless(one) for one in unknown]}), hide_index=True)
