"""sections.csv: the columns; which sections there are is settled in `sections.finish` (export-options §3)."""

import polars as pl

from roster_core.clever.columns import Column, Need, Table, day, field
from roster_core.clever.profile.options import ExportOptions


def four_teachers(options: ExportOptions) -> bool:
    """The further teacher columns are there by G47."""
    return options.use_four_teacher_columns


def course_name(options: ExportOptions) -> pl.Expr:
    """Course_name cell; with X25 blank where Name was composed, so that Clever shows Name."""
    title = pl.col("title")
    return pl.when(~pl.col("composed")).then(title) if options.blank_course_name_if_composed else title


TABLE = Table(
    "sections.csv",
    (
        Column("School_id", Need.REQUIRED, field("school_code")),
        Column("Section_id", Need.REQUIRED, field("written_id")),
        Column("Teacher_id", Need.REQUIRED, field("teacher_1")),
        Column("Teacher_2_id", Need.OPTIONAL, field("teacher_2"), when=four_teachers),
        Column("Teacher_3_id", Need.OPTIONAL, field("teacher_3"), when=four_teachers),
        Column("Teacher_4_id", Need.OPTIONAL, field("teacher_4"), when=four_teachers),
        Column("Name", Need.OPTIONAL, field("written_name")),
        Column("Course_name", Need.OPTIONAL, course_name),
        Column("Course_number", Need.OPTIONAL, field("course_code")),
        Column("Subject", Need.OPTIONAL, field("subject")),
        Column("Term_name", Need.OPTIONAL, field("term_name")),
        Column("Term_start", Need.OPTIONAL, day("term_start")),
        Column("Term_end", Need.OPTIONAL, day("term_end")),
    ),
    key=("Section_id",),
    order=(pl.col("school_code"), pl.col("written_id")),
)
