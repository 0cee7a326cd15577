"""Codes that fit."""

from hypothesis import given
from hypothesis import strategies as st

from roster_core.roster.formats.codes import digest, fitting


def test_a_text_that_fits_is_its_own_code():
    assert fitting(["MP1", "Semester 1"], 10) == {"MP1": "MP1", "Semester 1": "Semester 1"}


def test_a_longer_text_is_shortened_to_initials_and_numbers():
    assert fitting(["Full Year 2026-27", "Marking Period 3"], 10) == {
        "Full Year 2026-27": "FY2026-27",
        "Marking Period 3": "MP3",
    }


def test_what_would_clash_gets_a_digest_whatever_the_order():
    first, second = "Marking Period 3", "Math Period 3"
    assert fitting([first, second], 10) == fitting([second, first], 10)
    assert fitting([first, "MP3"], 10) == {first: digest(first, 10), "MP3": "MP3"}


def test_a_long_identifier_gets_a_digest():
    guid = "6f1d2c3b-4a59-4c3e-9d22-0d8a6a1f7b11"
    assert fitting([guid], 16) == {guid: digest(guid, 16)}


@given(st.lists(st.text(max_size=25)), st.integers(8, 20))
def test_every_code_fits_and_different_texts_never_share_one(texts, length):
    codes = fitting(texts, length)
    assert set(codes) == set(texts)
    assert all(len(code) <= length for code in codes.values())
    assert len(set(codes.values())) == len(set(texts))
