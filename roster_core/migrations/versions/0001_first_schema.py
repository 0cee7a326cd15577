"""the first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from roster_core.rows import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "column_mapping",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "mapping", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "name", name=op.f("pk_column_mapping")),
    )
    op.create_table(
        "district",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("lea_state_id", sa.String(), nullable=True),
        sa.Column("lea_nces_id", sa.String(), nullable=True),
        sa.Column("student_email_domains", sa.String(), nullable=False),
        sa.Column("staff_email_domains", sa.String(), nullable=False),
        sa.Column("sso_only", sa.Boolean(), nullable=False),
        sa.Column("current_school_year", sa.String(), nullable=False),
        sa.Column("current_load_id", sa.String(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_district")),
        sa.UniqueConstraint("code", name=op.f("uq_district_code")),
    )
    op.create_table(
        "roster_load",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column(
            "sources", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "request", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("counts", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column(
            "finding_counts", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "objects", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("holds", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("compared_with", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("loaded_at", UtcTime(), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("approval_reason", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('checking', 'previewed', 'held', 'refused', 'switching', 'loaded', 'failed', 'discarded')",
            name=op.f("ck_roster_load_state_word"),
        ),
        sa.PrimaryKeyConstraint("district_id", "load_id", name=op.f("pk_roster_load")),
    )
    op.create_table(
        "code_value",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("code_set", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("clever_value", sa.String(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_code_value_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "code_set", "code", name=op.f("pk_code_value")),
    )
    op.create_table(
        "department",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("department_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("clever_subject", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_department_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "department_code", name=op.f("pk_department")),
    )
    op.create_table(
        "export_run",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column(
            "options", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("load_id", sa.String(), nullable=True),
        sa.Column("as_of_date", sa.Date(), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column(
            "finding_counts", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("findings_key", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('running', 'previewed', 'refused', 'failed')", name=op.f("ck_export_run_state_word")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_export_run_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "run_id", name=op.f("pk_export_run")),
    )
    op.create_table(
        "gpa_type",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("gpa_type_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("is_weighted", sa.Boolean(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.CheckConstraint("scope in ('CUMULATIVE', 'YEAR', 'TERM')", name=op.f("ck_gpa_type_scope_word")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_gpa_type_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "gpa_type_code", name=op.f("pk_gpa_type")),
    )
    op.create_table(
        "person",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_key", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=True),
        sa.Column("middle_name", sa.String(), nullable=True),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=True),
        sa.Column("preferred_first_name", sa.String(), nullable=True),
        sa.Column("preferred_last_name", sa.String(), nullable=True),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("photo_restricted", sa.Boolean(), nullable=False),
        sa.Column("record_confidential", sa.Boolean(), nullable=False),
        sa.Column("same_as_person_id", sa.Integer(), nullable=True),
        sa.Column("left_at", UtcTime(), nullable=True),
        sa.CheckConstraint("kind in ('STUDENT', 'STAFF', 'GUARDIAN')", name=op.f("ck_person_kind_word")),
        sa.CheckConstraint("status in ('ACTIVE', 'INACTIVE')", name=op.f("ck_person_status_word")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_person_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "person_id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_name", ["district_id", "last_name", "first_name"], unique=False)

    op.create_table(
        "school",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_code", sa.String(), nullable=False),
        sa.Column("school_number", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("school_type", sa.String(), nullable=False),
        sa.Column("state_school_id", sa.String(), nullable=True),
        sa.Column("nces_id", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("zip", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("low_grade", sa.String(), nullable=True),
        sa.Column("high_grade", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("do_not_export", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "school_type in ('ELEM', 'MIDDLE', 'HIGH', 'PREG', 'OOD', 'OTHER')", name=op.f("ck_school_school_type_word")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_school_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "school_id", name=op.f("pk_school")),
    )
    op.create_table(
        "school_year",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("school_year", sa.String(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.CheckConstraint("start_date <= end_date", name=op.f("ck_school_year_dates")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_school_year_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "school_year", name=op.f("pk_school_year")),
    )
    op.create_table(
        "user_flag_definition",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("applies_to", sa.String(), nullable=False),
        sa.Column("user_flag_code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("rolls_over", sa.Boolean(), nullable=False),
        sa.CheckConstraint("applies_to in ('STUDENT', 'STAFF')", name=op.f("ck_user_flag_definition_applies_to_word")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_user_flag_definition_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "applies_to", "user_flag_code", name=op.f("pk_user_flag_definition")),
    )
    op.create_table(
        "user_text_definition",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("applies_to", sa.String(), nullable=False),
        sa.Column("user_text_code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("value_kind", sa.String(), nullable=False),
        sa.Column("rolls_over", sa.Boolean(), nullable=False),
        sa.CheckConstraint("applies_to in ('STUDENT', 'STAFF')", name=op.f("ck_user_text_definition_applies_to_word")),
        sa.CheckConstraint(
            "value_kind in ('TEXT', 'DATE', 'LIST')", name=op.f("ck_user_text_definition_value_kind_word")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_user_text_definition_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "applies_to", "user_text_code", name=op.f("pk_user_text_definition")),
    )
    op.create_table(
        "address",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.Column("line1", sa.String(), nullable=False),
        sa.Column("line2", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("zip", sa.String(), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.CheckConstraint("type in ('RESIDENCE', 'MAILING')", name=op.f("ck_address_type_word")),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["person.district_id", "person.person_id"],
            name=op.f("fk_address_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "person_id", "type", "from_date", name=op.f("pk_address")),
    )
    op.create_table(
        "course",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("course_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("school_year", sa.String(), nullable=False),
        sa.Column("course_code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("department_code", sa.String(), nullable=True),
        sa.Column("subject_code", sa.String(), nullable=True),
        sa.Column("is_special_ed", sa.Boolean(), nullable=False),
        sa.Column("user_flag_1", sa.Boolean(), nullable=True),
        sa.Column("user_flag_2", sa.Boolean(), nullable=True),
        sa.Column("user_flag_3", sa.Boolean(), nullable=True),
        sa.Column("user_flag_4", sa.Boolean(), nullable=True),
        sa.Column("user_flag_5", sa.Boolean(), nullable=True),
        sa.Column("is_homeroom", sa.Boolean(), nullable=False),
        sa.Column("is_attendance_only", sa.Boolean(), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("is_graded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "department_code"],
            ["department.district_id", "department.department_code"],
            name=op.f("fk_course_district_id_department_code"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.school_id"],
            name=op.f("fk_course_district_id_school_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_year"],
            ["school_year.district_id", "school_year.school_year"],
            name=op.f("fk_course_district_id_school_year"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "course_id", name=op.f("pk_course")),
    )
    op.create_table(
        "email",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["person.district_id", "person.person_id"],
            name=op.f("fk_email_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "person_id", "sequence", name=op.f("pk_email")),
    )
    op.create_table(
        "export_file",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "run_id"],
            ["export_run.district_id", "export_run.run_id"],
            name=op.f("fk_export_file_district_id_run_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "run_id", "name", name=op.f("pk_export_file")),
    )
    op.create_table(
        "homeroom",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_year", sa.String(), nullable=False),
        sa.Column("homeroom_code", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.school_id"],
            name=op.f("fk_homeroom_district_id_school_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_year"],
            ["school_year.district_id", "school_year.school_year"],
            name=op.f("fk_homeroom_district_id_school_year"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "school_id", "school_year", "homeroom_code", name=op.f("pk_homeroom")),
    )
    op.create_table(
        "phone",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("digits", sa.String(), nullable=False),
        sa.Column("unlisted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("type in ('CELL', 'HOME', 'WORK', 'OTHER')", name=op.f("ck_phone_type_word")),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["person.district_id", "person.person_id"],
            name=op.f("fk_phone_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "person_id", "sequence", name=op.f("pk_phone")),
    )
    op.create_table(
        "photo",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("original_name", sa.String(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("school_year", sa.String(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["person.district_id", "person.person_id"],
            name=op.f("fk_photo_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "person_id", "version", name=op.f("pk_photo")),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index(
            "uq_photo_current",
            ["district_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        )

    op.create_table(
        "staff",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("state_staff_id", sa.String(), nullable=True),
        sa.Column("employee_number", sa.String(), nullable=True),
        sa.Column("logon_id", sa.String(), nullable=True),
        sa.Column("work_email", sa.String(), nullable=True),
        sa.Column("alternate_email", sa.String(), nullable=True),
        sa.Column("primary_school_id", sa.Integer(), nullable=True),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("employment_status", sa.String(), nullable=False),
        sa.Column("terminated_on", sa.Date(), nullable=True),
        sa.Column("is_shared_record", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "employment_status in ('ACTIVE', 'LEAVE', 'TERMINATED')", name=op.f("ck_staff_employment_status_word")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["person.district_id", "person.person_id"],
            name=op.f("fk_staff_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "primary_school_id"],
            ["school.district_id", "school.school_id"],
            name=op.f("fk_staff_district_id_primary_school_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "person_id", name=op.f("pk_staff")),
    )
    op.create_table(
        "student",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("district_number", sa.String(), nullable=False),
        sa.Column("state_id", sa.String(), nullable=True),
        sa.Column("weblogin_id", sa.String(), nullable=True),
        sa.Column("school_email", sa.String(), nullable=True),
        sa.Column("race_code", sa.String(), nullable=False),
        sa.Column("hispanic", sa.Boolean(), nullable=True),
        sa.Column("free_reduced_lunch", sa.String(), nullable=True),
        sa.Column("home_language_code", sa.String(), nullable=True),
        sa.Column("english_learner", sa.Boolean(), nullable=True),
        sa.Column("special_ed_status_code", sa.String(), nullable=True),
        sa.Column("special_ed_status_description", sa.String(), nullable=True),
        sa.Column("has_active_iep", sa.Boolean(), nullable=False),
        sa.Column("iep_start", sa.Date(), nullable=True),
        sa.Column("iep_end", sa.Date(), nullable=True),
        sa.Column("section_504", sa.Boolean(), nullable=True),
        sa.Column("preg_transcript_school_id", sa.Integer(), nullable=True),
        sa.Column("do_not_export", sa.Boolean(), nullable=False),
        sa.CheckConstraint("free_reduced_lunch in ('F', 'R', 'N')", name=op.f("ck_student_free_reduced_lunch_word")),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["person.district_id", "person.person_id"],
            name=op.f("fk_student_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "preg_transcript_school_id"],
            ["school.district_id", "school.school_id"],
            name=op.f("fk_student_district_id_preg_transcript_school_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "person_id", name=op.f("pk_student")),
    )
    op.create_table(
        "term",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_year", sa.String(), nullable=False),
        sa.Column("term_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("covers_year", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.school_id"],
            name=op.f("fk_term_district_id_school_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_year"],
            ["school_year.district_id", "school_year.school_year"],
            name=op.f("fk_term_district_id_school_year"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "school_id", "school_year", "term_code", name=op.f("pk_term")),
    )
    op.create_table(
        "user_flag_value",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("applies_to", sa.String(), nullable=False),
        sa.Column("user_flag_code", sa.String(), nullable=False),
        sa.Column("value", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "applies_to", "user_flag_code"],
            [
                "user_flag_definition.district_id",
                "user_flag_definition.applies_to",
                "user_flag_definition.user_flag_code",
            ],
            name=op.f("fk_user_flag_value_district_id_applies_to_user_flag_code"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["person.district_id", "person.person_id"],
            name=op.f("fk_user_flag_value_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "person_id", "applies_to", "user_flag_code", name=op.f("pk_user_flag_value")
        ),
    )
    op.create_table(
        "user_text_value",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("applies_to", sa.String(), nullable=False),
        sa.Column("user_text_code", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "applies_to", "user_text_code"],
            [
                "user_text_definition.district_id",
                "user_text_definition.applies_to",
                "user_text_definition.user_text_code",
            ],
            name=op.f("fk_user_text_value_district_id_applies_to_user_text_code"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["person.district_id", "person.person_id"],
            name=op.f("fk_user_text_value_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "person_id", "applies_to", "user_text_code", name=op.f("pk_user_text_value")
        ),
    )
    op.create_table(
        "homeroom_staff",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_year", sa.String(), nullable=False),
        sa.Column("homeroom_code", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["staff.district_id", "staff.person_id"],
            name=op.f("fk_homeroom_staff_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id", "school_year", "homeroom_code"],
            ["homeroom.district_id", "homeroom.school_id", "homeroom.school_year", "homeroom.homeroom_code"],
            name=op.f("fk_homeroom_staff_district_id_school_id_school_year_homeroom_code"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "school_id", "school_year", "homeroom_code", "person_id", name=op.f("pk_homeroom_staff")
        ),
    )
    op.create_table(
        "section",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("section_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("school_year", sa.String(), nullable=False),
        sa.Column("section_code", sa.String(), nullable=False),
        sa.Column("title_override", sa.String(), nullable=True),
        sa.Column("homeroom_code", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("max_students", sa.Integer(), nullable=True),
        sa.CheckConstraint("status in ('ACTIVE', 'CANCELLED')", name=op.f("ck_section_status_word")),
        sa.ForeignKeyConstraint(
            ["district_id", "course_id"],
            ["course.district_id", "course.course_id"],
            name=op.f("fk_section_district_id_course_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id", "school_year", "homeroom_code"],
            ["homeroom.district_id", "homeroom.school_id", "homeroom.school_year", "homeroom.homeroom_code"],
            name=op.f("fk_section_district_id_school_id_school_year_homeroom_code"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "section_id", name=op.f("pk_section")),
    )
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.create_index("ix_section_school", ["district_id", "school_id", "school_year"], unique=False)

    op.create_table(
        "shared_teacher_member",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("shared_person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "member_person_id"],
            ["staff.district_id", "staff.person_id"],
            name=op.f("fk_shared_teacher_member_district_id_member_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "shared_person_id"],
            ["staff.district_id", "staff.person_id"],
            name=op.f("fk_shared_teacher_member_district_id_shared_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "shared_person_id", "member_person_id", name=op.f("pk_shared_teacher_member")
        ),
    )
    op.create_table(
        "staff_department",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("department_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "department_code"],
            ["department.district_id", "department.department_code"],
            name=op.f("fk_staff_department_district_id_department_code"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["staff.district_id", "staff.person_id"],
            name=op.f("fk_staff_department_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "person_id", "department_code", name=op.f("pk_staff_department")),
    )
    op.create_table(
        "staff_role",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role_code", sa.String(), nullable=False),
        sa.Column("school_or_all", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_year", sa.String(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("school_or_all = coalesce(school_id, 0)", name=op.f("ck_staff_role_school_or_all")),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["staff.district_id", "staff.person_id"],
            name=op.f("fk_staff_role_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.school_id"],
            name=op.f("fk_staff_role_district_id_school_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_year"],
            ["school_year.district_id", "school_year.school_year"],
            name=op.f("fk_staff_role_district_id_school_year"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "person_id", "role_code", "school_or_all", "school_year", name=op.f("pk_staff_role")
        ),
    )
    op.create_table(
        "staff_school",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_year", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("is_teaching", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["staff.district_id", "staff.person_id"],
            name=op.f("fk_staff_school_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.school_id"],
            name=op.f("fk_staff_school_district_id_school_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_year"],
            ["school_year.district_id", "school_year.school_year"],
            name=op.f("fk_staff_school_district_id_school_year"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "person_id", "school_id", "school_year", name=op.f("pk_staff_school")),
    )
    op.create_table(
        "student_contact",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contact_person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("relationship_code", sa.String(), nullable=True),
        sa.Column("custody_issue", sa.Boolean(), nullable=False),
        sa.Column("lives_with", sa.Boolean(), nullable=True),
        sa.Column("receives_mail", sa.Boolean(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=True),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.CheckConstraint("status in ('ACTIVE', 'INACTIVE')", name=op.f("ck_student_contact_status_word")),
        sa.CheckConstraint("type in ('GUARDIAN', 'EMERGENCY', 'OTHER')", name=op.f("ck_student_contact_type_word")),
        sa.ForeignKeyConstraint(
            ["district_id", "contact_person_id"],
            ["person.district_id", "person.person_id"],
            name=op.f("fk_student_contact_district_id_contact_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["student.district_id", "student.person_id"],
            name=op.f("fk_student_contact_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "person_id", "contact_person_id", name=op.f("pk_student_contact")),
    )
    with op.batch_alter_table("student_contact", schema=None) as batch_op:
        batch_op.create_index(
            "uq_student_contact_order",
            ["district_id", "person_id", "type", "sequence"],
            unique=True,
            sqlite_where=sa.text("status = 'ACTIVE'"),
            postgresql_where=sa.text("status = 'ACTIVE'"),
        )

    op.create_table(
        "student_enrollment",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("school_year", sa.String(), nullable=False),
        sa.Column("entry_date", sa.Date(), nullable=False),
        sa.Column("exit_date", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("local_grade", sa.String(), nullable=True),
        sa.Column("state_grade_code", sa.String(), nullable=True),
        sa.Column("homeroom_code", sa.String(), nullable=True),
        sa.Column("counselor_person_id", sa.Integer(), nullable=True),
        sa.Column("next_school_id", sa.Integer(), nullable=True),
        sa.Column("next_grade_code", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status in ('ACTIVE', 'INACTIVE', 'PREREG', 'GRADUATED')", name=op.f("ck_student_enrollment_status_word")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "counselor_person_id"],
            ["staff.district_id", "staff.person_id"],
            name=op.f("fk_student_enrollment_district_id_counselor_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "next_school_id"],
            ["school.district_id", "school.school_id"],
            name=op.f("fk_student_enrollment_district_id_next_school_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["student.district_id", "student.person_id"],
            name=op.f("fk_student_enrollment_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id", "school_year", "homeroom_code"],
            ["homeroom.district_id", "homeroom.school_id", "homeroom.school_year", "homeroom.homeroom_code"],
            name=op.f("fk_student_enrollment_district_id_school_id_school_year_homeroom_code"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_id"],
            ["school.district_id", "school.school_id"],
            name=op.f("fk_student_enrollment_district_id_school_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_year"],
            ["school_year.district_id", "school_year.school_year"],
            name=op.f("fk_student_enrollment_district_id_school_year"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "person_id", "school_id", "school_year", "entry_date", name=op.f("pk_student_enrollment")
        ),
    )
    with op.batch_alter_table("student_enrollment", schema=None) as batch_op:
        batch_op.create_index("ix_student_enrollment_school", ["district_id", "school_id", "school_year"], unique=False)

    op.create_table(
        "student_gpa",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gpa_type_code", sa.String(), nullable=False),
        sa.Column("school_year", sa.String(), nullable=False),
        sa.Column("value", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "gpa_type_code"],
            ["gpa_type.district_id", "gpa_type.gpa_type_code"],
            name=op.f("fk_student_gpa_district_id_gpa_type_code"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["student.district_id", "student.person_id"],
            name=op.f("fk_student_gpa_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "school_year"],
            ["school_year.district_id", "school_year.school_year"],
            name=op.f("fk_student_gpa_district_id_school_year"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "person_id", "gpa_type_code", "school_year", name=op.f("pk_student_gpa")
        ),
    )
    op.create_table(
        "section_enrollment",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("section_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_date", sa.Date(), nullable=False),
        sa.Column("exit_date", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint("status in ('ACTIVE', 'INACTIVE')", name=op.f("ck_section_enrollment_status_word")),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["student.district_id", "student.person_id"],
            name=op.f("fk_section_enrollment_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "section_id"],
            ["section.district_id", "section.section_id"],
            name=op.f("fk_section_enrollment_district_id_section_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "section_id", "person_id", "entry_date", name=op.f("pk_section_enrollment")
        ),
    )
    with op.batch_alter_table("section_enrollment", schema=None) as batch_op:
        batch_op.create_index("ix_section_enrollment_person", ["district_id", "person_id"], unique=False)

    op.create_table(
        "section_meeting",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("section_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cycle_day", sa.String(), nullable=False),
        sa.Column("period_code", sa.String(), nullable=False),
        sa.Column("term_code", sa.String(), nullable=False),
        sa.Column("print_period", sa.String(), nullable=True),
        sa.Column("period_order", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "section_id"],
            ["section.district_id", "section.section_id"],
            name=op.f("fk_section_meeting_district_id_section_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint(
            "district_id", "section_id", "cycle_day", "period_code", "term_code", name=op.f("pk_section_meeting")
        ),
    )
    op.create_table(
        "section_staff",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("section_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint(
            "role in ('TEACHER', 'CO_TEACHER', 'SUPPORT', 'SUBSTITUTE')", name=op.f("ck_section_staff_role_word")
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["staff.district_id", "staff.person_id"],
            name=op.f("fk_section_staff_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "section_id"],
            ["section.district_id", "section.section_id"],
            name=op.f("fk_section_staff_district_id_section_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "section_id", "person_id", "from_date", name=op.f("pk_section_staff")),
    )
    op.create_table(
        "section_term",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("section_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("term_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "section_id"],
            ["section.district_id", "section.section_id"],
            name=op.f("fk_section_term_district_id_section_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "section_id", "term_code", name=op.f("pk_section_term")),
    )
    # Autogenerate does not see indexes over expressions on SQLite: these are kept by hand.
    op.create_index("uq_person_key", "person", ["district_id", "kind", sa.text("lower(person_key)")], unique=True)
    op.create_index("uq_school_code", "school", ["district_id", sa.text("lower(school_code)")], unique=True)
    op.create_index(
        "uq_course_code",
        "course",
        ["district_id", "school_id", "school_year", sa.text("lower(course_code)")],
        unique=True,
    )
    op.create_index("uq_staff_logon", "staff", ["district_id", sa.text("lower(logon_id)")], unique=True)
    op.create_index("uq_staff_staff_id", "staff", ["district_id", sa.text("lower(staff_id)")], unique=True)
    op.create_index("uq_staff_state_id", "staff", ["district_id", sa.text("lower(state_staff_id)")], unique=True)
    op.create_index("uq_student_number", "student", ["district_id", sa.text("lower(district_number)")], unique=True)
    op.create_index("uq_student_state_id", "student", ["district_id", sa.text("lower(state_id)")], unique=True)
    op.create_index("uq_student_weblogin", "student", ["district_id", sa.text("lower(weblogin_id)")], unique=True)
    op.create_index(
        "uq_section_code", "section", ["district_id", "course_id", sa.text("lower(section_code)")], unique=True
    )
