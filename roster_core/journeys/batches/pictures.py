"""The pictures of a draft: each file as it would be stored beside what the person has now."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, select

from roster_core.access.rights import User
from roster_core.batches.tables import Batch, BatchItem
from roster_core.clock import utc_now
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.thumbnails import find_thumbnail, keep_thumbnail
from roster_core.photos.fit import Fitted, Plan
from roster_core.photos.jpeg import BrokenPicture
from roster_core.photos.limits import Stopped
from roster_core.photos.pool import decoding
from roster_core.photos.stored import plan_of
from roster_core.refusals import Refusal
from roster_core.roster.tables.records import Photo
from roster_core.storage.objects import open_objects
from roster_core.store import Store


class Shown(StrEnum):
    """Which picture of an item; the value is the word in addresses."""

    NEW = "new"
    NEW_LARGE = "new-large"
    OLD = "old"
    OLD_LARGE = "old-large"
    #: The photo that the item replaced when it was carried out.
    BEFORE = "before"
    #: The file before it was made to fit, reduced for the screen; then the same turned clockwise.
    WHOLE = "whole"
    WHOLE_RIGHT = "whole-right"
    WHOLE_OVER = "whole-over"
    WHOLE_LEFT = "whole-left"


#: The whole pictures by how many quarters they are turned.
WHOLE = (Shown.WHOLE, Shown.WHOLE_RIGHT, Shown.WHOLE_OVER, Shown.WHOLE_LEFT)
#: A whole picture is shown no larger than this.
_WHOLE_SIDE = 1000
_OLD = {Shown.OLD, Shown.OLD_LARGE, Shown.BEFORE}
_LARGE = {Shown.NEW_LARGE, Shown.OLD_LARGE, *WHOLE}


@dataclass(frozen=True)
class Picture:
    """A picture for a screen."""

    media_type: str
    data: bytes


def read_item_picture(store: Store, user: User, batch_id: str, sequence: int, shown: Shown) -> Picture:
    """One of the pictures of an item.

    Raises:
        Refusal: There is none, or the user may not see it.
    """
    district_id = drafts.district_of(batch_id)
    with store.reading(district_id) as session:
        batch = drafts.find_batch(session, user, batch_id)
        row = session.get(BatchItem, (district_id, batch_id, sequence))
        if row is None:
            raise _none()
        old = _stored(session, row, shown)
        content = old.content if old is not None else row.content or _content(row)
        small = None if shown in _LARGE else find_thumbnail(session, district_id, content)
        if shown in _OLD and old is None:
            raise _none()
        if small is not None:
            return Picture(*small)
    if old is not None:
        return _of_stored(store, batch, old, small=shown not in _LARGE)
    if not row.upload_key:
        raise _none()
    return _of_upload(store, row, shown)


def read_thumbnail(store: Store, district_id: int, content: str, key: str) -> Picture:
    """The small picture of what is stored under `key`, made now if it never was."""
    with store.reading(district_id) as session:
        known = find_thumbnail(session, district_id, content)
        if known is not None:
            return Picture(*known)
    with decoding() as decoder:
        made = decoder.thumbnail(open_objects(store.settings).get(key))
    with store.writing(district_id) as session:
        keep_thumbnail(session, district_id, content, made, now=utc_now())
    return _picture(made)


def _stored(session: Session, row: BatchItem, shown: Shown) -> Photo | None:
    """The stored photo that is meant; `None` if there is none, or if the item's own file is meant."""
    if shown is Shown.BEFORE:
        replaced = row.facts.get("replaced")
        return session.get(Photo, (row.district_id, row.person_id, int(replaced))) if replaced else None
    if shown not in _OLD:
        return None
    return session.exec(select(Photo).where(Photo.person_id == row.person_id, Photo.is_current)).first()


def _content(row: BatchItem) -> str:
    """What the small picture of a file that cannot be stored as it is lies under."""
    told = row.facts.get("check", {})
    return str(told.get("sha256", ""))


def _of_stored(store: Store, batch: Batch, photo: Photo, *, small: bool) -> Picture:
    if small:
        return read_thumbnail(store, batch.district_id, photo.content, photo.storage_key)
    return Picture(photo.media_type, open_objects(store.settings).get(photo.storage_key))


def _of_upload(store: Store, row: BatchItem, shown: Shown) -> Picture:
    data = open_objects(store.settings).get(row.upload_key)
    plan = _whole(row, WHOLE.index(shown)) if shown in WHOLE else plan_of(row.choice.get("plan", ""))
    try:
        with decoding() as decoder:
            made = decoder.thumbnail(data, plan) if shown is Shown.NEW else decoder.fit(data, plan)
    except (BrokenPicture, Stopped, ValueError) as broken:
        raise _none() from broken
    if shown is Shown.NEW and row.content:
        with store.writing(row.district_id) as session:
            keep_thumbnail(session, row.district_id, row.content, made, now=utc_now())
    return _picture(made)


def _whole(row: BatchItem, quarters: int) -> Plan:
    told = row.facts["check"]
    width, height = (told["height"], told["width"]) if quarters % 2 else (told["width"], told["height"])
    scale = min(1.0, _WHOLE_SIDE / max(width, height, 1))
    return Plan(max(1, round(width * scale)), max(1, round(height * scale)), quarters=quarters)


def _picture(made: Fitted) -> Picture:
    return Picture(made.type.media_type, made.data)


def _none() -> Refusal:
    return Refusal("There is no picture.", why="The file cannot be shown, or was removed.", fix="Reload the page.")
