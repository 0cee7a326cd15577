"""The ZIP of a download: each photo as it is stored or made smaller on the way, then the lists."""

import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import sqlalchemy as sa
from sqlmodel import SQLModel

from roster_core.journeys.archives import with_lists
from roster_core.journeys.photo_sizes import SizedPhotos
from roster_core.photos.download import Entry, Plan, Size
from roster_core.photos.download_lists import index_csv, missing_csv, pspa_index
from roster_core.roster.tables.records import Photo
from roster_core.storage.objects import Objects
from roster_core.store import Store
from roster_core.stored_zip import LeftOut, Member, StoredZip


def archive_of(plan: Plan, size: Size, objects: Objects, sized: SizedPhotos, volume: str = "") -> StoredZip:
    """The ZIP of a plan, ready to be written; with `volume`, which names the whole, also the index for yearbooks.

    Photos that turn out to be unreadable are left out, and the lists at its end tell so.
    """
    lost: set[str] = set()
    members = [_member(entry, size, objects, sized, lost) for entry in plan.entries]
    lists: dict[str, Callable[[Plan], bytes]] = {"index.csv": index_csv, "missing.csv": missing_csv}
    if volume:
        lists["INDEX.TXT"] = partial(pspa_index, volume=volume)
    return with_lists(members, {name: partial(_made_list, make, plan, lost) for name, make in lists.items()})


def _made_list(make: Callable[[Plan], bytes], plan: Plan, lost: set[str]) -> bytes:
    return make(plan.without(lost))


def _member(entry: Entry, size: Size, objects: Objects, sized: SizedPhotos, lost: set[str]) -> Member:
    photo = entry.photo
    if entry.whole:
        content: str | Callable[[], bytes] = partial(objects.get, photo.key)
        if objects.root is not None and not objects.box.may_have_sealed:
            content = f"{objects.root}/{photo.key}"
        return Member(entry.path, content, photo.taken, photo.size, photo.crc32)
    length, crc32 = sized.told(photo, size) or (None, None)
    return Member(entry.path, partial(_made, entry, size, sized, lost), photo.taken, length, crc32)


def _made(entry: Entry, size: Size, sized: SizedPhotos, lost: set[str]) -> bytes:
    try:
        return sized.get(entry.photo, size)
    except LeftOut:
        lost.add(entry.path)
        raise


def with_checksums(store: Store, district_id: int, objects: Objects, plan: Plan) -> Plan:
    """The same with the CRC of each photo that is sent whole; those that were not known are kept for the next time."""
    unknown = {
        entry.path: zlib.crc32(objects.get(entry.photo.key))
        for entry in plan.entries
        if entry.whole and entry.photo.crc32 is None
    }
    if not unknown:
        return plan
    entries = tuple(
        replace(entry, photo=replace(entry.photo, crc32=unknown[entry.path])) if entry.path in unknown else entry
        for entry in plan.entries
    )
    table = SQLModel.metadata.tables[str(Photo.__tablename__)]
    update = (
        sa.update(table)
        .where(
            table.c.district_id == district_id,
            table.c.person_id == sa.bindparam("of_person"),
            table.c.version == sa.bindparam("of_version"),
        )
        .values(crc32=sa.bindparam("of_crc32"))
    )
    rows = [
        {"of_person": one.photo.person_id, "of_version": one.photo.version, "of_crc32": one.photo.crc32}
        for one in entries
        if one.path in unknown
    ]
    with store.writing(district_id) as session:
        session.connection().execute(update, rows)
    return replace(plan, entries=entries)
