"""schedules, blackout ranges, the runs that were due; profiles that must not be scheduled."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from roster_core.rows import UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
    op.create_table(
        "schedule",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("schedule_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("profile_id", sa.String(), nullable=False),
        sa.Column("weekdays", json, nullable=False),
        sa.Column("months", json, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("cron", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("catch_up_minutes", sa.Integer(), nullable=False),
        sa.Column("source", json, nullable=False),
        sa.Column("looked_at", UtcTime(), nullable=False),
        sa.Column("hold_next", sa.String(), nullable=False),
        sa.Column("paused_at", UtcTime(), nullable=True),
        sa.Column("paused_reason", sa.String(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "profile_id"],
            ["export_profile.district_id", "export_profile.profile_id"],
            name=op.f("fk_schedule_district_id_profile_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_schedule_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "schedule_id", name=op.f("pk_schedule")),
    )
    op.create_index(
        "uq_schedule_name",
        "schedule",
        ["district_id", "name_key"],
        unique=True,
        sqlite_where=sa.text("deleted_at is null"),
        postgresql_where=sa.text("deleted_at is null"),
    )
    op.create_index("ix_schedule_paused_at", "schedule", ["paused_at"], unique=False)
    op.create_table(
        "blackout_range",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("blackout_id", sa.String(), nullable=False),
        sa.Column("schedule_id", sa.String(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "schedule_id"],
            ["schedule.district_id", "schedule.schedule_id"],
            name=op.f("fk_blackout_range_district_id_schedule_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_blackout_range_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "blackout_id", name=op.f("pk_blackout_range")),
    )
    op.create_table(
        "scheduled_run",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("scheduled_run_id", sa.String(), nullable=False),
        sa.Column("schedule_id", sa.String(), nullable=False),
        sa.Column("planned_at", UtcTime(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("fix", sa.String(), nullable=False),
        sa.Column("notes", json, nullable=False),
        sa.Column("brake", sa.String(), nullable=False),
        sa.Column("picked", json, nullable=False),
        sa.Column("load_id", sa.String(), nullable=True),
        sa.Column("run_id", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("trigger in ('SCHEDULE', 'MANUAL')", name=op.f("ck_scheduled_run_trigger_word")),
        sa.CheckConstraint(
            "state in ('planned', 'running', 'held', 'delivered', 'delivered-unverified', 'failed', 'mixed', 'missed', "
            "'skipped', 'interrupted', 'discarded')",
            name=op.f("ck_scheduled_run_state_word"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "schedule_id"],
            ["schedule.district_id", "schedule.schedule_id"],
            name=op.f("fk_scheduled_run_district_id_schedule_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "scheduled_run_id", name=op.f("pk_scheduled_run")),
        sa.UniqueConstraint("district_id", "schedule_id", "planned_at", name="uq_scheduled_run_planned"),
    )
    op.create_index(
        "ix_scheduled_run_district_id_planned_at", "scheduled_run", ["district_id", "planned_at"], unique=False
    )
    op.create_index("ix_scheduled_run_district_id_run_id", "scheduled_run", ["district_id", "run_id"], unique=False)
    op.add_column("export_profile", sa.Column("not_to_schedule", sa.String(), nullable=False, server_default=""))
    op.add_column("export_run", sa.Column("brake", sa.String(), nullable=False, server_default=""))
