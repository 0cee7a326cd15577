"""Who may have a photo, in which groups, and which photos are stored: what downloads and completeness are about."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import SQLModel

from roster_core.access.rights import Right, User, require
from roster_core.downloads.holders import Holder
from roster_core.journeys.districts import DistrictView, require_district
from roster_core.journeys.holders import Groups, groups_of, in_reach, read_everybody, scope_of
from roster_core.photos.download import Version, newest_of_year
from roster_core.roster.tables.records import Photo
from roster_core.store import Store


def read_holders(
    store: Store, user: User, *, district_code: str | None = None
) -> tuple[DistrictView, tuple[Holder, ...]]:
    """The active students and staff of the user's schools.

    Raises:
        Refusal: The user may not take photos out, or there is no roster.
    """
    require(user, Right.PHOTO_DOWNLOAD)
    district = require_district(store, district_code)
    scope = scope_of(user, Right.PHOTO_DOWNLOAD)
    return district, tuple(one for one in read_everybody(store, district) if one.active and in_reach(scope, one))


def read_photos(store: Store, district: DistrictView, school_year: str = "") -> dict[int, Version]:
    """By person, the current photo, or the newest of `school_year`."""
    zone = ZoneInfo(district.time_zone)
    table = _table(Photo)
    same = ("person_id", "version", "sha256", "media_type", "width", "height", "crc32", "school_year")
    others = (table.c.storage_key.label("key"), table.c.bytes.label("size"), table.c.created_at.label("taken"))
    asked = sa.select(*(table.c[name] for name in same), *others).where(table.c.district_id == district.district_id)
    if school_year:
        asked = asked.where(table.c.school_year == school_year, table.c.withdrawn_at.is_(None))
    else:
        asked = asked.where(table.c.is_current)
    with store.reading(district.district_id) as session:
        found = [
            Version(**{**row, "taken": row["taken"].astimezone(zone), "school_year": row["school_year"] or ""})
            for row in session.connection().execute(asked).mappings()
        ]
    return newest_of_year(found, school_year) if school_year else {photo.person_id: photo for photo in found}


def read_groups(store: Store, user: User) -> Groups:
    """The schools, grades, homerooms, sections and school years that the user can choose from.

    Raises:
        Refusal: As `read_holders`.
    """
    district, holders = read_holders(store, user)
    with store.reading(district.district_id) as session:
        photo = _table(Photo)
        asked = sa.select(photo.c.school_year).where(photo.c.district_id == district.district_id).distinct()
        years = [row[0] for row in session.connection().execute(asked) if row[0]]
    return groups_of(store, scope_of(user, Right.PHOTO_DOWNLOAD), district, holders, years)


def _table(of: type[SQLModel]) -> sa.Table:
    return SQLModel.metadata.tables[str(of.__tablename__)]
