"""Columns in the words of other programs → cells of roster CSV."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.roster.formats.cells import Manner, read_days, settle, with_state_grades
from roster_core.roster.formats.dates import DateOrder
from roster_core.roster.formats.grades import CEDS
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import FILE_BY_NAME, FILES


def frame(**columns):
    height = len(next(iter(columns.values())))
    series = [pl.Series(name, values, pl.String) for name, values in columns.items()]
    return pl.DataFrame(series).with_columns(pl.lit("x/a.csv").alias(FILE), pl.Series(ROW, range(2, height + 2)))


def settled(table, manner=None, **columns):
    result, findings = settle(frame(**columns), FILE_BY_NAME[table], manner or Manner())
    told = pl.concat(findings).select("severity", "code", "row_key", "column", "message") if findings else None
    return result, [] if told is None else told.rows()


def column(table, name, values, manner=None):
    result, told = settled(table, manner, **{name: values})
    return result[name].to_list(), told


def test_dates_of_one_column_may_be_written_in_many_ways():
    values, told = column(
        "students", "birth_date", ["08/01/2015", "2015-08-01T00:00:00Z", "20150801", "2015-08-01", "1-Aug-2015", None]
    )
    assert values == ["2015-08-01"] * 5 + [None]
    assert told == []


def test_short_years_are_completed_and_told_once():
    values, told = column("students", "birth_date", ["8/1/15", "8/2/15", "3/9/58"], Manner(year_end=2027))
    assert values == ["2015-08-01", "2015-08-02", "1958-03-09"]
    assert told == [
        (
            "info",
            "DATE_SHORT_YEAR",
            "#2",
            "birth_date",
            (
                "Dates in birth_date have two digits for the year; the century was added: “8/1/15” is 2015-08-01 "
                "(rows: 3)."
            ),
        )
    ]


def test_a_short_year_may_lie_ahead_unless_somebody_was_born_then():
    manner = Manner(year_end=2027)
    assert column("students", "iep_end", ["6/30/29"], manner)[0] == ["2029-06-30"]
    assert column("students", "birth_date", ["6/30/29"], manner)[0] == ["1929-06-30"]


def test_day_numbers_of_excel_are_dates_in_a_date_column_only():
    values, told = column("students", "birth_date", ["42217", "42218"])
    assert values == ["2015-08-01", "2015-08-02"]
    assert [row[:4] for row in told] == [("warning", "DATE_SERIAL", "#2", "birth_date")]
    assert column("students", "district_number", ["42217"]) == (["42217"], [])


def test_a_column_with_the_day_first_is_known_and_told():
    values, told = column("students", "birth_date", ["01/02/2015", "25/12/2014"])
    assert values == ["2015-02-01", "2014-12-25"]
    assert [row[:4] for row in told] == [("warning", "DATE_DAY_FIRST", "#3", "birth_date")]
    assert "“25/12/2014” is 2014-12-25" in told[0][4]


def test_the_order_of_dates_may_be_stated():
    assert column("students", "birth_date", ["01/02/2015"], Manner(order=DateOrder.DAY_FIRST)) == (["2015-02-01"], [])


def test_what_is_no_date_is_left_for_the_check():
    assert column("students", "birth_date", ["soon", "02/30/2015"]) == (["soon", "02/30/2015"], [])


def test_booleans_genders_lunch_races_and_languages_are_translated():
    result, told = settled(
        "students",
        hispanic=["Y", "No", "maybe"],
        gender=["Male", "non-binary", "Q"],
        free_reduced_lunch=["Free", "Paid", "?"],
        race_code=["White", "Black or African American;Asian", "H"],
        home_language_code=["Spanish", "en", "Klingon"],
        status=["Enrolled", "withdrawn", "ACTIVE"],
    )
    assert result.drop(FILE, ROW).to_dict(as_series=False) == {
        "hispanic": ["true", "false", "maybe"],
        "gender": ["M", "X", "Q"],
        "free_reduced_lunch": ["F", "N", "?"],
        "race_code": ["W", "B;A", "H"],
        "home_language_code": ["spa", "eng", "Klingon"],
        "status": ["ACTIVE", "INACTIVE", "ACTIVE"],
    }
    assert told == []


def test_a_lost_zero_of_a_zip_is_put_back_where_zips_begin_with_it():
    result, told = settled(
        "addresses",
        Manner(state="NJ"),
        zip=["7030", "70301102", "7030", "07030", "1234", "070301102"],
        state=["NJ", "nj", None, "NJ", "TX", "NJ"],
    )
    assert result["zip"].to_list() == ["07030", "07030-1102", "07030", "07030", "1234", "07030-1102"]
    assert [row[:4] for row in told] == [("warning", "ZIP_ZERO_RESTORED", "#2", "zip")]
    assert "(rows: 3)" in told[0][4]


def test_an_address_without_at_is_loaded_and_told():
    values, told = column("students", "school_email", ["ann@x.example", "annx.example", None])
    assert values == ["ann@x.example", "annx.example", None]
    assert [row[:4] for row in told] == [("warning", "EMAIL_NO_AT", "#3", "school_email")]


def test_ids_keep_their_zeros_and_lose_a_decimal_point():
    values, told = column("students", "district_number", ["0104233", "104234.0", "A-1"])
    assert values == ["0104233", "104234", "A-1"]
    assert [row[:4] for row in told] == [("warning", "ID_AS_NUMBER", "#3", "district_number")]


def test_an_id_in_scientific_notation_is_an_error():
    values, told = column("students", "state_id", ["7.01E+09", "7012345678"])
    assert values == ["7.01E+09", "7012345678"]
    assert [row[:4] for row in told] == [("error", "ID_SCIENTIFIC", "#2", "state_id")]


def test_phones_stay_as_they_were_entered():
    assert column("phones", "number", ["(201) 555-0101 x12", "2015550101"])[0] == ["(201) 555-0101 x12", "2015550101"]


def test_a_grade_range_that_became_a_date_is_read_with_a_warning():
    result, told = settled("schools", low_grade=["5-Jan", "K", "6-8"], high_grade=["5-Jan", "5", "6-8"])
    assert result["low_grade"].to_list() == ["01", "KF", "06"]
    assert result["high_grade"].to_list() == ["05", "05", "08"]
    assert [row[:4] for row in told] == [
        ("warning", "GRADE_WAS_DATE", "#2", "low_grade"),
        ("warning", "GRADE_WAS_DATE", "#2", "high_grade"),
    ]


def test_the_state_grade_is_made_of_the_local_one_and_told_once_for_each_word():
    rows = frame(local_grade=["K", "7", "K", "??", None, "KF", "12"])
    result, findings = with_state_grades(rows, Manner(headers={"local_grade": "Grade_Level"}))
    assert result["state_grade_code"].to_list() == ["KF", "07", "KF", None, None, "KF", "12"]
    assert result["local_grade"].to_list() == ["K", "7", "K", "??", None, "KF", "12"]
    told = pl.concat(findings).select("severity", "code", "row_key", "column", "message").rows()
    assert told == [
        (
            "info",
            "GRADE_READ_AS",
            "#2",
            "Grade_Level",
            "Grade “K” in Grade_Level was read as state grade KF (rows: 2).",
        ),
        (
            "warning",
            "GRADE_UNKNOWN",
            "#5",
            "Grade_Level",
            "Grade “??” in Grade_Level fits no state grade; the state grade was left blank (rows: 1).",
        ),
    ]


def test_a_state_grade_that_is_given_counts():
    result, _ = with_state_grades(frame(local_grade=["K", "K"], state_grade_code=["KH", None]), Manner())
    assert result["state_grade_code"].to_list() == ["KH", "KF"]


def test_enrollments_without_any_grade_keep_none():
    result, _ = with_state_grades(frame(school_code=["MMS"]), Manner())
    assert result["state_grade_code"].to_list() == [None]


def test_a_format_may_give_grades_its_own_meaning():
    result, _ = with_state_grades(frame(local_grade=["PS", "IT"]), Manner(special_grades=CEDS))
    assert result["state_grade_code"].to_list() == ["PG", None]


def test_each_source_file_has_findings_of_its_own():
    rows = pl.concat(
        [frame(birth_date=["8/1/15"]), frame(birth_date=["8/2/15"]).with_columns(pl.lit("y.csv").alias(FILE))]
    )
    _, findings = settle(rows, FILE_BY_NAME["students"], Manner())
    assert pl.concat(findings)["file"].to_list() == ["x/a.csv", "y.csv"]


def test_days_are_read_for_reckoning():
    assert read_days(frame(a=["09/08/2026", "soon", None]), "a").to_list()[1:] == [None, None]
    assert str(read_days(frame(a=["09/08/2026"]), "a")[0]) == "2026-09-08"


@settings(max_examples=15, deadline=None)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
@given(data=st.data())
def test_no_cell_ever_stops_a_column_from_being_read(file, data):
    words = st.one_of(
        st.none(), st.text(min_size=1, max_size=8), st.sampled_from(["1", "K-5", "5-Jan", "7030", "8/1/15"])
    )
    rows = data.draw(st.integers(1, 3))
    columns = {name: data.draw(st.lists(words, min_size=rows, max_size=rows)) for name in file.headers}
    result, _ = settle(frame(**columns), file, Manner(state="NJ"))
    assert result.height == rows
    assert result.columns == [*file.headers, FILE, ROW]
