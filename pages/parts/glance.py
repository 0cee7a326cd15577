"""The district at a glance: the pieces of the overview."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import polars as pl
import streamlit as st

from pages.parts import batch_words
from pages.parts.attention import Matter, worth_telling
from pages.parts.findings_view import SEVERITY_LOOK
from pages.parts.links import go, show_link
from pages.parts.notices import plain, refusals_shown
from pages.parts.run_history import state_of
from pages.parts.states import ago, local, show_state, state_cells, state_column
from roster_core.access.rights import Right, User
from roster_core.journeys.batches.reads import BatchView
from roster_core.journeys.export_runs import RunView
from roster_core.journeys.notices import AlarmStatus
from roster_core.journeys.overview import Overview
from roster_core.journeys.roster_loads import LoadView
from roster_core.journeys.sample import load_sample
from roster_core.journeys.schedules import ScheduledRunView
from roster_core.store import Store

#: Rows of the newest batches.
_NEWEST = 5


def heading(overview: Overview, loads: Sequence[LoadView], now: datetime) -> str:
    """Which district, which year, how old."""
    district = overview.district
    parts = [f"{plain(district.name)} ({plain(district.code)})", f"school year {plain(district.current_school_year)}"]
    current = next((load for load in loads if load.current), None)
    if current and current.loaded_at:
        parts.append(f"roster loaded {ago(current.loaded_at, now)}")
    return " · ".join(parts)


def show_first_day(store: Store, user: User) -> None:
    """What to do where there is no roster yet."""
    st.markdown("There is no roster here yet. Everything else begins with one.")
    cards = st.grid(2, min_column_width=360)
    with cards.container(border=True, height="stretch"):
        st.header(":material/upload_file: Load your roster")
        st.markdown(
            "Give a ZIP or several CSV or Excel files from your student information system. The format is found by "
            "itself; you see what was found and what would change before anything is stored."
        )
        may_load = user.may(Right.ROSTER_LOAD)
        if st.button("Load a roster", key="own", type="primary", disabled=not may_load):
            go("roster_load.py")
    with cards.container(border=True, height="stretch"):
        st.header(":material/travel_explore: Look around first")
        st.markdown(
            "A made-up district of some 1,200 students comes along. It has the oddities of a real one, "
            "and not one real person."
        )
        if st.button("Load the sample district", key="sample", disabled=not may_load):
            with refusals_shown(), st.spinner("Loading Maple Hollow …"):
                load_sample(store, user)
                st.rerun()


def show_untold(user: User, status: AlarmStatus) -> None:
    """That an alarm could not be mailed: whoever comes by is told here instead."""
    if not status.stuck:
        return
    newest = status.stuck[0]
    what = "People could not be told" + (" that this is over" if newest.recovered_at else "")
    st.error(
        f"**{what}: {plain(newest.headline)}** {plain(newest.error)}",
        icon=":material/notifications_off:",
    )
    show_link(user, "alarms.py", "See what to do", icon=":material/arrow_forward:")


def show_matters(user: User, matters: Sequence[Matter]) -> None:
    """What needs attention, one line each with the page that settles it."""
    with st.container(border=True):
        st.header("Needs attention")
        if not matters:
            st.markdown(":green[:material/check_circle:] Nothing. The roster is current and no work is waiting.")
        for matter in matters:
            _name, icon, colour = SEVERITY_LOOK[matter.severity]
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f":{colour}[{icon}] {plain(matter.text)}", width="stretch")
                show_link(user, matter.page, matter.action, icon=":material/arrow_forward:", **dict(matter.query))


def show_nightly(user: User, scheduled: Sequence[ScheduledRunView], time_zone: str) -> None:
    """How the newest run of each schedule ended, one line each, and what is held; nothing where nothing was due."""
    if not scheduled:
        return
    with st.container(border=True, key="overview.nightly"):
        st.header("Scheduled runs")
        for one in worth_telling(scheduled)[:_NEWEST]:
            with st.container(horizontal=True, vertical_alignment="center"):
                show_state(one.state)
                told = f" · {plain(one.reason)}" if one.reason else ""
                when = local(one.planned_at, time_zone)
                st.markdown(f"**{plain(one.schedule)}** · {when}{told}", width="stretch")
                if one.run_id:
                    show_link(user, "export_history.py", "Files", run=one.run_id)
        show_link(user, "schedules.py", "All schedules", icon=":material/arrow_forward:")


def show_numbers(overview: Overview) -> None:
    """The district in five numbers."""
    totals = overview.schools.select(pl.col("students", "photos", "staff", "sections").sum()).row(0, named=True)
    share = totals["photos"] / totals["students"] if totals["students"] else 0
    with st.grid(5, min_column_width=150):
        st.metric("Schools", overview.schools.height, border=True)
        st.metric("Students", f"{totals['students']:,}", border=True)
        st.metric("Staff", f"{totals['staff']:,}", border=True, help="Somebody who works at two schools counts twice.")
        st.metric("Sections", f"{totals['sections']:,}", border=True)
        st.metric("With photo", f"{share:.0%}", border=True, help=f"{totals['photos']:,} students have a photo.")


def chart_frame(schools: pl.DataFrame) -> pd.DataFrame:
    """The counts as the charts take them, the largest school first; schools without people are left out."""
    peopled = schools.filter((pl.col("students") > 0) | (pl.col("staff") > 0)).sort("students", descending=True)
    columns = {name: peopled[name].to_list() for name in ("students", "staff")}
    return pd.DataFrame({"school": peopled["name"].to_list(), "with_photo": peopled["photos"].to_list(), **columns})


def show_schools(schools: pl.DataFrame) -> None:
    """Counts for every school."""
    students = schools["students"].to_list()
    frame = pd.DataFrame(
        {
            "Code": schools["school_code"].to_list(),
            "School": schools["name"].to_list(),
            "Type": schools["school_type"].to_list(),
            "Students": students,
            "Staff": schools["staff"].to_list(),
            "Sections": schools["sections"].to_list(),
            "With photo": [
                round(photos / count, 2) if count else None
                for photos, count in zip(schools["photos"], students, strict=True)
            ],
            "In Clever files": schools["exported"].to_list(),
        }
    )
    percent = st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)
    st.dataframe(frame, hide_index=True, key="schools", alt="Counts by school", column_config={"With photo": percent})


def show_without_photo(user: User, overview: Overview) -> None:
    """How many students have no photo, with the pages that tell who and mend it."""
    totals = overview.schools.select(pl.col("students", "photos").sum()).row(0, named=True)
    missing = totals["students"] - totals["photos"]
    if missing:
        who = "student has" if missing == 1 else "students have"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{missing:,} {who} no photo.", width="stretch")
            show_link(user, "photo_download.py", "See who", show="missing")
            show_link(user, "photo_upload.py", "Upload photos")


def show_history(
    user: User,
    loads: Sequence[LoadView],
    runs: Sequence[RunView],
    time_zone: str,
    *,
    batches: Sequence[BatchView] = (),
) -> None:
    """The newest loads beside the newest runs and batches, each if the user may know of them."""
    halves = st.grid(2, min_column_width=420)
    with halves.container():
        st.markdown("**Roster loads**")
        frame = pd.DataFrame(
            {
                "When": [local(load.created_at, time_zone) for load in loads],
                "State": state_cells("interrupted" if load.interrupted else load.state for load in loads),
                "Students": [load.counts.get("students", {}).get("rows") for load in loads],
                "Findings": [sum(load.finding_counts.values()) for load in loads],
                "By": [load.by for load in loads],
            }
        )
        _show_table(frame, "loads", "Roster loads", "No load yet.")
        show_link(user, "roster_load.py", "All loads", icon=":material/arrow_forward:")
    with halves.container():
        st.markdown("**Clever exports**")
        frame = pd.DataFrame(
            {
                "When": [local(run.created_at, time_zone) for run in runs],
                "State": state_cells(state_of(run) for run in runs),
                "Files": [len(run.files) for run in runs],
                "Findings": [sum(run.finding_counts.values()) for run in runs],
                "By": [run.by for run in runs],
            }
        )
        _show_table(frame, "runs", "Clever exports", "No export yet.")
        show_link(user, "export_history.py", "All exports", icon=":material/arrow_forward:")
    if user.may(Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE):
        with halves.container():
            st.markdown("**Uploads**")
            frame = pd.DataFrame(
                {
                    "When": [local(batch.confirmed_at or batch.created_at, time_zone) for batch in batches],
                    "What": [batch_words.called(batch) for batch in batches],
                    "State": batch_words.state_cells(batch.state for batch in batches),
                    "Files": [sum(batch.counts.values()) or batch.total for batch in batches],
                    "By": [batch.by for batch in batches],
                }
            )
            state = batch_words.state_column()
            _show_table(frame.head(_NEWEST), "batches", "Uploads", "No upload yet.", state=state)
            show_link(user, "upload_status.py", "All uploads", icon=":material/arrow_forward:")


def _show_table(frame: pd.DataFrame, key: str, name: str, nothing: str, *, state: Any = None) -> None:
    if frame.empty:
        st.caption(nothing)
    else:
        count = st.column_config.NumberColumn(format="localized")
        columns = {"State": state or state_column(), **dict.fromkeys(("Students", "Files", "Findings"), count)}
        st.dataframe(frame, hide_index=True, key=key, alt=name, column_config=columns)
