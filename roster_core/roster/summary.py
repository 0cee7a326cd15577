"""Counts of a district for the overview: students, staff, sections and photos per school."""

import polars as pl
import sqlalchemy as sa

from roster_core.roster.frames import read_frame
from roster_core.roster.tables.named import table_named


def read_school_counts(connection: sa.Connection, district_id: int, school_year: str) -> pl.DataFrame:
    """One row per school, by code: school_code, name, school_type, exported, students, photos, staff, sections.

    Students are active people whose active primary enrollment of the year is at the school, `photos` those of them
    with a photo; staff are active people assigned there; sections are the active ones. `exported` says whether the
    school may be in Clever files at all.
    """

    def read(table: str, *columns: str, where: str = "") -> pl.DataFrame:
        return read_frame(connection, table_named(table), district_id, columns, where)

    schools = read("school", "school_id", "school_code", "name", "school_type", "active", "do_not_export")
    people = read("person", "person_id", where="status = 'ACTIVE' and left_at is null")
    photos = read("photo", "person_id", where="is_current").with_columns(photo=True)
    of_year = pl.col("school_year") == school_year
    enrolled = (
        read("student_enrollment", "person_id", "school_id", "school_year", "is_primary", "status", "entry_date")
        .filter(of_year & pl.col("is_primary") & (pl.col("status") == "ACTIVE"))
        .sort("entry_date")
        .unique("person_id", keep="last")
        .join(people, on="person_id", how="semi")
        .join(photos, on="person_id", how="left")
        .group_by("school_id")
        .agg(students=pl.len(), photos=pl.col("photo").sum())
    )
    staff = (
        read("staff_school", "person_id", "school_id", "school_year", "is_active")
        .filter(of_year & pl.col("is_active"))
        .join(people, on="person_id", how="semi")
        .group_by("school_id")
        .agg(staff=pl.col("person_id").n_unique())
    )
    sections = (
        read("section", "school_id", "school_year", "status")
        .filter(of_year & (pl.col("status") == "ACTIVE"))
        .group_by("school_id")
        .agg(sections=pl.len())
    )
    counts = ("students", "photos", "staff", "sections")
    return (
        schools.join(enrolled, on="school_id", how="left")
        .join(staff, on="school_id", how="left")
        .join(sections, on="school_id", how="left")
        .with_columns(pl.col(counts).fill_null(0).cast(pl.Int64), exported=pl.col("active") & ~pl.col("do_not_export"))
        .select("school_code", "name", "school_type", "exported", *counts)
        .sort("school_code")
    )
