# ruff: noqa: PLC0415 - AppTest runs the body of a function as a script of its own
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.progress import share


@pytest.mark.parametrize(("done", "total", "expected"), [(0, 0, 0), (1, 4, 0.25), (4, 4, 1), (5, 4, 1)])
def test_the_share_is_always_between_nothing_and_all(done, total, expected):
    assert share(SimpleNamespace(done=done, total=total, text="", active=True)) == expected


def _page():
    import streamlit as st

    from pages.parts.progress import show_progress

    states = st.session_state["states"]
    active = show_progress(lambda: states.pop(0) if len(states) > 1 else states[0], key="p")
    st.write("running" if active else "ended")


def _run(*states):
    at = AppTest.from_function(_page, default_timeout=20)
    at.session_state["states"] = list(states)
    return at.run()


def _state(*, active, done=3):
    return SimpleNamespace(done=done, total=12, text="Reading students.csv", active=active)


def test_running_work_is_shown_with_its_counts():
    at = _run(_state(active=True))
    assert at.markdown[0].value == "running"
    bar = at.get("progress")[0].proto
    assert (bar.value, bar.text) == (25, "Reading students.csv · 3 of 12")


@pytest.mark.parametrize("state", [None, _state(active=False)])
def test_without_running_work_nothing_is_polled(state):
    at = _run(state)
    assert at.markdown[0].value == "ended"
    assert not at.get("progress")


def test_the_page_is_run_once_more_when_the_work_has_ended():
    at = _run(_state(active=True), _state(active=False))
    assert at.markdown[0].value == "ended"
