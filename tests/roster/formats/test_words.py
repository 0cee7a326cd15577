"""Words → codes."""

import pytest

from roster_core.roster.formats import words
from roster_core.roster.formats.sheet import normal


@pytest.mark.parametrize("text", ["true", "T", "Yes", "y", "1", "TRUE", "1.0"])
def test_yes_in_every_form(text):
    assert words.boolean(text) == "true"


@pytest.mark.parametrize("text", ["false", "F", "No", "n", "0", "FALSE"])
def test_no_in_every_form(text):
    assert words.boolean(text) == "false"


@pytest.mark.parametrize("text", ["", "x", "maybe", "2", "Eligible"])
def test_anything_else_is_neither(text):
    assert words.boolean(text) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("W", "W"),
        ("White", "W"),
        ("W;B", "W;B"),
        ("White, Black", "W;B"),
        ("W/B", "W;B"),
        ("Black/African American", "B"),
        ("Black or African American", "B"),
        ("American Indian/Alaska Native", "I"),
        ("Native Hawaiian or Other Pacific Islander", "P"),
        ("Two or More Races", "M"),
        ("Asian;Asian", "A"),
        ("Hispanic", "Hispanic"),
        ("W;Martian", "W;Martian"),
    ],
)
def test_race_words_become_codes_and_unknown_ones_stay(text, codes):
    assert words.race_codes(text) == codes


@pytest.mark.parametrize(
    ("table", "text", "code"),
    [
        (words.GENDERS, "Female", "F"),
        (words.GENDERS, "Non-Binary", "X"),
        (words.GENDERS, "unspecified", "U"),
        (words.LUNCH, "Free", "F"),
        (words.LUNCH, "P", "N"),
        (words.LUNCH, "Full Price", "N"),
        (words.LANGUAGES, "Spanish", "spa"),
        (words.LANGUAGES, "es", "spa"),
        (words.LANGUAGES, "zho", "chi"),
        (words.LANGUAGES, "Haitian Creole", "hat"),
        (words.RELATIONSHIPS, "Grandmother", "GRANDPARENT"),
        (words.CONTACT_TYPES, "Parent/Guardian", "GUARDIAN"),
        (words.PHONE_TYPES, "Mobile", "CELL"),
        (words.SCHOOL_TYPES, "High School", "HIGH"),
        (words.TITLE_ROLES, "Assistant Principal", "VICE_PRINCIPAL"),
    ],
)
def test_words_of_other_programs_are_understood(table, text, code):
    assert table[normal(text)] == code


def test_no_table_reads_a_blank():
    tables = [value for value in vars(words).values() if isinstance(value, dict) and value]
    assert len(tables) > 10
    assert all("" not in table for table in tables)
