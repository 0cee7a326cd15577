"""Who has no photo or an old one: counts by school and grade, and the list for the photographer."""

import pandas as pd
import streamlit as st

from pages.parts.gaps_list import SHOWN, ask_school_and_grade, print_link, show_list
from pages.parts.tables import harmless
from pages.shell.download_link import download_link
from roster_core.access.rights import User
from roster_core.downloads.holders import grade_word
from roster_core.journeys.photo_gaps import Gaps, read_gaps
from roster_core.photos.gaps import State
from roster_core.store import Store


def show_gaps(store: Store, user: User) -> None:
    """Draw the counts and, below, whose photo is to be taken."""
    gaps = read_gaps(store, user)
    people = sum(one.people for one in gaps.coverage)
    if not people:
        st.info("There is nobody active in your schools.", icon=":material/person_search:")
        return
    with st.container(horizontal=True, gap="large"):
        st.metric(f"With a photo of {gaps.school_year}", f"{sum(one.current for one in gaps.coverage):,} of {people:,}")
        st.metric("Older photo", f"{sum(one.older for one in gaps.coverage):,}")
        st.metric("No photo", f"{sum(one.none for one in gaps.coverage):,}")
    st.dataframe(
        _counted(gaps),
        hide_index=True,
        key="gaps.counts",
        height=320,
        column_config={
            "Have one": st.column_config.ProgressColumn("This year’s photo", format="percent", min_value=0, max_value=1)
        },
        alt="Photos by school and grade",
    )
    _show_list(gaps)


def _counted(gaps: Gaps) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "School": [one.school or "No school" for one in gaps.coverage],
            "Grade": [one.grade for one in gaps.coverage],
            "People": [one.people for one in gaps.coverage],
            "Have one": [one.current / one.people for one in gaps.coverage],
            "Older photo": [one.older for one in gaps.coverage],
            "No photo": [one.none for one in gaps.coverage],
        }
    )


def _show_list(gaps: Gaps) -> None:
    st.header("To be photographed")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        school, grade = ask_school_and_grade([gap.holder for gap in gaps.gaps], "gaps")
        state = st.segmented_control("Photo", [State.NONE, State.OLDER], key="gaps.state")
        st.space("stretch")
        download_link("CSV for the photographer", key="gaps.csv", kind="photo_gaps", form="csv")
        print_link(kind="photo_gaps", school=school, grade=grade)
    if hidden := sum(gap.holder.confidential for gap in gaps.gaps):
        st.caption(f"{hidden:,} with a confidential record stand neither in the CSV nor on the page to print.")
    kept = [
        gap
        for gap in gaps.gaps
        if school in {"", gap.holder.school}
        and grade in {"", grade_word(gap.holder)}
        and (state is None or gap.state is State(state))
    ]
    frame = pd.DataFrame(
        {
            "Name": [f"{gap.holder.last_name}, {gap.holder.first_name}" for gap in kept[:SHOWN]],
            "ID": [gap.holder.district_number for gap in kept[:SHOWN]],
            "School": [gap.holder.school for gap in kept[:SHOWN]],
            "Grade": [grade_word(gap.holder) for gap in kept[:SHOWN]],
            "Homeroom": [gap.holder.homeroom for gap in kept[:SHOWN]],
            "Photo": [gap.state.value for gap in kept[:SHOWN]],
            "From": [gap.school_year or (gap.taken.isoformat() if gap.taken else "") for gap in kept[:SHOWN]],
        }
    )
    if frame.empty:
        st.success("Everybody here has a photo of this school year.", icon=":material/check_circle:")
        return
    show_list(frame.map(harmless), len(kept), key="gaps.list", alt="People without a photo of this school year")
