"""Documents that students have, for those who compare with them: the ones that were not withdrawn."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from sqlmodel import Session, col, select

from roster_core.journeys.batches.carrier import Slot
from roster_core.roster.tables.updates import Document, DocumentVersion
from roster_core.updates.document_rules import place_of

Value = TypeVar("Value", int, str)
#: SQLite takes 32,766 values, some builds 999.
_AT_ONCE = 500


def read_documents(
    session: Session, person_ids: Iterable[int], *, lock: bool = False
) -> dict[int, list[tuple[Document, DocumentVersion]]]:
    """The documents of people with their current versions, by person; `lock` keeps others from changing them."""
    found: dict[int, list[tuple[Document, DocumentVersion]]] = defaultdict(list)
    for some in _cut(sorted(set(person_ids))):
        asked = (
            select(Document, DocumentVersion)
            .join(
                DocumentVersion,
                (col(DocumentVersion.district_id) == col(Document.district_id))
                & (col(DocumentVersion.document_id) == col(Document.document_id))
                & (col(DocumentVersion.version) == col(Document.current_version)),
            )
            .where(col(Document.person_id).in_(some), col(Document.withdrawn_at).is_(None))
            .order_by(col(Document.document_id))
        )
        for document, version in session.exec(asked.with_for_update() if lock else asked).all():
            found[document.person_id].append((document, version))
    return found


def read_contents(session: Session, person_ids: Iterable[int]) -> dict[Slot, tuple[str, str]]:
    """The hash and the reference (see `ref_of`) of every current version, by whose and which document it is."""
    return {
        (person, place_of(one.assessment_type, one.school_year, one.title)): (
            version.sha256,
            ref_of(one, version.version),
        )
        for person, found in read_documents(session, person_ids).items()
        for one, version in found
    }


def read_owners(session: Session, contents: Iterable[str]) -> dict[str, frozenset[int]]:
    """Who has a file of one of these hashes, as the current version of a document."""
    owners: dict[str, set[int]] = defaultdict(set)
    for some in _cut(sorted(set(contents))):
        asked = (
            select(DocumentVersion.sha256, Document.person_id)
            .join(
                Document,
                (col(DocumentVersion.district_id) == col(Document.district_id))
                & (col(DocumentVersion.document_id) == col(Document.document_id))
                & (col(DocumentVersion.version) == col(Document.current_version)),
            )
            .where(col(DocumentVersion.sha256).in_(some), col(Document.withdrawn_at).is_(None))
        )
        for content, person_id in session.exec(asked).all():
            owners[content].add(person_id)
    return {content: frozenset(people) for content, people in owners.items()}


def ref_of(document: Document, version: int) -> str:
    """How a version is told of in the record of a batch."""
    return f"{document.document_id}/{version}"


def _cut(values: list[Value]) -> Iterator[list[Value]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
