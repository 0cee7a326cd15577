"""The form of a schedule: which profile, when, and where the roster comes from, with the next runs as one types."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from pages.parts.forms import option_widget
from pages.parts.notices import plain, refusals_shown
from roster_core.access.rights import Right, User
from roster_core.journeys.column_mappings import read_mappings
from roster_core.journeys.destination_settings import Method
from roster_core.journeys.destinations import read_destinations
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.export_profiles import ProfileView
from roster_core.journeys.schedule_edits import Ahead, Saved, ScheduleDraft, look_ahead, save_schedule
from roster_core.journeys.schedule_sources import Source
from roster_core.journeys.schedules import Coming, read_schedule
from roster_core.options import each_option, meta
from roster_core.schedules.due import CATCH_UP
from roster_core.schedules.instants import local_words
from roster_core.schedules.rule import DAYS, MONTHS, Rule
from roster_core.store import Store

_OPEN, _EDITION, _SAVED = "schedules.open", "schedules.edition", "schedules.saved"
_BY_DAYS, _BY_CRON = "Days and a time", "Cron expression"
_NEW = ""
#: Fields of the source that few need.
_RARE = ("done_file", "still_s", "wait_minutes", "max_age_h")


def is_open() -> bool:
    """Whether a schedule is being added or changed."""
    return _OPEN in st.session_state


def open_form(name: str = _NEW) -> None:
    """Show the form from now on: of a schedule, or of a new one."""
    st.session_state[_EDITION] = st.session_state.get(_EDITION, 0) + 1
    st.session_state[_OPEN] = name


def saved_last() -> Saved | None:
    """What the last save or switching on told, as long as the page shows it."""
    found: Saved | None = st.session_state.get(_SAVED)
    return found


def remember(saved: Saved | None) -> None:
    """Show what a save or switching on told."""
    st.session_state[_SAVED] = saved


def _close() -> None:
    del st.session_state[_OPEN]


def show_add(*, first: bool) -> None:
    """The button to add a schedule; where there is none yet, with what one does."""
    if first:
        st.markdown(
            "A schedule makes the files of a profile by itself, holds them if too much would change, and delivers "
            "them otherwise. A new one does nothing until you switch it on."
        )
    st.button("Add a schedule", key="schedules.add", icon=":material/add:", on_click=open_form, type="primary")


def show_form(store: Store, user: User, district: DistrictView, profiles: Sequence[ProfileView]) -> None:
    """The form that is open, with Save and Cancel."""
    opened = st.session_state[_OPEN]
    given = read_schedule(store, user, opened) if opened else None
    key = f"schedule.{st.session_state[_EDITION]}"
    with st.container(border=True):
        st.header(f":material/event_repeat: {plain(given.name) if given else 'New schedule'}", anchor=False)
        with st.grid(2, min_column_width=300):
            name = st.text_input("Name", value=given.name if given else "", key=f"{key}.name", placeholder="Nightly")
            names = [profile.name for profile in profiles]
            place = names.index(given.profile) if given and given.profile in names else 0
            profile = st.selectbox("Profile", names, index=place, key=f"{key}.profile")
        rule = _show_rule(given.rule if given else Rule(district.time_zone), key)
        source = _show_source(store, user, given.source if given else Source(), key)
        hours = st.number_input(
            "Hours to catch up",
            value=given.catch_up.total_seconds() / 3600 if given else CATCH_UP.total_seconds() / 3600,
            min_value=0.0,
            max_value=12.0,
            step=0.5,
            format="%.1f",
            key=f"{key}.catch_up",
            width=300,
            help="If the computer was off at the time, the run is made when it is on again, within so many "
            "hours. Later it counts as missed.",
        )
        draft = ScheduleDraft(profile=str(profile), source=source, catch_up_minutes=round(60 * hours), **rule)
        with refusals_shown():
            _show_ahead(look_ahead(store, user, draft))
        with st.container(horizontal=True):
            saved = st.button("Save", key=f"{key}.save", type="primary")
            st.button("Cancel", key=f"{key}.cancel", on_click=_close)
        if saved:
            with refusals_shown():
                remember(save_schedule(store, user, given.name if given else name, draft, rename=name if given else ""))
                _close()
                st.rerun()


def show_coming(coming: Sequence[Coming], zone: str) -> None:
    """The next runs by the clock of the schedule."""
    if not coming:
        st.caption("It never comes due again.")
    st.markdown("  \n".join(_line(one, zone) for one in coming))


def _line(one: Coming, zone: str) -> str:
    words = plain(local_words(one.at, zone))
    if one.skipped:
        return f":gray[:material/skip_next:] ~~{words}~~ {plain(one.skipped)}"
    return f":material/schedule: {words}"


def _show_rule(given: Rule, key: str) -> dict[str, Any]:
    way = st.segmented_control(
        "Runs by", [_BY_DAYS, _BY_CRON], default=_BY_CRON if given.cron else _BY_DAYS, key=f"{key}.way", required=True
    )
    told: dict[str, Any] = {}
    if way == _BY_CRON:
        told["cron"] = st.text_input(
            "Cron expression",
            value=given.cron or given.expression,
            key=f"{key}.cron",
            width=420,
            help="Minute, hour, day of the month, month, weekday: 30 4 \\* \\* 1-5 is 04:30 from Monday to Friday.",
        )
    else:
        days = st.pills(
            "Days", DAYS, selection_mode="multi", default=[DAYS[day] for day in given.weekdays], key=f"{key}.days"
        )
        told["weekdays"] = tuple(DAYS.index(day) for day in days)
        with st.grid(2, min_column_width=300):
            at = st.time_input("Time", value=given.at, key=f"{key}.at", step=900)
            months = st.multiselect(
                "Months",
                MONTHS,
                default=[MONTHS[month - 1] for month in given.months],
                key=f"{key}.months",
                placeholder="Every month",
            )
        told["at"] = f"{at or time(4):%H:%M}"
        told["months"] = tuple(MONTHS.index(month) + 1 for month in months)
    zones = sorted(available_timezones() | {given.time_zone})
    told["time_zone"] = st.selectbox(
        "Time zone", zones, index=zones.index(given.time_zone), key=f"{key}.zone", width=420
    )
    return told


def _show_source(store: Store, user: User, given: Source, key: str) -> Mapping[str, object]:
    choices = {
        "account": {
            one.destination_id: one.name
            for one in read_destinations(store, user)
            if one.method is Method.SFTP and not one.profiles
        },
        "mapping": {name: name for name in read_mappings(store, user)} if user.may(Right.ROSTER_LOAD) else {},
    }
    values: dict[str, Any] = dict(given)
    easy = [(name, info) for name, info in each_option(Source) if name not in _RARE]
    rare = [(name, info) for name, info in each_option(Source) if name in _RARE]
    with st.grid(2, min_column_width=300, vertical_alignment="bottom"):
        _draw(easy, values, choices, key)
    if values["kind"] == "loaded":
        return {"kind": "loaded"}
    if values["kind"] == "sftp" and not choices["account"]:
        st.caption("Add the server on the page Destinations first, and choose no profile there.")
    with st.expander("Waiting for files"), st.grid(2, min_column_width=300, vertical_alignment="bottom"):
        _draw(rare, values, choices, key)
    return values


def _draw(fields: Sequence[Any], values: dict[str, Any], choices: Mapping[str, Mapping[str, str]], key: str) -> None:
    for name, info in fields:
        used = meta(info).get("used_with")
        if not used or values[used["option"]] in used["values"]:
            told = option_widget(name, info, values[name], key=f"{key}.source.{name}", choices=choices)
            values[name] = "" if told is None else told


def _show_ahead(ahead: Ahead) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(ahead.words)}**")
        show_coming(ahead.coming, ahead.zone)
        for text in ahead.advice:
            st.markdown(f":orange[:material/warning:] {plain(text)}")
