"""Photos handed out as a ZIP: chosen, told of beforehand, streamed, written down (batch-updates §3.5)."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

from sqlmodel import col, select

from roster_core.access.rights import Right, User, require
from roster_core.access.tables import AuditEvent
from roster_core.clock import Clock, utc_now
from roster_core.downloads.claims import Claimed
from roster_core.downloads.file_names import read_template
from roster_core.downloads.holders import Folders
from roster_core.journeys.archives import (
    ASK_OVER,
    Taken,
    etag_of,
    is_there,
    record_taken,
    refuse_without_reason,
    write_whole,
    zip_name,
)
from roster_core.journeys.districts import DistrictView, require_district
from roster_core.journeys.photo_archive import archive_of, with_checksums
from roster_core.journeys.photo_groups import choice_for, group_word
from roster_core.journeys.photo_holders import read_holders, read_photos
from roster_core.journeys.photo_sizes import open_sized
from roster_core.photos.download import Form, Plan, Size, build_plan
from roster_core.refusals import Refusal
from roster_core.storage.objects import open_objects
from roster_core.store import Store
from roster_core.stored_zip import StoredZip

#: The kind under which lists of IDs lie while a download by them may be wanted.
ID_LISTS = "download-ids"
_DOWNLOADED, _RESUMED = "photos_downloaded", "photos_download_resumed"


@dataclass(frozen=True)
class DownloadRequest(Claimed):
    """What somebody asks for; everything but `ids` fits into an address. `ids_key` is where a list of IDs is kept."""

    students: bool = True
    staff: bool = False
    schools: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    homerooms: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    ids: str = ""
    ids_key: str = ""
    #: The newest photo of this school year instead of the current one.
    school_year: str = ""
    size: Size = Size.ORIGINAL
    template: str = ""
    folders: Folders = Folders.NONE
    internal_use: bool = False
    #: With `INDEX.TXT`, the index of yearbook programs.
    pspa: bool = False
    #: Only what came in after this moment (ISO).
    since: str = ""
    reason: str = ""

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> Self:
        """The request that `claims` tell; others among them are passed over."""
        request = super().of(claims)
        return replace(request, size=Size(request.size), folders=Folders(request.folders))


@dataclass(frozen=True)
class DownloadView:
    """What a download would hold, told before it is made; `bytes` is what is known of its size."""

    district: DistrictView
    plan: Plan
    unknown: tuple[str, ...]
    name: str
    bytes: int | None
    needs_reason: bool


@dataclass(frozen=True)
class Opened:
    """A ZIP about to be sent: `size` is `None` if photos are made smaller on the way; `etag` changes with its bytes."""

    name: str
    size: int | None
    etag: str
    archive: StoredZip
    plan: Plan
    record: Callable[[int], None]

    def pieces(self, start: int = 0, stop: int | None = None) -> Generator[bytes]:
        """Its bytes; that they are taken out is written down first."""
        self.record(start)
        return self.archive.pieces(start, stop)


def preview(store: Store, user: User, request: DownloadRequest, *, clock: Clock = utc_now) -> DownloadView:
    """Whose photos would be in the ZIP, who has none, who is left out; nobody's data leave.

    Raises:
        Refusal: The user may not, or the request contradicts itself.
    """
    district, plan, unknown = _planned(store, user, request)
    whole = [entry for entry in plan.entries if entry.whole]
    known = sum(entry.photo.size for entry in whole) if len(whole) == len(plan.entries) else None
    name = zip_name("photos", district, group_word(request), clock())
    return DownloadView(district, plan, unknown, name, known, len(plan.entries) > ASK_OVER)


def open_download(store: Store, user: User, request: DownloadRequest, *, clock: Clock = utc_now) -> Opened:
    """The ZIP, ready to be sent from any byte on.

    Raises:
        Refusal: As `preview`; also if it would be empty, or a reason is wanted and none given.
    """
    district, plan, _ = _planned(store, user, request)
    objects = open_objects(store.settings)
    plan = plan.without(
        {entry.path for entry in plan.entries if not is_there(objects, entry.photo.key, entry.photo.size)}
    )
    if not plan.entries:
        raise Refusal(
            "No ZIP was made.",
            why="None of the people chosen has a photo that may be handed out."
            if plan.persons
            else "Nobody is in all of the chosen groups.",
            fix="Choose other groups.",
        )
    refuse_without_reason(f"{len(plan.entries):,} photos", request.reason, needed=len(plan.entries) > ASK_OVER)
    plan = with_checksums(store, district.district_id, objects, plan)
    volume = f"{district.code} {district.current_school_year}" if request.pspa else ""
    archive = archive_of(plan, request.size, objects, open_sized(store.settings, objects), volume)
    name = zip_name("photos", district, group_word(request), clock())
    written = partial(_record, store, district.district_id, user, request, plan, name, clock)
    return Opened(name, archive.size, etag_of(archive), archive, plan, written)


def write_download(
    store: Store, user: User, request: DownloadRequest, path: Path, *, clock: Clock = utc_now
) -> tuple[DownloadView, Plan]:
    """Write the ZIP to `path`, which has it whole or not at all; returns what was told of it and what it holds.

    Raises:
        Refusal: As `open_download`.
    """
    view = preview(store, user, request, clock=clock)
    opened = open_download(store, user, request, clock=clock)
    write_whole(opened.archive, path, partial(opened.record, 0))
    return view, opened.plan


def keep_ids(store: Store, text: str) -> str:
    """Keep a list of IDs for a download that is asked for by an address; returns its key, blank for an empty list."""
    district = require_district(store)
    data = text.strip().encode()
    return open_objects(store.settings).put(district.district_id, ID_LISTS, data, ".txt") if data else ""


def last_download(store: Store, user: User) -> datetime | None:
    """When this user last took photos out.

    Raises:
        Refusal: The user may not, or there is no roster.
    """
    require(user, Right.PHOTO_DOWNLOAD)
    district = require_district(store)
    with store.reading(district.district_id) as session:
        return session.exec(
            select(AuditEvent.at)
            .where(AuditEvent.action == _DOWNLOADED, AuditEvent.login == user.login)
            .order_by(col(AuditEvent.event).desc())
            .limit(1)
        ).first()


def _planned(store: Store, user: User, request: DownloadRequest) -> tuple[DistrictView, Plan, tuple[str, ...]]:
    district, holders = read_holders(store, user)
    ids = request.ids
    if request.ids_key:
        ids = kept_ids(store, district, request.ids_key)
    choice, unknown = choice_for(holders, replace(request, ids=ids))
    form = Form(
        read_template(request.template), request.size, request.folders, internal_use=request.internal_use,
        school_year=district.current_school_year,
        since=datetime.fromisoformat(request.since) if request.since else None,
    )  # fmt: skip
    photos = read_photos(store, district, request.school_year)
    return district, build_plan(holders, photos, choice, form), unknown


def kept_ids(store: Store, district: DistrictView, key: str) -> str:
    """The list of IDs that is kept under `key`.

    Raises:
        Refusal: It is kept no longer.
    """
    gone = Refusal("The list of IDs is gone.", why="It is kept for a while only.", fix="Reload the page.")
    if not key.startswith(f"d/{district.district_id}/{ID_LISTS}/"):
        raise gone
    try:
        return open_objects(store.settings).get(key).decode()
    except FileNotFoundError as missing:
        raise gone from missing


def _record(
    store: Store,
    district_id: int,
    user: User,
    request: DownloadRequest,
    plan: Plan,
    name: str,
    clock: Clock,
    start: int,
) -> None:
    facts: dict[str, Any] = {
        "photos": len(plan.entries),
        "missing": len(plan.missing),
        "restricted_left_out": len(plan.restricted),
    }
    taken = Taken(
        _RESUMED if start else _DOWNLOADED,
        f"photos:{name}",
        tuple(entry.holder.reference for entry in plan.entries),
        facts | ({"from_byte": start} if start else {}),
    )
    record_taken(store, district_id, user.login, request, taken, now=clock())
