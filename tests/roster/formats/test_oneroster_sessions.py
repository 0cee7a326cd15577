"""What OneRoster files tell of sessions, years and terms."""

import pytest

from roster_core.refusals import Refusal
from roster_core.roster.formats.choices import Facts
from roster_core.roster.intake import FILE, ROW
from tests.roster.formats.oneroster_reading import SEC, changed, read
from tests.roster.formats.oneroster_sets import SET_11
from tests.roster.formats.reading import codes, errors, table, told


def test_end_dates_that_are_the_next_beginning_lose_a_day():
    files = changed(SET_11, "academicSessions.csv", "2026-09-01,2027-01-29,y27", "2026-09-01,2027-02-01,y27")
    files = changed(files, "enrollments.csv", "2026-09-08,2027-06-25", "2026-09-08,2027-06-26")
    intake = read(files)
    assert table(intake, "terms", "term_code", "end_date")[0] == ("Semester 1", "2027-01-31")
    assert table(intake, "section_enrollments", "exit_date")[2] == ("2027-06-25",)
    assert table(intake, "school_years", "end_date") == [("2027-06-24",)]
    assert "END_DATES_EXCLUSIVE" in codes(intake)


def test_sessions_find_their_year_through_their_parents():
    sessions = SET_11["academicSessions.csv"].replace(",y27,2027", ",y27,").replace(",t1,2027", ",t1,")
    assert (
        read(academicSessions=sessions).tables["terms"].drop(FILE, ROW).equals(read().tables["terms"].drop(FILE, ROW))
    )


def test_a_circle_of_parents_ends():
    sessions = (
        SET_11["academicSessions.csv"].replace("2027-06-25,,2027", "2027-06-25,t1,").replace(",y27,2027", ",y27,")
    )
    assert table(read(academicSessions=sessions), "district", "current_school_year") == [("2026-27",)]


def test_classes_of_several_years_keep_their_years():
    sessions = SET_11["academicSessions.csv"] + "y26,,,2025-2026,schoolYear,2025-09-01,2026-06-25,,2026\n"
    classes = SET_11["classes.csv"].replace("201,s2,t1,Math", "201,s2,y26,Math")
    intake = read(academicSessions=sessions, classes=classes)
    assert ("MHS", "2025-26", "0410", "01") in table(intake, "sections", *SEC)
    assert sorted(table(intake, "school_years")) == [
        ("2025-26", "2025-09-01", "2026-06-25"),
        ("2026-27", "2026-09-01", "2027-06-25"),
    ]
    assert table(intake, "district", "current_school_year") == [("2026-27",)]
    assert errors(intake) == []


def test_sessions_of_one_name_but_other_dates_are_two_terms():
    sessions = SET_11["academicSessions.csv"] + "t1b,,,Semester 1,semester,2026-09-08,2027-01-15,y27,2027\n"
    classes = SET_11["classes.csv"].replace("201,s2,t1,Math", '201,s2,"t1b,t9",Math')
    intake = read(academicSessions=sessions, classes=classes)
    terms = [row for row in table(intake, "terms", "school_code", "name", "start_date", "term_code") if row[0] == "MHS"]
    assert [row[:3] for row in terms] == [("MHS", "Semester 1", "2026-09-08")]
    assert terms[0][3] != "Semester 1"
    assert [row[:4] for row in told(intake, "SESSION_UNKNOWN")] == [
        ("warning", "oneroster/classes.csv", "#4", "termSourcedIds")
    ]


def test_without_sessions_the_year_must_be_stated():
    with pytest.raises(Refusal, match="school year"):
        read(manifest=None, academicSessions=None)
    assert errors(read(manifest=None, academicSessions=None, facts=Facts(school_year="2026-27"))) == []
