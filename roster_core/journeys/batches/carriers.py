"""The parts of each kind of batch."""

from collections.abc import Mapping

from roster_core.batches.states import BatchKind
from roster_core.journeys.batches import document_intake, documents, emails, photo_intake, photos
from roster_core.journeys.batches.carrier import Carrier, Intake

CARRIERS: Mapping[BatchKind, Carrier] = {
    BatchKind.PHOTO: photos.CARRIER,
    BatchKind.EMAIL: emails.CARRIER,
    BatchKind.DOCUMENT: documents.CARRIER,
}
#: Of the kinds that come as files.
INTAKES: Mapping[BatchKind, Intake] = {
    BatchKind.PHOTO: photo_intake.INTAKE,
    BatchKind.DOCUMENT: document_intake.INTAKE,
}
