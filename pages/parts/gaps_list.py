"""A list of people who lack something: of which school and grade, to take away, to print, to look at."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.shell import session
from pages.shell.routes import DOWNLOAD, download_url
from roster_core.downloads.holders import Holder, grade_word

#: Rows shown; a list to take away has all.
SHOWN = 1_000
_EVERY = ""


def ask_school_and_grade(people: Sequence[Holder], prefix: str) -> tuple[str, str]:
    """Ask whose are shown; blank stands for every one. `prefix` begins the keys of the widgets."""
    schools = sorted({one.school for one in people})
    school = st.selectbox(
        "School", [_EVERY, *schools], format_func=lambda one: one or "Every school", key=f"{prefix}.school", width=220
    )
    inside = {grade_word(one) for one in people if school in {_EVERY, one.school}}
    grade = st.selectbox(
        "Grade",
        [_EVERY, *sorted(inside, key=lambda one: (one == "Staff", one))],
        format_func=lambda one: one or "Every grade",
        key=f"{prefix}.grade",
        width=180,
    )
    return school, grade


def print_link(**asked: Any) -> None:
    """A link to the list as a page to print."""
    printed = session.ticket(DOWNLOAD, form="html", **asked)
    st.link_button("Print", download_url(printed), icon=":material/print:")


def show_list(frame: pd.DataFrame, total: int, *, key: str, alt: str) -> None:
    """The first rows, and how many there are in all."""
    st.dataframe(frame, hide_index=True, key=key, alt=alt)
    if total > SHOWN:
        st.caption(f"The first {SHOWN:,} of {total:,}; the CSV has all.")
