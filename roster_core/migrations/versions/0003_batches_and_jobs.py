"""jobs, what was done, batches with their items, and where photos come from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from roster_core.rows import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_REFUSED = "what was done stays as it was written"


def upgrade() -> None:
    """Bring the schema here."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
    op.create_table(
        "audit_event",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("persons", json, nullable=False),
        sa.Column("facts", json, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "event", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_district_id_at", "audit_event", ["district_id", "at"], unique=False)
    op.create_index("ix_audit_event_district_id_subject", "audit_event", ["district_id", "subject"], unique=False)

    op.create_table(
        "job",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("handler", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state in ('queued', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_job_state_word")
        ),
        sa.PrimaryKeyConstraint("district_id", "job_id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_district_id_state", "job", ["district_id", "state"], unique=False)
    op.create_index("ix_job_state", "job", ["state"], unique=False)
    op.create_index("ix_job_district_id_subject", "job", ["district_id", "subject"], unique=False)

    op.create_table(
        "batch",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("rule_set", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("schools", json, nullable=True),
        sa.Column("settings", json, nullable=False),
        sa.Column("sources", json, nullable=False),
        sa.Column("counts", json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", UtcTime(), nullable=True),
        sa.Column("leaves_out", sa.Boolean(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("undo_of", sa.String(), nullable=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint("kind in ('PHOTO', 'EMAIL', 'DOCUMENT', 'UNDO')", name=op.f("ck_batch_kind_word")),
        sa.CheckConstraint(
            "state in ('draft', 'checked', 'confirmed', 'queued', 'running', 'done', 'done_with_errors', 'failed', 'cancelled', 'undone', 'partly_undone', 'expired')",
            name=op.f("ck_batch_state_word"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_batch_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "batch_id", name=op.f("pk_batch")),
    )
    op.create_index("ix_batch_district_id_created_at", "batch", ["district_id", "created_at"], unique=False)
    op.create_index("ix_batch_district_id_state", "batch", ["district_id", "state"], unique=False)

    op.create_table(
        "batch_rules",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("rule_set", sa.String(), nullable=False),
        sa.Column("rules", json, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_batch_rules_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "rule_set", name=op.f("pk_batch_rules")),
    )
    op.create_table(
        "photo_thumbnail",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_photo_thumbnail_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "content", name=op.f("pk_photo_thumbnail")),
    )
    op.create_table(
        "user_choice",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("choice", json, nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["district.district_id"],
            name=op.f("fk_user_choice_district_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "login", "subject", name=op.f("pk_user_choice")),
    )
    op.create_table(
        "batch_item",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("upload_key", sa.String(), nullable=False),
        sa.Column("checked_at", UtcTime(), nullable=True),
        sa.Column("facts", json, nullable=False),
        sa.Column("found_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("matched_by", sa.String(), nullable=True),
        sa.Column("choice", json, nullable=False),
        sa.Column("findings", json, nullable=False),
        sa.Column("codes", json, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("old_ref", sa.String(), nullable=False),
        sa.Column("new_ref", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("applied_at", UtcTime(), nullable=True),
        sa.CheckConstraint("matched_by in ('EXACT', 'ZEROS', 'MANUAL')", name=op.f("ck_batch_item_matched_by_word")),
        sa.CheckConstraint(
            "result in ('Uploaded', 'Updated', 'Uploaded (replaced)', 'New version', 'Unchanged', 'No Match', 'Rejected', 'Conflict', 'Skipped', 'Failed', 'Put back', 'Taken back')",
            name=op.f("ck_batch_item_result_word"),
        ),
        sa.CheckConstraint(
            "state in ('rejected', 'skipped', 'needs_person', 'ambiguous', 'unchanged', 'warning', 'ready')",
            name=op.f("ck_batch_item_state_word"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "batch_id"],
            ["batch.district_id", "batch.batch_id"],
            name=op.f("fk_batch_item_district_id_batch_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("district_id", "batch_id", "sequence", name=op.f("pk_batch_item")),
    )
    op.create_index(
        "ix_batch_item_district_id_batch_id_state", "batch_item", ["district_id", "batch_id", "state"], unique=False
    )
    op.create_index("ix_batch_item_district_id_person_id", "batch_item", ["district_id", "person_id"], unique=False)
    for column in (
        # Photos from before came as they are stored, and from no batch.
        sa.Column("content", sa.String(), nullable=False, server_default=""),
        sa.Column("source_key", sa.String(), nullable=False, server_default=""),
        sa.Column("crc32", sa.BigInteger(), nullable=True),
        sa.Column("likeness", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False, server_default=""),
        sa.Column("batch_id", sa.String(), nullable=True),
        sa.Column("batch_sequence", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False, server_default=""),
    ):
        op.add_column("photo", column)
    op.execute("update photo set content = sha256, source_key = storage_key")
    op.create_index("uq_photo_batch_item", "photo", ["district_id", "batch_id", "batch_sequence"], unique=True)
    _refuse_changes()


def _refuse_changes() -> None:
    """Let rows of `audit_event` be added only."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"create trigger audit_event_no_{act} before {act} on audit_event"
                f" begin select raise(abort, '{_REFUSED}'); end"
            )
        return
    op.execute(
        "create function audit_event_stays() returns trigger language plpgsql as"
        f" $$ begin raise exception '{_REFUSED}'; end $$"
    )
    op.execute(
        "create trigger audit_event_stays before update or delete or truncate on audit_event"
        " for each statement execute function audit_event_stays()"
    )
