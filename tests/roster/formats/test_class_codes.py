"""Codes of sections and terms."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from roster_core.roster.formats.class_codes import SECTION_LENGTH, covers_year, section_codes, section_suffix


def sections(*rows):
    schema = dict.fromkeys(("school_code", "course_code", "section_id", "a", "b"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def coded(*rows):
    return section_codes(sections(*rows), ("a", "b"))["section_code"].to_list()


def test_the_first_candidate_that_tells_sections_apart_is_the_code():
    assert coded(("S", "C", "1", "01", "x"), ("S", "C", "2", "02", "y")) == ["01", "02"]
    assert coded(("S", "C", "1", "01", "x"), ("S", "C", "2", "01", "y")) == ["x", "y"]
    assert coded(("S", "C", "1", "01", "x"), ("S", "D", "2", "01", "y")) == ["01", "01"]
    assert coded(("S", "C", "1", None, "x"), ("S", "C", "2", "far too long a code", "y")) == ["x", "y"]


def test_codes_differ_by_more_than_case():
    assert len({code.lower() for code in coded(("S", "C", "1", "a", None), ("S", "C", "2", "A", None))}) == 2


candidate = st.none() | st.text("aB1", max_size=12)


@given(st.lists(st.tuples(st.sampled_from("ST"), st.sampled_from("CD"), candidate, candidate), max_size=8))
def test_every_section_of_a_course_gets_a_short_code_of_its_own(rows):
    named = [(school, course, str(number), a, b) for number, (school, course, a, b) in enumerate(rows)]
    frame = section_codes(sections(*named), ("a", "b"))
    keys = frame.select("school_code", "course_code", pl.col("section_code").str.to_lowercase())
    assert keys.null_count().sum_horizontal().sum() == 0
    assert keys.is_unique().all()
    assert all(len(code) <= SECTION_LENGTH for code in frame["section_code"])


def test_the_end_of_an_id_made_here_is_found_again():
    frame = pl.DataFrame({"id": ["MMS-0711-02", "2026-27-MMS-0711-02", "MMS-0712-02", "MMS-0711-", "X"]}).with_columns(
        school=pl.lit("MMS"), course=pl.lit("0711")
    )
    found = frame.select(section_suffix("id", "school", "2026-27", "course")).to_series()
    assert found.to_list() == ["02", "02", None, None, None]


def test_only_a_long_term_that_reaches_over_all_others_stands_for_the_year():
    frame = pl.DataFrame(
        {
            "school": ["A", "A", "A", "B", "C"],
            "start": [date(2026, 9, 8), date(2026, 9, 8), date(2027, 2, 1), date(2026, 9, 8), None],
            "end": [date(2027, 6, 23), date(2027, 1, 29), date(2027, 6, 23), date(2027, 1, 29), date(2027, 6, 23)],
        }
    )
    found = frame.select(covers_year(pl.col("start"), pl.col("end"), "school")).to_series()
    assert found.to_list() == ["true", "false", "false", "false", "false"]
