"""Grades in the words of all programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.roster.formats.grades import CEDS, STATE_CODES, GradeCodes, GradeRange, read_grade, read_range

CODES = GradeCodes()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("K", "KF"),
        ("KG", "KF"),
        ("0", "KF"),
        ("00", "KF"),
        ("Kindergarten", "KF"),
        ("Kindergarten (Full Day)", "KF"),
        ("Half-day Kindergarten", "KH"),
        ("PK", "4F"),
        ("Pre-K", "4F"),
        ("PreKindergarten", "4F"),
        ("-1", "4F"),
        ("PK4", "4F"),
        ("PK3", "3F"),
        ("Preschool", "3F"),
        ("TK", "DF"),
        ("TransitionalKindergarten", "DF"),
        ("13", "PG"),
        ("PostGraduate", "PG"),
        ("Ungraded", "UG"),
        ("Other", "UG"),
        ("Senior", "12"),
        ("First", "01"),
    ],
)
def test_a_word_that_needs_a_decision_is_told(text, code):
    grade = read_grade(text, CODES)
    assert (grade.code, grade.decided) == (code, True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1", "01"),
        ("01", "01"),
        ("1st", "01"),
        ("Grade 7", "07"),
        ("Gr. 3", "03"),
        ("11th Grade", "11"),
        ("12", "12"),
        ("7.0", "07"),
    ],
)
def test_a_number_is_itself(text, code):
    grade = read_grade(text, CODES)
    assert (grade.code, grade.decided) == (code, False)


@given(st.sampled_from(sorted(STATE_CODES)))
def test_every_state_code_stays_itself(code):
    assert read_grade(code.lower(), CODES).code == code
    assert not read_grade(code, CODES).decided


@pytest.mark.parametrize("text", ["xx", "99", "InfantToddler", "8A", "?"])
def test_what_is_not_understood_has_no_code(text):
    assert read_grade(text, CODES).code == ""


def test_the_coordinator_chooses_the_codes_below_first():
    codes = GradeCodes(kindergarten="KH", prekindergarten="4H", preschool="3H", transitional="DH")
    assert [read_grade(text, codes).code for text in ("K", "PK", "PK3", "TK")] == ["KH", "4H", "3H", "DH"]


@pytest.mark.parametrize(("text", "code"), [("PS", "PG"), ("PR", "3F"), ("IT", ""), ("KG", "KF"), ("07", "07")])
def test_ceds_words_have_their_own_meaning(text, code):
    assert read_grade(text, CODES, CEDS).code == code


@pytest.mark.parametrize(
    ("text", "low", "high", "was_date"),
    [
        ("5-Jan", "1", "5", True),
        ("Jan-05", "1", "5", True),
        ("2026-01-05", "1", "5", True),
        ("2005-01-01", "1", "5", True),
        ("12-Sep", "9", "12", True),
        ("K-5", "K", "5", False),
        ("PK-5", "PK", "5", False),
        ("6-8", "6", "8", False),
        ("9 to 12", "9", "12", False),
    ],
)
def test_a_range_is_read_even_as_the_date_a_spreadsheet_made_of_it(text, low, high, was_date):
    assert read_range(text) == GradeRange(low, high, was_date)


@pytest.mark.parametrize("text", ["K", "9", "Pre-K", "31-Jan", "Kindergarten", ""])
def test_a_single_grade_is_no_range(text):
    assert read_range(text) is None


@given(st.text(max_size=15))
def test_no_text_stops_the_readers(text):
    assert read_grade(text, CODES).code in STATE_CODES | {""}
    read_range(text)
