"""Writing down who did what, with the change itself; each event carries the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.tables import AuditEvent

#: What the first event of a district carries.
BEGINNING = "0" * 64
#: Half of the key of the lock by which events of a district queue up on a server; the other half is the district.
_LOCK = 0x41554449


@dataclass(frozen=True)
class Deed:
    """What somebody did: `action` is a verb with its object, `subject` what it was done to (`batch:ID`).

    `persons` are those whose data it touched, as findings name them (`student:0104233`). `facts` are JSON values and
    hold no secret.
    """

    login: str
    action: str
    subject: str
    persons: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    job_id: str | None = None


def record(session: Session, district_id: int, deed: Deed, *, now: datetime) -> AuditEvent:
    """Add an event in the caller's transaction: it stands if the change does.

    Until that ends, others of the same district wait: record as late in a transaction as possible.
    """
    if session.get_bind().dialect.name == "postgresql":  # on SQLite a writer is alone anyway
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK, district_id)))
    last = session.exec(
        select(AuditEvent).where(AuditEvent.district_id == district_id).order_by(col(AuditEvent.event).desc()).limit(1)
    ).first()
    event = AuditEvent(
        district_id=district_id,
        event=1 if last is None else last.event + 1,
        at=now,
        login=deed.login,
        action=deed.action,
        subject=deed.subject,
        persons=sorted(set(deed.persons)),
        facts=dict(deed.facts),
        reason=deed.reason,
        job_id=deed.job_id,
        previous_hash=BEGINNING if last is None else last.hash,
        hash="",
        created_at=now,
        updated_at=now,
    )
    event.hash = digest(event)
    session.add(event)
    session.flush()
    return event


def digest(event: AuditEvent) -> str:
    """The SHA-256, in hex, of all that an event tells and of the hash before it."""
    told = {
        "district": event.district_id,
        "event": event.event,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "login": event.login,
        "action": event.action,
        "subject": event.subject,
        "persons": event.persons,
        "facts": event.facts,
        "reason": event.reason,
        "job": event.job_id,
        "previous": event.previous_hash,
    }
    written = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def check_chain(session: Session, district_id: int) -> Iterator[str]:
    """One sentence for every event of the district that is missing, was changed or stands in another's place."""
    expected, before = 1, BEGINNING
    for event in session.exec(
        select(AuditEvent)
        .where(AuditEvent.district_id == district_id)
        .order_by(col(AuditEvent.event))
        .execution_options(yield_per=1_000)
    ):
        if event.event != expected:
            yield f"Events {expected} to {event.event - 1} are missing."
        elif event.previous_hash != before:
            yield f"Event {event.event} does not follow the one before it."
        if event.hash != digest(event):
            yield f"Event {event.event} is not what was written."
        expected, before = event.event + 1, event.hash
