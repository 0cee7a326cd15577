"""sections.csv: the columns; which sections there are is settled in `section_plan` (export-options §3)."""

import polars as pl

from roster_core.clever.columns import Column, Need, Table, day, field
from roster_core.clever.options import ExportOptions


def four_teachers(options: ExportOptions) -> bool:
    """The further teacher columns are there by G47."""
    return options.use_four_teacher_columns


TABLE = Table(
    "sections.csv",
    (
        Column("School_id", Need.REQUIRED, field("school_code")),
        Column("Section_id", Need.REQUIRED, field("written_id")),
        Column("Teacher_id", Need.REQUIRED, field("teacher_1")),
        Column("Teacher_2_id", Need.OPTIONAL, field("teacher_2"), when=four_teachers),
        Column("Teacher_3_id", Need.OPTIONAL, field("teacher_3"), when=four_teachers),
        Column("Teacher_4_id", Need.OPTIONAL, field("teacher_4"), when=four_teachers),
        Column("Name", Need.OPTIONAL, field("name")),
        Column("Course_name", Need.OPTIONAL, field("title")),
        Column("Course_number", Need.OPTIONAL, field("course_code")),
        Column("Subject", Need.OPTIONAL, field("subject")),
        Column("Term_name", Need.OPTIONAL, field("term_name")),
        Column("Term_start", Need.OPTIONAL, day("term_start")),
        Column("Term_end", Need.OPTIONAL, day("term_end")),
    ),
    key=("Section_id",),
    order=(pl.col("school_code"), pl.col("written_id")),
)
