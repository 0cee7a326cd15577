"""States and moments on screen: one word, one colour and one way of writing, wherever they appear."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import streamlit as st

Colour = Literal["red", "orange", "blue", "green", "gray"]

#: The word shown for a stored state, its colour and its icon. `interrupted` is no stored state, but is shown as one.
STATES: dict[str, tuple[str, Colour, str]] = {
    "checking": ("Checking", "blue", ":material/hourglass_top:"),
    "switching": ("Loading", "blue", ":material/hourglass_top:"),
    "running": ("Running", "blue", ":material/hourglass_top:"),
    "previewed": ("Previewed", "blue", ":material/visibility:"),
    "held": ("Held", "orange", ":material/front_hand:"),
    "delivered": ("Delivered", "green", ":material/local_shipping:"),
    "waiting": ("Waiting", "gray", ":material/schedule:"),
    "unverified": ("Sent, not verifiable", "orange", ":material/help:"),
    "not_delivered": ("Not delivered", "red", ":material/error:"),
    "mixed": ("MIXED", "red", ":material/warning:"),
    "delivered-unverified": ("Delivered, not verifiable", "orange", ":material/help:"),
    "planned": ("Planned", "gray", ":material/schedule:"),
    "missed": ("Missed", "red", ":material/event_busy:"),
    "skipped": ("Skipped", "gray", ":material/skip_next:"),
    "loaded": ("Loaded", "green", ":material/check_circle:"),
    "refused": ("Refused", "red", ":material/block:"),
    "failed": ("Failed", "red", ":material/error:"),
    "interrupted": ("Interrupted", "red", ":material/power_off:"),
    "discarded": ("Discarded", "gray", ":material/delete:"),
}


def show_state(state: str) -> None:
    """The state as a badge."""
    word, colour, icon = STATES[state]
    st.badge(word, icon=icon, color=colour)


def state_cells(states: Iterable[str]) -> list[list[str]]:
    """The cells of a column of states; to be drawn with `state_column`."""
    return [[STATES[state][0]] for state in states]


def state_column(width: int = 120) -> Any:
    """A table column that draws states as labels in their colours."""
    return st.column_config.MultiselectColumn(
        "State",
        width=width,
        options=[word for word, _colour, _icon in STATES.values()],
        color=[colour for _word, colour, _icon in STATES.values()],
    )


def local(moment: datetime | None, time_zone: str) -> str:
    """A moment as the district's clock shows it, such as `2026-09-08 14:05`; blank if there is none."""
    return moment.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%d %H:%M") if moment else ""


def day(moment: datetime, time_zone: str) -> str:
    """The day of a moment on the district's calendar, such as `2026-09-08`."""
    return moment.astimezone(ZoneInfo(time_zone)).date().isoformat()


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that fits: `3 hours ago`."""
    seconds = max(0, int((now - moment).total_seconds()))
    for size, unit in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"
