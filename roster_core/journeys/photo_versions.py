"""The photos of one person over time: looked at, an older one made current again, the current one withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require
from roster_core.clock import Clock, utc_now
from roster_core.journeys.batches.pictures import Picture, read_thumbnail
from roster_core.journeys.districts import require_district
from roster_core.journeys.holders import PEOPLE
from roster_core.journeys.people import person_in_reach, show_person
from roster_core.refusals import Refusal
from roster_core.roster.person import PersonView
from roster_core.roster.tables.records import Photo
from roster_core.storage.objects import open_objects
from roster_core.store import Store

#: Who may change whose photo, as for whole batches (batch-updates §2.6).
CHANGE_RIGHTS = {
    "student": (Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE),
    "staff": (Right.BULK_IMAGE_UPLOAD,),
}
#: What a copy has of its own; all else is that of the version it was made from.
_OWN = {"version", "is_current", "withdrawn_at", "batch_id", "batch_sequence", "by", "created_at", "updated_at"}


@dataclass(frozen=True)
class PhotoVersion:
    """A photo that a person has or had. `batch_id` is null for one that no batch brought."""

    version: int
    current: bool
    #: Taken back by an undo, or withdrawn by hand.
    withdrawn: bool
    created_at: datetime
    by: str
    source: str
    school_year: str
    original_name: str
    width: int
    height: int
    bytes: int
    content: str
    batch_id: str | None


def may_change(user: User, kind: str) -> bool:
    """Whether the user may change the photo of a `student` or of `staff`."""
    return kind in CHANGE_RIGHTS and user.may(*CHANGE_RIGHTS[kind], people=PEOPLE[kind])


def read_versions(store: Store, user: User, kind: str, key: str) -> tuple[PhotoVersion, ...]:
    """Every photo of a person, the newest first.

    Raises:
        Refusal: As `people.show_person`.
    """
    person = show_person(store, user, kind, key)
    with store.reading(require_district(store).district_id) as session:
        return tuple(_view(row) for row in reversed(_rows(session, person.person_id)))


def read_version_picture(store: Store, user: User, kind: str, key: str, version: int, *, small: bool) -> Picture:
    """One of them, as it is stored or small.

    Raises:
        Refusal: There is no such photo, or as `people.show_person`.
    """
    person, district_id = show_person(store, user, kind, key), require_district(store).district_id
    with store.reading(district_id) as session:
        row = _version(_rows(session, person.person_id), version)
        content, stored, media_type = row.content, row.storage_key, row.media_type
    if small:
        return read_thumbnail(store, district_id, content, stored)
    return Picture(media_type, open_objects(store.settings).get(stored))


def restore_version(
    store: Store,
    user: User,
    kind: str,
    key: str,
    version: int,
    *,
    seen: int | None,
    reason: str = "",
    clock: Clock = utc_now,
) -> int:
    """Make an older photo the current one again, as a new version; returns its number.

    `seen` is the version that was current when it was asked for, `None` if there was none.

    Raises:
        Refusal: The user may not, it is current already, or the photo was changed meanwhile.
    """
    person, district_id = _changeable(store, user, kind, key), require_district(store).district_id
    with store.writing(district_id) as session:
        rows = _rows(session, person.person_id, lock=True)
        old, current = _version(rows, version), _current(rows, seen)
        if old.is_current:
            raise Refusal("Nothing was changed.", why="That photo is the current one.", fix="Choose another one.")
        now = clock()
        if current is not None:
            current.is_current, current.updated_at = False, now
            session.flush()  # of a person one is current at any time
        number = rows[-1].version + 1
        copied = old.model_dump(exclude=_OWN)
        session.add(Photo(**copied, version=number, is_current=True, by=user.login, created_at=now, updated_at=now))
        session.flush()
        facts = {"version": number, "made_from": version, "replaced": seen}
        deed = Deed(user.login, "photo_restored", f"{kind}:{person.key}", (f"{kind}:{person.key}",), facts, reason)
        record(session, district_id, deed, now=now)
        return number


def withdraw_photo(
    store: Store, user: User, kind: str, key: str, *, seen: int, reason: str, clock: Clock = utc_now
) -> None:
    """Leave the person without a photo; the one that was current stays among the older ones.

    Raises:
        Refusal: The user may not, gave no reason, or the photo was changed meanwhile.
    """
    person, district_id = _changeable(store, user, kind, key), require_district(store).district_id
    if not reason.strip():
        raise Refusal(
            "The photo was not withdrawn.",
            why="No reason was given.",
            fix="Say in a few words why the photo is no longer to be shown.",
        )
    with store.writing(district_id) as session:
        current = _current(_rows(session, person.person_id, lock=True), seen)
        if current is None:
            raise Refusal("Nothing was changed.", why="There is no current photo.", fix="Reload the page.")
        now = clock()
        current.is_current, current.withdrawn_at, current.updated_at = False, now, now
        session.flush()
        facts = {"version": current.version}
        subject = f"{kind}:{person.key}"
        record(session, district_id, Deed(user.login, "photo_withdrawn", subject, (subject,), facts, reason), now=now)


def _changeable(store: Store, user: User, kind: str, key: str) -> PersonView:
    """The person, whom the user may see and whose photo they may change."""
    require(user, *CHANGE_RIGHTS.get(kind, ()), people=PEOPLE.get(kind))
    show_person(store, user, kind, key)
    return person_in_reach(store, user, kind, key, *CHANGE_RIGHTS.get(kind, ()))


def _rows(session: Session, person_id: int, *, lock: bool = False) -> Sequence[Photo]:
    rows = select(Photo).where(Photo.person_id == person_id).order_by(col(Photo.version))
    return session.exec(rows.with_for_update() if lock else rows).all()


def _version(rows: Sequence[Photo], version: int) -> Photo:
    found = next((row for row in rows if row.version == version), None)
    if found is None:
        raise Refusal("There is no such photo.", why="It was removed meanwhile.", fix="Reload the page.")
    return found


def _current(rows: Sequence[Photo], seen: int | None) -> Photo | None:
    current = next((row for row in rows if row.is_current), None)
    if (None if current is None else current.version) != seen:
        raise Refusal(
            "Nothing was changed.",
            why="The photo was changed since the page showed it.",
            fix="Reload the page and look again.",
        )
    return current


def _view(row: Photo) -> PhotoVersion:
    return PhotoVersion(
        version=row.version,
        current=row.is_current,
        withdrawn=row.withdrawn_at is not None,
        created_at=row.created_at,
        by=row.by,
        source=row.source,
        school_year=row.school_year or "",
        original_name=row.original_name,
        width=row.width,
        height=row.height,
        bytes=row.bytes,
        content=row.content,
        batch_id=row.batch_id,
    )
