"""OneRoster's guardians, named as agents of students → contacts."""

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster.formats.class_codes import fitted
from roster_core.roster.formats.contacts import ContactRows, put_contacts
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.oneroster_sessions import list_items
from roster_core.roster.intake import FILE, ROW

AGENT_UNKNOWN = Kind(
    "AGENT_UNKNOWN",
    Severity.WARNING,
    "Guardians that users name but who are not among the users, and were left out as contacts: {count}.",
    "Export guardians with the users.",
)

#: Roles of guardians → relationship and type of the contact.
GUARDIANS = {"parent": ("PARENT", "GUARDIAN"), "guardian": ("GUARDIAN", "GUARDIAN"), "relative": ("OTHER", "OTHER")}
_CONTACT_LENGTH = 40


def put_guardians(
    draft: Draft, users: pl.DataFrame, held: pl.DataFrame, students: pl.DataFrame, staff: pl.DataFrame
) -> None:
    """Links from the students' agents in order, then from guardians who name students as theirs."""
    role = held.filter(pl.col("role").is_in([*GUARDIANS])).group_by("user", maintain_order=True)
    guardians = users.drop("role").join(role.agg(pl.col("role").first()), on="user", maintain_order="left")
    agents = users.select("user", FILE, ROW, agent=list_items("agentSourcedIds")).explode("agent")
    agents = agents.filter(pl.col("agent").is_not_null()).with_columns(pl.col("agent").str.to_lowercase())
    named = agents.join(students, on="user", maintain_order="left")
    unknown = named.join(users, left_on="agent", right_on="user", how="anti")
    if unknown.height:
        draft.note(Finding(AGENT_UNKNOWN, unknown[FILE][0], "", "agentSourcedIds", {"count": unknown.height}))
    backwards = agents.join(guardians.select("user"), on="user", maintain_order="left").join(
        students.rename({"user": "agent"}), on="agent", maintain_order="left"
    )
    links = pl.concat(
        [
            named.select("district_number", FILE, ROW, guardian="agent"),
            backwards.select("district_number", FILE, ROW, guardian="user"),
        ]
    )
    links = first_of(links, ["district_number", "guardian"])
    rows = links.join(guardians.drop(FILE, ROW), left_on="guardian", right_on="user", maintain_order="left")
    if rows.is_empty():
        return
    rows = rows.join(
        staff.select(guardian="user", same_as_staff_id="staff_id"), on="guardian", how="left", maintain_order="left"
    )
    put_contacts(draft, ContactRows(_contact_rows(rows)), {"last_name": "familyName", "address": "email"})


def _contact_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Two rows for each link, one for each phone."""
    relationship = {role: pair[0] for role, pair in GUARDIANS.items()}
    kind = {role: pair[1] for role, pair in GUARDIANS.items()}
    base = rows.select(
        "district_number",
        fitted(rows["sourcedId"], _CONTACT_LENGTH).alias("source_id"),
        pl.col("givenName").alias("first_name"),
        pl.col("middleName").alias("middle_name"),
        pl.col("familyName").alias("last_name"),
        "same_as_staff_id",
        pl.col("role").replace_strict(kind, return_dtype=pl.String).alias("type"),
        pl.col("role").replace_strict(relationship, return_dtype=pl.String).alias("relationship_code"),
        "sms",
        "phone",
        "email",
        FILE,
        ROW,
    ).with_row_index("_order")
    cell = base.drop("phone").rename({"sms": "phone"}).with_columns(phone_type=text("CELL"))
    other = base.drop("sms").with_columns(phone_type=text(None))
    return pl.concat([cell, other], how="diagonal").sort("_order", maintain_order=True).drop("_order")
