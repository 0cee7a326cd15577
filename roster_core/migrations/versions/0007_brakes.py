"""brakes before delivery: limits of a destination, what a delivery was held for, and what a run does to another."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from roster_core.rows import UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_STATES = (
    "state in ('waiting', 'running', 'delivered', 'unverified', 'not_delivered', 'mixed', 'interrupted', 'held', "
    "'discarded')"
)


def upgrade() -> None:
    """Bring the schema here."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
    op.add_column("destination", sa.Column("brake_limits", json, nullable=False, server_default="{}"))
    op.add_column("destination", sa.Column("brake_windows", json, nullable=False, server_default="[]"))
    for column in (
        sa.Column("against", sa.String(), nullable=False, server_default=""),
        sa.Column("brakes", json, nullable=False, server_default="[]"),
        sa.Column("decided", json, nullable=False, server_default="{}"),
    ):
        op.add_column("delivery", column)
    # SQLite changes no check: there the table is written anew.
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint(op.f("ck_delivery_state_word"), type_="check")
        delivery.create_check_constraint(op.f("ck_delivery_state_word"), _STATES)
    op.create_table(
        "brake_measure",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("base_run_id", sa.String(), nullable=False),
        sa.Column("measure", json, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "base_run_id"],
            ["export_run.district_id", "export_run.run_id"],
            name=op.f("fk_brake_measure_district_id_base_run_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "run_id"],
            ["export_run.district_id", "export_run.run_id"],
            name=op.f("fk_brake_measure_district_id_run_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "run_id", "base_run_id", name=op.f("pk_brake_measure")),
    )
