"""The last steps of every translation: facts, schools, assumptions."""

import polars as pl
import pytest

from roster_core.roster.checks.roster import check
from roster_core.roster.formats.choices import Assumptions, Facts, KnownSchool
from roster_core.roster.formats.draft import Draft, first_of
from roster_core.roster.formats.finish import finished
from roster_core.roster.formats.years import year_of
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import FILES
from tests.roster.formats.reading import table, told


def rows(**columns):
    height = len(next(iter(columns.values())))
    series = [pl.Series(name, values, pl.String) for name, values in columns.items()]
    return pl.DataFrame(series).with_columns(pl.lit("x/a.csv").alias(FILE), pl.Series(ROW, range(2, height + 2)))


def draft(**tables):
    made = Draft("x", year_of(2026))
    for name, frame in tables.items():
        made.put(name, frame)
    return made


def contacts():
    links = rows(
        district_number=["1", "1", "2"],
        source_id=["C1", "C2", "c2"],
        custody_issue=["N", None, "yes"],
        type=["GUARDIAN"] * 3,
    )
    persons = rows(source_id=["C1", "C2", "C3"], last_name=["A", "B", "C"])
    emails = rows(source_id=["C1", "C2", "C3"], sequence=["1"] * 3, address=["a@x.example"] * 3)
    return {"student_contacts": links, "contact_persons": persons, "emails": emails}


def test_an_intake_has_every_required_table_even_if_empty():
    tables = finished(draft(), Assumptions(), Facts()).tables
    assert {file.name for file in FILES if file.required} <= set(tables)
    assert tables["students"].is_empty()


def test_without_facts_the_district_has_placeholders_and_the_year_its_usual_dates():
    intake = finished(draft(), Assumptions(), Facts())
    assert table(intake, "district", "code", "name", "state") == [("DISTRICT", "District", "NJ")]
    assert table(intake, "school_years") == [("2026-27", "2026-07-01", "2027-06-30")]


def test_the_state_is_that_of_most_schools_unless_stated():
    schools = rows(school_code=["A", "B", "C"], name=["A", "B", "C"], state=["PA", "pa", "NJ"])
    assert table(finished(draft(schools=schools), Assumptions(), Facts()), "district", "state") == [("PA",)]
    assert table(finished(draft(schools=schools), Assumptions(), Facts(state="NJ")), "district", "state") == [("NJ",)]


def test_schools_that_only_rows_name_are_made_and_told_unless_known():
    made = draft(student_enrollments=rows(district_number=["1", "2", "3"], school_code=["A", "B", "a"]))
    intake = finished(made, Assumptions(), Facts(schools=(KnownSchool(code="b", name="Bay", school_type="HIGH"),)))
    assert table(intake, "schools", "school_code", "name", "school_type") == [("A", "A", "OTHER"), ("B", "Bay", "HIGH")]
    assert [row[2] for row in told(intake, "SCHOOL_FROM_CODE")] == ["#2"]


@pytest.mark.parametrize(
    ("name", "grades", "expected"),
    [
        ("Elm Elementary", ["09"], "ELEM"),
        ("North High School", ["1"], "HIGH"),
        ("Lake Junior High", ["1"], "MIDDLE"),
        ("Lakeside", ["K", "3", "7"], "ELEM"),
        ("Lakeside", ["6", "7", "12"], "MIDDLE"),
        ("Lakeside", ["9", "10", "8"], "HIGH"),
        ("Lakeside", [None], "OTHER"),
    ],
)
def test_the_kind_of_a_school_is_guessed_from_its_name_else_from_its_grades(name, grades, expected):
    enrollments = rows(
        district_number=[str(n) for n in range(len(grades))], school_code=["A"] * len(grades), local_grade=grades
    )
    made = draft(schools=rows(school_code=["A"], name=[name]), student_enrollments=enrollments)
    assert table(finished(made, Assumptions(), Facts()), "schools", "school_type") == [(expected,)]


def test_contacts_whose_custody_is_not_said_are_left_out_with_what_is_theirs_alone():
    intake = finished(draft(**contacts()), Assumptions(), Facts())
    assert table(intake, "student_contacts", "source_id", "custody_issue") == [("C1", "false"), ("c2", "true")]
    assert table(intake, "contact_persons", "source_id") == [("C1",), ("C2",), ("C3",)]
    assert [row[4][-2:] for row in told(intake, "CUSTODY_NOT_STATED")] == ["1."]
    silent = contacts()
    silent["student_contacts"] = silent["student_contacts"].with_columns(custody_issue=pl.lit(None, pl.String))
    alone = finished(draft(**silent), Assumptions(), Facts())
    assert table(alone, "student_contacts") == []
    assert table(alone, "contact_persons", "source_id") == [("C3",)]
    assert table(alone, "emails", "source_id") == [("C3",)]


def test_a_stated_custody_fills_only_what_is_silent():
    intake = finished(draft(**contacts()), Assumptions(custody_issue=True), Facts())
    assert [row[0] for row in table(intake, "student_contacts", "custody_issue")] == ["false", "true", "true"]


def test_what_files_say_is_never_overruled_by_an_assumption():
    students = rows(district_number=["1", "2"], photo_restricted=["Y", None], birth_date=["2015-08-01"] * 2)
    intake = finished(draft(students=students), Assumptions(), Facts())
    assert table(intake, "students", "photo_restricted") == [("true",), ("false",)]
    message = "photo_restricted is not said of some students; it was taken as false for them (count: 1)."
    assert [row[4] for row in told(intake, "NOT_STATED") if row[3] == "photo_restricted"] == [message]


def test_addresses_are_confidential_until_somebody_says_otherwise():
    address = rows(person_type=["STUDENT"], person_key=["1"], type=["RESIDENCE"], line1=["12 Elm St"])
    assert table(finished(draft(addresses=address), Assumptions(), Facts()), "addresses", "is_confidential") == [
        ("true",)
    ]
    stated = finished(draft(addresses=address), Assumptions(address_confidential=False), Facts())
    assert table(stated, "addresses", "is_confidential") == [("false",)]


def test_a_table_cannot_get_columns_that_a_roster_does_not_have():
    with pytest.raises(KeyError, match="shoe_size"):
        draft(students=rows(shoe_size=["42"]))


def test_the_first_row_of_a_key_counts_and_rows_without_key_all_stay():
    frame = rows(a=["x", "X", None, None, "y"])
    assert first_of(frame, ["a"])["a"].to_list() == ["x", None, None, "y"]


def test_facts_are_read_from_a_stored_roster():
    intake = finished(
        draft(schools=rows(school_code=["MMS"], name=["Millbrook Middle"])),
        Assumptions(),
        Facts(district_code="MHSD", student_email_domains=("a.example", "b.example"), school_year="2026-27"),
    )
    stored = check(intake, district_code=None).tables
    facts = Facts.of_roster(stored["district"].row(0, named=True), stored["school_years"], stored["schools"])
    assert facts.district_code == "MHSD"
    assert facts.student_email_domains == ("a.example", "b.example")
    assert (str(facts.year_start), str(facts.year_end)) == ("2026-07-01", "2027-06-30")
    assert facts.schools == (KnownSchool(code="MMS", name="Millbrook Middle", school_type="MIDDLE"),)
    assert (
        finished(draft(schools=rows(school_code=["mms"], name=["x"])), Assumptions(), facts)
        .findings.filter(pl.col("code") == "SCHOOL_TYPE_GUESSED")
        .is_empty()
    )
