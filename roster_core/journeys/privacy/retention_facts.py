"""What retention may remove, read from the store: only what is older than its days."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.batches.states import OPEN, BatchState
from roster_core.batches.tables import Batch, BatchItem
from roster_core.journeys.privacy.exports_with import names, runs_with_files
from roster_core.journeys.privacy.holds import read_held
from roster_core.journeys.privacy.retention_plan import Fact, Plan, plan_retention
from roster_core.journeys.privacy.retention_settings import RetentionOptions, retention_in
from roster_core.journeys.privacy.subjects import KINDS, Subject
from roster_core.roster.tables.delivery import Delivery
from roster_core.roster.tables.organisation import District
from roster_core.roster.tables.people import Person
from roster_core.roster.tables.records import ExportRun, Photo, RosterLoad
from roster_core.storage.objects import Objects

_WORDS = {stored: word for word, stored in KINDS.items()}
#: Deliveries that may still need the files of their run.
_UNDER_WAY = ("waiting", "running", "held", "mixed", "interrupted")
#: Those of which the files are what a destination has.
_ARRIVED = ("delivered", "unverified", "mixed")
#: Loads of which something is still to happen.
_OPEN_LOADS = ("checking", "previewed", "held", "switching")
_NEEDED = "A destination got this set last, or still waits for it: the next one is compared with it."
_NEWEST = "It is the newest run of its profile: the next one is compared with it."
_CURRENT = "It is the load that the roster shows."


def read_plan(session: Session, district_id: int, objects: Objects, *, now: datetime) -> Plan:
    """What goes now, and what stays though its days are over."""
    options, held = retention_in(session), read_held(session)
    facts = [
        *_drafts(session, options.cutoff("drafts", now)),
        *_records(session, options.cutoff("batch_records", now), held),
        *_runs(session, objects, options.cutoff("export_files", now), held),
        *_loads(session, district_id, options.cutoff("load_records", now)),
        *_photos(session, options, now),
        *_contacts(session, options.cutoff("contacts_left", now)),
    ]
    return plan_retention(facts, options, frozenset(who.reference for who in held), now=now)


def reference(row: Person) -> str:
    """A person as audit events name people."""
    return f"{_WORDS[row.kind]}:{row.person_key}"


def _drafts(session: Session, before: datetime | None) -> Iterator[Fact]:
    if before is None:
        return
    rows = session.exec(select(Batch).where(col(Batch.state).in_(OPEN), col(Batch.updated_at) < before)).all()
    for row in rows:
        yield Fact("drafts", row.batch_id, f"{row.kind} upload of {row.by}", row.updated_at)


def ended(session: Session, before: datetime) -> Sequence[Batch]:
    """Batches of which nothing is to happen any more since before that moment."""
    going = [state for state in BatchState if state in OPEN] + [BatchState.QUEUED, BatchState.RUNNING]
    return session.exec(
        select(Batch).where(col(Batch.state).not_in([*going, BatchState.CONFIRMED]), col(Batch.updated_at) < before)
    ).all()


def _records(session: Session, before: datetime | None, held: Sequence[Subject]) -> Iterator[Fact]:
    if before is None:
        return
    people = {who.person_id: who.reference for who in held}
    of: dict[str, set[str]] = defaultdict(set)
    named = select(BatchItem.batch_id, BatchItem.person_id).where(col(BatchItem.person_id).in_(list(people)))
    for batch_id, person_id in session.exec(named).all() if people else ():
        of[batch_id].add(people[person_id or 0])
    for row in ended(session, before):
        label = f"{row.kind} upload of {row.by}"
        yield Fact("batch_records", row.batch_id, label, row.updated_at, persons=frozenset(of[row.batch_id]))


def _runs(session: Session, objects: Objects, before: datetime | None, held: Sequence[Subject]) -> Iterator[Fact]:
    if before is None:
        return
    stored = runs_with_files(session)
    needed = _needed_runs(session, [run for run, _ in stored])
    for run, files in stored:
        since = run.finished_at or run.created_at
        if since >= before or run.state == "running":
            continue
        why = needed.get(run.run_id, "")
        persons = frozenset(who.reference for who in names(objects, files, held))
        label = f"{run.profile_name or 'Preview'}, {run.as_of_date.isoformat()}"
        size = sum(file.bytes for file in files)
        yield Fact("export_files", run.run_id, label, since, len(files), size, persons, why)


def _needed_runs(session: Session, runs: Sequence[ExportRun]) -> dict[str, str]:
    """Runs whose files are wanted, with what for; `runs` are the oldest first."""
    newest: dict[str | None, str] = {run.profile_id: run.run_id for run in runs if run.state != "failed"}
    sent = {run.profile_id: run.run_id for run in runs if run.delivered_at is not None}
    return dict.fromkeys((*newest.values(), *sent.values()), _NEWEST) | runs_with_destinations(session)


def runs_with_destinations(session: Session) -> dict[str, str]:
    """Runs whose files a destination got last, or which are on their way to one, with why they are needed."""
    wanted: dict[str, str] = {}
    last: dict[str, str] = {}
    for row in session.exec(select(Delivery).order_by(Delivery.delivery_id)).all():
        if row.state in _UNDER_WAY:
            wanted[row.run_id] = _NEEDED
        if row.state in _ARRIVED:
            last[row.destination_id] = row.run_id
    return wanted | dict.fromkeys(last.values(), _NEEDED)


def _loads(session: Session, district_id: int, before: datetime | None) -> Iterator[Fact]:
    if before is None:
        return
    current = session.get_one(District, district_id).current_load_id
    rows = session.exec(
        select(RosterLoad).where(col(RosterLoad.state).not_in(_OPEN_LOADS), col(RosterLoad.updated_at) < before)
    ).all()
    for row in rows:
        if row.objects:
            why = _CURRENT if row.load_id == current else ""
            label = f"{row.format} load of {row.by}"
            yield Fact("load_records", row.load_id, label, row.updated_at, len(row.objects), needed=why)


def _photos(session: Session, options: RetentionOptions, now: datetime) -> Iterator[Fact]:
    before = options.cutoff("photos_left", now)
    if before is None:
        return
    counted = (
        select(Person, sa.func.count(), sa.func.sum(Photo.bytes))
        .join(Photo, (col(Photo.district_id) == Person.district_id) & (col(Photo.person_id) == Person.person_id))
        .where(col(Person.left_at) < before)
        .group_by(*Person.__table__.c)  # type: ignore[attr-defined] # SQLModel's types do not know of it
    )
    for row, things, size in session.exec(counted).all():
        name = f"{row.last_name}, {row.first_name or ''}".rstrip(", ")
        persons = frozenset({reference(row)})
        yield Fact("photos_left", str(row.person_id), name, row.left_at or now, things, int(size), persons)


def _contacts(session: Session, before: datetime | None) -> Iterator[Fact]:
    if before is None:
        return
    rows = session.exec(select(Person).where(Person.kind == "GUARDIAN", col(Person.left_at) < before)).all()
    for row in rows:
        name = f"{row.last_name}, {row.first_name or ''}".rstrip(", ")
        yield Fact(
            "contacts_left", str(row.person_id), name, row.left_at or before, persons=frozenset({reference(row)})
        )
