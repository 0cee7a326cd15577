"""One event of the audit trail with all that it tells: its people, facts and hashes."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.audit_list import forget_click, to_the_second
from pages.parts.links import show_link
from pages.parts.notices import plain
from pages.parts.tables import harmless
from roster_core.access.rights import User
from roster_core.journeys.audit_trail import EventView

#: Pages that show what an event was done to, by the word before its ID, with the parameter that takes the ID.
_PLACES = {
    "batch": ("upload_status.py", "batch", "Open the batch"),
    "run": ("export_history.py", "run", "Open the run"),
}
_PEOPLE_ROWS, _ROW, _HEADER = 6, 35, 38


def show_event(user: User, one: EventView, time_zone: str) -> None:
    """The event in a dialog."""
    st.dialog(f"Event {one.event}", width="large", on_dismiss=forget_click)(_show)(user, one, time_zone)


def _show(user: User, one: EventView, time_zone: str) -> None:
    st.header(f"{plain(one.login)} {plain(one.told)}", anchor=False)
    st.caption(f"{to_the_second(one.at, time_zone)} · {one.kind.value} · {plain(one.action)}")
    if one.reason:
        st.markdown(f"**Reason:** {plain(one.reason)}")
    with st.container(horizontal=True):
        kind, _, key = one.subject.partition(":")
        if kind in _PLACES:
            file, parameter, label = _PLACES[kind]
            show_link(user, file, label, **{parameter: key})
        for person, name in one.named.items():
            if name != person and not person.endswith(":*"):  # else the roster does not know them any more
                show_link(user, "people.py", plain(name), person=person)
    st.caption(f"Done to {plain(one.subject)}" + (f" · by job {plain(one.job_id)}" if one.job_id else ""))
    if len(one.persons) > len(one.named):
        with st.expander(f"All {len(one.persons):,} people", key=f"audit.people.{one.event}"):
            _show_table(pd.DataFrame({"Person": [harmless(person) for person in one.persons]}), "People")
    if one.facts:
        _show_table(facts_frame(one.facts), "Facts")
    with st.expander("Hashes", icon=":material/link:", key=f"audit.hashes.{one.event}"):
        st.caption("Each event carries the hash of the one before, so that a change of any shows.")
        st.code(f"before {one.previous_hash}\nthis   {one.hash}", language=None, wrap_lines=True)


def facts_frame(facts: Mapping[str, Any]) -> pd.DataFrame:
    """What else an event tells, a row each."""
    told = {name.replace("_", " "): _words(value) for name, value in facts.items()}
    return pd.DataFrame({"Fact": list(told), "Told": [harmless(value) for value in told.values()]})


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return ", ".join(str(one) for one in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _show_table(frame: pd.DataFrame, name: str) -> None:
    height = min(len(frame), _PEOPLE_ROWS) * _ROW + _HEADER
    st.dataframe(frame, hide_index=True, height=height, key=f"audit.{name}", alt=name)
