"""staff.csv, the Admin file: a row for each member of the staff and school in scope (export-options §3, §6.3)."""

import polars as pl

from roster_core.clever.columns import Column, Need, Table, blank, field
from roster_core.clever.people import People
from roster_core.clever.run import Run
from roster_core.clever.usernames import username

TABLE = Table(
    "staff.csv",
    (
        Column("School_id", Need.REQUIRED, field("school_code")),
        Column("Staff_id", Need.REQUIRED, field("staff_id")),
        Column("Staff_email", Need.REQUIRED, field("email")),
        Column("First_name", Need.REQUIRED, field("first_name")),
        Column("Last_name", Need.REQUIRED, field("last_name")),
        Column("Title", Need.OPTIONAL, field("title")),
        Column("Username", Need.OPTIONAL, field("username")),
        Column("Password", Need.OPTIONAL, blank),
        Column("Role", Need.OPTIONAL, blank),
    ),
    key=("Staff_id", "School_id"),
    order=(pl.col("staff_id"), ~pl.col("is_primary_school"), pl.col("school_code")),
)


def staff_rows(run: Run, people: People) -> pl.DataFrame:
    """Active staff, never shared records, at each school in scope they are assigned to."""
    active = people.staff.filter(pl.col("active") & ~pl.col("is_shared_record"))
    return people.assigned.join(active, on="person_id").with_columns(
        is_primary_school=pl.col("school_id").eq_missing(pl.col("primary_school_id")),
        username=username(run.options.staff_username_source, "staff_id"),
    )
