"""A records request: all that is stored of one person, as a ZIP to hand out."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.access.tables import AuditEvent
from roster_core.batches.tables import BatchItem
from roster_core.clock import Clock, utc_now
from roster_core.journeys.districts import DistrictView, require_district
from roster_core.journeys.privacy.exports_with import COLUMNS, Sent, runs_with_files, sent_of
from roster_core.journeys.privacy.record_rows import read_rows
from roster_core.journeys.privacy.request_page import Part, page_of
from roster_core.journeys.privacy.subjects import KINDS, Subject, require_subject
from roster_core.refusals import Refusal
from roster_core.roster.person import read_person
from roster_core.roster.tables.records import ExportRun, Photo
from roster_core.roster.tables.updates import Document, DocumentVersion, EmailChange
from roster_core.storage.objects import Objects, open_objects
from roster_core.store import Store

#: A table of the record: rows as column → value.
Rows = Sequence[Mapping[str, Any]]
_WHAT = "The record was not put together."
#: Of rows of uploads and e-mails, what tells of the person.
_ITEM = ("batch_id", "name", "key", "size", "matched_by", "codes", "state", "result", "reason", "applied_at")
_EMAIL = ("sequence", "old", "new", "changed_at", "by", "batch_id")
_PHOTO = (
    "version",
    "is_current",
    "withdrawn_at",
    "school_year",
    "original_name",
    "width",
    "height",
    "by",
    "created_at",
)
_DOCUMENT = ("document_id", "assessment_type", "school_year", "title", "withdrawn_at", "withdrawn_reason", "dispose_on")


@dataclass(frozen=True)
class RecordRequest:
    """A record to be written: tables by name, and stored files by their path in the ZIP."""

    name: str
    who: Subject
    tables: Mapping[str, Rows]
    files: Mapping[str, str]
    #: Runs whose files are gone, so that nobody can tell any more whom they named.
    unreadable_runs: int
    _page: str
    _objects: Objects

    def write(self, to: IO[bytes]) -> None:
        """Write the ZIP; `to` need not have positions."""
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("index.html", self._page)
            archive.writestr("record.json", json.dumps(self.tables, ensure_ascii=False, indent=1, default=str))
            for name, rows in self.tables.items():
                archive.writestr(f"tables/{name}.csv", _csv(rows))
            for path, key in self.files.items():
                archive.writestr(zipfile.ZipInfo(path), self._objects.get(key))


def count_record(store: Store, user: User, kind: str, key: str) -> tuple[Subject, dict[str, int]]:
    """Whose record it would be, and how many rows and files of which kind are in it; export files are not read.

    Raises:
        Refusal: The user is no administrator, or there is nobody.
    """
    require_everywhere(user, Right.ADMIN)
    district = require_district(store)
    with store.reading(district.district_id) as session:
        who = require_subject(session, kind, key, _WHAT)
        tables, files = _stored(session, district.district_id, who)
    return who, {**{name: len(rows) for name, rows in tables.items()}, "files": len(files)}


def open_record(store: Store, user: User, kind: str, key: str, reason: str, *, clock: Clock = utc_now) -> RecordRequest:
    """Everything about a person, ready to be written; that it was taken out is written down first.

    Raises:
        Refusal: The user is no administrator, gave no reason, or there is nobody.
    """
    require_everywhere(user, Right.ADMIN)
    if not reason.strip():
        raise Refusal(_WHAT, why="No reason was given.", fix="Say who asked for it, and when.")
    district, now, objects = require_district(store), clock(), open_objects(store.settings)
    with store.reading(district.district_id) as session:
        who = require_subject(session, kind, key, _WHAT)
        tables, files = _stored(session, district.district_id, who)
        runs = runs_with_files(session) if kind in COLUMNS else []
        sent = [(run, one) for run, listed in runs for one in sent_of(objects, listed, who)]
        gone = select(sa.func.count()).select_from(ExportRun).where(col(ExportRun.files_removed_at).is_not(None))
        unreadable = session.exec(gone).one()
    tables |= _exports(sent)
    files = {path: key for path, key in files.items() if _there(objects, key)}
    with store.writing(district.district_id) as session:
        facts = {"tables": {name: len(rows) for name, rows in tables.items()}, "files": len(files)}
        deed = Deed(user.login, "record_requested", who.reference, (who.reference,), facts, reason.strip())
        record(session, district.district_id, deed, now=now)
    page = _page(district, who, tables, files, unreadable, now)
    name = f"record_{kind}_{_safe(who.key)}_{now:%Y%m%d}.zip"
    return RecordRequest(name, who, tables, files, unreadable, page, objects)


def _stored(session: Session, district_id: int, who: Subject) -> tuple[dict[str, Rows], dict[str, str]]:
    person = who.person_id
    photos = session.exec(select(Photo).where(Photo.person_id == person).order_by(col(Photo.version))).all()
    documents = session.exec(select(Document).where(Document.person_id == person)).all()
    ids = [one.document_id for one in documents]
    versions = session.exec(select(DocumentVersion).where(col(DocumentVersion.document_id).in_(ids))).all()
    emails = session.exec(select(EmailChange).where(EmailChange.person_id == person)).all()
    mine = sa.or_(col(BatchItem.person_id) == person, col(BatchItem.found_id) == person)
    items = session.exec(select(BatchItem).where(mine).order_by(BatchItem.batch_id, col(BatchItem.sequence))).all()
    tables: dict[str, Rows] = {
        **_shown(session, who),
        **read_rows(session, district_id, person),
        "photos": [{name: getattr(row, name) for name in _PHOTO} for row in photos],
        "email_history": [{name: getattr(row, name) for name in _EMAIL} for row in emails],
        "documents": [{name: getattr(row, name) for name in _DOCUMENT} for row in documents],
        "uploads": [{name: getattr(row, name) for name in _ITEM} for row in items],
        "audit": list(_events(session, who)),
    }
    files: dict[str, str] = {}
    for row in photos:
        files[f"photos/{row.version:03d}{_suffix(row.storage_key)}"] = row.storage_key
        files[f"photos/{row.version:03d}_as_it_came{_suffix(row.original_name)}"] = row.source_key
    for one in versions:
        files[f"documents/{one.document_id}_v{one.version}_{_safe(one.original_name)}"] = one.storage_key
    return {name: rows for name, rows in tables.items() if rows}, files


def _shown(session: Session, who: Subject) -> dict[str, Rows]:
    """What the page of a person in the roster shows, with codes and names instead of numbers."""
    shown = read_person(session, KINDS[who.kind], who.key) if who.kind != "guardian" else None
    if shown is None:
        return {}
    return {
        "overview": [shown.facts],
        "schools": shown.schools,
        "sections": shown.sections,
        "contacts": shown.contacts,
        "addresses": shown.addresses,
    }


def _events(session: Session, who: Subject) -> Iterator[Mapping[str, Any]]:
    text = sa.cast(AuditEvent.persons, sa.Text)
    about = sa.or_(text.contains(json.dumps(who.reference), autoescape=True), col(AuditEvent.subject) == who.reference)
    for row in session.exec(select(AuditEvent).where(about).order_by(col(AuditEvent.event))).all():
        # The other people of an event, and facts that may name them, are not this person's record.
        yield {"event": row.event, "at": row.at, "by": row.login, "action": row.action, "subject": row.subject,
               "reason": row.reason}  # fmt: skip


def _exports(sent: Sequence[tuple[ExportRun, Sent]]) -> dict[str, Rows]:
    tables: dict[str, list[Mapping[str, Any]]] = {}
    for run, one in sent:
        told = {"run_id": run.run_id, "as_of": run.as_of_date, "delivered_at": run.delivered_at}
        name = f"sent_in_{one.file.removesuffix('.csv')}"
        tables.setdefault(name, []).extend({**told, **dict(zip(one.columns, row, strict=False))} for row in one.rows)
    return dict(tables)


def _page(
    district: DistrictView, who: Subject, tables: Mapping[str, Rows], files: Mapping[str, str], gone: int, now: datetime
) -> str:
    notes = (
        [f"The files of {gone:,} earlier export runs are no longer kept: whom they named cannot be told."]
        if gone
        else []
    )
    parts = [Part(name, rows) for name, rows in tables.items()]
    return page_of(f"{who.name} ({who.kind} {who.key})", district.name, parts, list(files), notes, now=now)


def _csv(rows: Rows) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _there(objects: Objects, key: str) -> bool:
    try:
        objects.path(key)
    except FileNotFoundError:
        return False
    return True


def _suffix(name: str) -> str:
    _, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if dot and suffix.isalnum() else ""


def _safe(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in name)[:120]
