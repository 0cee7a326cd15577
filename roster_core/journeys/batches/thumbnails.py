"""Small pictures of photos and of files in drafts: made once, kept in the database, encrypted where files are."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from roster_core.photos.fit import Fitted
from roster_core.roster.tables.records import PhotoThumbnail
from roster_core.storage.file_box import FileBox

_THUMBNAILS = SQLModel.metadata.tables[str(PhotoThumbnail.__tablename__)]


def context_of(district_id: int, content: str) -> str:
    """The place that a small picture is sealed for."""
    return f"thumbnail/{district_id}/{content}"


def find_thumbnail(session: Session, district_id: int, content: str) -> tuple[str, bytes] | None:
    """Media type and bytes of the small picture of `content`; `None` if there is none.

    Raises:
        Refusal: It is encrypted and its key is not at hand.
    """
    known = session.get(PhotoThumbnail, (district_id, content))
    if known is None:
        return None
    box: FileBox = session.info["box"]
    return known.media_type, box.read(known.data, context_of(district_id, content))


def lacking_thumbnails(session: Session, contents: Sequence[str]) -> set[str]:
    """Those of `contents` that have no small picture yet."""
    wanted = sorted(set(contents))
    known: set[str] = set()
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        known |= set(session.exec(select(PhotoThumbnail.content).where(col(PhotoThumbnail.content).in_(some))).all())
    return set(wanted) - known


def keep_thumbnail(session: Session, district_id: int, content: str, small: Fitted, *, now: datetime) -> None:
    """Keep the small picture of `content` if there is none."""
    keep_thumbnails(session, district_id, {content: small}, now=now)


def keep_thumbnails(session: Session, district_id: int, small: Mapping[str, Fitted], *, now: datetime) -> None:
    """Keep the small pictures of contents that have none."""
    box: FileBox = session.info["box"]
    rows = [
        {
            "district_id": district_id,
            "content": content,
            "media_type": small[content].type.media_type,
            "width": small[content].width,
            "height": small[content].height,
            "data": box.keep(small[content].data, context_of(district_id, content)),
            "created_at": now,
            "updated_at": now,
        }
        for content in sorted(lacking_thumbnails(session, list(small)))
    ]
    if rows:
        session.connection().execute(sa.insert(_THUMBNAILS), rows)
