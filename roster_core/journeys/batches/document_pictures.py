"""Pictures of the pages of a draft's documents: the file itself is never sent to a browser."""

from collections.abc import Mapping
from typing import Any

from roster_core.access.rights import People, Right, User, require, within
from roster_core.batches.states import OPEN, BatchState
from roster_core.batches.tables import BatchItem
from roster_core.clock import utc_now
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.pictures import Picture
from roster_core.journeys.batches.thumbnails import find_thumbnail, keep_thumbnail
from roster_core.photos.fit import Fitted
from roster_core.photos.types import PhotoType
from roster_core.refusals import Refusal
from roster_core.storage.objects import open_objects
from roster_core.store import Store
from roster_core.updates.document_exchange import check_from
from roster_core.updates.document_facts import BrokenDocumentError, LockedDocumentError
from roster_core.updates.document_reader import reading
from roster_core.updates.document_types import DocumentType

#: The longer sides of the pictures in pixels.
LARGE_SIDE = 1400
_SMALL_SIDE = 320


def read_page(store: Store, user: User, batch_id: str, sequence: int, page: int = 0, *, small: bool = False) -> Picture:
    """A page (counted from 0) of a file of a draft, for whoever gave it and those who may look at documents.

    Raises:
        Refusal: There is none, or the user may not see it.
    """
    district_id = drafts.district_of(batch_id)
    with store.reading(district_id) as session:
        batch = drafts.find_batch(session, user, batch_id)
        if batch.by != user.login:
            require(user, Right.DOCUMENT_VIEW, people=People.STUDENTS)
            if not within(batch.schools, user.schools_for(Right.DOCUMENT_VIEW, people=People.STUDENTS)):
                raise _none()
        if BatchState(batch.state) not in OPEN:  # from then on it is looked at as a document, which is recorded
            raise _none()
        row = session.get(BatchItem, (district_id, batch_id, sequence))
        if row is None or not row.upload_key or not can_be_drawn(row.facts):
            raise _none()
        known = find_thumbnail(session, district_id, row.content) if small and page == 0 else None
        if known is not None:
            return Picture(*known)
        content, key = row.content, row.upload_key
    try:
        data = open_objects(store.settings).get(key)
        with reading() as reader:
            drawn = reader.draw(data, page, _SMALL_SIDE if small else LARGE_SIDE)
    except (FileNotFoundError, BrokenDocumentError, LockedDocumentError) as error:
        raise _none() from error
    if small and page == 0 and content:
        made = Fitted(drawn.data, PhotoType.PNG, drawn.width, drawn.height, ())
        with store.writing(district_id) as session:
            keep_thumbnail(session, district_id, content, made, now=utc_now())
    return Picture("image/png", drawn.data)


def can_be_drawn(facts: Mapping[str, Any]) -> bool:
    """Whether a file with these facts can be shown as pictures of its pages."""
    if "check" not in facts:
        return False
    check = check_from(facts["check"])
    return check.usable and check.type is not DocumentType.DOCX


def _none() -> Refusal:
    return Refusal("There is no picture.", why="The page cannot be shown, or the file was removed.", fix="Reload.")
