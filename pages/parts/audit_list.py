"""Events of the audit trail as a table, a page at a time, with the way to take them out."""

import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from pages.parts.audit_chart import COLOURS
from pages.parts.tables import PAGE_SIZE, harmless
from pages.shell.download_link import download_link
from roster_core.access.actions import Kind
from roster_core.access.rights import User
from roster_core.access.trail import Place
from roster_core.clock import utc_now
from roster_core.journeys.audit_trail import AuditFilter, EventView, read_page
from roster_core.store import Store

#: Where the pages begin that were gone through, and for which filter.
_TRAIL = "audit.pages"
#: Whether a row was clicked just now, and a number that counts up when its dialog is closed: no row is clicked then.
_CLICKED, _ROUND = "audit.clicked", "audit.round"
_ROWS_SHOWN, _ROW, _HEADER = 15, 35, 38
#: A number that no event has yet.
_ANY = 2**31 - 1


def show_list(store: Store, user: User, wanted: AuditFilter, total: int, time_zone: str) -> EventView | None:
    """The table; returns the event that was clicked, once."""
    begins = _begins(wanted)
    page = read_page(store, user, wanted, after=begins[-1], limit=PAGE_SIZE)
    if not page.events:
        st.info("No event fits. Choose a longer time, or less to look for.", icon=":material/filter_alt_off:")
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        first = (len(begins) - 1) * PAGE_SIZE
        span = f"{first + 1:,} to {first + len(page.events):,}"
        total = max(total, first + len(page.events))  # counted before what has come since
        st.caption(f"Events {span} of {total:,} · click a row for all that it tells")
        st.space("stretch")
        download_link("CSV", key="audit.csv", note=f"{total:,} events", kind="audit", **claims_of(wanted))
    # A key for each page: a click is not to open the event that now stands in that row.
    shown = zlib.crc32(" ".join(one.hash for one in page.events).encode())
    event = st.dataframe(
        list_frame(page.events, time_zone),
        hide_index=True,
        key=f"audit.list.{shown:x}.{st.session_state.get(_ROUND, 0)}",
        on_select=_click,
        selection_mode="single-row",
        height=min(len(page.events), _ROWS_SHOWN) * _ROW + _HEADER,
        alt="Events",
        column_config={
            "No.": st.column_config.NumberColumn("No.", format="%d", width="small"),
            "When": st.column_config.TextColumn("When", width=150),
            "About whom": st.column_config.TextColumn("About whom", width=230),
            "Done to": st.column_config.TextColumn("Done to", width=130),
            "Kind": st.column_config.MultiselectColumn(
                "Kind", width=110, options=[kind.value for kind in Kind], color=[COLOURS[kind] for kind in Kind]
            ),
        },
    )
    _show_ways(begins, page.following)
    chosen = [row for row in event.selection.rows if row < len(page.events)]
    return page.events[chosen[0]] if st.session_state.pop(_CLICKED, False) and chosen else None


def forget_click() -> None:
    """No row is clicked any more."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _click() -> None:
    st.session_state[_CLICKED] = True


def list_frame(events: Sequence[EventView], time_zone: str) -> pd.DataFrame:
    """One row an event, in order."""
    return pd.DataFrame(
        {
            "When": [to_the_second(one.at, time_zone) for one in events],
            "Who": [harmless(one.login) for one in events],
            "Kind": [[one.kind.value] for one in events],
            "What": [one.told for one in events],
            "About whom": [harmless(about_whom(one)) for one in events],
            "Reason": [harmless(one.reason) for one in events],
            "Done to": [harmless(one.subject) for one in events],
            "No.": [one.event for one in events],
        }
    )


def about_whom(one: EventView) -> str:
    """The first people of an event by name, and how many more there are."""
    more = len(one.persons) - len(one.named)
    return "; ".join(one.named.values()) + (f" and {more:,} more" if more > 0 else "")


def to_the_second(moment: datetime, time_zone: str) -> str:
    """A moment by the district's clock, such as `2026-09-08 14:05:09`."""
    return moment.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%d %H:%M:%S")


def claims_of(wanted: AuditFilter) -> dict[str, Any]:
    """The filter as a ticket carries it."""
    return {"wanted": wanted.facts() | {"files": wanted.files}}


def _begins(wanted: AuditFilter) -> list[Place]:
    """Where the pages up to the one shown begin; another filter begins at the newest event of now.

    What comes later waits until the newest are asked for: a list that moves on by itself cannot be clicked.
    """
    held: tuple[AuditFilter, list[Place]] | None = st.session_state.get(_TRAIL)
    if held is None or held[0] != wanted:
        held = (wanted, [Place(utc_now(), _ANY)])
        st.session_state[_TRAIL] = held
    return held[1]


def _show_ways(begins: list[Place], following: Place | None) -> None:
    def newest() -> None:
        begins[:] = [Place(utc_now(), _ANY)]

    def newer() -> None:
        del begins[-1:]

    def older() -> None:
        begins.extend([following] if following else [])

    ways = (
        ("Newest", "first_page", newest, False),
        ("Newer", "chevron_left", newer, len(begins) == 1),
        ("Older", "chevron_right", older, following is None),
    )
    with st.container(horizontal=True):
        for label, icon, go, off in ways:
            key = f"audit.{label.lower()}"
            st.button(label, icon=f":material/{icon}:", key=key, disabled=off, on_click=go)
