"""Who lacks a document of a type and school year: counts by school and grade, and the list."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.gaps_list import SHOWN, ask_school_and_grade, print_link, show_list
from pages.parts.notices import plain
from pages.parts.people_table import people_frame
from pages.shell.download_link import download_link
from roster_core.access.rights import User
from roster_core.journeys.document_gaps import Lacking, read_lacking
from roster_core.journeys.document_types import TypeView
from roster_core.journeys.holders import Groups
from roster_core.store import Store


def show_lacking(store: Store, user: User, groups: Groups, types: Sequence[TypeView]) -> None:
    """Draw the choice, the counts and, below, who lacks one."""
    offered = [one for one in types if one.active or one.documents]
    if not offered:
        st.info("There is no assessment type.", icon=":material/category:")
        return
    names = {one.code: one.name for one in offered}
    # What there are documents of is asked for first.
    codes = sorted(names, key=lambda code: not next(one.documents for one in offered if one.code == code))
    years = list(dict.fromkeys((groups.district.current_school_year, *groups.years)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(
            "Type", codes, format_func=lambda one: f"{one} · {names[one]}", key="lacking.type", width=360
        )
        year = st.selectbox("School year", years, key="lacking.year", width=160)
    told = read_lacking(store, user, code, year)
    students = sum(one.students for one in told.coverage)
    if not students:
        st.info("There is nobody active in your schools.", icon=":material/person_search:")
        return
    with st.container(horizontal=True, gap="large"):
        st.metric("Have one", f"{students - len(told.lacking):,} of {students:,}")
        st.metric("Lack one", f"{len(told.lacking):,}")
    if told.hidden:
        st.caption(f"{told.hidden:,} with a confidential record are not counted: only an administrator sees them.")
    st.dataframe(
        _counted(told),
        hide_index=True,
        key="lacking.counts",
        height=320,
        column_config={
            "Share": st.column_config.ProgressColumn("Have one", format="percent", min_value=0, max_value=1)
        },
        alt="Documents by school and grade",
    )
    _show_list(told)


def _counted(told: Lacking) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "School": [one.school or "No school" for one in told.coverage],
            "Grade": [one.grade for one in told.coverage],
            "Students": [one.students for one in told.coverage],
            "Share": [one.have / one.students for one in told.coverage],
            "Lack one": [one.lack for one in told.coverage],
        }
    )


def _show_list(told: Lacking) -> None:
    st.header(f"Without {plain(told.type_name)}, {plain(told.school_year)}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        school, grade = ask_school_and_grade(told.lacking, "lacking")
        st.space("stretch")
        asked: dict[str, Any] = {
            "kind": "documents_lacking",
            "type": told.type,
            "year": told.school_year,
            "school": school,
            "grade": grade,
        }
        download_link("CSV", key="lacking.csv", form="csv", **asked)
        print_link(**asked)
    kept = told.of(school, grade)
    if not kept:
        st.success("Everybody here has one.", icon=":material/check_circle:")
        return
    show_list(people_frame(kept[:SHOWN]), len(kept), key="lacking.list", alt="Students without one")
