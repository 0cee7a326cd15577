"""profiles of the export, limits of a delivery, and what a run changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from roster_core.rows import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
    op.create_table(
        "export_limits",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("removed_percent", sa.Integer(), nullable=False),
        sa.Column("changed_percent", sa.Integer(), nullable=False),
        sa.Column("pause_days", sa.Integer(), nullable=False),
        sa.Column("windows", json, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_export_limits_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_export_limits")),
    )
    op.create_table(
        "export_profile",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("profile_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("archived_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_export_profile_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "profile_id", name=op.f("pk_export_profile")),
    )
    op.create_index(
        "uq_export_profile_name",
        "export_profile",
        ["district_id", "name_key"],
        unique=True,
        sqlite_where=sa.text("archived_at is null"),
        postgresql_where=sa.text("archived_at is null"),
    )
    op.create_table(
        "export_profile_version",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("profile_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("options", json, nullable=False),
        sa.Column("acknowledged", json, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "profile_id"],
            ["export_profile.district_id", "export_profile.profile_id"],
            name=op.f("fk_export_profile_version_district_id_profile_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "profile_id", "version", name=op.f("pk_export_profile_version")),
    )
    for column in (
        sa.Column("profile_id", sa.String(), nullable=True),
        sa.Column("profile_name", sa.String(), nullable=True),
        sa.Column("profile_version", sa.Integer(), nullable=True),
        sa.Column("roster_digest", sa.String(), nullable=True),
        sa.Column("compared_with", sa.String(), nullable=True),
        # Runs from before were compared with nothing and held by nothing.
        sa.Column("change_counts", json, nullable=False, server_default="{}"),
        sa.Column("changes_key", sa.String(), nullable=True),
        sa.Column("guards", json, nullable=False, server_default="[]"),
        sa.Column("approvals", json, nullable=False, server_default="[]"),
        sa.Column("delivered_at", UtcTime(), nullable=True),
        sa.Column("tables", json, nullable=False, server_default="{}"),
    ):
        op.add_column("export_run", column)
