"""The list of those whose group was photographed and who have no photo in the batch."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from roster_core.journeys.batches.photo_absent import Group

_EVERY = "All groups"


def show_absent(groups: Sequence[Group]) -> None:
    """Draw the list, of all groups or of one; its toolbar saves it for the photographer."""
    named = {_name(group): group for group in groups}
    st.caption(
        "Their homeroom or grade was photographed: at least half of it is in this batch. They are not, whether away on"
        " the day or under a file that is still to be matched."
    )
    chosen = st.selectbox(
        "Group",
        [_EVERY, *named],
        format_func=lambda name: name if name == _EVERY else f"{name}: {len(named[name].absent)} of {named[name].size}",
        key="photos.absent",
        width=320,
    )
    shown = groups if chosen == _EVERY else [named[chosen]]
    frame = absent_frame(shown)
    st.dataframe(frame, hide_index=True, key="photos.absent.table", height=min(600, 38 + 35 * len(frame)))


def absent_frame(groups: Sequence[Group]) -> pd.DataFrame:
    """One row per person: name, IDs, school, grade, homeroom, and whether an older photo is there."""
    columns = ["Last name", "First name", "IDs", "School", "Grade", "Homeroom", "Photo until now"]
    rows = [
        (
            one.last_name,
            one.first_name,
            " · ".join(dict.fromkeys(one.keys.values())),
            one.school,
            one.grade,
            one.homeroom,
            "yes" if one.current else "none",
        )
        for group in groups
        for one in group.absent
    ]
    return pd.DataFrame(rows, columns=columns)


def _name(group: Group) -> str:
    what = f"homeroom {group.homeroom}" if group.homeroom else f"grade {group.grade}" if group.grade else ""
    return " · ".join(part for part in (group.school, what) if part) or "No school"
