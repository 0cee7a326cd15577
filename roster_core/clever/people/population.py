"""Which students are exported, and under which school (export-options §3, §4.4, §4.7)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.people import grades
from roster_core.clever.people.user_texts import with_user_text
from roster_core.clever.report import found, full_name, link
from roster_core.clever.run import Run
from roster_core.clever.source.source import Read, Source
from roster_core.findings import Kind

_STUDENTS = Read(
    "student",
    {
        "person_id": pl.Int64,
        **dict.fromkeys(
            (
                "district_number",
                "state_id",
                "school_email",
                "race_code",
                "free_reduced_lunch",
                "home_language_code",
                "special_ed_status_description",
            ),
            pl.String,
        ),
        "hispanic": pl.Boolean,
        "has_active_iep": pl.Boolean,
        "iep_start": pl.Date,
        "iep_end": pl.Date,
        "preg_transcript_school_id": pl.Int64,
    },
)
_PERSONS = Read(
    "person",
    {
        "person_id": pl.Int64,
        **dict.fromkeys(("first_name", "middle_name", "last_name", "gender", "left_at"), pl.String),
        "birth_date": pl.Date,
    },
)
_ENROLLMENTS = Read(
    "student_enrollment",
    {
        "person_id": pl.Int64,
        "school_id": pl.Int64,
        "entry_date": pl.Date,
        "state_grade_code": pl.String,
        "homeroom_code": pl.String,
        "next_school_id": pl.Int64,
    },
)


@dataclass(frozen=True)
class Population:
    """The students of a range of keys.

    `students` are those exported, with `school_code` as written and `enrolled_school_id`; `removed` those left
    out for their grade alone (`person_id`, `enrolled_school_id`, `homeroom_code`); `findings` is a findings frame.
    """

    students: pl.DataFrame
    removed: pl.DataFrame
    findings: pl.DataFrame


def read_population(source: Source, run: Run, low: int, high: int) -> Population:
    """The students whose `person_id` is from `low` to `high`."""
    placed = _with_school(_enrolled(source, run, low, high), source, run)
    students = placed.join(run.scope.select("school_id", "school_code"), on="school_id")
    left_out = _left_out(run)
    return Population(
        students.filter(~left_out),
        students.filter(left_out).select("person_id", "enrolled_school_id", "homeroom_code"),
        _findings(placed, run),
    )


def _enrolled(source: Source, run: Run, low: int, high: int) -> pl.DataFrame:
    """Active students with a primary enrollment on the day, at whatever school."""
    students = source.table(_STUDENTS.where(do_not_export=False).between("person_id", low, high))
    persons = source.table(_PERSONS.where(kind="STUDENT", status="ACTIVE").between("person_id", low, high))
    enrolled = source.table(
        _ENROLLMENTS.where(school_year=run.year, status="ACTIVE", is_primary=True)
        .on("entry_date", "exit_date", run.as_of)
        .between("person_id", low, high)
    )
    # A load keeps primary enrollments apart; should two meet all the same, the earlier one counts.
    one = enrolled.sort("person_id", "entry_date", "school_id").unique("person_id", keep="first", maintain_order=True)
    return students.join(persons.filter(pl.col("left_at").is_null()), on="person_id").join(
        one.rename({"school_id": "enrolled_school_id"}), on="person_id"
    )


def _with_school(students: pl.DataFrame, source: Source, run: Run) -> pl.DataFrame:
    """`school_id`, the effective school, and `override`, what the User Text says (export-options §4.7)."""
    options, schools = run.options, run.schools
    types = schools.select(enrolled_school_id="school_id", enrolled_type="school_type")
    named = with_user_text(students, source, "STUDENT", options.school_override_user_text, "override")
    by_code = schools.select(override_key=pl.col("school_code").str.to_lowercase(), override_school_id="school_id")
    waiting = (pl.col("enrolled_type") == "PREG") & options.preg_use_transcript_school
    transcript = pl.coalesce("preg_transcript_school_id", "next_school_id")
    return (
        named.with_columns(override_key=pl.col("override").str.to_lowercase())
        .join(types, on="enrolled_school_id", how="left")
        .join(by_code, on="override_key", how="left")
        .with_columns(placed_id=pl.when(waiting).then(transcript).otherwise("enrolled_school_id"))
        .with_columns(school_id=pl.coalesce("override_school_id", "placed_id"))
    )


def _left_out(run: Run) -> pl.Expr:
    """Whether the grade is one that G12 or G13 leaves out."""
    options = run.options
    prek = grades.is_prek(options) & options.exclude_prek_students
    return prek | (grades.is_kindergarten(options) & options.exclude_kindergarten_students)


def _findings(placed: pl.DataFrame, run: Run) -> pl.DataFrame:
    unknown = placed.filter(pl.col("override").is_not_null() & pl.col("override_school_id").is_null())
    return pl.concat(
        (
            _about(unknown, kinds.SCHOOL_OVERRIDE_UNKNOWN, text=run.options.school_override_user_text or ""),
            _about(placed.filter(pl.col("school_id").is_null()), kinds.PREG_NO_TRANSCRIPT_SCHOOL),
        )
    )


def _about(students: pl.DataFrame, kind: Kind, **facts: str) -> pl.DataFrame:
    return found(
        students,
        kind,
        "students.csv",
        pl.col("district_number"),
        column="School_id",
        facts={"name": full_name(), "code": pl.col("override"), **facts},
        person=link("student", "district_number"),
    )
