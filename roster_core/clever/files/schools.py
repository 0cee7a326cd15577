"""schools.csv: one row for each school in scope, with its principal (export-options §3, §6.4)."""

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.columns import Column, Need, Table, blank, field, today_only
from roster_core.clever.people.phones import phone_digits, zip_code
from roster_core.clever.people.staff import People
from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.report import found, full_name
from roster_core.clever.run import Run


def school_number(_options: ExportOptions) -> pl.Expr:
    """School_number cell: the school's code unless it has a number (export-options §2.6)."""
    return pl.coalesce("school_number", "school_code")


TABLE = Table(
    "schools.csv",
    (
        Column("School_id", Need.REQUIRED, field("school_code")),
        Column("School_name", Need.REQUIRED, field("name")),
        Column("School_number", Need.REQUIRED, school_number, when=today_only),
        Column("State_id", Need.OPTIONAL, field("state_school_id")),
        Column("Nces_id", Need.OPTIONAL, field("nces_id")),
        Column("School_address", Need.OPTIONAL, field("address")),
        Column("School_city", Need.OPTIONAL, field("city")),
        Column("School_state", Need.OPTIONAL, field("state")),
        Column("School_zip", Need.OPTIONAL, lambda _options: zip_code(pl.col("zip"))),
        Column("School_phone", Need.OPTIONAL, lambda _options: phone_digits(pl.col("phone"))),
        Column("Low_grade", Need.NOT_USED, blank),
        Column("High_grade", Need.NOT_USED, blank),
        Column("Principal", Need.OPTIONAL, field("principal")),
        Column("Principal_email", Need.OPTIONAL, field("principal_email")),
    ),
    key=("School_id",),
    order=(pl.col("school_code"),),
)


def school_rows(run: Run, people: People) -> pl.DataFrame:
    """The schools in scope with `principal` and `principal_email`."""
    return run.scope.join(_principals(run, people), on="school_id", how="left")


def _principals(run: Run, people: People) -> pl.DataFrame:
    """The first principal of each school: lowest sequence there (none is last), then staff ID."""
    is_principal = pl.col("role_code").str.to_lowercase() == "principal"
    holders = people.roles.filter(is_principal).select("person_id", "school_id")
    active = people.staff.filter(pl.col("active") & ~pl.col("is_shared_record"))
    everywhere = holders.filter(pl.col("school_id").is_null()).select("person_id")
    at_schools = pl.concat(
        (
            holders.join(run.scope.select("school_id"), on="school_id"),
            everywhere.join(people.assigned, on="person_id").select("person_id", "school_id"),
        )
    ).unique()
    return (
        at_schools.join(active, on="person_id")
        .join(people.assigned.select("person_id", "school_id", "sequence"), on=["person_id", "school_id"], how="left")
        .sort("school_id", pl.col("sequence").is_null(), "sequence", "staff_id")
        .unique("school_id", keep="first", maintain_order=True)
        .select("school_id", principal=full_name(), principal_email="email")
    )


def school_findings(rows: pl.DataFrame) -> pl.DataFrame:
    """Phones and zip codes that stay empty, and schools without a principal."""
    phone = rows.filter(pl.col("phone").is_not_null() & phone_digits(pl.col("phone")).is_null())
    zipped = rows.filter(pl.col("zip").is_not_null() & zip_code(pl.col("zip")).is_null())
    headless = rows.filter(pl.col("principal").is_null())
    key = pl.col("school_code")
    return pl.concat(
        (
            found(
                phone, kinds.PHONE_INVALID, TABLE.name, key, column="School_phone", facts={"number": pl.col("phone")}
            ),
            found(zipped, kinds.ZIP_INVALID, TABLE.name, key, column="School_zip", facts={"zip": pl.col("zip")}),
            found(
                headless, kinds.PRINCIPAL_MISSING, TABLE.name, key, column="Principal", facts={"name": pl.col("name")}
            ),
        )
    )
