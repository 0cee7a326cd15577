"""What to export: the choices of every run in view, all other options folded away by the file they are about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo

from pages.parts.forms import options_form
from pages.parts.links import show_link
from pages.parts.notices import plain
from roster_core.access.rights import User
from roster_core.clever.options import FIELDS, ExportOptions, default_of
from roster_core.clock import today_in
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.export_choices import ExportChoices, read_export_choices
from roster_core.options import meta
from roster_core.store import Store

#: Above this the usual schools are not listed one by one.
_LISTED = 12
_GROUPS = ("Student", "Admin", "Teacher", "Section and Enrollment", "Section")
_KEY = "export"


def show_no_roster(user: User) -> None:
    """What to do where there is nothing to export."""
    with st.container(border=True):
        st.subheader(":material/table_view: There is no roster to export yet")
        st.markdown(
            "The files are made from the roster: its schools, students, staff and sections. Load one, then come back "
            "to look at every file as Clever will get it."
        )
        show_link(user, "roster_load.py", "Load a roster")


def show_choices(store: Store, user: User, district: DistrictView) -> dict[str, Any] | None:
    """Draw the options; returns them, as field names and values, in the run in which Preview was pressed.

    Only what differs from the defaults is returned: a run that was asked for with defaults follows the roster.
    """
    offered = read_export_choices(store, user)
    today = today_in(district.time_zone)
    with st.container(border=True):
        options = _draw(offered, district, today)
        with st.container(horizontal=True, vertical_alignment="center"):
            pressed = st.button(
                "Preview", key=f"{_KEY}.preview", type="primary", icon=":material/visibility:", disabled=options is None
            )
            st.caption("Builds every file and checks it. Nothing is sent anywhere.")
    return _asked(options, offered, district, today) if pressed and options is not None else None


def _draw(offered: ExportChoices, district: DistrictView, today: date) -> ExportOptions | None:
    listed = offered.usual_schools if len(offered.usual_schools) <= _LISTED else None
    options: ExportOptions | None = ExportOptions(
        school_ids=listed, school_year=district.current_school_year, as_of_date=today
    )
    places = st.columns([4, 1.4, 1.4, 1.6], gap="small")
    for place, name in zip(places, ("school_ids", "school_year", "as_of_date", "column_layout"), strict=True):
        with place:
            options = _part(options, offered, name)
    with st.expander("More options", icon=":material/tune:"):
        for tab, group in zip(st.tabs(list(_GROUPS)), _GROUPS, strict=True):
            with tab:
                options = _show_group(options, offered, group)
    return options


def _part(options: ExportOptions | None, offered: ExportChoices, *names: str) -> ExportOptions | None:
    """Some of the options over those chosen so far; None once something does not go together."""
    if options is None:
        return None
    return options_form(ExportOptions, key=_KEY, given=options, only=names, choices=offered.named)


def _show_group(options: ExportOptions | None, offered: ExportChoices, group: str) -> ExportOptions | None:
    of_group = [name for name, info in FIELDS.items() if group in (meta(info).get("group"), meta(info).get("also_in"))]
    first = [name for name in of_group if meta(FIELDS[name]).get("group") == group]
    here = [name for name in first if meta(FIELDS[name]).get("available", True)]
    later = [name for name in of_group if not meta(FIELDS[name]).get("available", True)]
    chosen = _part(options, offered, *here)
    if later:
        st.caption("Not available yet")
        with st.grid(2):
            for name in later:
                _show_later(name, FIELDS[name], group)
    return chosen


def _show_later(name: str, info: FieldInfo, group: str) -> None:
    label, help_text, key = info.title or name, plain(info.description or ""), f"{_KEY}.later.{group}.{name}"
    about = meta(info)
    if "used_with" in about:
        return
    if isinstance(info.default, bool):
        st.toggle(label, value=info.default, help=help_text, key=key, disabled=True)
    else:
        shown = about.get("labels", {}).get(info.default, str(info.default or ""))
        st.text_input(label, value=shown, help=help_text, key=key, disabled=True)


def _asked(options: ExportOptions, offered: ExportChoices, district: DistrictView, today: date) -> dict[str, Any]:
    usual: Mapping[str, Any] = {
        "school_ids": offered.usual_schools,
        "school_year": district.current_school_year,
        "as_of_date": today,
    }
    return {
        name: value
        for name, value in options.model_dump().items()
        if value != default_of(name) and value != usual.get(name)
    }
