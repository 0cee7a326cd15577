"""What nobody needs any more: drafts left alone, files and small pictures that nothing points at, old records."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.batches.states import OPEN, BatchState
from roster_core.batches.tables import Batch, BatchItem
from roster_core.clock import Clock, utc_now
from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import Work, submit
from roster_core.journeys.batches.applying import AT_WORK
from roster_core.journeys.batches.carrier import UPLOADED
from roster_core.journeys.batches.photos import STORED
from roster_core.journeys.districts import require_district
from roster_core.journeys.document_retention import STORED as DOCUMENTS
from roster_core.journeys.document_retention import dispose_district
from roster_core.journeys.photo_download import ID_LISTS
from roster_core.journeys.privacy.exports_with import runs_with_files
from roster_core.journeys.privacy.holds import held
from roster_core.journeys.privacy.retention import retain
from roster_core.journeys.privacy.retention_settings import retention_in
from roster_core.journeys.scheduled_outcomes import forget_old
from roster_core.journeys.settled import SETTLED_AFTER
from roster_core.roster.tables.records import ExportRun, Photo, PhotoThumbnail, RosterLoad
from roster_core.roster.tables.updates import DocumentVersion
from roster_core.storage.objects import Objects, open_objects
from roster_core.store import Store

#: The job that does it once a day.
SWEEP = "batch-sweep"
#: The kinds under which files lie that export runs and roster loads made.
EXPORTED, LOADED = ("export", "findings", "changes", "exclusions", "combinations"), "load"
#: So much of a hash tells files apart here: of two that agree in it both are kept.
_TOLD = 16


@dataclass(frozen=True)
class Swept:
    """How many went: drafts, records of batches, files, the bytes of those, files half written, small pictures.

    Last, documents whose day of disposal has passed, and other things past their days.
    """

    drafts: int = 0
    records: int = 0
    files: int = 0
    bytes: int = 0
    parts: int = 0
    pictures: int = 0
    documents: int = 0
    past: int = 0


def sweep(store: Store, user: User, *, clock: Clock = utc_now) -> Swept:
    """Do away with what nobody needs any more in the user's district.

    Raises:
        Refusal: The user is no administrator.
    """
    require_everywhere(user, Right.ADMIN)
    return sweep_district(store, require_district(store).district_id, user.login, clock=clock)


def sweep_district(store: Store, district_id: int, login: str, *, clock: Clock = utc_now) -> Swept:
    """The same for a district, on behalf of somebody. May be ended anywhere and run again."""
    now = clock()
    with store.lock(f"sweep-{district_id}"):
        with store.writing(district_id) as session:
            forget_old(session, now)
        retained = retain(store, district_id, login, now=now).counts
        drafts, records = retained.pop("drafts", 0), retained.pop("batch_records", 0)
        disposed = dispose_district(store, district_id, login, now=now)
        objects = open_objects(store.settings)
        files = [
            size
            for kind in (STORED, UPLOADED, DOCUMENTS, ID_LISTS, *EXPORTED, LOADED)
            for key, size in _unneeded(store, objects, district_id, kind, now)
            if objects.delete_old(key, now - SETTLED_AFTER)
        ]
        parts = objects.delete_parts(now - SETTLED_AFTER)
        with store.writing(district_id) as session:
            pictures = _drop_pictures(session, now)
            gone, size = len(files) + disposed.files, sum(files) + disposed.bytes
            past = sum(retained.values())
            swept = Swept(drafts, records, gone, size, parts, pictures, disposed.documents, past)
            if any(asdict(swept).values()):
                deed = Deed(login, "batches_swept", f"district:{district_id}", facts=asdict(swept))
                record(session, district_id, deed, now=now)
    return swept


def ask_for_sweep(session: Session, district_id: int, login: str, *, clock: Clock = utc_now) -> None:
    """Have it done, once a day however often it is asked for."""
    day = f"{district_id}-sweep-{clock():%Y%m%d}"
    submit(session, district_id, Work(SWEEP, str(district_id), login), job_id=day, clock=clock)


def _sweep_all(store: Store, district_id: int, _subject: str) -> Progress:
    sweep_district(store, district_id, "system")
    return Progress(1, 1, finished=True)


def _leave(_store: Store, _district_id: int, _subject: str, _why: str) -> None:
    """Nothing to note: the next day's does it."""


SWEEP_HANDLER = Handler(_sweep_all, _leave)


def _unneeded(store: Store, objects: Objects, district_id: int, kind: str, now: datetime) -> Iterator[tuple[str, int]]:
    """Old files that no row points at. The rows are read after the files: what came between them is needed."""
    old = list(objects.old(district_id, kind, now - SETTLED_AFTER))
    if old:
        with store.reading(district_id) as session:
            # The same bytes may lie under two kinds: as they came in, and as they are stored.
            needed = {_told(key) for key in needed_keys(session, now) if f"/{kind}/" in key}
        yield from ((key, size) for key, size in old if _told(key) not in needed)


def needed_keys(session: Session, now: datetime) -> Iterator[str]:
    """The keys of all files that something points at."""
    for one, other in session.exec(select(Photo.storage_key, Photo.source_key)).yield_per(1000):
        yield one
        yield other
    yield from session.exec(select(DocumentVersion.storage_key)).yield_per(1000)
    yield from session.exec(select(BatchItem.upload_key).where(held(BatchItem))).yield_per(1000)
    for batch in session.exec(select(Batch).where(_live(session, now))).all():
        yield from session.exec(select(BatchItem.upload_key).where(BatchItem.batch_id == batch.batch_id))
        if BatchState(batch.state) in OPEN:  # afterwards each photo of a ZIP lies by itself
            yield from (source["key"] for source in batch.sources)
    for _, files in runs_with_files(session):
        yield from (file.storage_key for file in files)
    for run in session.exec(select(ExportRun).where(col(ExportRun.files_removed_at).is_(None))).all():
        yield from (key for key in (run.findings_key, run.changes_key, *run.tables.values()) if key)
    for objects in session.exec(select(RosterLoad.objects)).all():
        yield from objects.values()


def _live(session: Session, now: datetime) -> sa.ColumnElement[bool]:
    """Batches whose files may still be wanted: undecided, at work, or done so lately that it can be taken back."""
    given_up = (BatchState.CANCELLED, BatchState.EXPIRED)
    before = retention_in(session).cutoff("batch_files", now)
    young = sa.true() if before is None else col(Batch.updated_at) >= before
    lately = col(Batch.state).not_in(given_up) & young
    return col(Batch.state).in_([*OPEN, *AT_WORK, BatchState.CONFIRMED]) | lately


def _told(key: str) -> str:
    return key.rpartition("/")[2][:_TOLD]


def _drop_pictures(session: Session, now: datetime) -> int:
    needed = {*session.exec(select(Photo.content)).all(), *session.exec(select(DocumentVersion.sha256)).all()}
    for batch_id in session.exec(select(Batch.batch_id).where(_live(session, now))).all():
        items = session.exec(select(BatchItem.content, BatchItem.facts).where(BatchItem.batch_id == batch_id))
        for content, facts in items.all():
            needed |= {content, facts.get("check", {}).get("sha256", "")}
    old = session.exec(select(PhotoThumbnail.content).where(col(PhotoThumbnail.updated_at) < now - SETTLED_AFTER)).all()
    unneeded = [content for content in old if content not in needed]
    for start in range(0, len(unneeded), 500):
        some = unneeded[start : start + 500]
        session.execute(sa.delete(PhotoThumbnail).where(col(PhotoThumbnail.content).in_(some)))
    return len(unneeded)
