"""Staff: who is active, which e-mail is sent, and where they are assigned (export-options §3, §6.1)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.emails import in_domains, is_address, repeated
from roster_core.clever.people.staff_logins import with_staff_texts
from roster_core.clever.report import amount, found, full_name, link
from roster_core.clever.run import Run
from roster_core.clever.source.source import Read, Source
from roster_core.findings import Kind

_STAFF = Read(
    "staff",
    {
        "person_id": pl.Int64,
        **dict.fromkeys(
            ("staff_id", "state_staff_id", "employee_number", "logon_id", "work_email", "alternate_email"), pl.String
        ),
        "primary_school_id": pl.Int64,
        "is_administrator": pl.Boolean,
        "employment_status": pl.String,
        "terminated_on": pl.Date,
        "is_shared_record": pl.Boolean,
    },
)
_PERSONS = Read(
    "person",
    {
        "person_id": pl.Int64,
        **dict.fromkeys(("first_name", "middle_name", "last_name", "status", "left_at"), pl.String),
    },
).within("person_id", Read("staff", {"person_id": pl.Int64}))
_MEMBERS = Read(
    "shared_teacher_member", {"shared_person_id": pl.Int64, "member_person_id": pl.Int64, "sequence": pl.Int64}
)
_ASSIGNED = Read(
    "staff_school",
    {
        "person_id": pl.Int64,
        "school_id": pl.Int64,
        "title": pl.String,
        "is_teaching": pl.Boolean,
        "sequence": pl.Int64,
    },
)
_ROLES = Read("staff_role", {"person_id": pl.Int64, "role_code": pl.String, "school_id": pl.Int64})


@dataclass(frozen=True)
class People:
    """The staff of the district.

    `staff` has a row for each with `active`, `email` (as sent, null if it is no address), `given_email` and the User
    Texts that options use;
    `assigned` a row for each assignment in force at a school in scope; `roles` the roles of the year; `members` who
    stands behind each shared record.
    """

    staff: pl.DataFrame
    assigned: pl.DataFrame
    roles: pl.DataFrame
    members: pl.DataFrame


def read_people(source: Source, run: Run) -> People:
    """Read the staff with the assignments and roles of the run's year."""
    staff = source.table(_STAFF).join(source.table(_PERSONS).filter(pl.col("left_at").is_null()), on="person_id")
    of_year = _ASSIGNED.where(school_year=run.year, is_active=True)
    assigned = source.table(of_year.on("start_date", "end_date", run.as_of))
    members = source.table(_MEMBERS)
    return People(
        staff=_with_email(with_staff_texts(_with_active(staff, members, run), source, run), run),
        assigned=assigned.join(run.scope.select("school_id", "school_code"), on="school_id"),
        roles=source.table(_ROLES.where(school_year=run.year)),
        members=members,
    )


def _with_active(staff: pl.DataFrame, members: pl.DataFrame, run: Run) -> pl.DataFrame:
    """`active`: employed on the day, and for a shared record with at least one member who is."""
    gone_later = (pl.col("employment_status") == "TERMINATED") & (pl.col("terminated_on") > run.as_of)
    working = pl.col("employment_status").is_in(("ACTIVE", "LEAVE")) | gone_later.fill_null(value=False)
    employed = staff.with_columns(employed=(pl.col("status") == "ACTIVE") & working)
    active_members = employed.filter("employed").select(member_person_id="person_id")
    stands_for = members.join(active_members, on="member_person_id").select(person_id="shared_person_id").unique()
    return employed.join(stands_for.with_columns(has_member=True), on="person_id", how="left").with_columns(
        active=pl.col("employed") & (~pl.col("is_shared_record") | pl.col("has_member").fill_null(value=False))
    )


def _with_email(staff: pl.DataFrame, run: Run) -> pl.DataFrame:
    """`given_email` by G33 and `email` as both files carry it."""
    match run.options.staff_email_source:
        case "alternate_email":
            given = pl.col("alternate_email")
        case "user_text":
            given = pl.col("email_text")
        case "none":
            given = pl.lit(None, dtype=pl.String)
        case _:
            given = pl.col("work_email")
    return staff.with_columns(given_email=given).with_columns(
        email=pl.when(is_address(pl.col("given_email"))).then("given_email")
    )


def email_findings(persons: pl.DataFrame, run: Run) -> pl.DataFrame:
    """What is said of the e-mails of `persons`, who are in teachers.csv or staff.csv, each once.

    The column `file` tells which of the two a finding is attached to.
    """
    missing = pl.col("given_email").is_null() & (run.options.staff_email_source != "none")
    invalid = pl.col("given_email").is_not_null() & pl.col("email").is_null()
    unexpected = pl.col("email").is_not_null() & ~in_domains(pl.col("email"), run.district.staff_email_domains)
    return pl.concat(
        (
            _about(persons.filter(missing), kinds.STAFF_EMAIL_MISSING),
            _about(persons.filter(invalid), kinds.EMAIL_INVALID),
            _about(persons.filter(unexpected), kinds.EMAIL_DOMAIN_UNEXPECTED),
            _about(repeated(persons, "email"), kinds.EMAIL_DUPLICATE),
        )
    )


def _about(persons: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    others = amount(pl.col("others"), "other") if "others" in persons.columns else ""
    facts = {"name": full_name(), "email": pl.col("given_email"), "others": others}
    parts = [
        found(
            persons.filter(pl.col("file") == file),
            kind,
            file,
            pl.col("staff_id"),
            column=column,
            facts=facts,
            person=link("staff", "staff_id"),
        )
        for file, column in (("teachers.csv", "Teacher_email"), ("staff.csv", "Staff_email"))
    ]
    return pl.concat(parts)
