"""Which sections are exported, under which ID and name, in which term, by whom (export-options §3, §8 steps 5–7)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds, subjects
from roster_core.clever.people import People
from roster_core.clever.report import amount, found
from roster_core.clever.run import Run
from roster_core.clever.source import Read, Source
from roster_core.clever.subjects import subject
from roster_core.clever.teaching import read_section_staff, taught, too_many, with_teacher_columns, written_teachers
from roster_core.clever.terms import read_terms, with_terms
from roster_core.findings import Finding, Kind, to_frame

_SECTIONS = Read(
    "section",
    {
        "section_id": pl.Int64,
        "course_id": pl.Int64,
        "school_id": pl.Int64,
        **dict.fromkeys(("section_code", "title_override", "homeroom_code"), pl.String),
    },
)
_COURSES = Read(
    "course",
    {
        "course_id": pl.Int64,
        **dict.fromkeys(("course_code", "title", "department_code", "subject_code"), pl.String),
        "is_special_ed": pl.Boolean,
        "user_flag_2": pl.Boolean,
        "is_homeroom": pl.Boolean,
    },
)
_DEPARTMENTS = Read("department", {"department_code": pl.String, "clever_subject": pl.String})
_SECTION_TERMS = Read("section_term", {"section_id": pl.Int64, "term_code": pl.String})


@dataclass(frozen=True)
class SectionPlan:
    """The sections to export.

    `sections` has a row for each with `written_id`, `name`, `subject`, term columns and `teacher_1` …; `teachers` a row
    for each teacher written (`section_id`, `place`, `person_id`, `staff_id`); `findings` is a findings frame.
    """

    sections: pl.DataFrame
    teachers: pl.DataFrame
    findings: pl.DataFrame


def plan_sections(source: Source, run: Run, people: People) -> SectionPlan:
    """Read and settle the sections of the run's year at schools in scope."""
    offered = _with_names(_read_sections(source, run))
    of_year = Read("section", {"section_id": pl.Int64}).where(school_year=run.year)
    links = source.table(_SECTION_TERMS.within("section_id", of_year))
    in_year = with_terms(offered, links, read_terms(source, run), run).filter("in_year").drop("in_year")
    staffed = taught(in_year, read_section_staff(source, run), people, run)
    teachers = written_teachers(staffed.teachers, run)
    sections = with_teacher_columns(staffed.sections.with_columns(subject=subject()), teachers)
    findings = pl.concat(
        (staffed.findings, _teacher_findings(sections, staffed.teachers, people, run), _findings(sections))
    )
    return SectionPlan(sections, teachers.join(sections.select("section_id", "school_id"), on="section_id"), findings)


def _read_sections(source: Source, run: Run) -> pl.DataFrame:
    active = source.table(_SECTIONS.where(school_year=run.year, status="ACTIVE"))
    return (
        active.join(run.scope.select("school_id", "school_code"), on="school_id")
        .join(source.table(_COURSES.where(school_year=run.year)), on="course_id")
        .join(source.table(_DEPARTMENTS), on="department_code", how="left")
    )


def _with_names(sections: pl.DataFrame) -> pl.DataFrame:
    """`base_id`, what findings are keyed by, and `name`, before options put something in front or behind."""
    codes = ("school_code", "course_code", "section_code")
    parts = [pl.col(code).str.replace_all(" ", "_", literal=True) for code in codes]
    title = pl.coalesce("title_override", "title")
    named = sections.with_columns(
        base_id=pl.concat_str(parts, separator="-"), name=pl.concat_str(title, "section_code", separator=" - ")
    )
    return named.with_columns(written_id=pl.col("base_id"))


def _findings(sections: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        (
            _about(sections.filter("no_term"), kinds.SECTION_NO_TERM, "Term_name"),
            subjects.unmapped(sections),
            _equal_ids(sections),
        )
    )


def _teacher_findings(sections: pl.DataFrame, teachers: pl.DataFrame, people: People, run: Run) -> pl.DataFrame:
    """Teachers for whom there is no column; `teachers` are all active ones."""
    if run.options.use_four_teacher_columns:
        return too_many(sections, teachers, people)
    several = sections.filter(pl.col("teachers") > 1).height
    facts = {"sections": amount(several, "section")}
    return to_frame([Finding(kinds.COTEACHERS_DROPPED, "sections.csv", facts=facts)] if several else [])


def _about(sections: pl.DataFrame, kind: Kind, column: str) -> pl.DataFrame:
    return found(sections, kind, "sections.csv", pl.col("base_id"), column=column, facts={"name": pl.col("name")})


def _equal_ids(sections: pl.DataFrame) -> pl.DataFrame:
    compared = pl.col("written_id").str.to_lowercase()
    equal = sections.with_columns(count=pl.len().over(compared)).filter(pl.col("count") > 1)
    return found(
        equal.unique("base_id").sort("base_id"),
        kinds.SECTION_ID_DUPLICATE,
        "sections.csv",
        pl.col("base_id"),
        column="Section_id",
        facts={"count": pl.col("count"), "id": pl.col("written_id")},
    )


def without_students(sections: pl.DataFrame) -> pl.DataFrame:
    """A warning for each of these sections, which no exported student attends."""
    return _about(sections, kinds.SECTION_EMPTY, "")
