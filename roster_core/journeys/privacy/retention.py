"""Retention, carried out: rows go in one transaction with their audit event; files that nothing needs go afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.batches.states import BatchState, step
from roster_core.batches.tables import Batch, BatchItem
from roster_core.clock import Clock, utc_now
from roster_core.delivery.faults import Fault
from roster_core.journeys.destination_settings import FolderSettings
from roster_core.journeys.destinations import folder_of, settings_of
from roster_core.journeys.districts import require_district
from roster_core.journeys.document_retention import Due, read_due
from roster_core.journeys.privacy.retention_facts import read_plan
from roster_core.journeys.privacy.retention_plan import Plan
from roster_core.journeys.privacy.retention_settings import RetentionOptions, retention_in
from roster_core.roster.tables.delivery import Destination
from roster_core.roster.tables.organisation import District
from roster_core.roster.tables.people import Person
from roster_core.roster.tables.records import ExportRun, Photo, RosterLoad
from roster_core.storage.objects import open_objects
from roster_core.store import Store

_AT_ONCE = 500


@dataclass(frozen=True)
class RetentionPreview:
    """What the next run would remove, with the days in force; documents go by the years of their types."""

    options: RetentionOptions
    plan: Plan
    documents: Due


@dataclass(frozen=True)
class Retained:
    """How many of each kind went, and what went wrong with folders, one sentence each."""

    counts: dict[str, int] = field(default_factory=dict)
    folders: tuple[str, ...] = ()


def read_retention_preview(store: Store, user: User, *, clock: Clock = utc_now) -> RetentionPreview:
    """What would be removed now; nothing is changed.

    Raises:
        Refusal: The user is no administrator, or there is no roster.
    """
    require_everywhere(user, Right.ADMIN)
    district, now = require_district(store), clock()
    with store.reading(district.district_id) as session:
        options = retention_in(session)
        plan = read_plan(session, district.district_id, open_objects(store.settings), now=now)
    return RetentionPreview(options, plan, read_due(store, user, clock=clock))


def retain(store: Store, district_id: int, login: str, *, now: datetime) -> Retained:
    """Remove what is due of a district. May be ended anywhere and run again: the sweep takes the files afterwards."""
    objects = open_objects(store.settings)
    with store.reading(district_id) as session:
        ahead = read_plan(session, district_id, objects, now=now)
    counts: dict[str, int] = {}
    if ahead.due:
        with store.lock(f"roster-{district_id}"), store.writing(district_id) as session:
            plan = read_plan(session, district_id, objects, now=now)  # what was put under a hold meanwhile stays
            counts = plan.counts()
            _carry_out(session, district_id, plan, now)
            persons = {who for fact in plan.due for who in fact.persons}
            if counts:
                deed = Deed(login, "retention_applied", f"district:{district_id}", tuple(persons), _told(plan))
                record(session, district_id, deed, now=now)
    return Retained(counts, _tidy_folders(store, district_id))


def _told(plan: Plan) -> dict[str, object]:
    runs = [fact.ref for fact in plan.of("export_files")]
    return {"counts": plan.counts(), "bytes": sum(fact.bytes for fact in plan.due), "runs": runs}


def _carry_out(session: Session, district_id: int, plan: Plan, now: datetime) -> None:
    for batch in session.exec(select(Batch).where(col(Batch.batch_id).in_(_refs(plan, "drafts")))).all():
        batch.state = step(BatchState(batch.state), BatchState.EXPIRED).value
        batch.finished_at = batch.updated_at = now
    for some in _pieces(_refs(plan, "batch_records")):
        session.execute(sa.delete(BatchItem).where(col(BatchItem.batch_id).in_(some)))
        session.execute(sa.delete(Batch).where(col(Batch.batch_id).in_(some)))
    for some in _pieces(_refs(plan, "export_files")):
        for run in session.exec(select(ExportRun).where(col(ExportRun.run_id).in_(some))).all():
            forget_files(run, now)
    for some in _pieces(_refs(plan, "load_records")):
        for load in session.exec(select(RosterLoad).where(col(RosterLoad.load_id).in_(some))).all():
            load.objects = {}
    left = [int(ref) for ref in _refs(plan, "photos_left")]
    for persons in (left[start : start + _AT_ONCE] for start in range(0, len(left), _AT_ONCE)):
        session.execute(sa.delete(Photo).where(col(Photo.person_id).in_(persons)))
    gone = [int(ref) for ref in _refs(plan, "contacts_left")]
    for persons in (gone[start : start + _AT_ONCE] for start in range(0, len(gone), _AT_ONCE)):
        session.execute(sa.delete(Person).where(col(Person.person_id).in_(persons)))
    if left or gone:  # what is remembered of people is read anew
        session.get_one(District, district_id).updated_at = now


def forget_files(run: ExportRun, now: datetime) -> None:
    """Let go of the files, findings and changes of a run; the rows of its files tell what they were."""
    run.files_removed_at = run.updated_at = now
    run.findings_key, run.changes_key, run.tables = None, None, {}


def _refs(plan: Plan, kind: str) -> list[str]:
    return [fact.ref for fact in plan.of(kind)]


def _pieces(refs: Sequence[str]) -> list[Sequence[str]]:
    return [refs[start : start + _AT_ONCE] for start in range(0, len(refs), _AT_ONCE)]


def _tidy_folders(store: Store, district_id: int) -> tuple[str, ...]:
    """Remove sets whose time is over from folders that nothing is delivered to any more; what went wrong."""
    with store.reading(district_id) as session:
        rows = session.exec(
            select(Destination).where(Destination.method == "LOCAL", col(Destination.deleted_at).is_(None))
        ).all()
        ways = [
            (row.name, folder_of(settings, row.destination_id))
            for row in rows
            if isinstance(settings := settings_of(row), FolderSettings)
        ]
    wrong = []
    for name, way in ways:
        try:
            way.tidy()
        except Fault as fault:  # its next delivery tells of it, and the next day tries again
            wrong.append(f"{name}: {fault.message}")
    return tuple(wrong)
