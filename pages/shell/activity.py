"""Whether somebody is at the screen, as the browser sees it: work in one part of a page never runs the router."""

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shell.sign_in_gate import ACTIVE_PATH

#: Milliseconds; the journey notes no more either.
_EVERY_MS = 60_000


def watch_activity() -> None:
    """Let the browser tell, once a minute at most, that it is being used. Draws nothing."""
    _component()(key="shell.activity", data={"url": ACTIVE_PATH, "every_ms": _EVERY_MS}, height="content")


@cache
def _component() -> Any:
    # Registered once: a component made anew at each run would be mounted anew.
    return st.components.v2.component(
        "roster_activity", html="<span></span>", js=Path(__file__).with_name("activity.js").read_text(encoding="utf-8")
    )
