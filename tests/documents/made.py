"""Documents made by program, put straight into a store: rows, versions and files."""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlmodel import Session, select

from roster_core.roster.tables.people import Person
from roster_core.roster.tables.updates import Document, DocumentVersion
from roster_core.storage.objects import open_objects
from roster_core.store import Store

AT = datetime(2026, 10, 5, 12, tzinfo=UTC)
_numbers = count(1)


def pdf(*lines: str) -> bytes:
    """A PDF of one page with these lines, the smallest that every viewer takes."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    drawn = zlib.compress(f"BT /F1 18 Tf 24 TL 72 720 Td {shown}ET".encode())
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(out))
    return out + head + tail


@dataclass(frozen=True)
class Made:
    """A document to be put in; `files` are its versions, the newest last."""

    key: str
    title: str = "NJSLA ELA Spring 2026"
    type: str = "NJSLA-ELA"
    year: str = "2026-27"
    files: tuple[bytes, ...] = ()
    media_type: str = "application/pdf"
    visibility: str = "STAFF"
    withdrawn: bool = False
    dispose_on: date | None = None


def put_in(store: Store, *made: Made) -> list[str]:
    """Store these; returns their numbers."""
    objects = open_objects(store.settings)
    with store.writing(1) as session:
        return [_put_in(session, one, objects.put_all(1, "document", _files(one))) for one in made]


def _files(one: Made) -> Iterable[tuple[bytes, str]]:
    return [(data, ".pdf") for data in one.files or (pdf(one.title, one.key),)]


def _put_in(session: Session, one: Made, keys: list[str]) -> str:
    person = session.exec(select(Person).where(Person.person_key == one.key, Person.kind == "STUDENT")).one()
    document_id = f"1-{next(_numbers):08d}"
    moments: dict[str, Any] = {"created_at": AT, "updated_at": AT}
    session.add(
        Document(
            district_id=1, document_id=document_id, person_id=person.person_id, assessment_type=one.type,
            school_year=one.year, title=one.title, title_key=one.title.lower(), current_version=len(keys),
            withdrawn_at=AT if one.withdrawn else None, withdrawn_by="ada" if one.withdrawn else "",
            withdrawn_reason="scanned twice" if one.withdrawn else "", dispose_on=one.dispose_on, **moments,
        )
    )  # fmt: skip
    session.flush()
    for number, ((data, _), key) in enumerate(zip(_files(one), keys, strict=True), start=1):
        session.add(
            DocumentVersion(
                district_id=1, document_id=document_id, version=number, sha256=hashlib.sha256(data).hexdigest(),
                bytes=len(data), media_type=one.media_type, page_count=1, original_name=f"{one.key}.pdf",
                storage_key=key, visibility=one.visibility, by="ada", **moments,
            )
        )  # fmt: skip
    return document_id
