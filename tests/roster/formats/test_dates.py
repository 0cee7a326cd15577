"""Dates as people and programs write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.roster.formats.dates import DateOrder, DateReading, How, is_day_first, read_date


@pytest.mark.parametrize(
    "text",
    [
        "2015-08-01",
        "2015-8-1",
        "2015/08/01",
        "2015-08-01T00:00:00Z",
        "2015-08-01T00:00:00.000-04:00",
        "2015-08-01 00:00:00",
        "20150801",
        "20150801000000",
        "8/1/2015",
        "08/01/2015",
        "08-01-2015",
        "8.1.2015",
        "08/01/2015 12:00:00 AM",
        "08012015",
        "1-Aug-2015",
        "01 August 2015",
        "Aug 1, 2015",
        "August 1st, 2015",
    ],
)
def test_every_common_form_is_the_same_day(text):
    assert read_date(text) == DateReading("2015-08-01")


@pytest.mark.parametrize(
    ("text", "day"),
    [("8/1/15", "2015-08-01"), ("3/9/58", "1958-03-09"), ("1-Aug-35", "2035-08-01"), ("1-Aug-36", "1936-08-01")],
)
def test_a_short_year_lies_in_the_hundred_years_before_the_latest(text, day):
    assert read_date(text, latest_short_year=2035) == DateReading(day, How.SHORT_YEAR)


@pytest.mark.parametrize(("text", "day"), [("42217", "2015-08-01"), ("42217.5", "2015-08-01"), ("39083", "2007-01-01")])
def test_a_day_number_is_excels(text, day):
    assert read_date(text) == DateReading(day, How.SERIAL)


@pytest.mark.parametrize(
    "text", ["", "x", "2015-02-30", "13/13/2015", "13/08/2015", "0", "1899-12-31", "2101-01-01", "99999", "Foo 1, 2015"]
)
def test_what_is_no_date_is_none(text):
    assert read_date(text) is None


def test_the_day_may_come_first():
    assert read_date("13/08/2015", day_first=True) == DateReading("2015-08-13")
    assert read_date("13082015", day_first=True) == DateReading("2015-08-13")
    assert read_date("1-Aug-2015", day_first=True) == DateReading("2015-08-01")


@pytest.mark.parametrize(
    ("texts", "order", "answer"),
    [
        (["01/02/2015", "13/02/2015"], DateOrder.AUTO, True),
        (["01/02/2015", "02/13/2015"], DateOrder.AUTO, False),
        (["13/02/2015", "02/13/2015"], DateOrder.AUTO, False),
        (["01/02/2015"], DateOrder.AUTO, False),
        (["01/02/2015"], DateOrder.DAY_FIRST, True),
        (["13/02/2015"], DateOrder.MONTH_FIRST, False),
    ],
)
def test_a_column_tells_its_order_by_a_number_above_twelve(texts, order, answer):
    assert is_day_first(texts, order) is answer


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_from_the_forms_of_exports(day):
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y"):
        assert read_date(day.strftime(form)) == DateReading(day.isoformat())


@given(st.text(max_size=20))
def test_no_text_stops_the_reader(text):
    found = read_date(text)
    assert found is None or date.fromisoformat(found.text)
