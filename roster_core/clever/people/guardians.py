"""Guardians: who is written for a student, and what is said of them (export-options §4.8)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.codes import Codes
from roster_core.clever.emails import is_address
from roster_core.clever.people.guardian_phones import with_phones
from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.report import amount, found, full_name, link
from roster_core.clever.run import Run
from roster_core.clever.source.source import Read, Source
from roster_core.findings import Finding, Kind

#: What Clever takes for a student at most.
MOST = 5

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

    `written` has a row for each that is exported: `person_id` of the student, `rank` from 0, `custody_issue` and the
    contact cells; `custody_only` the `person_id` of students whom custody marks leave without any contact; `beyond` the
    students with more than Clever takes: `person_id` and `beyond`, the names of those left out.
    """

    written: pl.DataFrame
    custody_only: pl.DataFrame
    beyond: pl.DataFrame


def read_guardians(source: Source, run: Run, low: int, high: int) -> Guardians:
    """The guardians of the students whose `person_id` is from `low` to `high`; none if contacts are hidden."""
    options = run.options
    in_force = _CONTACTS.where(type="GUARDIAN", status="ACTIVE").on("from_date", "to_date", run.as_of)
    contacts = in_force.between("person_id", low, high)
    who = Read("student_contact", {"contact_person_id": pl.Int64}).between("person_id", low, high)
    every = source.table(contacts if options.include_all_guardians else contacts.where(sequence=1))
    if options.hide_contact_info:
        every = every.clear()
    allowed = every if options.include_custody_issue_guardians else every.filter(~pl.col("custody_issue"))
    named = _ranked(allowed).join(_names(source, who), on="contact_person_id")
    written = named.filter(pl.col("rank") < MOST)
    return Guardians(
        written=_with_cells(written, source, who, options).with_columns(relationship=_relationship(run.codes)),
        custody_only=every.join(allowed, on="person_id", how="anti").select("person_id").unique(),
        beyond=_beyond(named),
    )


def _ranked(contacts: pl.DataFrame) -> pl.DataFrame:
    # Counted along the sorted rows: several times as fast as in a group for each student.
    place = pl.int_range(pl.len())
    first = pl.when(pl.col("person_id").ne_missing(pl.col("person_id").shift())).then(place).forward_fill()
    return contacts.sort("person_id", "sequence", "contact_person_id").with_columns(rank=place - first)


def _names(source: Source, who: Read) -> pl.DataFrame:
    return source.table(_PERSONS.within("person_id", who)).select(
        contact_person_id="person_id", contact_name=full_name(), source_id="person_key"
    )


def _beyond(named: pl.DataFrame) -> pl.DataFrame:
    over = named.filter(pl.col("rank") >= MOST).sort("person_id", "rank")
    return over.group_by("person_id").agg(beyond=pl.col("contact_name").str.join(", "))


def _with_cells(written: pl.DataFrame, source: Source, who: Read, options: ExportOptions) -> pl.DataFrame:
    """The contact cells; the e-mail is the first that is an address."""
    addresses = source.table(_EMAILS.within("person_id", who)).filter(is_address(pl.col("address")))
    emails = (
        addresses.sort("person_id", "sequence")
        .unique("person_id", keep="first", maintain_order=True)
        .select(contact_person_id="person_id", contact_email="address")
    )
    phones = source.table(_PHONES.within("person_id", who)).rename({"person_id": "contact_person_id"})
    # Of one guardian alone G24 has no effect (§9): the first phone counts then, even if it is none.
    apart = options.avoid_duplicate_guardian_phones and options.include_all_guardians
    phoned = with_phones(written, phones, no_duplicates=apart)
    return phoned.join(emails, on="contact_person_id", how="left")


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


def guardian_findings(students: pl.DataFrame, rows: pl.DataFrame, guardians: Guardians) -> pl.DataFrame:
    """What is said of the guardians of `students`; `rows` are those joined with the guardians written."""
    return pl.concat(
        (
            _phone_findings(rows),
            _about(students.join(guardians.custody_only, on="person_id"), kinds.CUSTODY_LEFT_NO_CONTACT, {}),
            _about(
                students.join(guardians.beyond, on="person_id"),
                kinds.CONTACTS_OVER_FIVE,
                {"left_out": pl.col("beyond")},
            ),
        )
    )


def _phone_findings(rows: pl.DataFrame) -> pl.DataFrame:
    """A warning for each guardian written whose phone is none."""
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


def _about(students: pl.DataFrame, kind: Kind, facts: dict[str, pl.Expr]) -> pl.DataFrame:
    return found(
        students,
        kind,
        "students.csv",
        pl.col("district_number"),
        column="Contact_name",
        facts={"name": full_name(), **facts},
        person=link("student", "district_number"),
    )


def custody_note(count: int) -> list[Finding]:
    """The warning that guardians with a custody issue are written, `count` of them."""
    facts = {"guardians": amount(count, "guardian")}
    return [Finding(kinds.CUSTODY_CONTACTS_INCLUDED, "students.csv", facts=facts)] if count else []
