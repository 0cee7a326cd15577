"""What nobody needs any more: drafts left alone, files and small pictures that nothing points at, old records."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.batches.states import OPEN, BatchState, step
from roster_core.batches.tables import Batch, BatchItem
from roster_core.clock import Clock, utc_now
from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import KEPT, Work, submit
from roster_core.journeys.batches.applying import AT_WORK
from roster_core.journeys.batches.carrier import UPLOADED
from roster_core.journeys.batches.drafts import DRAFT_LIFE
from roster_core.journeys.batches.photos import STORED
from roster_core.journeys.batches.undoing import UNDO_WITHIN
from roster_core.journeys.districts import require_district
from roster_core.journeys.document_retention import STORED as DOCUMENTS
from roster_core.journeys.document_retention import dispose_district
from roster_core.journeys.photo_download import ID_LISTS
from roster_core.journeys.scheduled_outcomes import forget_old
from roster_core.journeys.settled import SETTLED_AFTER
from roster_core.objects import Objects, open_objects
from roster_core.roster.tables.records import Photo, PhotoThumbnail
from roster_core.roster.tables.updates import DocumentVersion
from roster_core.store import Store

#: The job that does it once a day.
SWEEP = "batch-sweep"
#: So much of a hash tells files apart here: of two that agree in it both are kept.
_TOLD = 16


@dataclass(frozen=True)
class Swept:
    """How many went: drafts, records of batches, files, the bytes of those, files half written, small pictures.

    Last, documents whose day of disposal has passed.
    """

    drafts: int = 0
    records: int = 0
    files: int = 0
    bytes: int = 0
    parts: int = 0
    pictures: int = 0
    documents: int = 0


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
            drafts, records = _expire(session, now), _forget(session, now)
            forget_old(session, now)
        disposed = dispose_district(store, district_id, login, now=now)
        objects = open_objects(store.settings)
        files = [
            size
            for kind in (STORED, UPLOADED, DOCUMENTS, ID_LISTS)
            for key, size in _unneeded(store, objects, district_id, kind, now)
            if objects.delete_old(key, now - SETTLED_AFTER)
        ]
        parts = objects.delete_parts(now - SETTLED_AFTER)
        with store.writing(district_id) as session:
            pictures = _drop_pictures(session, now)
            gone, size = len(files) + disposed.files, sum(files) + disposed.bytes
            swept = Swept(drafts, records, gone, size, parts, pictures, disposed.documents)
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


def _expire(session: Session, now: datetime) -> int:
    left = session.exec(
        select(Batch).where(col(Batch.state).in_(OPEN), col(Batch.updated_at) < now - DRAFT_LIFE).with_for_update()
    ).all()
    for batch in left:
        batch.state = step(BatchState(batch.state), BatchState.EXPIRED).value
        batch.finished_at = batch.updated_at = now
    return len(left)


def _forget(session: Session, now: datetime) -> int:
    """Records that are too old to be shown; photos that they brought stay."""
    ended = [state for state in BatchState if state not in OPEN and state not in AT_WORK]
    old = session.exec(select(Batch).where(col(Batch.state).in_(ended), col(Batch.updated_at) < now - KEPT)).all()
    for batch in old:
        session.execute(sa.delete(BatchItem).where(col(BatchItem.batch_id) == batch.batch_id))
        session.delete(batch)
    return len(old)


def _unneeded(store: Store, objects: Objects, district_id: int, kind: str, now: datetime) -> Iterator[tuple[str, int]]:
    """Old files that no row points at. The rows are read after the files: what came between them is needed."""
    old = list(objects.old(district_id, kind, now - SETTLED_AFTER))
    if old:
        with store.reading(district_id) as session:
            # The same bytes may lie under two kinds: as they came in, and as they are stored.
            needed = {_told(key) for key in _keys(session, now) if f"/{kind}/" in key}
        yield from ((key, size) for key, size in old if _told(key) not in needed)


def _keys(session: Session, now: datetime) -> Iterator[str]:
    """The keys of all files that something points at."""
    for one, other in session.exec(select(Photo.storage_key, Photo.source_key)).yield_per(1000):
        yield one
        yield other
    yield from session.exec(select(DocumentVersion.storage_key)).yield_per(1000)
    for batch in session.exec(select(Batch).where(_live(now))).all():
        yield from session.exec(select(BatchItem.upload_key).where(BatchItem.batch_id == batch.batch_id))
        if BatchState(batch.state) in OPEN:  # afterwards each photo of a ZIP lies by itself
            yield from (source["key"] for source in batch.sources)


def _live(now: datetime) -> sa.ColumnElement[bool]:
    """Batches whose files may still be wanted: undecided, at work, or done so lately that it can be taken back."""
    given_up = (BatchState.CANCELLED, BatchState.EXPIRED)
    lately = col(Batch.state).not_in(given_up) & (col(Batch.updated_at) >= now - UNDO_WITHIN)
    return col(Batch.state).in_([*OPEN, *AT_WORK, BatchState.CONFIRMED]) | lately


def _told(key: str) -> str:
    return key.rpartition("/")[2][:_TOLD]


def _drop_pictures(session: Session, now: datetime) -> int:
    needed = {*session.exec(select(Photo.content)).all(), *session.exec(select(DocumentVersion.sha256)).all()}
    for batch_id in session.exec(select(Batch.batch_id).where(_live(now))).all():
        items = session.exec(select(BatchItem.content, BatchItem.facts).where(BatchItem.batch_id == batch_id))
        for content, facts in items.all():
            needed |= {content, facts.get("check", {}).get("sha256", "")}
    old = session.exec(select(PhotoThumbnail.content).where(col(PhotoThumbnail.updated_at) < now - SETTLED_AFTER)).all()
    unneeded = [content for content in old if content not in needed]
    for start in range(0, len(unneeded), 500):
        some = unneeded[start : start + 500]
        session.execute(sa.delete(PhotoThumbnail).where(col(PhotoThumbnail.content).in_(some)))
    return len(unneeded)
