"""Documents handed out as a ZIP: chosen, told of beforehand, streamed, written down (batch-updates §5.4)."""

import hashlib
from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlmodel import col

from roster_core.access.rights import Right, User
from roster_core.clock import Clock, utc_now
from roster_core.documents.download import NAMES, Entry, Form, Plan, Stored, build_plan
from roster_core.documents.download_lists import index_csv, missing_csv
from roster_core.downloads.claims import Claimed
from roster_core.downloads.file_names import read_template
from roster_core.downloads.holders import Folders, Holder
from roster_core.journeys.archives import (
    ASK_OVER,
    Taken,
    is_there,
    record_taken,
    refuse_without_reason,
    with_lists,
    write_whole,
    zip_name,
)
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.document_reach import among, read_reach
from roster_core.journeys.documents import type_names, with_version
from roster_core.journeys.photo_download import kept_ids
from roster_core.journeys.photo_groups import choice_for, group_word
from roster_core.refusals import Refusal
from roster_core.roster.tables.updates import Document, DocumentVersion
from roster_core.storage.objects import Objects, open_objects
from roster_core.storage.sealed_files import SealBroken
from roster_core.store import Store
from roster_core.stored_zip import LeftOut, Member, StoredZip
from roster_core.text import same


@dataclass(frozen=True)
class DocumentRequest(Claimed):
    """What somebody asks for; everything but `ids` fits into an address. `ids_key` is where a list of IDs is kept."""

    types: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    homerooms: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    ids: str = ""
    ids_key: str = ""
    template: str = ""
    folders: Folders = Folders.NONE
    #: Also students who left.
    include_left: bool = False
    #: Also those whose record is confidential; administrators only.
    internal_use: bool = False
    reason: str = ""

    @property
    def students(self) -> bool:
        """Documents are of students."""
        return True

    @property
    def staff(self) -> bool:
        """And of nobody else."""
        return False

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> Self:
        """The request that `claims` tell; others among them are passed over."""
        request = super().of(claims)
        return replace(request, folders=Folders(request.folders))


@dataclass(frozen=True)
class DownloadView:
    """What a download would hold, told before it is made; `bytes` is the sum of its files."""

    district: DistrictView
    plan: Plan
    unknown: tuple[str, ...]
    name: str
    bytes: int
    needs_reason: bool


@dataclass(frozen=True)
class Opened:
    """A ZIP about to be sent. Each file is read and compared with what was stored at its turn."""

    name: str
    archive: StoredZip
    #: What it holds; that some of it could not be read shows while it is sent.
    plan: Callable[[], Plan]
    record: Callable[[], None]

    def pieces(self) -> Generator[bytes]:
        """Its bytes; that they are taken out is written down first."""
        self.record()
        return self.archive.pieces()


def preview(store: Store, user: User, request: DocumentRequest, *, clock: Clock = utc_now) -> DownloadView:
    """Which documents would be in the ZIP, who has none, who is left out; nobody's data leave.

    Raises:
        Refusal: The user may not, or the request contradicts itself.
    """
    district, plan, unknown = _planned(store, user, request)
    return DownloadView(
        district,
        plan,
        unknown,
        zip_name("documents", district, _word(request), clock()),
        sum(entry.document.size for entry in plan.entries),
        plan.persons > ASK_OVER,
    )


def open_download(store: Store, user: User, request: DocumentRequest, *, clock: Clock = utc_now) -> Opened:
    """The ZIP, ready to be sent.

    Raises:
        Refusal: As `preview`; also if it would be empty, or a reason is wanted and none given.
    """
    district, plan, _ = _planned(store, user, request)
    objects = open_objects(store.settings)
    plan = plan.without(
        {entry.path for entry in plan.entries if not is_there(objects, entry.document.key, entry.document.size)}
    )
    if not plan.entries:
        raise Refusal(
            "No ZIP was made.",
            why="None of the students chosen has such a document that may be handed out.",
            fix="Choose other students, types or school years.",
        )
    refuse_without_reason(f"Documents of {plan.persons:,} people", request.reason, needed=plan.persons > ASK_OVER)
    lost: set[str] = set()
    members = [Member(entry.path, partial(_read, objects, entry, lost), entry.document.added) for entry in plan.entries]
    lists = {name: partial(_listed, make, plan, lost) for name, make in _LISTS.items()}
    name = zip_name("documents", district, _word(request), clock())
    written = partial(_record, store, district.district_id, user, request, plan, name, clock)
    return Opened(name, with_lists(members, lists), partial(plan.without, lost), written)


def write_download(
    store: Store, user: User, request: DocumentRequest, path: Path, *, clock: Clock = utc_now
) -> tuple[DownloadView, Plan]:
    """Write the ZIP to `path`, which has it whole or not at all; returns what was told of it and what it holds.

    Raises:
        Refusal: As `open_download`.
    """
    view = preview(store, user, request, clock=clock)
    opened = open_download(store, user, request, clock=clock)
    write_whole(opened.archive, path, opened.record)
    return view, opened.plan()


_LISTS: Mapping[str, Callable[[Plan], bytes]] = {"index.csv": index_csv, "missing.csv": missing_csv}


def _listed(make: Callable[[Plan], bytes], plan: Plan, lost: Collection[str]) -> bytes:
    return make(plan.without(lost))


def _read(objects: Objects, entry: Entry, lost: set[str]) -> bytes:
    try:
        data = objects.get(entry.document.key)
    except (FileNotFoundError, SealBroken) as gone:
        lost.add(entry.path)
        raise LeftOut(entry.path) from gone
    if hashlib.sha256(data).hexdigest() != entry.document.sha256:
        lost.add(entry.path)
        raise LeftOut(entry.path)
    return data


def _planned(store: Store, user: User, request: DocumentRequest) -> tuple[DistrictView, Plan, tuple[str, ...]]:
    reach = read_reach(store, user, Right.DOCUMENT_VIEW)
    template = read_template(request.template, NAMES)
    people = tuple(one for one in reach.people.values() if one.active or request.include_left)
    ids = kept_ids(store, reach.district, request.ids_key) if request.ids_key else request.ids
    choice, unknown = choice_for(people, replace(request, ids=ids))
    chosen = [one for one in people if choice.takes(one)]
    narrowed = len(chosen) < len(reach.people) or not reach.all
    stored = _stored(store, reach.district, request, chosen if narrowed else None)
    form = Form(template, request.folders, internal_use=request.internal_use and user.may_everywhere(Right.ADMIN))
    return reach.district, build_plan(chosen, stored, choice, form), unknown


def _stored(
    store: Store, district: DistrictView, request: DocumentRequest, people: Collection[Holder] | None
) -> list[Stored]:
    """The documents in question, of `people` or of everybody."""
    zone = ZoneInfo(district.time_zone)
    with store.reading(district.district_id) as session:
        known = {same(code): code for code in type_names(session)}
        asked = with_version().where(col(Document.withdrawn_at).is_(None))
        if request.types:
            asked = asked.where(col(Document.assessment_type).in_([_code(known, one) for one in request.types]))
        if request.years:
            asked = asked.where(col(Document.school_year).in_(request.years))
        if people is not None:
            asked = asked.where(among(session, Document.person_id, {one.person_id for one in people}))
        columns: dict[str, Any] = {
            "document_id": Document.document_id,
            "person_id": Document.person_id,
            "type": Document.assessment_type,
            "school_year": Document.school_year,
            "title": Document.title,
            "version": DocumentVersion.version,
            "key": DocumentVersion.storage_key,
            "sha256": DocumentVersion.sha256,
            "size": DocumentVersion.bytes,
            "media_type": DocumentVersion.media_type,
            "added": DocumentVersion.created_at,
            "period": Document.period,
            "assessment_date": Document.assessment_date,
        }
        labelled = (column.label(name) for name, column in columns.items())
        rows = session.execute(asked.with_only_columns(*labelled, maintain_column_froms=True)).mappings()
        return [Stored(**{**row, "added": row["added"].astimezone(zone)}) for row in rows]


def _code(known: Mapping[str, str], typed: str) -> str:
    if same(typed.strip()) not in known:
        raise Refusal(
            "Nothing was chosen.",
            why=f"There is no assessment type “{typed}”.",
            fix=f"There are {', '.join(sorted(known.values()))}.",
        )
    return known[same(typed.strip())]


def _word(request: DocumentRequest) -> str:
    types = request.types if len(request.types) <= _NAMED else (f"{len(request.types)}-types",)
    years = request.years if len(request.years) <= _NAMED else ()
    return "_".join((*types, *years, group_word(request)))


_NAMED = 2


def _record(
    store: Store,
    district_id: int,
    user: User,
    request: DocumentRequest,
    plan: Plan,
    name: str,
    clock: Clock,
) -> None:
    facts = {
        "documents": len(plan.entries),
        "persons": plan.persons,
        "missing": len(plan.missing),
        "confidential_left_out": len(plan.confidential),
    }
    persons = tuple(entry.holder.reference for entry in plan.entries)
    taken = Taken("documents_downloaded", f"documents:{name}", persons, facts)
    record_taken(store, district_id, user.login, request, taken, now=clock())
