"""Schedules: profiles that run and are delivered by themselves, days on which they do not, and what became of it."""

import streamlit as st

from pages.parts import blackout_view, schedule_form, schedule_history, schedule_view
from pages.parts.no_roster import district_or_stop
from pages.parts.notices import refusals_shown
from pages.shell import session
from roster_core.access.rights import Right
from roster_core.journeys.export_profiles import read_profiles
from roster_core.journeys.schedules import read_blackouts, read_scheduled_runs, read_schedules

user = session.require(Right.EXPORT_EDIT)
st.title("Schedules")
store = session.store()

with refusals_shown():
    district = district_or_stop(
        store,
        user,
        ":material/event_repeat: There is nothing to run yet",
        "A schedule makes the files of a profile every night and delivers them. Load a roster, save a profile, say "
        "where its files go, then come back.",
    )
    profiles = read_profiles(store, user)
    if not profiles:
        schedule_view.show_no_profile(user)
        st.stop()
    if schedule_form.is_open():
        schedule_form.show_form(store, user, district, profiles)
        st.stop()
    found, runs = read_schedules(store, user), read_scheduled_runs(store, user, limit=200)
    schedule_form.show_add(first=not found)
    for one in found:
        held = [run for run in runs if run.state == "held" and run.schedule_id == one.schedule_id]
        schedule_view.show_schedule(store, user, one, held)
    if found or runs:
        blackout_view.show_blackouts(store, user, read_blackouts(store, user), [one.name for one in found])
        schedule_history.show_history(user, runs, district.time_zone)
