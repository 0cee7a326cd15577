"""A trial on screen, step by step: what works, what does not, and what to do about it."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from pages.parts.notices import plain
from pages.parts.states import local
from roster_core.delivery.port import Tried


def show_tried(tried: Sequence[Tried], at: datetime | None, time_zone: str) -> None:
    """The steps of the last trial, open if one failed; nothing if there was none."""
    if not tried:
        return
    good = all(step.good for step in tried)
    label = "Tested: everything works" if good else "Tested: it does not work"
    icon = ":material/check_circle:" if good else ":material/error:"
    with st.expander(f"{label} · {local(at, time_zone)}", icon=icon, expanded=not good):
        for step in tried:
            sign = ":green[:material/check:]" if step.good else ":red[:material/close:]"
            fix = f"  \n:material/build: {plain(step.fix)}" if step.fix else ""
            st.markdown(f"{sign} {plain(step.what)}{fix}")
