"""Bytes of unknown origin become text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.roster.formats.encoding import decode

NAMES = "Student_id,Last_name\n0104233,Peña\n0104234,Łukasz\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_with_a_mark_or_in_utf_8_is_read_exactly(encoding):
    found = decode(NAMES.encode(encoding))
    assert (found.text, found.guessed, found.nuls) == (NAMES, False, 0)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(encoding):
    found = decode(NAMES.encode(encoding))
    assert (found.text, found.encoding, found.guessed) == (NAMES, "utf-16", False)


def test_windows_1252_is_read_and_told_as_guessed():
    found = decode("id,name\n1,Peña “the” O’Neil\n".encode("cp1252"))
    assert (found.text, found.encoding, found.guessed) == (
        "id,name\n1,Peña “the” O’Neil\n",
        "windows-1252",
        True,
    )


def test_two_encodings_in_one_file_are_both_read():
    assert decode("Peña\n".encode() + "Müller\n".encode("cp1252")).text == "Peña\nMüller\n"


def test_nul_characters_are_counted_and_taken_out():
    found = decode(b"id,name\n1,An\x00n\x00\n")
    assert (found.text, found.nuls, found.is_text) == ("id,name\n1,Ann\n", 2, True)


@pytest.mark.parametrize(
    "content",
    [bytes(range(32)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, b"\0" * 500],
    ids=["low", "png", "nul"],
)
def test_content_that_is_no_text_is_known(content):
    assert not decode(content).is_text


@given(st.binary(max_size=400))
def test_every_content_decodes_without_nul_mark_or_half_character(content):
    text = decode(content).text
    assert "\0" not in text
    assert not text.startswith("\ufeff")
    text.encode("utf-8")


@given(st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"]), min_size=1))
def test_every_utf_8_text_with_its_mark_comes_back(text):
    assert decode(text.encode("utf-8-sig")).text == text
