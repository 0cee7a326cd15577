"""Where a file belongs, by its name, folder, index, the batch, and what was set by hand (batch-updates §5.2)."""

from dataclasses import replace
from datetime import date

import pytest

from roster_core.updates.document_index import ListedFile, compare, listed_for, read_index
from roster_core.updates.document_names import read_name
from roster_core.updates.document_rules import (
    OnExisting,
    Terms,
    TypeTerms,
    Visibility,
    free_title,
    place_of,
    school_year_of,
    terms_of,
    terms_told,
    title_key,
    years_around,
)
from roster_core.updates.document_target import ByHand, hand_of, hand_told, target_of

MATHS = ListedFile("1.pdf", assessment_type_code="NJSLA-M")
TODAY = date(2026, 5, 1)
TYPES = {"NJSLA-ELA": TypeTerms("NJSLA ELA"), "NJSLA-M": TypeTerms("NJSLA Maths", Visibility.STAFF_FAMILY)}
TERMS = Terms("NJSLA-ELA", "2025-26", period="Spring", assessment_date=date(2026, 4, 1), types=TYPES)


@pytest.mark.parametrize(
    ("path", "key", "title"),
    [
        ("19chanw1.pdf", "19chanw1", ""),
        ("0104233--NJSLA ELA Spring 2026.pdf", "0104233", "NJSLA ELA Spring 2026"),
        ("a/b/0104233 -- Spring.pdf", "0104233", "Spring"),
        ("0104233 - report.pdf", "0104233 - report", ""),
        ("0104233--a--b.pdf", "0104233", "a--b"),
        ("0104233---x.pdf", "0104233---x", ""),
        ("0104233--.pdf", "0104233", ""),
        ("--x.pdf", "", "x"),
        ("smith-jones.pdf", "smith-jones", ""),
    ],
)
def test_the_parts_of_a_name(path, key, title):
    found = read_name(path)
    assert (found.key, found.title) == (key, title)


@pytest.mark.parametrize(
    ("path", "changes", "listed", "hand", "expected"),
    [
        ("1.pdf", {}, None, ByHand(), ("NJSLA-ELA", "NJSLA ELA")),
        ("1.pdf", {"title": "All"}, None, ByHand(), ("NJSLA-ELA", "All")),
        ("1--Mine.pdf", {"title": "All"}, None, ByHand(), ("NJSLA-ELA", "Mine")),
        ("1--Mine.pdf", {}, ListedFile("1.pdf", title="Listed"), ByHand(), ("NJSLA-ELA", "Listed")),
        ("1--Mine.pdf", {}, ListedFile("1.pdf", title="Listed"), ByHand(title="Hand"), ("NJSLA-ELA", "Hand")),
        ("NJSLA-M/1.pdf", {}, None, ByHand(), ("NJSLA-ELA", "NJSLA ELA")),
        ("NJSLA-M/1.pdf", {"folders": True}, None, ByHand(), ("NJSLA-M", "NJSLA Maths")),
        ("./NJSLA-M/1.pdf", {"folders": True}, None, ByHand(), ("NJSLA-M", "NJSLA Maths")),
        ("./1.pdf", {"folders": True}, None, ByHand(), ("NJSLA-ELA", "NJSLA ELA")),
        ("set/njsla-m/1.pdf", {"folders": True}, None, ByHand(), ("NJSLA-M", "NJSLA Maths")),
        ("maths/1.pdf", {"folders": True}, None, ByHand(), ("", "")),
        ("maths/1.pdf", {"folders": True}, None, ByHand("NJSLA-M"), ("NJSLA-M", "NJSLA Maths")),
        ("1.pdf", {"folders": True}, None, ByHand(), ("NJSLA-ELA", "NJSLA ELA")),
        ("1.pdf", {}, ListedFile("1.pdf", assessment_type_code="SPELLING"), ByHand(), ("", "")),
        ("x/1.pdf", {"folders": True}, MATHS, ByHand(), ("NJSLA-M", "NJSLA Maths")),
    ],
)  # fmt: skip
def test_type_and_title_by_what_counts_most(path, changes, listed, hand, expected):
    target = target_of(path, replace(TERMS, **changes), listed, hand, today=TODAY)
    assert (target.type, target.title) == expected
    assert [one.kind.code for one in target.findings] == ([] if expected[0] else ["NEEDS_TYPE"])


@pytest.mark.parametrize(
    ("cells", "codes", "expected"),
    [
        ({}, 0, ("2025-26", "Spring", date(2026, 4, 1))),
        ({"school_year": "2024-2025", "assessment_period": "Fall"}, 0, ("2024-25", "Fall", date(2026, 4, 1))),
        ({"assessment_date": "2025-10-02"}, 0, ("2025-26", "Spring", date(2025, 10, 2))),
        ({"assessment_date": "10/2/2025"}, 0, ("2025-26", "Spring", date(2025, 10, 2))),
        ({"assessment_date": "soon"}, 1, ("2025-26", "Spring", date(2026, 4, 1))),
        ({"assessment_date": "2026-05-02"}, 1, ("2025-26", "Spring", date(2026, 4, 1))),
        ({"school_year": "25"}, 1, ("2025-26", "Spring", date(2026, 4, 1))),
        ({"assessment_period": "x" * 41}, 1, ("2025-26", "Spring", date(2026, 4, 1))),
    ],
)
def test_cells_of_an_index_count_more_than_the_batch_if_they_can_be_used(cells, codes, expected):
    target = target_of("1.pdf", TERMS, ListedFile("1.pdf", **cells), ByHand(), today=TODAY)
    assert [one.kind.code for one in target.findings] == ["INDEX_CELL"] * codes
    assert (target.school_year, target.period, target.assessment_date) == expected


def test_whose_it_is_the_index_says_first():
    assert target_of("7.pdf", TERMS, ListedFile("7.pdf", "0104233"), ByHand(), today=TODAY).key == "0104233"
    assert target_of("7.pdf", TERMS, ListedFile("7.pdf"), ByHand(), today=TODAY).key == "7"


def test_an_index_is_read_whatever_program_wrote_it():
    for text in (
        "file_name,student_key\r\na.pdf,1\r\n",
        "\ufeffFile Name;Student-Key\na.pdf;1\n",
        "file_name,student_key\n./a.pdf,1",
    ):
        index = read_index("index.csv", text.encode())
        assert index.files == {"a.pdf": ListedFile("a.pdf", "1")}
    read = read_index("index.csv", "file_name\ttitle\né.pdf\tÉté\n".encode("cp1252"))
    assert read.files["é.pdf"].title == "Été"
    (finding,) = read_index("index.csv", b"name,key\na.pdf,1\n").findings
    assert finding.kind.code == "INDEX_NO_FILE_NAME"
    assert read_index("index.csv", b"").files == {}


def test_an_index_that_does_not_fit_the_files_is_told_both_ways():
    text = b"file_name,student_key\nNJSLA-M/a.pdf,1\nb.pdf,2\nB.pdf,3\ngone.pdf,4\n"
    index = read_index("index.csv", text)
    assert [one.kind.code for one in index.findings] == ["LISTED_TWICE"]
    found = [one.kind.code for one in compare(index, ["NJSLA-M/A.pdf", "b.pdf"])]
    assert found == ["LISTED_FILE_MISSING", "FILE_NOT_LISTED"]
    assert listed_for("NJSLA-M/a.pdf", index.files) == ListedFile("NJSLA-M/a.pdf", "1")
    assert listed_for("OTHER/a.pdf", index.files) is None
    assert listed_for("deep/gone.pdf", index.files) == ListedFile("gone.pdf", "4")


def test_terms_and_what_was_set_by_hand_come_back_as_they_were():
    terms = replace(TERMS, on_existing=OnExisting.KEEP_BOTH, folders=True)
    assert terms_of(terms_told(terms)) == terms
    assert terms_of(terms_told(replace(terms, assessment_date=None))).assessment_date is None
    assert [hand_of(hand_told(one)) for one in (ByHand(), ByHand("A", "b", "skip"))] == [
        ByHand(),
        ByHand("A", "b", "skip"),
    ]
    assert hand_told(ByHand()) == ""


def test_titles_are_compared_without_regard_to_case_and_blanks():
    assert title_key(" NJSLA  Ela\t2026 ") == title_key("njsla ela 2026")
    assert place_of("A", "2025-26", "X  y") == place_of("A", "2025-26", "x Y")
    assert free_title("Spring", frozenset()) == "Spring"
    assert free_title("Spring", frozenset({"spring", "spring (2)"})) == "Spring (3)"
    assert len(free_title("x" * 120, frozenset({"x" * 120}))) == 120


def test_school_years_are_written_as_the_district_writes_them():
    assert school_year_of("2025-2026", "2026-27") == "2025-26"
    assert school_year_of("2025/26", "2026-2027") == "2025-2026"
    assert school_year_of("1999-00", "2026-27") == "1999-00"
    assert [school_year_of(text, "2026-27") for text in ("2025", "2025-27", "2026-25", "")] == [""] * 4
    assert school_year_of("FY26", "FY26") == "FY26"
    assert years_around("2026-27", 1, 1) == ["2027-28", "2026-27", "2025-26"]
    assert years_around("FY26", 1, 1) == ["FY26"]
