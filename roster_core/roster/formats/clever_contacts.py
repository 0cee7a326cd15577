"""Clever's contacts, each in a row of its student → contact persons, links, phones and e-mails."""

import polars as pl

from roster_core.roster.formats import words
from roster_core.roster.formats.clever_columns import COLUMNS
from roster_core.roster.formats.codes import digest, fitting
from roster_core.roster.formats.contacts import ContactRows, put_contacts
from roster_core.roster.formats.draft import Draft
from roster_core.roster.formats.sheet import normal
from roster_core.roster.intake import FILE, ROW

#: The columns in which the rows of one student may differ.
CONTACT_COLUMNS = tuple(name for name in COLUMNS["students"] if name.startswith("Contact_"))
#: Contact types of the present format, which say nothing of the relationship.
_CLEVER_TYPES = frozenset({"parentguardian", "emergency", "primary", "secondary", "family", "other"})


def put_student_contacts(draft: Draft, rows: pl.DataFrame) -> None:
    """The contacts in rows of students.csv, which have their `district_number`."""
    rows = rows.filter(
        pl.any_horizontal(pl.col(CONTACT_COLUMNS).is_not_null()) & pl.col("district_number").is_not_null()
    ).select("district_number", *CONTACT_COLUMNS, FILE, ROW)
    if rows.is_empty():
        return
    rows = _with_kinds(rows)
    contacts = rows.select(
        "district_number",
        _contact_id(rows).alias("source_id"),
        pl.col("Contact_name").alias("name"),
        "relationship_code",
        "type",
        pl.col("Contact_phone").alias("phone"),
        pl.col("Contact_phone_type").alias("phone_type"),
        pl.col("Contact_email").alias("email"),
        FILE,
        ROW,
    )
    put_contacts(draft, ContactRows(contacts), {"last_name": "Contact_name", "address": "Contact_email"})


def _with_kinds(rows: pl.DataFrame) -> pl.DataFrame:
    """`relationship_code` and `type` of each contact row."""
    said = ["Contact_relationship", "Contact_type"]
    pairs = rows.select(said).unique(maintain_order=True)
    read = [_relationship_and_type(*pair) for pair in pairs.iter_rows()]
    table = pairs.with_columns(
        pl.Series("relationship_code", [relationship for relationship, _ in read], pl.String),
        pl.Series("type", [kind for _, kind in read], pl.String),
    )
    return rows.join(table, on=said, how="left", maintain_order="left", nulls_equal=True)


def _relationship_and_type(relationship: str | None, kind: str | None) -> tuple[str | None, str]:
    """Old files have the relationship in Contact_type (`Mother`)."""
    by_kind = None if normal(kind or "") in _CLEVER_TYPES else words.RELATIONSHIPS.get(normal(kind or ""))
    said = words.RELATIONSHIPS.get(normal(relationship or "")) or relationship or by_kind
    contact_type = words.CONTACT_TYPES.get(normal(kind or ""), "OTHER")
    if contact_type == "OTHER" and said in words.GUARDIAN_RELATIONSHIPS:
        contact_type = "GUARDIAN"
    return said, contact_type


def _contact_id(rows: pl.DataFrame) -> pl.Series:
    """Contact_sis_id, else a code made of what Clever tells contacts apart by (clever-sftp-spec §3.2).

    That is name and e-mail, else name and phone, so that siblings share their guardian; else the name with its type for
    one student alone.
    """
    given = rows["Contact_sis_id"].drop_nulls().unique()
    short = fitting(given, 40)
    name = pl.col("Contact_name").fill_null("").str.to_lowercase()
    digits = pl.col("Contact_phone").str.replace_all("[^0-9]", "")
    alone = ("district_number", "Contact_type", "Contact_relationship", "Contact_phone_type")
    basis = (
        pl.when(pl.col("Contact_email").is_not_null())
        .then(name + "\n" + pl.col("Contact_email").str.to_lowercase())
        .when(digits != "")
        .then(name + "\n" + digits)
        .otherwise(pl.concat_str([name, *(pl.col(part).fill_null("") for part in alone)], separator="\n"))
    )
    bases = rows.select(basis.alias("basis"))["basis"]
    made = {text_: f"C-{digest(text_, 12)}" for text_ in bases.unique()}
    return pl.Series(
        [
            short[own] if own is not None else made[base]
            for own, base in zip(rows["Contact_sis_id"], bases, strict=True)
        ],
        dtype=pl.String,
    )
