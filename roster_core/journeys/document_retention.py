"""Documents whose time is over: told of before, then removed with their versions and files, and written down."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, utc_now
from roster_core.downloads.holders import Holder
from roster_core.journeys.districts import find_time_zone, require_district
from roster_core.journeys.document_reach import among
from roster_core.journeys.holders import read_everybody
from roster_core.journeys.privacy.holds import held
from roster_core.journeys.settled import SETTLED_AFTER
from roster_core.roster.tables.people import Person
from roster_core.roster.tables.updates import Document, DocumentVersion
from roster_core.storage.objects import Objects, open_objects
from roster_core.store import Store

#: The kind of object under which documents lie.
STORED = "document"
#: So many are removed in one transaction.
_AT_ONCE = 200
#: So many are listed in a preview.
_LISTED = 500


@dataclass(frozen=True)
class DueDocument:
    """A document whose last day has passed."""

    document_id: str
    holder: Holder
    type: str
    school_year: str
    title: str
    withdrawn: bool
    dispose_on: date
    versions: int


@dataclass(frozen=True)
class Due:
    """What would be removed today: the first of the documents, how many they are, of how many people, and files."""

    today: date
    documents: tuple[DueDocument, ...]
    total: int
    persons: int
    files: int
    bytes: int
    #: The next day on which one becomes due; `None` if there is none.
    next_day: date | None


@dataclass(frozen=True)
class Disposed:
    """How many documents, versions and files went, and the bytes of those."""

    documents: int = 0
    versions: int = 0
    files: int = 0
    bytes: int = 0


def read_due(store: Store, user: User, *, clock: Clock = utc_now) -> Due:
    """What the retention job would remove today; nothing is changed.

    Raises:
        Refusal: The user is no administrator, or there is no roster.
    """
    require_everywhere(user, Right.ADMIN)
    district = require_district(store)
    today = _today(district.time_zone, clock())
    people = {one.person_id: one for one in read_everybody(store, district)}
    with store.reading(district.district_id) as session:
        due = _due(today)
        rows = session.exec(
            select(Document).where(due).order_by(col(Document.dispose_on), Document.document_id).limit(_LISTED)
        ).all()
        counted = select(DocumentVersion.document_id, sa.func.count()).where(
            col(DocumentVersion.document_id).in_([row.document_id for row in rows])
        )
        versions = dict(session.exec(counted.group_by(DocumentVersion.document_id)).all())
        total, persons = session.exec(
            select(sa.func.count(), sa.func.count(sa.distinct(col(Document.person_id)))).where(due)
        ).one()
        files = _only_of(session, due)
        listed = tuple(
            DueDocument(
                row.document_id, people[row.person_id], row.assessment_type, row.school_year, row.title,
                row.withdrawn_at is not None, row.dispose_on or today, versions[row.document_id],
            )
            for row in rows
        )  # fmt: skip
        coming = select(sa.func.min(Document.dispose_on)).where(col(Document.dispose_on) >= today)
        return Due(today, listed, total, persons, len(files), sum(files.values()), session.exec(coming).one())


def dispose(store: Store, user: User, *, clock: Clock = utc_now) -> Disposed:
    """Remove what is due now.

    Raises:
        Refusal: The user is no administrator, or there is no roster.
    """
    require_everywhere(user, Right.ADMIN)
    return dispose_district(store, require_district(store).district_id, user.login, now=clock())


def dispose_district(store: Store, district_id: int, login: str, *, now: datetime) -> Disposed:
    """The same for a district, on behalf of somebody. May be ended anywhere and run again."""
    today = _today(find_time_zone(store, district_id), now)
    objects = open_objects(store.settings)
    documents = versions = files = size = 0
    while True:
        with store.writing(district_id) as session:
            rows = session.exec(
                select(Document).where(_due(today)).order_by(Document.document_id).limit(_AT_ONCE).with_for_update()
            ).all()
            if not rows:
                return Disposed(documents, versions, files, size)
            stored = _forget(session, district_id, login, rows, now)
        # The files go after their rows: should this end in between, the daily sweep finds them.
        gone = [row for row in _unneeded(store, district_id, stored) if _delete(objects, row, now)]
        documents, versions = documents + len(rows), versions + len(stored)
        files, size = files + len(gone), size + sum(row.bytes for row in gone)


def _forget(
    session: Session, district_id: int, login: str, rows: Sequence[Document], now: datetime
) -> list[DocumentVersion]:
    """Remove documents with their versions, which are returned."""
    ids = [row.document_id for row in rows]
    stored = list(session.exec(select(DocumentVersion).where(col(DocumentVersion.document_id).in_(ids))).all())
    persons = session.exec(
        select(Person.person_key).where(among(session, Person.person_id, {row.person_id for row in rows}))
    ).all()
    told = [
        {
            "document": row.document_id,
            "assessment_type": row.assessment_type,
            "school_year": row.school_year,
            "title": row.title,
            "dispose_on": str(row.dispose_on),
            "versions": [one.sha256 for one in stored if one.document_id == row.document_id],
        }
        for row in rows
    ]
    session.expunge_all()  # they are removed by number, and told of afterwards
    session.execute(sa.delete(DocumentVersion).where(col(DocumentVersion.document_id).in_(ids)))
    session.execute(sa.delete(Document).where(col(Document.document_id).in_(ids)))
    references = tuple(f"student:{key}" for key in persons)
    deed = Deed(login, "documents_disposed", f"district:{district_id}", references, {"documents": told})
    record(session, district_id, deed, now=now)
    return stored


def _unneeded(store: Store, district_id: int, stored: Sequence[DocumentVersion]) -> Iterator[DocumentVersion]:
    """One version for each file that no other row points at."""
    by_key = {row.storage_key: row for row in stored}
    with store.reading(district_id) as session:
        for some in _in_pieces(list(by_key)):
            asked = select(DocumentVersion.storage_key).where(col(DocumentVersion.storage_key).in_(some))
            for key in session.exec(asked).all():
                by_key.pop(key, None)
    yield from by_key.values()


def _only_of(session: Session, due: sa.ColumnElement[bool]) -> dict[str, int]:
    """Files, with their sizes, that only documents which are due point at."""
    of_due = select(DocumentVersion.storage_key, DocumentVersion.bytes).join(
        Document,
        (col(Document.document_id) == DocumentVersion.document_id)
        & (col(Document.district_id) == DocumentVersion.district_id),
    )
    found = dict(session.exec(of_due.where(due)).all())
    if found:
        stay = of_due.where(sa.or_(col(Document.dispose_on).is_(None), ~due))
        for key, _ in session.exec(stay).all():
            found.pop(key, None)
    return found


def _delete(objects: Objects, row: DocumentVersion, now: datetime) -> bool:
    """Whether the file is gone; it stays if the same one came in again just now."""
    return objects.delete_old(row.storage_key, now - SETTLED_AFTER)


def _due(today: date) -> sa.ColumnElement[bool]:
    return (col(Document.dispose_on) < today) & ~held(Document)


def _today(time_zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(time_zone)).date()


def _in_pieces(keys: Collection[str], size: int = 500) -> Iterator[list[str]]:
    left = iter(keys)
    while some := list(islice(left, size)):
        yield some
