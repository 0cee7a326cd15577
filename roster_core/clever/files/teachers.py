"""teachers.csv: who teaches at a school in scope, or is written in sections.csv (export-options §3, §6.1, §6.2)."""

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.columns import Column, Need, Table, blank, field
from roster_core.clever.people.staff import People
from roster_core.clever.people.staff_logins import teacher_logins
from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.report import amount, found, full_name, link
from roster_core.clever.run import Run
from roster_core.clever.sections.finish import Settled
from roster_core.findings import Finding


def teacher_number(options: ExportOptions) -> pl.Expr:
    """Teacher_number cell (G34)."""
    source = options.teacher_number_source
    return blank(options) if source == "none" else pl.col("number_text" if source == "user_text" else source)


TABLE = Table(
    "teachers.csv",
    (
        Column("School_id", Need.REQUIRED, field("school_code")),
        Column("Teacher_id", Need.REQUIRED, field("staff_id")),
        Column("Teacher_number", Need.OPTIONAL, teacher_number),
        Column("State_teacher_id", Need.OPTIONAL, field("state_staff_id")),
        Column("Last_name", Need.REQUIRED, field("last_name")),
        Column("Middle_name", Need.OPTIONAL, field("middle_name")),
        Column("First_name", Need.REQUIRED, field("first_name")),
        Column("Teacher_email", Need.OPTIONAL, field("email")),
        Column("Title", Need.NOT_USED, blank),
        Column("Username", Need.OPTIONAL, field("username")),
        Column("Password", Need.OPTIONAL, field("password")),
    ),
    key=("Teacher_id", "School_id"),
    order=(pl.col("staff_id"), ~pl.col("is_primary_school"), pl.col("school_code")),
)


def teacher_rows(run: Run, people: People, plan: Settled) -> pl.DataFrame:
    """One row for each teacher, or for each teacher and school (G37), with `is_primary_school` and logins."""
    schools = _schools(run, people, plan)
    if not run.options.teacher_row_per_school:
        # The primary school, else the one with most sections, ties by code.
        schools = schools.sort("person_id", ~pl.col("is_primary_school"), -pl.col("sections"), "school_code").unique(
            "person_id", keep="first", maintain_order=True
        )
    return teacher_logins(run).made(schools.join(people.staff, on="person_id"))


def _schools(run: Run, people: People, plan: Settled) -> pl.DataFrame:
    """The schools at which somebody may be written: primary if in scope, assigned, or named in a section there."""
    # With G48 its members are written instead of a shared record.
    active = people.staff.filter(pl.col("active") & ~(pl.col("is_shared_record") & run.options.split_shared_teachers))
    assigned = people.assigned.join(active.select("person_id"), on="person_id")
    written = plan.teachers.group_by("person_id", "school_id").agg(sections=pl.len().cast(pl.Int64))
    teaching = _offered(run, assigned, active)
    who = pl.concat((teaching, written.select("person_id"))).unique()
    primary = active.select("person_id", school_id="primary_school_id", is_primary_school=pl.lit(value=True))
    places = [assigned.select("person_id", "school_id"), written.select("person_id", "school_id")]
    if not run.options.teacher_row_per_school:
        places.append(primary.select("person_id", "school_id"))
    return (
        pl.concat(places)
        .unique()
        .join(who, on="person_id")
        .join(run.scope.select("school_id", "school_code"), on="school_id")
        .join(written, on=["person_id", "school_id"], how="left")
        .join(primary, on=["person_id", "school_id"], how="left")
        .with_columns(pl.col("sections").fill_null(0), pl.col("is_primary_school").fill_null(value=False))
    )


def _offered(run: Run, assigned: pl.DataFrame, active: pl.DataFrame) -> pl.DataFrame:
    """Who is written without standing in a section: teachers, with G36 everybody; with X03 nobody without e-mail."""
    options = run.options
    who = assigned if options.include_non_teaching_staff else assigned.filter("is_teaching")
    reachable = active.filter(pl.col("email").is_not_null()) if options.leave_out_staff_without_email else active
    return who.select("person_id").join(reachable, on="person_id", how="semi")


def several_rows(rows: pl.DataFrame) -> list[Finding]:
    """The note on teachers who are written under several schools."""
    teachers = rows.group_by("person_id").len().filter(pl.col("len") > 1).height
    facts = {"teachers": amount(teachers, "teacher")}
    return [Finding(kinds.TEACHER_MULTI_ROW, TABLE.name, facts=facts)] if teachers else []


def shared_findings(rows: pl.DataFrame) -> pl.DataFrame:
    """A warning for each shared record that is sent as a teacher."""
    shared = rows.filter("is_shared_record").unique("person_id").sort("staff_id")
    return found(
        shared,
        kinds.SHARED_TEACHER_AS_PERSON,
        TABLE.name,
        pl.col("staff_id"),
        facts={"name": full_name()},
        person=link("staff", "staff_id"),
    )
