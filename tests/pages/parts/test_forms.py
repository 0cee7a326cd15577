# ruff: noqa: PLC0415, FBT003 - AppTest runs the body of a function as a script of its own
from streamlit.testing.v1 import AppTest


def _page():
    from enum import StrEnum
    from typing import Literal

    import streamlit as st
    from pydantic import model_validator

    from pages.parts.forms import options_form
    from roster_core.options import Options, option

    class Size(StrEnum):
        SMALL = "small"
        LARGE = "large"

    class Example(Options):
        loud: bool = option(False, "Loud", "Makes it *loud*.")
        size: Size = option(Size.SMALL, "Size", "How big.", labels={"small": "Small", "large": "Large"})
        source: Literal["none", "text"] = option("none", "Source", "Where from.", labels={"text": "A text"})
        text: str = option("", "Text", "The text.", max_length=8, used_with={"option": "source", "values": ["text"]})
        schools: tuple[str, ...] | None = option(None, "Schools", "Which.", choices="schools")
        tags: tuple[str, ...] = option(("a",), "Tags", "Words.")

        @model_validator(mode="after")
        def _needs_text(self) -> "Example":
            if self.source == "text" and not self.text:
                raise ValueError("give a text")
            return self

    given = Example(tags=("x",))
    made = options_form(Example, key="o", given=given, choices={"schools": {"MHE": "Elementary", "MHH": "High"}})
    st.session_state["made"] = made.model_dump(mode="json") if made else None


def _run():
    return AppTest.from_function(_page, default_timeout=20).run()


def test_what_is_not_touched_stays_as_given():
    at = _run()
    assert not at.exception
    assert at.session_state["made"] == {
        "loud": False,
        "size": "small",
        "source": "none",
        "text": "",
        "schools": None,
        "tags": ["x"],
    }


def test_every_kind_of_option_has_its_widget():
    at = _run()
    at.toggle(key="o.loud").set_value(True)
    at.selectbox(key="o.size").set_value("large")
    at.selectbox(key="o.source").set_value("text")
    at.multiselect(key="o.schools").set_value(["MHH", "MHE"])
    at.run()
    at.text_input(key="o.text").set_value("hello").run()
    made = at.session_state["made"]
    assert (made["loud"], made["size"], made["source"], made["text"]) == (True, "large", "text", "hello")
    assert made["schools"] == ["MHH", "MHE"]


def test_choices_are_shown_by_their_labels():
    at = _run()
    assert at.selectbox(key="o.size").options == ["Small", "Large"]
    assert at.multiselect(key="o.schools").options == ["Elementary", "High"]


def test_an_option_appears_with_the_value_that_brings_it_into_use():
    at = _run()
    assert "o.text" not in [widget.key for widget in at.text_input]
    at.selectbox(key="o.source").set_value("text").run()
    assert at.text_input(key="o.text").max_chars == 8


def test_options_that_do_not_go_together_are_refused_in_words():
    at = _run()
    at.selectbox(key="o.source").set_value("text").run()
    assert "give a text" in at.error[0].value
    assert at.session_state["made"] is None


def test_the_help_text_is_shown_as_it_is_written():
    assert _run().toggle(key="o.loud").help == r"Makes it \*loud\*."
