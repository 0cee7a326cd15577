"""Everybody with the IDs that files and rows name them by, read at once for a batch."""

import polars as pl
import sqlalchemy as sa

from roster_core.roster.frames import read_frame
from roster_core.roster.tables.named import table_named

#: The IDs of each kind of person, by their columns.
STUDENT_KEYS = ("weblogin_id", "district_number", "state_id")
STAFF_KEYS = ("staff_id", "state_staff_id", "logon_id")


def read_keys(connection: sa.Connection, district_id: int, school_year: str, kind: str) -> pl.DataFrame:
    """One row per person of `kind` (`STUDENT`, `STAFF`), left ones too, by person_id.

    Columns: person_id, the IDs, last_name, first_name, preferred_first_name, grade, homeroom, school (its code),
    schools (all codes of the year), active, photo_restricted; IDs and texts may be null.
    """

    def read(table: str, *columns: str, where: str = "") -> pl.DataFrame:
        return read_frame(connection, table_named(table), district_id, columns, where)

    persons = read(
        "person", "person_id", "last_name", "first_name", "preferred_first_name", "status", "left_at",
        "photo_restricted", where=f"kind = '{kind}'",
    ).with_columns(active=(pl.col("status") == "ACTIVE") & pl.col("left_at").is_null())  # fmt: skip
    codes = read("school", "school_id", school := "school_code").rename({school: "school"})
    if kind == "STUDENT":
        ids = read("student", "person_id", *STUDENT_KEYS)
        placed = (
            read(
                "student_enrollment", "person_id", "school_id", "school_year", "entry_date", "is_primary",
                "state_grade_code", "homeroom_code",
            )
            .filter(pl.col("school_year") == school_year)
            .sort("is_primary", "entry_date")
            .rename({"state_grade_code": "grade", "homeroom_code": "homeroom"})
        )  # fmt: skip
    else:
        ids = read("staff", "person_id", *STAFF_KEYS, "primary_school_id")
        placed = (
            read("staff_school", "person_id", "school_id", "school_year")
            .filter(pl.col("school_year") == school_year)
            .join(ids.select("person_id", "primary_school_id"), on="person_id")
            .sort(pl.col("school_id") == pl.col("primary_school_id"), "school_id", nulls_last=False)
            .with_columns(grade=pl.lit(None, pl.String), homeroom=pl.lit(None, pl.String))
        )
        ids = ids.drop("primary_school_id")
    places = (
        placed.join(codes, on="school_id", maintain_order="left")
        .group_by("person_id", maintain_order=True)
        .agg(pl.col("school", "grade", "homeroom").last(), schools=pl.col("school").unique(maintain_order=True))
    )
    return (
        persons.drop("status", "left_at")
        .join(ids, on="person_id")
        .join(places, on="person_id", how="left")
        .with_columns(pl.col("schools").fill_null([]))
        .sort("person_id")
    )
