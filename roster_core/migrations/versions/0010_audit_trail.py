"""audit trail: about whom each event is, found at once, and nothing written over."""

import sqlalchemy as sa
from alembic import op

from roster_core.rows import UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_REFUSED = "what was done stays as it was written"
#: What is found by each key, newest first, without reading the rest.
_INDEXES = {
    "ix_audit_event_district_id_at_event": ["district_id", "at", "event"],
    "ix_audit_event_district_id_login_at_event": ["district_id", "login", "at", "event"],
    "ix_audit_event_district_id_action_at_event": ["district_id", "action", "at", "event"],
    "ix_audit_event_district_id_subject_at_event": ["district_id", "subject", "at", "event"],
}
#: One row for each person of an event from before.
_FILL = """insert into audit_person (district_id, person, at, event)
select distinct audit_event.district_id, {person}, audit_event.at, audit_event.event from audit_event, {persons}"""


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "audit_person",
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("event", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("district_id", "person", "at", "event", name=op.f("pk_audit_person")),
    )
    for old in ("at", "subject"):
        op.drop_index(f"ix_audit_event_district_id_{old}", "audit_event")
    for name, columns in _INDEXES.items():
        op.create_index(name, "audit_event", columns, unique=False)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_FILL.format(person="told.value", persons="json_each(audit_event.persons) as told"))
        _refuse_on_sqlite()
    else:
        op.execute(
            _FILL.format(person="told.person", persons="jsonb_array_elements_text(audit_event.persons) as told(person)")
        )
        _refuse_on_postgresql()


def _refuse_on_sqlite() -> None:
    for act in ("update", "delete"):
        op.execute(f"create trigger audit_person_no_{act} before {act} on audit_person {_abort()}")
    # “insert or replace” removes the row that stands in its way without running the triggers of a removal.
    taken = "exists (select 1 from audit_event where district_id = new.district_id and event = new.event)"
    op.execute(f"create trigger audit_event_no_replace before insert on audit_event when {taken} {_abort()}")


def _abort() -> str:
    return f"begin select raise(abort, '{_REFUSED}'); end"


def _refuse_on_postgresql() -> None:
    op.execute(
        "create trigger audit_person_stays before update or delete or truncate on audit_person"
        " for each statement execute function audit_event_stays()"
    )
    # Else a session that calls itself a replica would pass them by.
    for table in ("audit_event", "audit_person"):
        op.execute(f"alter table {table} enable always trigger {table}_stays")
