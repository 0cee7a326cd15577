"""students.csv: a row for each student and guardian written (export-options §3, §4)."""

import polars as pl

from roster_core.clever.columns import Column, Need, Table, blank, day, field, today_only
from roster_core.clever.people.demographics import free_reduced_lunch, hispanic, iep, race
from roster_core.clever.people.grades import grade
from roster_core.clever.people.guardians import contact_type, phone_type
from roster_core.clever.profile.options import ExportOptions


def birth_date(options: ExportOptions) -> pl.Expr:
    """DOB cell; blank for all where the profile says so (X14)."""
    return blank(options) if options.mask_birth_date else day("birth_date")(options)


def addressed(options: ExportOptions) -> bool:
    """Street, city and state are there by G25."""
    return options.populate_student_address


TABLE = Table(
    "students.csv",
    (
        Column("School_id", Need.REQUIRED, field("school_code")),
        Column("Student_id", Need.REQUIRED, field("district_number")),
        Column("Student_number", Need.OPTIONAL, field("district_number")),
        Column("State_id", Need.OPTIONAL, field("state_id")),
        Column("Last_name", Need.REQUIRED, field("last_name")),
        Column("Middle_name", Need.OPTIONAL, field("middle_name")),
        Column("First_name", Need.REQUIRED, field("first_name")),
        Column("Gender", Need.OPTIONAL, field("gender_cell")),
        Column("DOB", Need.OPTIONAL, birth_date, genesis="Dob"),
        Column("Grade", Need.OPTIONAL, grade),
        Column("Race", Need.OPTIONAL, race),
        Column("Hispanic_Latino", Need.OPTIONAL, hispanic),
        Column("Ell_status", Need.NOT_USED, blank),
        Column("Frl_status", Need.OPTIONAL, free_reduced_lunch),
        Column("IEP_status", Need.OPTIONAL, iep, genesis="Iep_status"),
        Column("Student_street", Need.EXTRA, field("street"), when=addressed),
        Column("Student_city", Need.EXTRA, field("city"), when=addressed),
        Column("Student_state", Need.EXTRA, field("state"), when=addressed),
        Column("Student_zip", Need.OPTIONAL, field("zip_cell")),
        Column("Student_email", Need.OPTIONAL, field("email")),
        Column("Contact_name", Need.CONDITIONAL, field("contact_name")),
        Column("Contact_type", Need.CONDITIONAL, contact_type),
        Column("Contact_phone", Need.OPTIONAL, field("contact_phone")),
        Column("Contact_email", Need.OPTIONAL, field("contact_email")),
        Column("Contact_relationship", Need.OPTIONAL, field("relationship"), when=today_only),
        Column("Contact_phone_type", Need.OPTIONAL, phone_type, when=today_only),
        Column("Contact_sis_id", Need.OPTIONAL, field("source_id"), when=today_only),
        Column("Username", Need.OPTIONAL, field("username")),
        Column("Password", Need.OPTIONAL, field("password")),
        Column("Home_language", Need.EXTRA, field("language"), when=lambda options: options.include_home_language),
        Column(
            "Unweighted_gpa",
            Need.EXTRA,
            field("unweighted_gpa"),
            when=lambda options: options.unweighted_gpa_type is not None,
        ),
        Column(
            "Weighted_gpa",
            Need.EXTRA,
            field("weighted_gpa"),
            when=lambda options: options.weighted_gpa_type is not None,
        ),
    ),
    key=("Student_id",),
    order=(pl.col("school_code"), pl.col("district_number"), pl.col("rank").fill_null(0)),
)
