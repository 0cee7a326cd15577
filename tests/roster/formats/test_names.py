"""Whole names and their parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.roster.formats.names import Name, split_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Luz Ortega", Name("Luz", "", "Ortega")),
        ("Ortega, Luz", Name("Luz", "", "Ortega")),
        ("Mary Ann Smith", Name("Mary Ann", "", "Smith")),
        ("Ana de la Cruz", Name("Ana", "", "de la Cruz")),
        ("Tom Dunn Jr.", Name("Tom", "", "Dunn", "Jr.")),
        ("Dunn Jr., Tom", Name("Tom", "", "Dunn", "Jr.")),
        ("Dunn, Jr., Tom", Name("Tom", "", "Dunn", "Jr.")),
        ("Dunn, Tom III", Name("Tom", "", "Dunn", "III")),
        ("Cher", Name("", "", "Cher")),
        ("Ortega Ruiz, Ana Lucia", Name("Ana Lucia", "", "Ortega Ruiz")),
        ("", Name()),
        (",", Name()),
    ],
)
def test_a_name_is_split(text, name):
    assert split_name(text) == name


def test_words_after_the_first_may_be_the_middle_name():
    assert split_name("Ortega, Ana Lucia", middle=True) == Name("Ana", "Lucia", "Ortega")


@given(st.text(max_size=30), st.booleans())
def test_no_word_of_a_name_is_ever_lost(text, middle):
    name = split_name(text, middle=middle)
    parts = f"{name.first} {name.middle} {name.last} {name.suffix}".split()
    assert sorted(parts) == sorted(text.replace(",", " ").split())
