"""Subjects: which of Clever's eleven a course has (export-options §3, roster-model §6.5)."""

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.report import found
from roster_core.clever.spec.values import SUBJECTS

_BY_LOWER = {subject.lower(): subject for subject in SUBJECTS}


def subject() -> pl.Expr:
    """The course's `subject_code` if Clever has it, else its department's `clever_subject`, else null."""
    return pl.coalesce(_known("subject_code"), _known("clever_subject"))


def _known(column: str) -> pl.Expr:
    return pl.col(column).str.to_lowercase().replace_strict(_BY_LOWER, default=None, return_dtype=pl.String)


def unmapped(sections: pl.DataFrame) -> pl.DataFrame:
    """A note for each course of an exported section that names a subject or department without Clever subject."""
    named = pl.col("subject_code").is_not_null() | pl.col("department_code").is_not_null()
    courses = sections.filter(pl.col("subject").is_null() & named).unique("course_id", maintain_order=True)
    recorded = pl.coalesce(
        pl.concat_str(pl.lit("subject "), "subject_code"), pl.concat_str(pl.lit("department "), "department_code")
    )
    return found(
        courses,
        kinds.SUBJECT_UNMAPPED,
        "sections.csv",
        pl.concat_str("school_code", "course_code", separator="-"),
        column="Subject",
        facts={"title": pl.col("title"), "recorded": recorded},
    )
