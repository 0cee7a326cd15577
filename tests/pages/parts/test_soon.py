import threading
from concurrent.futures import wait

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import soon
from roster_core.refusals import Refusal


class Desk:
    """Answers when told to, and counts what it was asked."""

    def __init__(self):
        self.asked, self.may_answer, self.refuses = [], threading.Event(), False

    def answer(self, what):
        self.asked.append(what)
        assert self.may_answer.wait(30)
        if self.refuses:
            raise Refusal("No answer.", why="The roster is gone.", fix="Load it again.")
        return f"all about {what}"


def _page(desk, about, wait_s=0.01):
    import streamlit as st  # noqa: PLC0415 - a script of its own

    from pages.parts.soon import ask_soon, show_soon  # noqa: PLC0415

    asked = ask_soon("asked", about, lambda: desk.answer(about))
    st.button("Preview", key="preview")
    show_soon(asked, st.markdown, key="place", wait_s=wait_s, height=80)


def _ended(at):
    """Run again once the answer that this tab waits for is there."""
    wait((at.session_state["asked"].answer,), 30)
    return at.run()


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    desk.may_answer.set()  # no thread is left waiting


@pytest.fixture
def at(desk):
    return AppTest.from_function(_page, args=(desk, "students.csv"))


def test_buttons_are_there_before_the_answer(at, desk):
    at.run()
    assert [button.label for button in at.button] == ["Preview"]
    assert len(at.get("skeleton")) == 1
    assert not at.markdown
    desk.may_answer.set()
    assert _ended(at).markdown[0].value == "all about students.csv"
    assert not at.get("skeleton")


def test_the_same_question_is_asked_once(at, desk):
    desk.may_answer.set()
    _ended(at.run()).run()
    assert desk.asked == ["students.csv"]


def test_another_question_takes_the_place_of_the_one_before(at, desk):
    desk.may_answer.set()
    _ended(at.run())
    at.args = (desk, "staff.csv")
    assert _ended(at.run()).markdown[0].value == "all about staff.csv"
    assert desk.asked == ["students.csv", "staff.csv"]


def test_a_question_is_asked_again_once_its_answer_is_old(at, desk, monkeypatch):
    desk.may_answer.set()
    _ended(at.run())
    monkeypatch.setattr(soon, "_GOOD_FOR_S", 0)
    at.run()
    assert desk.asked == ["students.csv"] * 2


def test_a_refusal_is_shown_and_the_question_asked_again(at, desk):
    at.args = (desk, "students.csv", 30)
    desk.refuses = True
    desk.may_answer.set()
    assert "The roster is gone" in at.run().error[0].value
    desk.refuses = False
    assert at.run().markdown[0].value == "all about students.csv"
    assert not at.error
