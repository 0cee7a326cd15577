"""Documents of a student: looked at with their versions, and opened, which is written down."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require
from roster_core.clock import Clock, utc_now
from roster_core.documents.download import NAMES
from roster_core.downloads.file_names import clean_name, extension_for
from roster_core.downloads.holders import Holder
from roster_core.journeys.document_reach import LIST_RIGHTS, Reach, among, no_document, read_reach
from roster_core.journeys.people import show_person
from roster_core.refusals import Refusal
from roster_core.roster.tables.updates import AssessmentType, Document, DocumentVersion
from roster_core.storage.objects import open_objects
from roster_core.storage.sealed_files import SealBroken
from roster_core.storage.stored_file import StoredFile
from roster_core.store import Store

#: What browsers show by themselves; anything else is only saved.
SHOWN_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png"})
_OPEN_TO_OTHERS = "The record is confidential: only an administrator sees its documents."
_ELSEWHERE = "The student is at another school now, and documents are open to that one."


@dataclass(frozen=True)
class DocumentView:
    """A document as its current version has it; `type_name` is what the type is called now."""

    document_id: str
    holder: Holder
    type: str
    type_name: str
    school_year: str
    title: str
    period: str
    assessment_date: date | None
    version: int
    visibility: str
    media_type: str
    bytes: int
    page_count: int | None
    added_at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str
    dispose_on: date | None


@dataclass(frozen=True)
class VersionView:
    """One version of a document. `batch_id` is null for one that no batch brought."""

    version: int
    current: bool
    visibility: str
    #: The file is that of the version before: only who sees it was changed.
    same_file: bool
    media_type: str
    bytes: int
    page_count: int | None
    original_name: str
    created_at: datetime
    by: str
    batch_id: str | None


@dataclass(frozen=True)
class OpenedDocument:
    """A document's file on the disk, about to be shown or saved under `name`; never in memory as a whole."""

    name: str
    media_type: str
    path: StoredFile


def read_person_documents(store: Store, user: User, key: str) -> tuple[DocumentView, ...]:
    """The documents of the student with the ID `key`, newest school year first.

    Raises:
        Refusal: As `people.show_person`; the user may not see documents, or not those of this student.
    """
    person = show_person(store, user, "student", key)
    reach = read_reach(store, user, *LIST_RIGHTS)
    holder = reach.people.get(person.person_id)
    if holder is None:
        raise Refusal(
            "The documents are not shown.",
            why=_OPEN_TO_OTHERS if person.record_confidential else _ELSEWHERE,
            fix="Ask an administrator of the district.",
        )
    with store.reading(reach.district.district_id) as session:
        names = type_names(session)
        rows = session.execute(
            with_version()
            .where(col(Document.person_id) == person.person_id, *not_hidden(session, reach))
            .order_by(
                col(Document.withdrawn_at).is_not(None),
                col(Document.school_year).desc(),
                Document.assessment_type,
                Document.title_key,
            )
        ).all()
        return tuple(view_of(row, version, holder, names) for row, version in rows)


def read_document(store: Store, user: User, document_id: str) -> tuple[DocumentView, tuple[VersionView, ...]]:
    """One document with its versions, the newest first.

    Raises:
        Refusal: There is none, or it is not open to the user.
    """
    reach = read_reach(store, user, *LIST_RIGHTS)
    with store.reading(reach.district.district_id) as session:
        document, holder = reached(session, reach, document_id)
        versions = _versions(session, document_id)
        current = next(one for one in versions if one.version == document.current_version)
        before = {one.version: other.sha256 for one, other in zip(versions[1:], versions, strict=False)}
        told = tuple(
            VersionView(
                one.version, one is current, one.visibility, before.get(one.version) == one.sha256, one.media_type,
                one.bytes, one.page_count, one.original_name, one.created_at, one.by, one.batch_id,
            )
            for one in reversed(versions)
        )  # fmt: skip
        return view_of(document, current, holder, type_names(session)), told


def open_version(
    store: Store, user: User, document_id: str, version: int, *, save: bool = False, clock: Clock = utc_now
) -> OpenedDocument:
    """The file of one version, to be shown or, with `save`, taken out; that it was is written down first.

    Raises:
        Refusal: The user may not open documents, there is none, or its file cannot be read any more.
    """
    require(user, Right.DOCUMENT_VIEW)
    reach = read_reach(store, user, Right.DOCUMENT_VIEW)
    district_id = reach.district.district_id
    with store.reading(district_id) as session:
        document, holder = reached(session, reach, document_id)
        row = next((one for one in _versions(session, document_id) if one.version == version), None)
        if row is None:
            raise no_document()
        path = _checked(store, row)
    name = clean_name(f"{holder.district_number}--{document.title}") + extension_for(row.media_type, "", NAMES)
    facts = {
        "version": version,
        "assessment_type": document.assessment_type,
        "school_year": document.school_year,
        "title": document.title,
        "sha256": row.sha256,
    }
    action = "document_downloaded" if save else "document_viewed"
    with store.writing(district_id) as session:
        deed = Deed(user.login, action, f"document:{document_id}", (holder.reference,), facts)
        record(session, district_id, deed, now=clock())
    return OpenedDocument(name, row.media_type, path)


def reached(session: Session, reach: Reach, document_id: str, *, lock: bool = False) -> tuple[Document, Holder]:
    """A document and whose it is.

    Raises:
        Refusal: There is none, or it is not open to the user.
    """
    asked: SelectOfScalar[Document] = select(Document).where(
        Document.document_id == document_id, *not_hidden(session, reach)
    )
    found = session.exec(asked.with_for_update() if lock else asked).first()
    if found is None or found.person_id not in reach.people:
        raise no_document()
    return found, reach.people[found.person_id]


def not_hidden(session: Session, reach: Reach) -> list[sa.ColumnElement[bool]]:
    """Withdrawn documents are there only for who may put them back."""
    if len(reach.changeable) == len(reach.people):
        return []
    there = col(Document.withdrawn_at).is_(None)
    return [sa.or_(there, among(session, Document.person_id, reach.changeable)) if reach.changeable else there]


def _checked(store: Store, row: DocumentVersion) -> StoredFile:
    """The file of a version, once its bytes were compared with what came in."""
    try:
        kept = open_objects(store.settings).file(row.storage_key)
        with kept.open() as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, SealBroken):
        found = ""
    if found != row.sha256:
        raise Refusal(
            "The document was not opened.",
            why="Its stored file is lost or damaged.",
            fix="Restore the folder of files from a backup, or upload the document again.",
        )
    return kept


def with_version() -> "sa.Select[Document, DocumentVersion]":
    """Documents with their current versions, to be narrowed down."""
    return sa.select(Document, DocumentVersion).join(
        DocumentVersion,
        (col(DocumentVersion.document_id) == Document.document_id)
        & (col(DocumentVersion.district_id) == Document.district_id)
        & (col(DocumentVersion.version) == Document.current_version),
    )


def _versions(session: Session, document_id: str) -> Sequence[DocumentVersion]:
    asked = select(DocumentVersion).where(DocumentVersion.document_id == document_id)
    return session.exec(asked.order_by(col(DocumentVersion.version))).all()


def type_names(session: Session) -> dict[str, str]:
    """What each type is called."""
    return dict(session.exec(select(AssessmentType.code, AssessmentType.name)).all())


def view_of(row: Document, current: DocumentVersion, holder: Holder, names: Mapping[str, str]) -> DocumentView:
    """A row with its current version, as it is shown; `names` are those of the types."""
    return DocumentView(
        document_id=row.document_id,
        holder=holder,
        type=row.assessment_type,
        type_name=names[row.assessment_type],
        school_year=row.school_year,
        title=row.title,
        period=row.period,
        assessment_date=row.assessment_date,
        version=current.version,
        visibility=current.visibility,
        media_type=current.media_type,
        bytes=current.bytes,
        page_count=current.page_count,
        added_at=current.created_at,
        by=current.by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_reason=row.withdrawn_reason,
        dispose_on=row.dispose_on,
    )
