"""staff.csv, the Admin file: a row for each member of the staff and school in scope (export-options §3, §6.3)."""

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.columns import Column, Need, Table, field
from roster_core.clever.people.staff import People
from roster_core.clever.people.staff_logins import staff_logins
from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.run import Run
from roster_core.findings import Finding

_ROLES = {"stl": "STL", "school_tech_lead": "School Tech Lead"}


def role(options: ExportOptions) -> pl.Expr:
    """Role cell (O1), the same for everybody."""
    return pl.lit(_ROLES.get(options.staff_role_mode), dtype=pl.String)


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
        Column("Password", Need.OPTIONAL, field("password")),
        Column("Role", Need.OPTIONAL, role),
    ),
    key=("Staff_id", "School_id"),
    order=(pl.col("staff_id"), ~pl.col("is_primary_school"), pl.col("school_code")),
)


def offered_staff(people: People) -> pl.DataFrame:
    """Active staff, never shared records, who are assigned to a school in scope; one row each."""
    active = people.staff.filter(pl.col("active") & ~pl.col("is_shared_record"))
    return active.join(people.assigned, on="person_id", how="semi")


def staff_rows(run: Run, people: People, chosen: pl.DataFrame) -> pl.DataFrame:
    """The `chosen` (`person_id`) at each school in scope they are assigned to, with logins."""
    persons = people.staff.join(chosen, on="person_id", how="semi")
    rows = people.assigned.join(persons, on="person_id").with_columns(
        is_primary_school=pl.col("school_id").eq_missing(pl.col("primary_school_id"))
    )
    return staff_logins(run).made(rows)


def role_notes(run: Run) -> list[Finding]:
    """What is said once of the role that everybody gets."""
    mode = run.options.staff_role_mode
    told = ((mode != "blank", kinds.ROLE_FOR_ALL), (mode == "stl", kinds.ROLE_VALUE_UNCONFIRMED))
    return [Finding(kind, TABLE.name, column="Role") for said, kind in told if said]
