"""A schedule on screen: whether it runs, when next, how the last run ended, and what can be done with it."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.links import show_link
from pages.parts.notices import plain, refusals_shown
from pages.parts.progress import show_progress
from pages.parts.schedule_decision import show_decision
from pages.parts.schedule_form import open_form, remember, saved_last, show_coming
from pages.parts.states import local, show_state
from roster_core.access.rights import Right, User
from roster_core.journeys.schedule_edits import Saved, delete_schedule, pause_schedule, resume_schedule, run_now
from roster_core.journeys.schedules import ScheduledRunView, ScheduleView, read_schedule
from roster_core.store import Store


class _Running:
    """A scheduled run as the progress bar asks for it."""

    done = total = 0

    def __init__(self, run: ScheduledRunView | None) -> None:
        self.active = run is not None and run.open
        self.text = (run.step or "Waiting for a worker") if run else ""


def show_no_profile(user: User) -> None:
    """What to do before there is a profile."""
    with st.container(border=True):
        st.header(":material/event_repeat: Save a profile first")
        st.markdown("A schedule runs a saved profile of the Clever export.")
        show_link(user, "clever_export.py", "Clever export")


def show_schedule(store: Store, user: User, one: ScheduleView, held: Sequence[ScheduledRunView]) -> None:
    """A schedule in a box of its own, with those of its runs that are held."""
    with st.container(border=True, key=f"schedule.box.{one.schedule_id}"):
        _show_heading(one)
        told = saved_last()
        if told is not None and told.schedule.schedule_id == one.schedule_id:
            _show_told(told)
        if one.hold_next and not any(run.brake == one.hold_next for run in held):
            st.info(f"The next run waits for an approval. {plain(one.hold_next)}", icon=":material/front_hand:")
        halves = st.grid(2, min_column_width=340)
        with halves.container():
            st.markdown("**Next runs**")
            if one.active:
                show_coming(one.coming, one.rule.time_zone)
            else:
                st.caption(plain(f"It is paused. {one.paused_reason}".strip()))
        with halves.container():
            st.markdown("**Last run**")
            _show_last(store, user, one)
            _show_held(store, user, one, held)
        _show_buttons(store, user, one)


def show_run(user: User, run: ScheduledRunView, time_zone: str) -> None:
    """How a run ended, with why and the way to its files."""
    with st.container(horizontal=True, vertical_alignment="center"):
        show_state(run.state)
        by = f" · asked for by {plain(run.by)}" if run.trigger == "MANUAL" else ""
        st.markdown(f"{plain(local(run.planned_at, time_zone))}{by}", width="content")
        if run.run_id:
            show_link(user, "export_history.py", "Its files", run=run.run_id)
        elif run.load_id:
            show_link(user, "roster_load.py", "Its roster load", load=run.load_id)
    if run.reason:
        st.markdown(plain(run.reason))
    for note in (*run.notes, f"Picked up: {run.picked}" if run.picked else ""):
        if note:
            st.caption(f":material/info: {plain(note)}")
    if run.fix:
        st.caption(f":material/build: {plain(run.fix)}")


def _show_heading(one: ScheduleView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(f":material/event_repeat: {plain(one.name)}", width="content", anchor=False)
        if one.active:
            st.badge("On", icon=":material/check_circle:", color="green")
        else:
            st.badge("Paused", icon=":material/pause_circle:", color="gray")
        st.caption(f"“{plain(one.profile)}” · {plain(one.words)}", width="content")
    if one.source.picks_up:
        st.caption(f":material/move_to_inbox: The roster is picked up from {plain(one.source_label)} before each run.")


def _show_told(told: Saved) -> None:
    for check in told.checks:
        if not check.good:
            fix = f"  \n:material/build: {plain(check.fix)}" if check.fix else ""
            (st.error if check.hinders else st.warning)(f"{plain(check.what)}{fix}")
    for text in told.advice:
        st.warning(plain(text), icon=":material/schedule:")


def _show_last(store: Store, user: User, one: ScheduleView) -> None:
    if one.last is None:
        st.caption("It has never run.")
    elif not show_progress(lambda: _Running(read_schedule(store, user, one.name).last), key=f"{one.schedule_id}.run"):
        show_run(user, one.last, one.rule.time_zone)


def _show_held(store: Store, user: User, one: ScheduleView, held: Sequence[ScheduledRunView]) -> None:
    for run in held:
        if one.last is None or run.scheduled_run_id != one.last.scheduled_run_id:  # it stands above
            show_run(user, run, one.rule.time_zone)
        show_decision(store, user, run)


def _show_buttons(store: Store, user: User, one: ScheduleView) -> None:
    key = f"schedule.{one.schedule_id}"
    with st.container(horizontal=True):
        ran = user.may(Right.EXPORT_RUN) and st.button(
            "Run now", key=f"{key}.run", icon=":material/play_arrow:", disabled=bool(one.last and one.last.open)
        )
        if one.active:
            switched = st.button("Pause", key=f"{key}.pause", icon=":material/pause:")
        else:
            switched = st.button("Switch on", key=f"{key}.on", icon=":material/play_circle:", type="primary")
        st.button("Change", key=f"{key}.change", icon=":material/edit:", on_click=open_form, args=(one.name,))
        deleted = st.button("Delete", key=f"{key}.delete", icon=":material/delete:", type="tertiary")
    with refusals_shown():
        if ran:
            remember(None)
            run_now(store, user, one.name)
            st.rerun()
        if switched:
            remember(None)
            if one.active:
                pause_schedule(store, user, one.name)
            else:
                remember(resume_schedule(store, user, one.name))
            st.rerun()
        if deleted:
            delete_schedule(store, user, one.name)
            st.rerun()
