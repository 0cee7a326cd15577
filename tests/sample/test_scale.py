"""Large rosters: the promised proportions, no fault on loading, the same bytes every time."""

import time

import polars as pl
import pytest

from roster_core.roster.archive import open_sources
from roster_core.roster.checks.roster import check
from roster_core.roster.reading import read_roster_csv
from roster_core.sample.scale import write_roster

SECTION = ["school_code", "course_code", "section_code"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("scale")
    write_roster(made, 6_000, seed=3)
    return made


def read(folder, name) -> pl.DataFrame:
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False).with_columns(pl.all().fill_null(""))


@pytest.mark.parametrize("students", [1, 10, 999])
def test_a_roster_of_any_size_loads_without_a_finding(tmp_path, students):
    write_roster(tmp_path, students)
    checked = check(read_roster_csv(open_sources(tmp_path)), district_code=None)
    assert checked.findings.is_empty()
    assert checked.tables["students"].height == students


def test_it_loads_without_a_finding(folder):
    assert check(read_roster_csv(open_sources(folder)), district_code=None).findings.is_empty()


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(folder, tmp_path):
    write_roster(tmp_path / "same", 6_000, seed=3)
    write_roster(tmp_path / "other", 6_000, seed=4)
    for path in folder.iterdir():
        assert (tmp_path / "same" / path.name).read_bytes() == path.read_bytes()
    assert (tmp_path / "other" / "students.csv").read_bytes() != (folder / "students.csv").read_bytes()


def test_there_is_a_school_for_six_hundred_and_staff_and_sections_in_proportion(folder):
    heights = {name: read(folder, name).height for name in ("schools", "staff", "sections", "section_enrollments")}
    assert heights == {"schools": 10, "staff": 360, "sections": 1_680, "section_enrollments": 42_000}


def test_everybody_sits_in_seven_sections_of_the_own_school(folder):
    seats = read(folder, "section_enrollments")
    each = seats.group_by("district_number").agg(pl.struct(SECTION).n_unique(), school=pl.col("school_code").n_unique())
    assert set(each["school_code"]) == {7}
    assert set(each["school"]) == {1}


def test_guardians_and_phones_are_as_many_as_said(folder):
    links, phones = read(folder, "student_contacts"), read(folder, "phones")
    assert 1.35 < links.height / 6_000 < 1.45
    each = phones.group_by("person_key").len()["len"]
    assert set(each) == {1, 2, 3}
    families = phones.with_columns(family=pl.col("person_key").str.slice(1).cast(pl.Int64) // 4)
    shared = families.select(pl.struct("family", "number").is_duplicated().mean()).item()
    assert 0.15 < shared < 0.4


def test_some_sections_are_twins_that_combine(folder):
    courses = read(folder, "courses").with_columns(pl.col("title").str.to_lowercase())
    meetings = (
        read(folder, "section_meetings")
        .group_by(SECTION)
        .agg(pl.concat_str(["cycle_day", "room", "print_period"], separator="|").sort().str.join(";").alias("hours"))
    )
    terms = read(folder, "section_terms").group_by(SECTION).agg(pl.col("term_code").sort().str.join(";"))
    rows = read(folder, "sections").select(SECTION).join(courses.drop("school_year"), on=SECTION[:2])
    rows = rows.join(meetings, on=SECTION)
    rows = rows.join(terms, on=SECTION)
    special = rows.filter(pl.col("is_special_ed") == "true")
    pairs = special.join(
        rows.filter(pl.col("is_special_ed") == "false"), on=["school_code", "title", "hours", "term_code"]
    )
    assert pairs.height == special.height
    assert 0.06 <= special.height / rows.height <= 0.12


def test_names_are_as_odd_as_real_ones(folder):
    students = read(folder, "students")
    for sign in (",", '"', "'", "é|ñ|ł"):
        assert students["last_name"].str.contains(sign).any()
    assert (students["middle_name"] == "").any()
    assert (students["school_email"] == "").any()


def test_a_hundred_thousand_students_take_well_under_a_minute(tmp_path):
    start = time.process_time()
    write_roster(tmp_path, 100_000)
    assert time.process_time() - start < 20
    assert read(tmp_path, "students").height == 100_000
