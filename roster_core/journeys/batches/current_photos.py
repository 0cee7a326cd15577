"""The photos that people have now, for those whom a draft may be for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from roster_core.access.rights import User
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.pictures import Picture, read_thumbnail
from roster_core.journeys.districts import require_district
from roster_core.refusals import Refusal
from roster_core.roster.tables.records import Photo
from roster_core.store import Store


@dataclass(frozen=True)
class CurrentPhoto:
    """What a page says of somebody's photo before it shows it; `content` changes with the picture."""

    content: str
    since: datetime


def read_current(store: Store, user: User, batch_id: str, person_ids: Iterable[int]) -> dict[int, CurrentPhoto]:
    """The current photos of those of these people whom the batch can be for, by person.

    Raises:
        Refusal: There is no such batch, or the user may not see it.
    """
    with store.reading(drafts.district_of(batch_id)) as session:
        wanted = _in_reach(store, session, user, batch_id, person_ids)
        rows = session.exec(
            select(Photo.person_id, Photo.content, Photo.created_at).where(
                Photo.is_current, col(Photo.person_id).in_(wanted)
            )
        )
        return {person: CurrentPhoto(content, since) for person, content, since in rows}


def read_current_picture(store: Store, user: User, batch_id: str, person_id: int) -> Picture:
    """The small picture of somebody's current photo.

    Raises:
        Refusal: There is none, the batch cannot be for them, or the user may not see it.
    """
    district_id = drafts.district_of(batch_id)
    with store.reading(district_id) as session:
        wanted = _in_reach(store, session, user, batch_id, [person_id])
        row = session.exec(select(Photo).where(Photo.is_current, col(Photo.person_id).in_(wanted))).first()
        if row is None:
            raise Refusal(
                "There is no picture.", why="The person has no photo, or not any more.", fix="Reload the page."
            )
        content, stored = row.content, row.storage_key
    return read_thumbnail(store, district_id, content, stored)


def _in_reach(store: Store, session: Session, user: User, batch_id: str, person_ids: Iterable[int]) -> list[int]:
    batch = drafts.find_batch(session, user, batch_id)
    known = drafts.people_of(store, require_district(store), batch, user).by_id
    return [person for person in dict.fromkeys(person_ids) if person in known]
