"""alarms: who is told, and every notice."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from roster_core.rows import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "alarm_settings",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column(
            "settings", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("tested_at", UtcTime(), nullable=True),
        sa.Column("tested", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False),
        sa.Column("refused_at", UtcTime(), nullable=True),
        sa.Column("pinged", sa.String(), nullable=False),
        sa.Column("pinged_at", UtcTime(), nullable=True),
        sa.Column("ping_error", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_alarm_settings_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_alarm_settings")),
    )
    op.create_table(
        "notice",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("words_digest", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("first_at", UtcTime(), nullable=False),
        sa.Column("repeated_at", UtcTime(), nullable=True),
        sa.Column("recovered_at", UtcTime(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("fix", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind in ('failed', 'held', 'mixed', 'missed', 'interrupted', 'off', 'load', 'done', 'digest')",
            name=op.f("ck_notice_kind_word"),
        ),
        sa.CheckConstraint("state in ('untold', 'waiting', 'sent', 'failed')", name=op.f("ck_notice_state_word")),
        sa.PrimaryKeyConstraint("district_id", "notice_id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_district_id_state", "notice", ["district_id", "state"], unique=False)
    op.create_index(
        "uq_notice_open",
        "notice",
        ["district_id", "kind", "about", "words_digest"],
        unique=True,
        sqlite_where=sa.text("recovered_at is null"),
        postgresql_where=sa.text("recovered_at is null"),
    )
