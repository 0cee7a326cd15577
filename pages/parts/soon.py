"""Answers that take a moment: asked for in the background, so that buttons and options never wait for them."""

import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from pages.parts.notices import refusals_shown

T = TypeVar("T")
#: More at a time would only wait for one another: each process that answers takes one question at once.
_POOL = ThreadPoolExecutor(max_workers=8, thread_name_prefix="answers")
#: The answer to a question that is asked again is good for so long.
_GOOD_FOR_S = 60
_POLL = "0.3s"


@dataclass(frozen=True)
class Asked(Generic[T]):
    """A question being answered: what it is about, since when (`time.monotonic`), and the answer to be."""

    about: Hashable
    since: float
    answer: Future[T]

    @property
    def is_stale(self) -> bool:
        """Whether to ask again: it failed, or was answered too long ago."""
        if not self.answer.done():
            return False
        return self.answer.exception() is not None or time.monotonic() - self.since > _GOOD_FOR_S


def ask_soon(key: str, about: Hashable, question: Callable[[], T]) -> Asked[T]:
    """Begin to ask; what is about the same and is not stale is asked once. `question` must draw nothing.

    A tab has one question of each `key`: the newer takes the place of the older.
    """
    kept: Asked[T] | None = st.session_state.get(key)
    if kept is None or kept.about != about or kept.is_stale:
        kept = Asked(about, time.monotonic(), _POOL.submit(question))
        st.session_state[key] = kept
    return kept


def show_soon(asked: Asked[T], draw: Callable[[T], object], *, key: str, wait_s: float, height: int) -> None:
    """Draw the answer if it comes within `wait_s`; else a grey place of `height` pixels until it is there."""
    wait((asked.answer,), wait_s)
    if asked.answer.done():
        with refusals_shown():
            draw(asked.answer.result())
        return

    @st.fragment(run_every=_POLL, key=key)
    def waiting() -> None:
        if not asked.answer.done():
            st.skeleton(height=height)
            return
        if asked.answer.exception() is None:
            st.rerun()  # the page draws the answer, and asks no more
        with refusals_shown():  # the page would ask again
            asked.answer.result()

    waiting()
