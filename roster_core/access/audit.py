"""Writing down who did what, with the change itself; each event carries the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.tables import AuditEvent, AuditPerson

#: What the first event of a district carries.
BEGINNING = "0" * 64
#: Half of the key of the lock by which events of a district queue up on a server; the other half is the district.
_LOCK = 0x41554449


#: Stand for the people of a whole file, which names them itself.
STUDENTS_OF_A_FILE, STAFF_OF_A_FILE = "student:*", "staff:*"


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
    about = [{"district_id": district_id, "person": one, "at": now, "event": event.event} for one in event.persons]
    if about:
        session.connection().execute(sa.insert(AuditPerson), about)
    return event


def record_once(session: Session, district_id: int, deed: Deed, *, now: datetime, within: timedelta) -> bool:
    """Add an event unless the same person did the same to the same shortly before; whether it was added.

    For what a screen does again at every click.
    """
    if was_done(session, deed, since=now - within):
        return False
    record(session, district_id, deed, now=now)
    return True


def was_done(session: Session, deed: Deed, *, since: datetime) -> bool:
    """Whether the same person has done the same to the same since then."""
    done = select(AuditEvent.event).where(
        AuditEvent.subject == deed.subject,
        AuditEvent.at > since,
        AuditEvent.login == deed.login,
        AuditEvent.action == deed.action,
    )
    return session.exec(done.limit(1)).first() is not None


def digest(event: AuditEvent | sa.Row[Any]) -> str:
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


@dataclass(frozen=True)
class Link:
    """How far a chain is known: the number of its last event, the hash of that, and when it was (`None` = at none)."""

    event: int = 0
    hash: str = BEGINNING
    at: datetime | None = None


def last_link(session: Session) -> Link:
    """The end of the chain of the session's district."""
    found = session.exec(select(AuditEvent).order_by(col(AuditEvent.event).desc()).limit(1)).first()
    return Link() if found is None else Link(found.event, found.hash, found.at)


def check_piece(session: Session, district_id: int, start: Link, *, limit: int) -> tuple[tuple[str, ...], Link]:
    """What is wrong with the next `limit` events after `start`, in sentences, and how far that comes.

    It is one for each event that is missing, was changed, stands in another's place, or is not found by its people.
    Where the chain has ended, `start` comes back.
    """
    # Plain rows: a chain is long.
    rows = sa.select(*sa.inspect(AuditEvent).columns).where(
        col(AuditEvent.district_id) == district_id, col(AuditEvent.event) > start.event
    )
    wrong: list[str] = []
    at = start
    for event in session.connection().execute(rows.order_by(col(AuditEvent.event)).limit(limit)):
        if event.event != at.event + 1:
            wrong.append(_missing(at.event + 1, event.event - 1))
        elif event.previous_hash != at.hash:
            wrong.append(f"Event {event.event} does not follow the one before it.")
        if event.hash != digest(event):
            wrong.append(f"Event {event.event} is not what was written.")
        at = Link(event.event, event.hash, event.at)
    return (*wrong, *_not_found_by(session, district_id, start, at)), at


def check_chain(session: Session, district_id: int) -> Iterator[str]:
    """All that is wrong with the events of the district, in sentences (`check_piece`)."""
    at, before = Link(), None
    while at != before:
        before = at
        wrong, at = check_piece(session, district_id, at, limit=1_000)
        yield from wrong


def _missing(first: int, last: int) -> str:
    return f"Event {first} is missing." if first == last else f"Events {first} to {last} are missing."


def _not_found_by(session: Session, district_id: int, start: Link, end: Link) -> list[str]:
    """Whose people are not all listed in the table by which they are found."""
    person, persons = _PERSONS_IN[session.get_bind().dialect.name]
    asked = sa.text(
        f"select distinct e.event from audit_event e, {persons}"  # noqa: S608 - both parts are written here
        " where e.district_id = :district_id and e.event > :start and e.event <= :end and not exists (select 1 from"
        f" audit_person p where p.district_id = e.district_id and p.person = {person} and p.at = e.at"
        " and p.event = e.event) order by e.event"
    )
    bounds = {"district_id": district_id, "start": start.event, "end": end.event}
    found = session.connection().execute(asked, bounds).scalars()
    return [f"Event {number} is not found by everybody whom it is about." for number in found]


_PERSONS_IN = {
    "sqlite": ("told.value", "json_each(e.persons) as told"),
    "postgresql": ("told.person", "jsonb_array_elements_text(e.persons) as told(person)"),
}
