"""What holds of every roster, however it is (export-options §3, §8)."""

from dataclasses import replace
from random import Random
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clever.examples import examples
from tests.clever.exporting import Exported, export_source, source_of
from tests.clever.small import EMPTY, YEAR, Small

SCHOOLS = {"MHE": "ELEM", "MMS": "MIDDLE", "OOD": "OOD", "A B": "HIGH"}
STAFF = [str(number) for number in range(2001, 2006)]
DAYS = ["2026-09-08", "2026-10-01", "2026-10-02"]


@st.composite
def rosters(draw: st.DrawFn) -> Small:
    """A few of everything, with whatever can go wrong."""
    chance = draw(st.randoms(use_true_random=False))
    small = Small(student_email_domains=chance.choice(["", "b.co"]))
    for code, type_ in SCHOOLS.items():
        if code != "MHE":
            small.school(code, type_, active=chance.random() < 0.9)
    small.term("S1", "2026-09-08", "2027-01-31")
    for staff_id in STAFF:
        small.staff(
            staff_id,
            schools=tuple(chance.sample(sorted(SCHOOLS), chance.randint(0, 3))),
            employment_status=chance.choice(["ACTIVE", "ACTIVE", "LEAVE", "TERMINATED"]),
            work_email=chance.choice(["", "same@b.co", f"{staff_id}@b.co", "bad"]),
            is_shared_record=staff_id == "2005",
        )
    for member in ("2001", "2002"):
        small.add("shared_teacher_members", shared_staff_id="2005", member_staff_id=member, sequence=1)
    students = [str(number) for number in range(draw(st.integers(0, 7)))]
    for number in students:
        _student(small, chance, number)
    for place in range(draw(st.integers(0, 5))):
        _section(small, chance, f"{place:02}", students)
    return small


def _student(small: Small, chance: Random, number: str) -> None:
    small.student(
        number,
        enrolled=chance.choice(["", *SCHOOLS]),
        grade=chance.choice(["", "KF", "5H", "07", "PG", "XX"]),
        school_email=chance.choice(["", "same@b.co", f"{number}@b.co", f"{number}@c.co", "bad"]),
        status=chance.choice(["ACTIVE", "ACTIVE", "INACTIVE"]),
        do_not_export=chance.random() < 0.2,
        race_code=chance.choice(["", "W", "W;B", "Q"]),
        special_ed_status_description=chance.choice(["", 'Eligible, "OHI"']),
        entry_date=chance.choice(DAYS),
    )
    for place in range(chance.randint(0, 2)):
        custody, phones = chance.random() < 0.3, chance.choice([(), ("12",), ("2015550110",)])
        small.guardian(number, f"C{number}-{place}", place + 1, custody_issue=custody, phones=phones)


def _section(small: Small, chance: Random, code: str, students: list[str]) -> None:
    school = chance.choice(list(SCHOOLS))
    small.section(
        code,
        course=chance.choice(["0100", "01 00", "01_00"]),
        school=school,
        teachers=tuple(chance.sample(STAFF, chance.randint(0, 3))),
        students=tuple(chance.sample(students, chance.randint(0, len(students)))),
        terms=("S1",) if school == "MHE" and chance.random() < 0.5 else chance.choice([(), ("FY",)]),
        status=chance.choice(["ACTIVE", "ACTIVE", "CANCELLED"]),
    )


def exported(small: Small, *, block_size: int = 50_000, **options: Any) -> Exported:
    return export_source(source_of({**EMPTY, **small.roster}), block_size=block_size, **options)


@settings(max_examples=examples(10), deadline=None)
@given(rosters(), st.integers(1, 8))
def test_any_block_size_gives_the_same_bytes_and_findings(small, block_size):
    whole = exported(small)
    blocks = exported(small, block_size=block_size)
    assert blocks.files == whole.files
    assert blocks.findings.equals(whole.findings)


@settings(max_examples=examples(8), deadline=None)
@given(rosters(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_read_makes_no_difference(small, chance):
    source = source_of({**EMPTY, **small.roster})
    seed = chance.randint(0, 1000)
    mixed = {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in source.frames.items()}
    other = export_source(replace(source, frames=mixed))
    assert other.files == export_source(source).files
    assert other.findings.equals(export_source(source).findings)


@settings(max_examples=examples(10), deadline=None)
@given(rosters(), st.sampled_from(["clever", "genesis"]), st.booleans())
def test_the_files_fit_together(small, layout, four):
    result = exported(small, column_layout=layout, use_four_teacher_columns=four, teacher_row_per_school=four)
    schools = set(result.column("schools.csv", "School_id"))
    students = set(result.column("students.csv", "Student_id"))
    teachers = set(result.column("teachers.csv", "Teacher_id"))
    sections = {(row["School_id"], row["Section_id"]) for row in result.rows("sections.csv")}
    for name in result.files:
        assert set(result.column(name, "School_id")) <= schools
    for row in result.rows("sections.csv"):
        named = [cell for column, cell in row.items() if column.startswith("Teacher_")]
        assert named[0]
        assert {cell for cell in named if cell} <= teachers
    links = [(row["School_id"], row["Section_id"], row["Student_id"]) for row in result.rows("enrollments.csv")]
    assert all((school, section) in sections and student in students for school, section, student in links)
    assert len(links) == len(set(links))
    assert links == sorted(links)
    assert not {"CROSS_FILE", "STAFF_EMAIL_MISMATCH", "REQUIRED_BLANK"} & set(result.findings["code"])


@settings(max_examples=examples(10), deadline=None)
@given(rosters())
def test_every_section_withheld_has_an_error(small):
    result = exported(small)
    scope = set(result.column("schools.csv", "School_id"))
    written = result.column("sections.csv", "Section_id")
    offered = [
        "-".join(row[name].replace(" ", "_") for name in ("school_code", "course_code", "section_code"))
        for row in small.roster.get("sections", [])
        if row["status"] == "ACTIVE" and row["school_code"] in scope
    ]
    errors = result.findings.filter((pl.col("severity") == "error") & (pl.col("file") == "sections.csv"))
    withheld = set(errors["row_key"])
    for section in offered:
        assert (section in written) or (section in withheld)
    assert len(written) + errors.height >= len(set(offered))


@settings(max_examples=examples(10), deadline=None)
@given(rosters())
def test_nobody_who_is_withheld_is_in_any_file(small):
    result = exported(small)
    hidden = {
        row["district_number"]
        for row in small.roster.get("students", [])
        if row["do_not_export"] == "true" or row["status"] == "INACTIVE"
    }
    assert not hidden & set(result.column("students.csv", "Student_id"))
    assert not hidden & set(result.column("enrollments.csv", "Student_id"))
    custody = {row["source_id"] for row in small.roster.get("student_contacts", []) if row["custody_issue"] == "true"}
    assert not {f"Pat {source_id}" for source_id in custody} & set(result.column("students.csv", "Contact_name"))


@settings(max_examples=examples(8), deadline=None)
@given(rosters())
def test_one_finding_a_key_and_code(small):
    result = exported(small)
    columns = ["code", "file", "row_key", "column"]
    assert result.findings.select(columns).is_duplicated().sum() == 0
    assert not result.findings["message"].str.contains(r"\{|\}|\bNone\b|null").any()
    assert YEAR not in result.findings["code"]
