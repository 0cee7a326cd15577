"""Progress of work that goes on elsewhere: asked for every two seconds while it runs, and not after."""

from collections.abc import Callable
from typing import Protocol

import streamlit as st

from pages.parts.notices import plain

POLL_EVERY = "2s"


class Progress(Protocol):
    """How far something is. `total` 0 = not known yet; `text` says what is being done."""

    @property
    def done(self) -> int:
        """Steps done."""

    @property
    def total(self) -> int:
        """Steps in all."""

    @property
    def text(self) -> str:
        """What is being done."""

    @property
    def active(self) -> bool:
        """Whether it goes on."""


def share(progress: Progress) -> float:
    """The part that is done, from 0 to 1."""
    return min(1.0, progress.done / progress.total) if progress.total > 0 else 0.0


def show_progress(read: Callable[[], Progress | None], *, key: str) -> bool:
    """Draw how far it is; True while it goes on. The page is run again, once, when it has ended.

    `read` is called at every look and returns None when there is nothing to wait for.
    """
    start = read()
    if start is None or not start.active:
        return False

    # Decided anew at each run of the page: an ended job is not polled.
    @st.fragment(run_every=POLL_EVERY, key=f"{key}.poll")
    def panel() -> None:
        now = read()
        if now is None or not now.active:
            st.rerun()
        counted = f" · {now.done:,} of {now.total:,}" if now.total else ""
        st.progress(share(now), text=f"{plain(now.text)}{counted}")

    panel()
    return True
