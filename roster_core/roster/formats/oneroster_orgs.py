"""OneRoster's organisations: the district, its schools and departments."""

from dataclasses import dataclass

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster.formats.class_codes import fitted
from roster_core.roster.formats.draft import Draft, first_of
from roster_core.roster.intake import FILE, ROW

CODE_MADE = Kind(
    "CODE_MADE",
    Severity.WARNING,
    "Codes were made of the sourcedIds of {things} without a short identifier of their own: {count}.",
    "Fill the identifier in the student information system: made-up codes tell nobody who is meant.",
)
_SCHOOL_LENGTH = 16
_DEPARTMENT_LENGTH = 20


@dataclass(frozen=True)
class Orgs:
    """Codes by `org` (sourcedId in lower case): frames (org, school_code) and (org, department_code)."""

    schools: pl.DataFrame
    departments: pl.DataFrame


def put_orgs(draft: Draft, rows: pl.DataFrame) -> Orgs:
    """Fill schools, departments and the district."""
    kind = pl.col("type").str.to_lowercase()
    rows = rows.with_columns(pl.col("sourcedId").str.to_lowercase().alias("org"))
    schools = coded(draft, first_of(rows.filter(kind == "school"), ["org"]), _SCHOOL_LENGTH, "schools")
    draft.put(
        "schools",
        schools.select(pl.col("code").alias("school_code"), "name", FILE, ROW),
        {"school_code": "identifier"},
    )
    departments = coded(draft, first_of(rows.filter(kind == "department"), ["org"]), _DEPARTMENT_LENGTH, "departments")
    if departments.height:
        draft.put("departments", departments.select(pl.col("code").alias("department_code"), "name", FILE, ROW))
    district = rows.filter(kind == "district").head(1)
    if district.height:
        code = coded(draft, district, _SCHOOL_LENGTH, "districts")
        draft.put("district", code.select("code", "name", FILE, ROW))
    return Orgs(
        schools.select("org", pl.col("code").alias("school_code")),
        departments.select("org", pl.col("code").alias("department_code")),
    )


def coded(draft: Draft, rows: pl.DataFrame, max_length: int, things: str) -> pl.DataFrame:
    """`rows` with `code`: the identifier if it is short enough and its own, else one made of the sourcedId.

    `rows` has `identifier` and `sourcedId`. A sourcedId that fits is taken as it is.
    """
    own = pl.col("identifier")
    usable = own.is_not_null() & (own.str.len_chars() <= max_length) & (pl.len().over(own.str.to_lowercase()) == 1)
    made = fitted(rows["sourcedId"], max_length)
    rows = rows.with_columns(made.alias("_made")).with_columns(code=pl.when(usable).then(own).otherwise("_made"))
    artificial = rows.filter((pl.col("code") != own.fill_null("")) & (pl.col("_made") != pl.col("sourcedId")))
    if artificial.height:
        facts = {"count": artificial.height, "things": things}
        draft.note(Finding(CODE_MADE, artificial[FILE][0], "", "identifier", facts))
    return rows.drop("_made")


def in_orgs(rows: pl.DataFrame, orgs: pl.DataFrame, org: pl.Expr) -> pl.DataFrame:
    """`rows` with the code of the organisation that `org` names (null: none)."""
    return rows.with_columns(org.str.to_lowercase().alias("org")).join(
        orgs, on="org", how="left", maintain_order="left"
    )
