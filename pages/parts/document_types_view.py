"""The district's assessment types: looked at by everybody here, kept by administrators."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts.document_type_dialogs import add, change, remove, switch
from pages.parts.notices import plain, refusals_shown
from pages.parts.tables import harmless
from roster_core.access.rights import Right, User
from roster_core.journeys.document_changes import VISIBILITY
from roster_core.journeys.document_types import TypeView, order_types
from roster_core.store import Store

_CHOSEN = "types.chosen"


def show_types(store: Store, user: User, types: Sequence[TypeView]) -> None:
    """Draw the list and, for administrators, what can be done with the chosen one."""
    st.caption("What documents are of. A type that is switched off takes no new documents; those that are there stay.")
    admin = user.may_everywhere(Right.ADMIN)
    tools = st.container(horizontal=True, vertical_alignment="center")
    event = st.dataframe(
        _frame(types),
        hide_index=True,
        # A key for each order: a click is not to choose the type that now stands in that row.
        key=f"types.list.{','.join(one.code for one in types)}",
        on_select="rerun",
        selection_mode="single-row",
        height="content",
        alt="Assessment types",
    )
    if not admin:
        return
    rows = event.selection.rows
    if rows:
        st.session_state[_CHOSEN] = types[rows[0]].code
    chosen = next((one for one in types if one.code == st.session_state.get(_CHOSEN)), None)
    with tools:
        if st.button("Add a type", icon=":material/add:", key="types.add"):
            add(store, user)
        if chosen is None:
            st.caption("Click a row to change it.")
        else:
            _show_tools(store, user, types, chosen)


def _show_tools(store: Store, user: User, types: Sequence[TypeView], chosen: TypeView) -> None:
    st.markdown(f"**{plain(chosen.code)}**", width="content")
    if st.button("Change", icon=":material/edit:", key="types.change"):
        change(store, user, chosen)
    if st.button(
        "Switch off" if chosen.active else "Switch on", icon=":material/power_settings_new:", key="types.switch"
    ):
        switch(store, user, chosen)
    place = next(number for number, one in enumerate(types) if one.code == chosen.code)
    for label, icon, other in (("Up", "arrow_upward", place - 1), ("Down", "arrow_downward", place + 1)):
        if st.button(
            label, icon=f":material/{icon}:", key=f"types.{label.lower()}", disabled=not 0 <= other < len(types)
        ):
            codes = [one.code for one in types]
            codes[place], codes[other] = codes[other], codes[place]
            with refusals_shown():
                order_types(store, user, codes)
                st.rerun()
    if st.button(
        "Remove",
        icon=":material/delete:",
        key="types.remove",
        disabled=chosen.documents > 0,
        help="Only a type without documents can be removed; another one is switched off." if chosen.documents else None,
    ):
        remove(store, user, chosen)


def _frame(types: Sequence[TypeView]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "Code": [one.code for one in types],
            "Name": [one.name for one in types],
            "Shown to": [VISIBILITY[one.default_visibility] for one in types],
            "One a year": ["Yes" if one.one_per_year else "" for one in types],
            "Kept": [kept(one.retention_years) for one in types],
            "Documents": [f"{one.documents:,}" if one.documents else "" for one in types],
            "Standing": ["" if one.active else "Switched off" for one in types],
        }
    )
    return frame.map(harmless)


def kept(years: int | None) -> str:
    """How long documents are kept after the end of their school year."""
    if years is None:
        return "For ever"
    return f"{years} year{'' if years == 1 else 's'}"
