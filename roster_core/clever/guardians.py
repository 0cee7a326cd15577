"""Guardians: who is written for a student, with which phone and e-mail (export-options §4.8)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.codes import Codes
from roster_core.clever.emails import is_address
from roster_core.clever.options import ExportOptions
from roster_core.clever.phones import phone_digits
from roster_core.clever.report import found, full_name, link
from roster_core.clever.run import Run
from roster_core.clever.source import Read, Source

_CONTACTS = Read(
    "student_contact",
    {
        "person_id": pl.Int64,
        "contact_person_id": pl.Int64,
        "sequence": pl.Int64,
        "relationship_code": pl.String,
        "custody_issue": pl.Boolean,
    },
)
_PERSONS = Read(
    "person", {"person_id": pl.Int64, **dict.fromkeys(("first_name", "last_name", "person_key"), pl.String)}
)
_PHONES = Read("phone", {"person_id": pl.Int64, "sequence": pl.Int64, "type": pl.String, "number": pl.String})
_EMAILS = Read("email", {"person_id": pl.Int64, "sequence": pl.Int64, "address": pl.String})

_PHONE_TYPES = {"CELL": "Cell", "HOME": "Home", "WORK": "Work", "OTHER": "Other"}


@dataclass(frozen=True)
class Guardians:
    """The guardians of some students.

    `written` has a row for each that is exported: `person_id` of the student, `rank` from 0, and the contact cells;
    `custody_only` the `person_id` of students whom custody marks leave without any contact.
    """

    written: pl.DataFrame
    custody_only: pl.DataFrame


def read_guardians(source: Source, run: Run, low: int, high: int) -> Guardians:
    """The guardians of the students whose `person_id` is from `low` to `high`."""
    in_force = _CONTACTS.where(type="GUARDIAN", status="ACTIVE").on("from_date", "to_date", run.as_of)
    contacts = in_force.between("person_id", low, high)
    who = Read("student_contact", {"contact_person_id": pl.Int64}).between("person_id", low, high)
    first = source.table(contacts.where(sequence=1))
    exported = first.filter(~pl.col("custody_issue"))
    return Guardians(
        written=_with_cells(_ranked(exported), source, who).with_columns(relationship=_relationship(run.codes)),
        custody_only=first.join(exported, on="person_id", how="anti").select("person_id").unique(),
    )


def _ranked(contacts: pl.DataFrame) -> pl.DataFrame:
    return contacts.sort("person_id", "sequence", "contact_person_id").with_columns(
        rank=pl.int_range(pl.len()).over("person_id")
    )


def _with_cells(contacts: pl.DataFrame, source: Source, who: Read) -> pl.DataFrame:
    """The contact cells; the phone is the first by sequence, the e-mail the first that is an address."""
    persons = source.table(_PERSONS.within("person_id", who)).select(
        contact_person_id="person_id", contact_name=full_name(), source_id="person_key"
    )
    phones = _first(source.table(_PHONES.within("person_id", who))).select(
        contact_person_id="person_id", number="number", phone_type="type"
    )
    emails = _first(source.table(_EMAILS.within("person_id", who)).filter(is_address(pl.col("address")))).select(
        contact_person_id="person_id", contact_email="address"
    )
    joined = contacts.join(persons, on="contact_person_id")
    for frame in (phones, emails):
        joined = joined.join(frame, on="contact_person_id", how="left")
    return joined.with_columns(contact_phone=phone_digits(pl.col("number")))


def _first(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort("person_id", "sequence").unique("person_id", keep="first", maintain_order=True)


def _relationship(codes: Codes) -> pl.Expr:
    """The word for the relationship (roster-model §6.7): no code is blank, a code that no list has is Other."""
    code = pl.col("relationship_code").str.to_lowercase()
    words = code.replace_strict(codes.relationships, default="Other", return_dtype=pl.String)
    return pl.when(code.is_not_null()).then(words)


def phone_type(_options: ExportOptions) -> pl.Expr:
    """Contact_phone_type cell: blank with the phone."""
    words = pl.col("phone_type").replace_strict(_PHONE_TYPES, default=None, return_dtype=pl.String)
    return pl.when(pl.col("contact_phone").is_not_null()).then(words)


def contact_type(_options: ExportOptions) -> pl.Expr:
    """Contact_type cell: the same words for every guardian."""
    return pl.when(pl.col("contact_name").is_not_null()).then(pl.lit("Parent/Guardian"))


def contact_findings(rows: pl.DataFrame) -> pl.DataFrame:
    """A warning for each guardian written whose phone is none; `rows` are students joined with their guardians."""
    invalid = rows.filter(pl.col("number").is_not_null() & pl.col("contact_phone").is_null())
    return found(
        invalid,
        kinds.PHONE_INVALID,
        "students.csv",
        pl.concat_str("district_number", "source_id", separator="/"),
        column="Contact_phone",
        facts={"number": pl.col("number")},
        person=link("student", "district_number"),
    )


def custody_findings(students: pl.DataFrame) -> pl.DataFrame:
    """A warning for each of these students, whom custody marks leave without any contact."""
    return found(
        students,
        kinds.CUSTODY_LEFT_NO_CONTACT,
        "students.csv",
        pl.col("district_number"),
        column="Contact_name",
        facts={"name": full_name()},
        person=link("student", "district_number"),
    )
