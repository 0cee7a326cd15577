"""privacy: how long what is kept, holds, erasures, and runs whose files were removed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from roster_core.rows import UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
    op.create_table(
        "retention_settings",
        *_stamps(),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", json, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _founded("retention_settings"),
        sa.PrimaryKeyConstraint("district_id", "version", name=op.f("pk_retention_settings")),
    )
    op.create_table(
        "legal_hold",
        *_stamps(),
        sa.Column("hold_id", sa.String(), nullable=False),
        sa.Column("person_kind", sa.String(), nullable=False),
        sa.Column("person_key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("lifted_at", UtcTime(), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=False),
        sa.Column("lifted_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "person_kind in ('STUDENT', 'STAFF', 'GUARDIAN')", name=op.f("ck_legal_hold_person_kind_word")
        ),
        _founded("legal_hold"),
        sa.PrimaryKeyConstraint("district_id", "hold_id", name=op.f("pk_legal_hold")),
    )
    op.create_index("ix_legal_hold_district_id_person", "legal_hold", ["district_id", "person_kind", "person_key"])
    op.create_table(
        "erasure",
        *_stamps(),
        sa.Column("erasure_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("counts", json, nullable=False),
        sa.Column("left", json, nullable=False),
        sa.Column("files", json, nullable=False),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.CheckConstraint("state in ('asked', 'cut', 'done')", name=op.f("ck_erasure_state_word")),
        _founded("erasure"),
        sa.PrimaryKeyConstraint("district_id", "erasure_id", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_district_id_digest", "erasure", ["district_id", "digest"])
    with op.batch_alter_table("export_run") as table:
        table.add_column(sa.Column("files_removed_at", UtcTime(), nullable=True))


def _stamps() -> tuple[sa.Column[int], ...]:
    return (
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
    )


def _founded(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["district_id"],
        ["district.district_id"],
        name=op.f(f"fk_{table}_district_id"),
        initially="IMMEDIATE",
        deferrable=True,
    )
