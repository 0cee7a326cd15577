"""admins.csv, the file that staff.csv replaced: the same people and rows, fewer columns (export-options §3, X24)."""

import polars as pl

from roster_core.clever.columns import Column, Need, Table, field

TABLE = Table(
    "admins.csv",
    (
        Column("School_id", Need.REQUIRED, field("school_code")),
        Column("Staff_id", Need.REQUIRED, field("staff_id")),
        Column("Admin_email", Need.REQUIRED, field("email")),
        Column("First_name", Need.REQUIRED, field("first_name")),
        Column("Last_name", Need.REQUIRED, field("last_name")),
    ),
    key=("Staff_id", "School_id"),
    order=(pl.col("staff_id"), ~pl.col("is_primary_school"), pl.col("school_code")),
)
