"""destinations of export files, their sealed secrets, and deliveries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from roster_core.rows import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "destination",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("destination_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column(
            "settings", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "host_keys", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("tested_at", UtcTime(), nullable=True),
        sa.Column("tested", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("off_at", UtcTime(), nullable=True),
        sa.Column("off_reason", sa.String(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("method in ('SFTP', 'EMAIL', 'LOCAL')", name=op.f("ck_destination_method_word")),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_destination_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "destination_id", name=op.f("pk_destination")),
    )
    op.create_index(
        "uq_destination_name",
        "destination",
        ["district_id", "name_key"],
        unique=True,
        sqlite_where=sa.text("deleted_at is null"),
        postgresql_where=sa.text("deleted_at is null"),
    )

    op.create_table(
        "sealed_secret",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_sealed_secret_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "owner", "name", name=op.f("pk_sealed_secret")),
    )
    op.create_table(
        "delivery",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("destination_id", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("set_digest", sa.String(), nullable=False),
        sa.Column("resent", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.Column("replacing", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("files", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("notes", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("server", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("fix", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.CheckConstraint("method in ('DOWNLOAD', 'LOCAL', 'EMAIL', 'SFTP')", name=op.f("ck_delivery_method_word")),
        sa.CheckConstraint(
            "state in ('waiting', 'running', 'delivered', 'unverified', 'not_delivered', 'mixed', 'interrupted')",
            name=op.f("ck_delivery_state_word"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "destination_id"],
            ["destination.district_id", "destination.destination_id"],
            name=op.f("fk_delivery_district_id_destination_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "run_id"],
            ["export_run.district_id", "export_run.run_id"],
            name=op.f("fk_delivery_district_id_run_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "delivery_id", name=op.f("pk_delivery")),
    )
    op.create_index(
        "ix_delivery_district_id_destination_id", "delivery", ["district_id", "destination_id"], unique=False
    )
    op.create_index("ix_delivery_district_id_run_id", "delivery", ["district_id", "run_id"], unique=False)

    op.create_table(
        "destination_profile",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("destination_id", sa.String(), nullable=False),
        sa.Column("profile_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "destination_id"],
            ["destination.district_id", "destination.destination_id"],
            name=op.f("fk_destination_profile_district_id_destination_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "profile_id"],
            ["export_profile.district_id", "export_profile.profile_id"],
            name=op.f("fk_destination_profile_district_id_profile_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "destination_id", "profile_id", name=op.f("pk_destination_profile")),
    )
