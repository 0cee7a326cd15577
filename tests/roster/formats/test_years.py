"""School years."""

from datetime import date

import polars as pl
import pytest
from pydantic import ValidationError

from roster_core.refusals import Refusal
from roster_core.roster.formats.choices import Facts
from roster_core.roster.formats.years import SchoolYear, read_year_code, settled_year, usual_year, year_of

YEAR = SchoolYear("2026-27", date(2026, 7, 1), date(2027, 6, 30))


@pytest.mark.parametrize("text", ["2026-27", "2026-2027", "2026/27", "2026 - 27", "2027"])
def test_a_year_is_read_in_every_form(text):
    assert read_year_code(text) == YEAR


@pytest.mark.parametrize("text", ["", "26-27", "2026-28", "x"])
def test_what_is_no_year_is_none(text):
    assert read_year_code(text) is None


def test_the_usual_year_is_the_one_most_dates_lie_in():
    days = pl.Series([date(2026, 9, 8), date(2027, 2, 1), date(2026, 3, 1), None])
    assert usual_year(days) == YEAR
    assert usual_year(pl.Series([None], dtype=pl.Date)) is None


def test_the_year_turns_in_july():
    assert usual_year(pl.Series([date(2026, 7, 1)])) == year_of(2026)
    assert usual_year(pl.Series([date(2026, 6, 30)])) == year_of(2025)


def test_what_is_stated_overrules_what_was_derived():
    assert settled_year(Facts(), YEAR) == YEAR
    assert settled_year(Facts(school_year="2025-26"), YEAR) == year_of(2025)
    stated = settled_year(Facts(school_year="2026-27", year_start=date(2026, 9, 1)), YEAR)
    assert stated == SchoolYear("2026-27", date(2026, 9, 1), date(2027, 6, 30))


def test_a_code_of_the_districts_own_needs_its_dates():
    own = Facts(school_year="SY27", year_start=date(2026, 8, 1), year_end=date(2027, 6, 1))
    assert settled_year(own, None) == SchoolYear("SY27", date(2026, 8, 1), date(2027, 6, 1))
    with pytest.raises(Refusal, match="SY27"):
        settled_year(Facts(school_year="SY27"), YEAR)


def test_without_any_year_the_load_is_refused():
    with pytest.raises(Refusal, match="Give the school year"):
        settled_year(Facts(), None)


def test_a_year_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValidationError, match="ends before it begins"):
        Facts(year_start=date(2026, 9, 1), year_end=date(2026, 6, 1))
