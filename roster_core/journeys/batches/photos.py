"""What is a photo's own in the life of a batch: comparing, making it fit, storing versions, putting one back."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from roster_core.batches.items import Checked, Look
from roster_core.batches.links import Key, Link
from roster_core.batches.match import keys_of
from roster_core.batches.states import BatchKind, Result, result_applied
from roster_core.batches.tables import Batch
from roster_core.journeys.batches.carrier import Around, Carrier, Made, Slot, Written
from roster_core.journeys.batches.people import read_current_photos, read_current_versions
from roster_core.journeys.batches.rows import ITEMS, ItemRow, finding_of, of_batch
from roster_core.journeys.batches.thumbnails import keep_thumbnails, lacking_thumbnails
from roster_core.photos.exchange import check_from
from roster_core.photos.fit import Fitted, stripped
from roster_core.photos.jpeg import BrokenPicture
from roster_core.photos.limits import Stopped
from roster_core.photos.pool import decoding
from roster_core.photos.repeats import Stored, look_for_repeats, near_numbers
from roster_core.photos.stored import as_checked, plan_of
from roster_core.roster.tables.records import Photo
from roster_core.storage.objects import open_objects
from roster_core.storage.sealed_files import SealBroken
from roster_core.store import Store

_PHOTOS = SQLModel.metadata.tables[str(Photo.__tablename__)]
#: The kind of object under which display copies lie.
STORED = "photo"


def links(link: Link) -> list[Key]:
    """The person, the picture, and near copies of it."""
    # Of very many near copies an item knows the nearest, which need not know it in turn.
    shared: list[Key] = [(number,) for number in (link.sequence, *link.twins)]
    shared += [link.content] if link.content else []
    return shared if link.person_id is None else [*shared, link.person_id]


def look(session: Session, _batch: Batch, *, whole: bool) -> Around:  # noqa: ARG001 - it asks for as many as there are
    """The same picture for two people, in the batch or stored already."""
    return partial(_repeats, session)


def _repeats(session: Session, rows: Sequence[ItemRow]) -> Look:
    contents = sorted({row.content for row in rows if row.content})
    owners: dict[str, set[int]] = defaultdict(set)
    for start in range(0, len(contents), 500):
        some = contents[start : start + 500]
        found = session.exec(
            select(Photo.content, Photo.person_id).where(Photo.is_current, col(Photo.content).in_(some))
        )
        for content, person_id in found.all():
            owners[content].add(person_id)
    twins = {row.sequence: tuple(row.facts["twins"]) for row in rows if row.facts.get("twins")}
    near = {row.sequence: frozenset(row.facts["near"]) for row in rows if row.facts.get("near")}
    equal = {content: frozenset(ids) for content, ids in owners.items()}
    return look_for_repeats(Stored(equal, near), twins)


def keys(batch: Batch, rows: Sequence[ItemRow]) -> list[str]:
    """What a photographer's index says of a file, else what its name does."""
    listed = {
        file: key
        for source in batch.sources
        for file, key in (source.get("keys_by", {}).get(batch.criterion) or source.get("keys", {})).items()
    }
    return keys_of([row.name for row in rows], listed)


def find_near(store: Store, district_id: int, batch_id: str) -> dict[int, dict[str, list[int]]]:
    """What looks like the photo of an item, by sequence: `near` people by their current photo, `twins` other items.

    Told are those that have some, or had before.
    """
    with store.reading(district_id) as session:
        hashes: dict[int, int] = {}
        had: set[int] = set()
        facts = sa.select(ITEMS.c.sequence, ITEMS.c.facts).where(of_batch(session, batch_id))
        # All facts of thousands of files take much memory.
        for sequence, told in session.connection().execute(facts.execution_options(yield_per=500)):
            if (hashed := _likeness(told)) is not None:
                hashes[sequence] = hashed
            if told.get("near") or told.get("twins"):
                had.add(sequence)
        known = select(Photo.person_id, Photo.likeness).where(Photo.is_current, col(Photo.likeness).is_not(None))
        stored = {person: int(hexed, 16) for person, hexed in session.exec(known).all() if hexed} if hashes else {}
    near, twins = near_numbers(hashes, stored), near_numbers(hashes, hashes)
    return {
        sequence: {"near": list(near.get(sequence, ())), "twins": list(twins.get(sequence, ()))}
        for sequence in near.keys() | twins.keys() | had
    }


def check(_batch: Batch, row: ItemRow, plan: str) -> Checked:
    """What the file's own check comes to under a plan."""
    entry = tuple(finding_of(told) for told in row.facts.get("entry", ()))
    if "check" not in row.facts:
        return Checked("", entry)
    own = as_checked(check_from(row.facts["check"]), plan)
    return replace(own, findings=(*entry, *own.findings))


def likeness_of(row: ItemRow) -> int | None:
    """The hash that tells how alike two photos look; `None` if it was not decoded."""
    return _likeness(row.facts)


def _likeness(facts: Mapping[str, Any]) -> int | None:
    told: Mapping[str, Any] = facts.get("check", {})
    return told.get("likeness")


def make(store: Store, batch: Batch, rows: Sequence[ItemRow]) -> list[Made]:
    """Make the display copies and small pictures, and keep them by content."""
    objects = open_objects(store.settings)
    with store.reading(batch.district_id) as session:
        lacking = lacking_thumbnails(session, [row.content for row in rows])
    made: list[Fitted | str] = []
    small: dict[int, Fitted] = {}
    with decoding() as decoder:
        for row in rows:
            plan = plan_of(row.choice.get("plan", ""))
            try:
                data = objects.get(row.upload_key)
                # Most photos lose their metadata and nothing else: for that no picture is decoded.
                made.append((stripped(data) if plan is None else None) or decoder.fit(data, plan))
                if row.content in lacking:
                    small[row.sequence] = decoder.thumbnail(data, plan)
            except (FileNotFoundError, SealBroken):
                made.append("The file is not kept any more: upload it again.")
            except BrokenPicture as broken:
                made.append(f"The picture is {broken}.")
            except (Stopped, ValueError) as stopped:
                made.append(str(stopped))
    fitted = [one for one in made if isinstance(one, Fitted)]
    keys = iter(objects.put_all(batch.district_id, STORED, [(one.data, one.type.suffix) for one in fitted]))
    return [
        Made(failed=one)
        if isinstance(one, str)
        else Made({"photo": one, "key": next(keys), "thumbnail": small.get(row.sequence)})
        for row, one in zip(rows, made, strict=True)
    ]


def write(session: Session, batch: Batch, made: Sequence[tuple[ItemRow, Made]], now: datetime) -> list[Written]:
    """Make each the person's current photo, the older ones kept, if what was previewed is still true."""
    versions: dict[int, list[Photo]] = defaultdict(list)
    persons = sorted({row.person_id for row, _ in made if row.person_id is not None})
    known = select(Photo).where(col(Photo.person_id).in_(persons)).order_by(col(Photo.person_id), col(Photo.version))
    for photo in session.exec(known.with_for_update()).all():
        versions[photo.person_id].append(photo)
    stored = {person: _current(photos) for person, photos in versions.items()}
    written = [_new_version(batch, row, one, versions, stored, now) for row, one in made]
    session.flush()  # of a person one is current at any time
    if photos := [photo for _, photo in written if photo is not None]:
        session.connection().execute(sa.insert(_PHOTOS), photos)  # as rows: objects take longer to make than to store
    small = {row.content: one.facts["thumbnail"] for row, one in made if one.facts["thumbnail"] is not None}
    keep_thumbnails(session, batch.district_id, small, now=now)
    return [told for told, _ in written]


def _new_version(
    batch: Batch,
    row: ItemRow,
    made: Made,
    versions: Mapping[int, list[Photo]],
    stored: dict[int, str],
    now: datetime,
) -> tuple[Written, dict[str, Any] | None]:
    """What becomes of an item, and its photo as a row; the one that was current until now no longer is.

    `stored` is what each person's current photo was made from, and is kept up to date.
    """
    if row.person_id is None:
        return Written(Result.NO_MATCH), None
    before = versions.get(row.person_id, [])
    here = stored.get(row.person_id, "")
    if here == row.content:
        return Written(Result.UNCHANGED), None
    if here != row.old_ref:
        reason = "The photo was changed after the preview; it was left as it is."
        return Written(Result.CONFLICT, reason=reason), None
    current = next((one for one in before if one.is_current), None)
    if current is not None:
        current.is_current, current.updated_at = False, now
    version = 1 + max((one.version for one in before), default=0)
    photo = _photo(batch, row, row.person_id, made.facts["photo"], made.facts["key"], version, now)
    stored[row.person_id] = row.content
    replaced = "" if current is None else str(current.version)
    return Written(result_applied(BatchKind.PHOTO, replaced=current is not None), str(version), replaced), photo


def _current(photos: Sequence[Photo]) -> str:
    return next((one.content for one in photos if one.is_current), "")


def put_back(session: Session, undo: Batch, rows: Sequence[ItemRow], now: datetime) -> list[Written]:
    """Make the older photos current again, or none if there was none, if those that were written still are."""
    return [_put_back(session, undo.district_id, row, now) for row in rows]


def _put_back(session: Session, district_id: int, row: ItemRow, now: datetime) -> Written:
    current = session.exec(select(Photo).where(Photo.person_id == row.person_id, Photo.is_current)).first()
    if current is None or str(current.version) != row.new_ref:
        return Written(Result.CONFLICT, reason="The photo was changed since; it was left as it is.")
    current.is_current, current.withdrawn_at, current.updated_at = False, now, now
    session.flush()
    replaced = row.facts.get("replaced")
    if not replaced:
        return Written(Result.TAKEN_BACK)
    before = session.get_one(Photo, (district_id, row.person_id, int(replaced)))
    before.is_current, before.withdrawn_at, before.updated_at = True, None, now
    return Written(Result.PUT_BACK, str(before.version))


def _photo(
    batch: Batch, row: ItemRow, person_id: int, photo: Fitted, key: str, version: int, now: datetime
) -> dict[str, Any]:
    told: dict[str, Any] = batch.settings
    return {
        "district_id": batch.district_id,
        "person_id": person_id,
        "version": version,
        "sha256": key.rpartition("/")[2].partition(".")[0],
        "bytes": len(photo.data),
        "media_type": photo.type.media_type,
        "width": photo.width,
        "height": photo.height,
        "original_name": row.name,
        "storage_key": key,
        "school_year": told.get("school_year") or None,
        "is_current": True,
        "content": row.content,
        "source_key": row.upload_key,
        "crc32": zlib.crc32(photo.data),
        "likeness": _hex(likeness_of(row)),
        "source": told.get("source", ""),
        "batch_id": batch.batch_id,
        "batch_sequence": row.sequence,
        "by": batch.confirmed_by or batch.by,
        "created_at": now,
        "updated_at": now,
    }


def _hex(likeness: int | None) -> str | None:
    return None if likeness is None else f"{likeness:064x}"


def read_current(session: Session, slots: Iterable[Slot]) -> dict[Slot, str]:
    """The content of the current photos."""
    return {
        (person, ""): content for person, content in read_current_photos(session, (one for one, _ in slots)).items()
    }


def read_refs(session: Session, slots: Iterable[Slot]) -> dict[Slot, str]:
    """The versions of the current photos."""
    return {(person, ""): told for person, told in read_current_versions(session, (one for one, _ in slots)).items()}


CARRIER = Carrier(
    keys=keys,
    prepare=find_near,
    read_current=read_current,
    read_refs=read_refs,
    links=links,
    look=look,
    check=check,
    make=make,
    write=write,
    put_back=put_back,
    twins=True,
)
