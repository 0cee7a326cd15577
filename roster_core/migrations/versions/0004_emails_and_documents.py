"""the history of students' e-mail addresses, assessment types and documents, and where in a record an item belongs."""

import sqlalchemy as sa
from alembic import op

from roster_core.rows import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "assessment_type",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("default_visibility", sa.String(), nullable=False),
        sa.Column("one_per_year", sa.Boolean(), nullable=False),
        sa.Column("retention_years", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "default_visibility in ('STAFF', 'STAFF_FAMILY')", name=op.f("ck_assessment_type_default_visibility_word")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_assessment_type_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "code", name=op.f("pk_assessment_type")),
    )
    op.create_table(
        "document",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assessment_type", sa.String(), nullable=False),
        sa.Column("school_year", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_key", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("assessment_date", sa.Date(), nullable=True),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", UtcTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=False),
        sa.Column("withdrawn_reason", sa.String(), nullable=False),
        sa.Column("dispose_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "assessment_type"],
            ["assessment_type.district_id", "assessment_type.code"],
            name=op.f("fk_document_district_id_assessment_type"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["person.district_id", "person.person_id"],
            name=op.f("fk_document_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "document_id", name=op.f("pk_document")),
    )
    op.create_index("ix_document_district_id_dispose_on", "document", ["district_id", "dispose_on"], unique=False)
    op.create_index(
        "uq_document_title",
        "document",
        ["district_id", "person_id", "assessment_type", "school_year", "title_key"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at is null"),
        postgresql_where=sa.text("withdrawn_at is null"),
    )

    op.create_table(
        "student_email_history",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=True),
        sa.Column("batch_sequence", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "person_id"],
            ["person.district_id", "person.person_id"],
            name=op.f("fk_student_email_history_district_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "person_id", "sequence", name=op.f("pk_student_email_history")),
    )
    op.create_index(
        "uq_student_email_history_batch_item",
        "student_email_history",
        ["district_id", "batch_id", "batch_sequence"],
        unique=True,
    )

    op.create_table(
        "document_version",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("original_name", sa.String(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=True),
        sa.Column("batch_sequence", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("visibility in ('STAFF', 'STAFF_FAMILY')", name=op.f("ck_document_version_visibility_word")),
        sa.ForeignKeyConstraint(
            ["district_id", "document_id"],
            ["document.district_id", "document.document_id"],
            name=op.f("fk_document_version_district_id_document_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "document_id", "version", name=op.f("pk_document_version")),
    )
    op.create_index(
        "uq_document_version_batch_item", "document_version", ["district_id", "batch_id", "batch_sequence"], unique=True
    )

    op.add_column("batch_item", sa.Column("place", sa.String(), nullable=False, server_default=""))
    _move_types()


def _move_types() -> None:
    """Assessment types were plain codes."""
    op.execute(
        "insert into assessment_type (district_id, created_at, updated_at, code, name, default_visibility, one_per_year,"
        " active, sequence) select district_id, created_at, updated_at, code, label, 'STAFF', false, true, sequence"
        " from code_value where code_set = 'ASSESSMENT_TYPE'"
    )
    op.execute("delete from code_value where code_set = 'ASSESSMENT_TYPE'")
