"""Contacts gathered from rows: the person, the link to the student, phones and e-mail addresses."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.names import split_name
from roster_core.roster.intake import FILE, ROW

#: Columns of contact rows beside `district_number`, `source_id`, `FILE` and `ROW`; what is absent is blank.
_OPTIONAL = (
    "name",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "same_as_staff_id",
    "type",
    "sequence",
    "relationship_code",
    "custody_issue",
    "lives_with",
    "receives_mail",
    "phone",
    "phone_type",
    "email",
)


@dataclass(frozen=True)
class ContactRows:
    """One row for each student and contact, or for each of a contact's phones, in the order of the contacts.

    `name` is split where `last_name` is blank. A blank `sequence` counts the student's contacts of one type in order.
    """

    frame: pl.DataFrame

    def whole(self) -> pl.DataFrame:
        """The rows with every optional column."""
        absent = [text(None).alias(name) for name in _OPTIONAL if name not in self.frame.columns]
        return self.frame.with_columns(absent)


def put_contacts(draft: Draft, contacts: ContactRows, headers: Mapping[str, str] | None = None) -> None:
    """Fill contact_persons, student_contacts, phones and emails; a person's first row counts for name and link."""
    rows = _named(contacts.whole())
    persons = first_of(rows, ["source_id"])
    name_columns = ("first_name", "middle_name", "last_name", "suffix", "same_as_staff_id")
    draft.put("contact_persons", persons.select("source_id", *name_columns, FILE, ROW), headers)
    links = first_of(rows, ["district_number", "source_id"])
    counted = pl.int_range(1, pl.len() + 1).over(pl.col("district_number").str.to_lowercase(), "type").cast(pl.String)
    links = links.with_columns(type=pl.col("type").fill_null("OTHER")).with_columns(
        sequence=pl.col("sequence").fill_null(counted)
    )
    link_columns = ("type", "sequence", "relationship_code", "custody_issue", "lives_with", "receives_mail")
    draft.put("student_contacts", links.select("district_number", "source_id", *link_columns, FILE, ROW), headers)
    _put_phones(draft, rows)
    _put_emails(draft, rows, headers)


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """Whole names in their parts, where the last name is not given."""
    rows = rows.with_columns(_whole=pl.when(pl.col("last_name").is_null()).then("name"))
    names = rows["_whole"].drop_nulls().unique(maintain_order=True)
    parts = [split_name(name) for name in names]
    split = pl.DataFrame(
        {
            "_whole": names,
            "_first": pl.Series([part.first or None for part in parts], dtype=pl.String),
            "_last": pl.Series([part.last or None for part in parts], dtype=pl.String),
            "_suffix": pl.Series([part.suffix or None for part in parts], dtype=pl.String),
        }
    )
    return rows.join(split, on="_whole", how="left", maintain_order="left").with_columns(
        first_name=pl.coalesce("first_name", "_first"),
        last_name=pl.coalesce("last_name", "_last"),
        suffix=pl.coalesce("suffix", "_suffix"),
    )


def _put_phones(draft: Draft, rows: pl.DataFrame) -> None:
    digits = pl.col("phone").str.replace_all("[^0-9]", "")
    numbers = rows.filter(pl.col("phone").is_not_null() & pl.col("source_id").is_not_null())
    numbers = numbers.with_columns(_digits=pl.when(digits == "").then("phone").otherwise(digits))
    numbers = first_of(numbers, ["source_id", "_digits"])
    if numbers.is_empty():
        return
    phones = numbers.select(
        text("GUARDIAN").alias("person_type"),
        pl.col("source_id").alias("person_key"),
        pl.int_range(1, pl.len() + 1).over(pl.col("source_id").str.to_lowercase()).cast(pl.String).alias("sequence"),
        pl.col("phone_type").alias("type"),
        pl.col("phone").alias("number"),
        FILE,
        ROW,
    )
    draft.put("phones", phones)


def _put_emails(draft: Draft, rows: pl.DataFrame, headers: Mapping[str, str] | None) -> None:
    addresses = rows.filter(pl.col("email").is_not_null() & pl.col("source_id").is_not_null())
    addresses = first_of(addresses, ["source_id", "email"])
    if addresses.is_empty():
        return
    emails = addresses.select(
        "source_id",
        pl.int_range(1, pl.len() + 1).over(pl.col("source_id").str.to_lowercase()).cast(pl.String).alias("sequence"),
        pl.col("email").alias("address"),
        FILE,
        ROW,
    )
    draft.put("emails", emails, headers)
