"""What to export: the choices of every run in view, all other options folded away by the file they are about."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo

from pages.parts.forms import options_form
from pages.parts.links import show_link
from pages.parts.notices import plain, refusals_shown
from roster_core.access.rights import User
from roster_core.clever.options import FIELDS, PRESETS, ExportOptions, default_of, is_available
from roster_core.clock import today_in
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.export_choices import ExportChoices, read_export_choices
from roster_core.options import meta
from roster_core.store import Store

#: Above this the usual schools are not listed one by one.
_LISTED = 12
_BASICS = ("school_ids", "school_year", "as_of_date", "column_layout")
#: Basics that say how students are written.
_GRADES = ("prek_state_grades", "kindergarten_state_grades")
_GROUPS = ("Student", "Admin", "Teacher", "Section and Enrollment", "Section")
#: What the presets are called (export-options §2.6).
_PRESETS = {"source_defaults": "Everything off", "clever_recommended": "Recommended by Clever"}
_KEY = "export"
_MORE = f"{_KEY}.more"


def show_no_roster(user: User) -> None:
    """What to do where there is nothing to export."""
    with st.container(border=True):
        st.header(":material/table_view: There is no roster to export yet")
        st.markdown(
            "The files are made from the roster: its schools, students, staff and sections. Load one, then come back "
            "to look at every file as Clever will get it."
        )
        show_link(user, "roster_load.py", "Load a roster")


@st.fragment
def show_choices(store: Store, user: User, district: DistrictView, preview: Callable[[dict[str, Any]], None]) -> None:
    """Draw the options; when Preview is pressed, `preview` is called with them as field names and values.

    Only what differs from the defaults is passed on: a run that was asked for with defaults follows the roster.
    """
    with st.container(border=True), refusals_shown():
        offered = read_export_choices(store, user)
        today = today_in(district.time_zone)
        basics = st.container()
        more = st.expander("More options", icon=":material/tune:", key=_MORE, on_change="rerun")
        with more:
            preset = st.selectbox(
                "Start from",
                list(_PRESETS),
                format_func=_PRESETS.__getitem__,
                key=f"{_KEY}.preset",
                help="What the options below are set to at first.",
                width=320,
            )
        with basics:
            chosen, pressed = _show_basics(_start(preset), offered, district, today)
        with more:
            for tab, group in zip(st.tabs(list(_GROUPS)), _GROUPS, strict=True):
                with tab:
                    chosen = _show_group(chosen, offered, group, f"{_KEY}.{preset}")
        if pressed and chosen is not None:
            preview(_asked(chosen, offered, district, today))


def _start(preset: str) -> ExportOptions:
    """The preset without what this version cannot carry out."""
    options = PRESETS[preset]
    return ExportOptions(**{name: value for name, value in options if is_available(options, name)})


def _show_basics(
    start: ExportOptions, offered: ExportChoices, district: DistrictView, today: date
) -> tuple[ExportOptions | None, bool]:
    listed = offered.usual_schools if len(offered.usual_schools) <= _LISTED else None
    year = district.current_school_year
    chosen: ExportOptions | None = start.model_copy(
        update={"school_ids": listed, "school_year": year, "as_of_date": today}
    )
    chosen = _part(chosen, offered, _KEY, "school_ids")
    if listed is None:
        st.caption(f"Nothing chosen means all {len(offered.usual_schools)} elementary, middle, high and other schools.")
    with st.grid(4, min_column_width=170, vertical_alignment="bottom"):
        for name in _BASICS[1:]:
            chosen = _part(chosen, offered, _KEY, name)
        pressed = st.button(
            "Preview",
            key=f"{_KEY}.preview",
            type="primary",
            icon=":material/visibility:",
            width="stretch",
            help="Builds every file and checks it. Nothing is sent anywhere.",
            on_click=_fold,  # or the options would stand before what was asked for
        )
    return chosen, pressed


def _fold() -> None:
    st.session_state[_MORE] = False


def _part(
    options: ExportOptions | None, offered: ExportChoices, key: str, *names: str, columns: int = 1
) -> ExportOptions | None:
    """Some of the options over those chosen so far; None once something does not go together."""
    if options is None:
        return None
    return options_form(ExportOptions, key=key, given=options, only=names, choices=offered.named, columns=columns)


def _show_group(options: ExportOptions | None, offered: ExportChoices, group: str, key: str) -> ExportOptions | None:
    declared = {name: meta(info) for name, info in FIELDS.items()}
    here = [name for name, about in declared.items() if about.get("group") == group and about["available"]]
    here += _GRADES if group == "Student" else ()
    later = [
        name
        for name, about in declared.items()
        if group in (about.get("group"), about.get("also_in")) and not about["available"] and "used_with" not in about
    ]
    chosen = options
    for names in _apart(here):
        chosen = _part(chosen, offered, key, *names, columns=2)
    if later:
        st.caption(":material/schedule: Not available yet")
        for names in _apart(later):
            with st.grid(2, min_column_width=300):
                for name in names:
                    _show_later(FIELDS[name], f"{key}.later.{group}.{name}")
    return chosen


def _apart(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is filled in, and what is switched: mixed, they would not stand in rows."""
    switches = [name for name in names if isinstance(FIELDS[name].default, bool)]
    return [name for name in names if name not in switches], switches


def _show_later(info: FieldInfo, key: str) -> None:
    label, help_text = str(info.title), plain(info.description or "")
    if isinstance(info.default, bool):
        st.toggle(label, value=info.default, help=help_text, key=key, disabled=True)
    else:
        shown = meta(info).get("labels", {}).get(info.default, "")
        st.text_input(label, value=shown, help=help_text, key=key, disabled=True)


def _asked(options: ExportOptions, offered: ExportChoices, district: DistrictView, today: date) -> dict[str, Any]:
    usual: Mapping[str, Any] = {
        "school_ids": offered.usual_schools,
        "school_year": district.current_school_year,
        "as_of_date": today,
    }
    return {
        name: value
        for name, value in options
        if value != default_of(name) and value != usual.get(name, default_of(name))
    }
