"""What is asked before an assessment type is added, changed, switched off or removed."""

import streamlit as st

from pages.parts.notices import plain, refusals_shown
from roster_core.access.rights import User
from roster_core.journeys.document_changes import VISIBILITY
from roster_core.journeys.document_types import (
    TypeSettings,
    TypeView,
    add_type,
    change_type,
    count_due,
    delete_type,
    set_active,
)
from roster_core.store import Store

_FRESH = TypeSettings("")


@st.dialog("Add an assessment type", icon=":material/add:")
def add(store: Store, user: User) -> None:
    """Ask for the code and the settings."""
    code = st.text_input("Code", key="types.add.code", max_chars=30, placeholder="Letters, digits, dots, hyphens")
    settings = _ask(_FRESH, "types.add")
    if st.button("Add it", type="primary", key="types.add.yes"):
        with refusals_shown():
            add_type(store, user, (code or "").strip(), settings)
            st.toast(f"{code} was added.", icon=":material/check_circle:")
            st.rerun()


@st.dialog("Change an assessment type", icon=":material/edit:")
def change(store: Store, user: User, chosen: TypeView) -> None:
    """Ask for the settings; other years of retention tell what they come to."""
    st.markdown(f"**{plain(chosen.code)}**")
    settings = _ask(chosen.settings, f"types.change.{chosen.code}")
    if settings.retention_years != chosen.retention_years and chosen.documents:
        due = count_due(store, user, chosen.code, settings.retention_years)
        st.warning(
            f"The last day of its {chosen.documents:,} documents changes too."
            + (f" **{due:,} of them would be removed at the next retention run.**" if due else ""),
            icon=":material/auto_delete:",
        )
    if st.button("Save", type="primary", key="types.change.yes", disabled=settings == chosen.settings):
        with refusals_shown():
            change_type(store, user, chosen.code, settings)
            st.toast(f"{chosen.code} was changed.", icon=":material/check_circle:")
            st.rerun()


@st.dialog("Switch this type off or on?", icon=":material/power_settings_new:")
def switch(store: Store, user: User, chosen: TypeView) -> None:
    """Ask once more."""
    st.markdown(
        f"Nothing more can be uploaded as **{plain(chosen.name)}** then. Its documents stay where they are."
        if chosen.active
        else f"Documents can be uploaded as **{plain(chosen.name)}** again."
    )
    if st.button("Switch off" if chosen.active else "Switch on", type="primary", key="types.switch.yes"):
        with refusals_shown():
            set_active(store, user, chosen.code, active=not chosen.active)
            st.rerun()


@st.dialog("Remove this type?", icon=":material/delete:")
def remove(store: Store, user: User, chosen: TypeView) -> None:
    """Ask once more."""
    st.markdown(f"**{plain(chosen.name)}** goes from the list. There are no documents of it.")
    if st.button("Remove it", type="primary", key="types.remove.yes"):
        with refusals_shown():
            delete_type(store, user, chosen.code)
            st.rerun()


def _ask(settings: TypeSettings, key: str) -> TypeSettings:
    name = st.text_input("Name", value=settings.name, key=f"{key}.name", max_chars=120)
    visibility = st.radio(
        "New documents are shown to",
        list(VISIBILITY),
        index=list(VISIBILITY).index(settings.default_visibility),
        format_func=VISIBILITY.__getitem__,
        key=f"{key}.visibility",
        horizontal=True,
    )
    once = st.checkbox("One for each student and school year", value=settings.one_per_year, key=f"{key}.once")
    years = st.number_input(
        "Years kept after the end of the school year",
        min_value=0,
        max_value=100,
        value=settings.retention_years,
        placeholder="Empty = for ever",
        key=f"{key}.years",
    )
    return TypeSettings(name or "", visibility, once, years)
