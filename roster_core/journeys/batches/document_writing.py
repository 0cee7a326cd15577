"""Documents written as versions that stay, and taken back: the one before is current again, or none is."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, select

from roster_core.batches.states import BatchKind, Result, result_applied
from roster_core.batches.tables import Batch
from roster_core.clock import new_id
from roster_core.journeys.batches.carrier import Made, Written
from roster_core.journeys.batches.rows import ItemRow
from roster_core.journeys.batches.stored_documents import read_documents, ref_of
from roster_core.journeys.document_types import last_day
from roster_core.roster.tables.updates import AssessmentType, Document, DocumentVersion
from roster_core.updates.document_exchange import check_from
from roster_core.updates.document_rules import (
    free_title,
    is_beside,
    place_of,
    terms_of,
    title_key,
)
from roster_core.updates.document_target import DocumentTarget

#: Why a document was withdrawn whose batch was taken back.
UNDONE = "undone"
_CHANGED = "The document was changed after the preview; it was left as it is."


@dataclass
class _Stored:
    """What students have now, kept up while items are written: current contents by document, and newest versions."""

    documents: dict[int, list[Document]] = field(default_factory=lambda: defaultdict(list))
    contents: dict[str, str] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)
    types: dict[str, AssessmentType] = field(default_factory=dict)

    def at(self, person_id: int, place: str) -> Document | None:
        """The document in that place."""
        return next(
            (
                one
                for one in self.documents[person_id]
                if place_of(one.assessment_type, one.school_year, one.title) == place
            ),
            None,
        )


def write(
    target_of: Callable[[Batch, ItemRow], DocumentTarget],
    session: Session,
    batch: Batch,
    made: Sequence[tuple[ItemRow, Made]],
    now: datetime,
) -> list[Written]:
    """Store each as a document or as a new version of one, if what was previewed is still true."""
    stored = _read(session, [row.person_id for row, _ in made if row.person_id is not None])
    written = [_stored(session, batch, row, one, target_of(batch, row), stored, now) for row, one in made]
    session.flush()
    return written


def put_back(session: Session, undo: Batch, rows: Sequence[ItemRow], now: datetime) -> list[Written]:
    """Make the versions before current again, or withdraw the document if there was none, if nothing changed since."""
    return [_put_back(session, undo, row, now) for row in rows]


def _read(session: Session, person_ids: Sequence[int]) -> _Stored:
    stored = _Stored()
    for person_id, found in read_documents(session, person_ids, lock=True).items():
        for document, version in found:
            stored.documents[person_id].append(document)
            stored.contents[document.document_id] = version.sha256
    known = sorted(stored.contents)
    for start in range(0, len(known), 500):
        some = known[start : start + 500]
        asked = select(DocumentVersion.document_id, func.max(DocumentVersion.version))
        asked = asked.where(col(DocumentVersion.document_id).in_(some)).group_by(col(DocumentVersion.document_id))
        stored.newest |= dict(session.exec(asked).all())
    stored.types = {one.code: one for one in session.exec(select(AssessmentType)).all()}
    return stored


def _stored(
    session: Session,
    batch: Batch,
    row: ItemRow,
    made: Made,
    target: DocumentTarget,
    stored: _Stored,
    now: datetime,
) -> Written:
    """What becomes of an item."""
    if row.person_id is None:
        return Written(Result.NO_MATCH)
    kind = stored.types.get(target.type)
    if kind is None:
        return Written(Result.FAILED, reason=f"There is no assessment type {target.type} any more.")
    document = None if is_beside(row.place) else stored.at(row.person_id, row.place)
    here = "" if document is None else stored.contents[document.document_id]
    if document is not None and here == row.content:
        return Written(Result.UNCHANGED)
    if here != row.old_ref:
        return Written(Result.CONFLICT, reason=_CHANGED)
    replaced = "" if document is None else str(document.current_version)
    if document is None:
        document = _new_document(session, batch, row, row.person_id, target, stored, now)
        document.dispose_on = last_day(session, target.school_year, kind.retention_years)
    else:
        row.facts = {**row.facts, "before": _told(document)}
    version = stored.newest.get(document.document_id, 0) + 1
    _describe(document, target, version, now)
    session.flush()
    session.add(_version(batch, row, made, document, version, now))
    stored.newest[document.document_id], stored.contents[document.document_id] = version, row.content
    return Written(result_applied(BatchKind.DOCUMENT, replaced=bool(replaced)), ref_of(document, version), replaced)


def _new_document(
    session: Session,
    batch: Batch,
    row: ItemRow,
    person_id: int,
    target: DocumentTarget,
    stored: _Stored,
    now: datetime,
) -> Document:
    """The document, under a free title; the row's place is then that of this title, so that it can be taken back."""
    taken = frozenset(
        title_key(one.title)
        for one in stored.documents[person_id]
        if (one.assessment_type, one.school_year) == (target.type, target.school_year)
    )
    title = free_title(target.title, taken)
    row.place = place_of(target.type, target.school_year, title)
    document = Document(
        district_id=batch.district_id,
        document_id=new_id(),
        person_id=person_id,
        assessment_type=target.type,
        school_year=target.school_year,
        title=title,
        title_key=title_key(title),
        current_version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(document)
    stored.documents[person_id].append(document)
    return document


def _describe(document: Document, target: DocumentTarget, version: int, now: datetime) -> None:
    document.current_version, document.updated_at = version, now
    document.period = target.period or document.period
    document.assessment_date = target.assessment_date or document.assessment_date


def _version(
    batch: Batch, row: ItemRow, made: Made, document: Document, version: int, now: datetime
) -> DocumentVersion:
    check, key = check_from(row.facts["check"]), str(made.facts["key"])
    return DocumentVersion(
        district_id=batch.district_id,
        document_id=document.document_id,
        version=version,
        sha256=row.content,
        bytes=row.size,
        media_type="" if check.type is None else check.type.media_type,
        page_count=check.pages,
        original_name=row.name,
        storage_key=key,
        visibility=terms_of(batch.settings["terms"]).visibility.value,
        batch_id=batch.batch_id,
        batch_sequence=row.sequence,
        by=batch.confirmed_by or batch.by,
        created_at=now,
        updated_at=now,
    )


def _told(document: Document) -> dict[str, Any]:
    """What a new version may change of a document, to be put back with the older one."""
    day = document.assessment_date
    return {"period": document.period, "assessment_date": day.isoformat() if day else ""}


def _put_back(session: Session, undo: Batch, row: ItemRow, now: datetime) -> Written:
    document_id, _, version = row.new_ref.partition("/")
    document = session.get(Document, (undo.district_id, document_id), with_for_update=True)
    if document is None or document.withdrawn_at is not None or str(document.current_version) != version:
        return Written(Result.CONFLICT, reason="The document was changed since; it was left as it is.")
    document.updated_at = now
    replaced = row.facts.get("replaced")
    if not replaced:
        document.withdrawn_at, document.withdrawn_by, document.withdrawn_reason = now, undo.by, UNDONE
        return Written(Result.TAKEN_BACK)
    before = row.facts.get("before", {})
    document.current_version = int(replaced)
    document.period = before.get("period", document.period)
    day = before.get("assessment_date", "")
    document.assessment_date = date.fromisoformat(day) if day else None
    return Written(Result.PUT_BACK, ref_of(document, document.current_version))
