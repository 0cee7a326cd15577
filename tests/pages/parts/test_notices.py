# ruff: noqa: PLC0415 - AppTest runs the body of a function as a script of its own
from streamlit.testing.v1 import AppTest

from pages.parts.notices import plain


def test_markdown_of_others_is_taken_as_text():
    assert plain("**a** _b_ [c](d) `e` <f> #g :red[h] $i$") == (
        r"\*\*a\*\* \_b\_ \[c\](d) \`e\` \<f\> \#g \:red\[h\] \$i\$"
    )


def test_a_number_at_the_start_makes_no_list():
    assert plain("1. Grade\n 12) Grade") == "1\\. Grade\n 12\\) Grade"


def test_ordinary_sentences_stay_as_they_are():
    sentence = "No student has the ID 0104233, said Ana O'Neil (MHE)."
    assert plain(sentence) == sentence


def _page():
    import streamlit as st

    from pages.parts.notices import refusals_shown
    from roster_core.refusals import Refusal

    with refusals_shown():
        raise Refusal("The load was refused.", why="*students.csv* has no header.", fix="Add one.")
    st.write("the page goes on")


def test_a_refusal_says_what_why_and_how_to_fix_it_and_the_page_goes_on():
    at = AppTest.from_function(_page).run()
    assert not at.exception
    assert at.error[0].value == (
        "**The load was refused.** \\*students.csv\\* has no header.\n\n:material/build: Add one."
    )
    assert at.markdown[0].value == "the page goes on"
