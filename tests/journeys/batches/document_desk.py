"""A desk that takes a batch of documents from its files to the result."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from roster_core.batches.people import Criterion
from roster_core.journeys.batches import document_start, drafts
from roster_core.journeys.batches.document_start import DocumentRequest
from roster_core.journeys.people import show_person
from roster_core.roster.tables.updates import AssessmentType, Document, DocumentVersion
from tests.journeys.batches.conftest import PhotoDesk

YEAR = "2025-26"


@dataclass
class DocumentDesk(PhotoDesk):
    """The same desk, for documents."""

    def start(self, criterion: Criterion = Criterion.DISTRICT_NUMBER, **more: object) -> str:  # type: ignore[override]
        asked = {"type": "NJSLA-ELA", "school_year": YEAR, "criterion": criterion, **more}
        return document_start.start_documents(self.store, self.user, DocumentRequest(**asked))  # type: ignore[arg-type]

    def applied(self, files: Mapping[str, bytes], **more: object) -> str:
        batch_id = self.checked(files, **more)
        self.confirm(batch_id, leave_out=True)
        return batch_id

    def codes(self, batch_id: str) -> dict[str, list[str]]:
        return {name: [one.kind.code for one in item.findings] for name, item in self.items(batch_id).items()}

    def decide(self, batch_id: str, decision: drafts.Decide) -> None:
        drafts.choose(self.store, self.user, batch_id, decision)

    def documents(self, key: str) -> list[tuple[str, str, str, int, list[str]]]:
        """What somebody has: type, year, title, current version, and the names under which its versions came."""
        person = show_person(self.store, self.user, "student", key)
        with self.store.reading(1) as session:
            rows = session.exec(
                select(Document)
                .where(Document.person_id == person.person_id, col(Document.withdrawn_at).is_(None))
                .order_by(Document.title)
            ).all()
            versions = session.exec(select(DocumentVersion).order_by(col(DocumentVersion.version))).all()
            return [
                (
                    one.assessment_type,
                    one.school_year,
                    one.title,
                    one.current_version,
                    [version.original_name for version in versions if version.document_id == one.document_id],
                )
                for one in rows
            ]

    def set_type(self, code: str, **changes: object) -> None:
        with self.store.writing(1) as session:
            row = session.get_one(AssessmentType, (1, code))
            for name, value in changes.items():
                setattr(row, name, value)
