"""The terms of a section, and the year at a school (export-options §3, value rules)."""

import pytest

from tests.clever.small import YEAR, Small


def section_of(*terms: tuple[str, str, str], met: tuple[str, ...], year_term: bool = True) -> Small:
    """A section that meets in the terms `met` of a school with these terms beside the year."""
    small = Small()
    if not year_term:
        small.roster["terms"] = []
    for code, start, end in terms:
        small.term(code, start, end)
    small.staff("2001")
    small.student("1")
    small.section("01", terms=met, students=("1",))
    return small


def term(small: Small) -> tuple[str, str, str]:
    [row] = small.export().rows("sections.csv")
    return row["Term_name"], row["Term_start"], row["Term_end"]


S1 = ("S1", "2026-09-08", "2027-01-29")
S2 = ("S2", "2027-02-01", "2027-06-23")
MP1 = ("MP1", "2026-09-08", "2026-11-13")
MP2 = ("MP2", "2026-11-16", "2027-01-29")


def test_a_single_term_gives_its_code_and_days():
    assert term(section_of(S1, S2, met=("S2",))) == ("S2", "02/01/2027", "06/23/2027")


def test_terms_that_are_together_the_year_give_its_code():
    assert term(section_of(S1, S2, met=("S2", "S1"))) == ("FY", "09/08/2026", "06/23/2027")


def test_terms_that_are_not_the_year_are_joined_by_start():
    assert term(section_of(S1, MP1, MP2, met=("MP2", "MP1"))) == ("MP1,MP2", "09/08/2026", "01/29/2027")


def test_terms_with_the_same_start_are_joined_by_code():
    small = section_of(("B", "2026-09-08", "2026-12-31"), ("A", "2026-09-08", "2026-10-31"), met=("B", "A"))
    assert term(small) == ("A,B", "09/08/2026", "12/31/2026")


def test_a_joined_term_is_one_cell_in_quotes():
    small = section_of(MP1, MP2, met=("MP1", "MP2"))
    assert ',"MP1,MP2",' in small.export().files["sections.csv"]


@pytest.mark.parametrize(("resume", "name"), [("2027-03-02", "FY"), ("2027-03-03", "A,B")])
def test_a_pause_of_thirty_days_is_not_too_long(resume, name):
    # From 31 January, thirty days lie before 3 March.
    small = section_of(("A", "2026-09-08", "2027-01-30"), ("B", resume, "2027-06-23"), met=("A", "B"))
    assert term(small)[0] == name


def test_a_pause_is_counted_from_the_latest_end_so_far():
    small = section_of(
        ("A", "2026-09-08", "2027-05-30"),
        ("B", "2026-10-01", "2026-10-31"),
        ("C", "2027-06-01", "2027-06-23"),
        met=("A", "B", "C"),
    )
    assert term(small)[0] == "FY"


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("2026-09-08", "2027-06-23", "FY"),
        ("2026-09-01", "2027-06-30", "FY"),
        ("2026-09-09", "2027-06-23", "A,B"),
        ("2026-09-08", "2027-06-22", "A,B"),
    ],
)
def test_terms_are_the_year_if_they_reach_from_its_first_day_to_its_last(start, end, name):
    small = section_of(("A", start, "2027-01-29"), ("B", "2027-01-30", end), met=("A", "B"))
    assert term(small)[0] == name


def test_the_days_of_the_terms_are_kept_when_they_are_the_year():
    small = section_of(("A", "2026-09-01", "2027-01-29"), ("B", "2027-01-30", "2027-06-30"), met=("A", "B"))
    assert term(small) == ("FY", "09/01/2026", "06/30/2027")


def test_without_a_term_that_covers_the_year_it_is_the_school_year():
    halves = (("A", "2026-07-01", "2027-01-29"), ("B", "2027-01-30", "2027-06-30"))
    assert term(section_of(*halves, met=("A", "B"), year_term=False)) == (YEAR, "07/01/2026", "06/30/2027")


def test_a_section_without_a_term_lasts_all_year_and_is_reported():
    small = section_of(met=())
    assert term(small) == ("FY", "09/08/2026", "06/23/2027")
    assert small.export().keys("SECTION_NO_TERM") == ["MHE-0100-01"]
    without = section_of(met=(), year_term=False)
    assert term(without) == (YEAR, "07/01/2026", "06/30/2027")


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ([("Y2", "2026-09-01", "2027-06-23")], "Y2"),
        ([("AY", "2026-09-08", "2027-06-20")], "AY"),
        ([("ZY", "2026-09-08", "2027-06-30")], "FY"),
    ],
)
def test_of_several_terms_that_cover_the_year_the_first_counts(others, code):
    small = section_of(met=())
    for name, start, end in others:
        small.term(name, start, end, covers_year=True)
    assert term(small)[0] == code


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2026-06-01", "2026-07-01", True),
        ("2026-06-01", "2026-06-30", False),
        ("2027-06-30", "2027-07-30", True),
        ("2027-07-01", "2027-07-30", False),
    ],
)
def test_a_section_counts_if_a_term_overlaps_the_school_year(start, end, written):
    small = section_of(("X", start, end), met=("X",))
    result = small.export()
    assert bool(result.rows("sections.csv")) is written
    assert bool(result.rows("enrollments.csv")) is written
    assert result.codes("MHE-0100-01") == []


def test_a_section_that_has_not_begun_on_the_day_is_sent():
    assert term(section_of(S1, S2, met=("S2",)))[0] == "S2"


def test_terms_of_another_school_or_year_with_the_same_code_play_no_part():
    small = section_of(S1, met=("S1",))
    small.school("MMS", "MIDDLE")
    small.term("S1", "2026-10-01", "2026-10-31", school="MMS")
    small.add("school_years", school_year="2025-26", start_date="2025-07-01", end_date="2026-06-30")
    small.term("S1", "2025-09-01", "2026-01-31", year="2025-26")
    assert term(small) == ("S1", "09/08/2026", "01/29/2027")
