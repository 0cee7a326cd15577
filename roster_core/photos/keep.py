"""Keeping a picture as the current photo of a person."""

import hashlib
import io
import zlib
from dataclasses import dataclass
from datetime import datetime

from PIL import Image
from sqlmodel import Session, col, select

from roster_core.roster.tables.records import Photo
from roster_core.storage.objects import Objects


@dataclass(frozen=True)
class Picture:
    """A JPEG file as it was given, under the name it came with."""

    name: str
    data: bytes


def keep_photo(
    session: Session,
    objects: Objects,
    district_id: int,
    person_id: int,
    picture: Picture,
    *,
    school_year: str,
    now: datetime,
) -> bool:
    """Make `picture` the person's current photo, older ones kept; `False` if it is that already.

    The bytes are in the store before the row points at them; commit is the caller's.
    """
    digest = hashlib.sha256(picture.data).hexdigest()
    versions = session.exec(select(Photo).where(Photo.person_id == person_id).order_by(col(Photo.version))).all()
    current = next((row for row in versions if row.is_current), None)
    if current is not None and current.sha256 == digest:
        return False
    with Image.open(io.BytesIO(picture.data), formats=["JPEG"]) as image:
        width, height = image.size
    key = objects.put(district_id, "photo", picture.data, ".jpg")
    if current is not None:
        current.is_current, current.updated_at = False, now
        session.flush()
    session.add(
        Photo(
            district_id=district_id,
            person_id=person_id,
            version=1 + max((row.version for row in versions), default=0),
            sha256=digest,
            bytes=len(picture.data),
            media_type="image/jpeg",
            width=width,
            height=height,
            original_name=picture.name,
            storage_key=key,
            school_year=school_year,
            is_current=True,
            content=digest,
            source_key=key,
            crc32=zlib.crc32(picture.data),
            created_at=now,
            updated_at=now,
        )
    )
    return True
