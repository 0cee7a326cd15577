"""Erasing a person: previewed, confirmed by typing the ID, done by a job in one transaction, then the files."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.batches.tables import BatchItem
from roster_core.clock import Clock, new_id, utc_now
from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import Work, submit
from roster_core.journeys.batches.sweeping import needed_keys
from roster_core.journeys.districts import require_district
from roster_core.journeys.privacy.erasure_plan import (
    GONE,
    WHAT,
    ErasurePlan,
    find_erasable,
    of_items,
    plan_erasure,
    require_erasable,
)
from roster_core.journeys.privacy.record_rows import IN_PASSING, tables_with_people
from roster_core.journeys.privacy.retention import forget_files
from roster_core.journeys.privacy.subjects import Subject, digest_of, subject_of
from roster_core.journeys.settled import SETTLED_AFTER
from roster_core.refusals import Refusal
from roster_core.roster.tables.organisation import District
from roster_core.roster.tables.people import Person
from roster_core.roster.tables.privacy import Erasure
from roster_core.roster.tables.records import ExportFile, ExportRun, Photo, PhotoThumbnail, RosterLoad
from roster_core.roster.tables.updates import Document, DocumentVersion
from roster_core.storage.objects import open_objects
from roster_core.store import Store

#: The job that does it.
ERASE = "erase-person"
_OTHERS = ("photo", "batch_item", "erasure", "document", "person")


@dataclass(frozen=True)
class ErasureView:
    """An erasure as it stands; whose it was, only the ID tells by its digest."""

    erasure_id: str
    digest: str
    state: str
    reason: str
    by: str
    at: datetime
    counts: dict[str, int]
    left: tuple[str, ...]
    finished_at: datetime | None


def preview_erasure(store: Store, user: User, kind: str, key: str) -> ErasurePlan:
    """What would go and what cannot be cut; nothing is changed.

    Raises:
        Refusal: The user is no administrator, or the person cannot be erased (see `find_erasable`).
    """
    require_everywhere(user, Right.ADMIN)
    with store.reading(require_district(store).district_id) as session:
        return plan_erasure(session, open_objects(store.settings), find_erasable(session, kind, key))


def ask_erasure(
    store: Store, user: User, kind: str, key: str, *, reason: str, typed: str, clock: Clock = utc_now
) -> tuple[str, str]:
    """Have the person erased; `typed` is the ID once more. Returns the numbers of the erasure and of its job.

    Raises:
        Refusal: As `preview_erasure`; no reason was given, or another ID was typed.
    """
    require_everywhere(user, Right.ADMIN)
    if not reason.strip():
        raise Refusal(WHAT, why="No reason was given.", fix="Say which law or request asks for it, without a name.")
    district_id, now = require_district(store).district_id, clock()
    with store.writing(district_id) as session:
        who = find_erasable(session, kind, key)
        if typed.strip().lower() != who.key.lower():
            raise Refusal(WHAT, why="The ID that was typed is another one.", fix=f"Type {who.key} to confirm.")
        erasure_id = new_id(clock)
        job_id = submit(session, district_id, Work(ERASE, erasure_id, user.login), clock=clock)
        session.add(
            Erasure(
                district_id=district_id, erasure_id=erasure_id, digest=digest_of(kind, who.key), state="asked",
                reason=reason.strip(), by=user.login, person_id=who.person_id, job_id=job_id,
                files=[{"kind": kind, "key": who.key, "ids": list(who.ids)}], created_at=now, updated_at=now,
            )
        )  # fmt: skip
        deed = Deed(user.login, "erasure_asked", f"erasure:{erasure_id}", (), {}, reason.strip(), job_id)
        record(session, district_id, deed, now=now)
        return erasure_id, job_id


def read_erasures(store: Store, user: User) -> tuple[ErasureView, ...]:
    """All of them, the newest first.

    Raises:
        Refusal: The user is no administrator, or there is no roster.
    """
    require_everywhere(user, Right.ADMIN)
    with store.reading(require_district(store).district_id) as session:
        rows = session.exec(select(Erasure).order_by(col(Erasure.erasure_id).desc())).all()
        return tuple(
            ErasureView(
                row.erasure_id, row.digest, row.state, row.reason, row.by, row.created_at, row.counts,
                tuple(row.left), row.finished_at,
            )
            for row in rows
        )  # fmt: skip


def erase_piece(store: Store, district_id: int, erasure_id: str, *, clock: Clock = utc_now) -> Progress:
    """Cut the rows, then the files; whichever is done already is left as it is."""
    with store.lock(f"roster-{district_id}"), store.writing(district_id) as session:
        row = session.get(Erasure, (district_id, erasure_id), with_for_update=True)
        if row is None or row.state == "done":
            return Progress(2, 2, finished=True)
        if row.state == "asked":
            _cut(store, session, row, clock())
            return Progress(1, 2, "Removing files")
    _remove_files(store, district_id, erasure_id, clock())
    return Progress(2, 2, finished=True)


def _fail(store: Store, district_id: int, erasure_id: str, why: str) -> None:
    """Note that nothing was cut; the stub says that it was asked for, and no longer for whom."""
    with store.writing(district_id) as session:
        row = session.get(Erasure, (district_id, erasure_id), with_for_update=True)
        if row is not None and row.state == "asked":
            now = utc_now()
            session.delete(row)
            record(session, district_id, Deed(row.by, "erasure_failed", f"erasure:{erasure_id}", (), {}, why), now=now)


ERASE_HANDLER = Handler(erase_piece, _fail, prompt=True)


def _cut(store: Store, session: Session, row: Erasure, now: datetime) -> None:
    told = row.files[0]
    who = Subject(GONE, told["kind"], told["key"], "", tuple(told["ids"]), None, "INACTIVE")
    person = session.get(Person, (row.district_id, row.person_id)) if row.person_id != GONE else None
    if person is not None:
        found = subject_of(session, person, told["kind"])
        require_erasable(session, found)
        who = found
    plan = plan_erasure(session, open_objects(store.settings), who)
    files = [*_forget_runs(session, plan, now), *_forget_loads(session, plan)]
    if person is not None:
        files += _forget_person(session, row.district_id, who)
    session.get_one(District, row.district_id).updated_at = now  # what is remembered of people is read anew
    row.state, row.person_id, row.files = "cut", None, sorted(set(files))
    row.counts, row.left, row.updated_at = dict(plan.counts), list(plan.left), now
    facts = {"digest": row.digest, "counts": row.counts, "left": row.left}
    deed = Deed(row.by, "person_erased", f"erasure:{row.erasure_id}", (), facts, row.reason, row.job_id)
    record(session, row.district_id, deed, now=now)


def _forget_runs(session: Session, plan: ErasurePlan, now: datetime) -> list[str]:
    keys = []
    for run in session.exec(select(ExportRun).where(col(ExportRun.run_id).in_((*plan.runs, *plan.reduced)))).all():
        keys += [key for key in (run.findings_key, run.changes_key, *run.tables.values()) if key]
        if run.run_id in plan.reduced:
            run.findings_key, run.changes_key, run.tables = None, None, {}
            continue
        keys += session.exec(select(ExportFile.storage_key).where(ExportFile.run_id == run.run_id)).all()
        forget_files(run, now)
    return keys


def _forget_loads(session: Session, plan: ErasurePlan) -> list[str]:
    keys: list[str] = []
    for load in session.exec(select(RosterLoad).where(col(RosterLoad.load_id).in_(plan.loads))).all():
        keys += load.objects.values()
        load.objects = {}
    return keys


def _forget_person(session: Session, district_id: int, who: Subject) -> list[str]:
    """Remove every row of the person, in whatever table; the keys of files that those had."""
    photos = session.exec(select(Photo).where(Photo.person_id == who.person_id)).all()
    items = session.exec(select(BatchItem).where(of_items(who))).all()
    ids = session.exec(select(Document.document_id).where(Document.person_id == who.person_id)).all()
    versions = session.exec(select(DocumentVersion).where(col(DocumentVersion.document_id).in_(ids))).all()
    keys = [
        *(key for one in photos for key in (one.storage_key, one.source_key)),
        *(one.storage_key for one in versions),
        *(one.upload_key for one in items if one.upload_key),
    ]
    contents = {one.content for one in photos} | {one.sha256 for one in versions} | {one.content for one in items}
    contents |= {one.facts.get("check", {}).get("sha256", "") for one in items}
    _delete(session, BatchItem, of_items(who))
    _delete(session, DocumentVersion, col(DocumentVersion.document_id).in_(ids))
    _delete(session, Document, col(Document.person_id) == who.person_id)
    _delete(session, Photo, col(Photo.person_id) == who.person_id)
    used = {*session.exec(select(Photo.content)).all(), *session.exec(select(DocumentVersion.sha256)).all()}
    _delete(session, PhotoThumbnail, col(PhotoThumbnail.content).in_(sorted(contents - used)))
    for name, columns in tables_with_people().items():
        table = SQLModel.metadata.tables[name]
        for column in columns:
            mine = (table.c.district_id == district_id) & (table.c[column] == who.person_id)
            if column in IN_PASSING:
                session.connection().execute(sa.update(table).where(mine).values({column: None}))
            elif name not in _OTHERS:
                session.connection().execute(sa.delete(table).where(mine))
    _delete(session, Person, col(Person.person_id) == who.person_id)
    return keys


def _delete(session: Session, table: type, where: sa.ColumnElement[bool]) -> None:
    session.execute(sa.delete(table).where(where), execution_options={"synchronize_session": False})


def _remove_files(store: Store, district_id: int, erasure_id: str, now: datetime) -> None:
    """Delete what nothing else points at; what came in just now goes with the next day's sweep."""
    objects = open_objects(store.settings)
    with store.reading(district_id) as session:
        files = set(session.get_one(Erasure, (district_id, erasure_id)).files)
        files -= set(needed_keys(session, now))
    young = [key for key in sorted(files) if not objects.delete_old(key, now - SETTLED_AFTER)]
    if objects.root is None:
        for key in files:
            (objects.cache / key).unlink(missing_ok=True)
    with store.writing(district_id) as session:
        row = session.get_one(Erasure, (district_id, erasure_id), with_for_update=True)
        if row.state == "cut":
            row.state, row.files, row.finished_at, row.updated_at = "done", [], now, now
            row.counts = {**row.counts, "files": len(files) - len(young)}
            if young:
                row.left = [*row.left, f"{len(young):,} file(s) that came in within a day go with the next daily run."]
