"""One long PDF becomes the documents of a batch: read, proposed, corrected by hand, cut (batch-updates §5.5)."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from roster_core.access.rights import User
from roster_core.batches.names import MAX_NAME, shown
from roster_core.batches.people import Criterion, People
from roster_core.batches.states import BatchKind
from roster_core.batches.tables import Batch
from roster_core.clock import Clock, utc_now
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.carrier import UPLOADED
from roster_core.journeys.batches.document_intake import rules_of
from roster_core.journeys.batches.intake import add_files
from roster_core.journeys.batches.pictures import Picture
from roster_core.journeys.districts import require_district
from roster_core.refusals import Refusal
from roster_core.storage.objects import open_objects
from roster_core.storage.stored_file import StoredFile, size_of
from roster_core.store import Store
from roster_core.updates.document_facts import BrokenDocumentError, LockedDocumentError
from roster_core.updates.document_reader import LONG, Reader, reading
from roster_core.updates.document_split import Part, propose_parts, wrong_ranges
from roster_core.updates.document_text import Roll

#: A long PDF may have so many bytes and pages.
MAX_BYTES, MAX_PAGES = 100 << 20, 5_000
#: What the source of a draft is that waits to be cut, and what it is afterwards.
TO_SPLIT, SPLIT = "to split", "split"
_PAGE_SIDE = 1_000
_SECOND = "Upload a PDF that opens without a password and whose pages can be printed."


@dataclass(frozen=True)
class PartView:
    """Pages of a long PDF and whose they are: the ID by the batch's criterion and the name, blank for nobody."""

    first: int
    last: int
    key: str = ""
    name: str = ""
    unnamed: tuple[int, ...] = ()
    several: tuple[int, ...] = ()


@dataclass(frozen=True)
class SplitView:
    """A long PDF of a draft that waits to be cut; `source` is its place among the batch's sources."""

    source: int
    name: str
    pages: int
    parts: tuple[PartView, ...]


@dataclass(frozen=True)
class PartChoice:
    """Pages (counted from 1, both ends included) and the ID of whose they are; blank if that is not known yet."""

    first: int
    last: int
    key: str = ""


def propose_split(
    store: Store, user: User, batch_id: str, name: str, path: Path | StoredFile, *, clock: Clock = utc_now
) -> SplitView:
    """Keep a long PDF with a draft and tell which of its pages are whose; nothing is cut yet.

    Raises:
        Refusal: The batch is no draft of documents of the user's, or the PDF cannot be used.
    """
    district_id = drafts.district_of(batch_id)
    with store.reading(district_id) as session:
        people = _people(store, _open(session, user, batch_id))
    size = size_of(path)
    if size > MAX_BYTES:
        raise _refused(f"It is larger than {MAX_BYTES >> 20} MB.", "Print it in several parts.")
    texts = _texts(path.read_bytes())
    roll = Roll(people.persons)
    parts = propose_parts([roll.read(text) for text in texts])
    key = open_objects(store.settings).put_file(district_id, UPLOADED, path)
    source = {
        "name": shown(name).strip("/")[-MAX_NAME:] or "unnamed",
        "size": size,
        "archive": False,
        "key": key,
        "state": TO_SPLIT,
        "next": 0,
        "pages": len(texts),
        "parts": [_told(part, people) for part in parts],
    }
    with store.writing(district_id) as session:
        batch = _open(session, user, batch_id)
        batch.sources = [*batch.sources, source]
        batch.updated_at = clock()
        return _view(len(batch.sources) - 1, source)


def waiting_split(sources: Sequence[Mapping[str, Any]]) -> SplitView | None:
    """The long PDF among the sources of a batch that waits to be cut, if there is one."""
    return next((_view(at, one) for at, one in enumerate(sources) if one["state"] == TO_SPLIT), None)


def split(
    store: Store, user: User, batch_id: str, source: int, parts: Sequence[PartChoice], *, clock: Clock = utc_now
) -> None:
    """Cut a long PDF into these parts, which become files of the batch, named by whose they are.

    Raises:
        Refusal: The batch is no draft of the user's, the PDF was cut already, or the parts cannot be.
    """
    district_id = drafts.district_of(batch_id)
    with store.reading(district_id) as session:
        batch = _open(session, user, batch_id)
        told, most, people = _waiting(batch, source), rules_of(batch).max_files, _people(store, batch)
        criterion = Criterion(batch.criterion)
    ranges = [(part.first, part.last) for part in parts]
    if not parts or len(parts) > most:
        raise _refused(f"{len(parts)} parts were asked for; 1 to {most} are made.", "Change the table.")
    if why := wrong_ranges(ranges, told["pages"]):
        raise _refused(why, "Correct the pages in the table.")
    known = people.by(criterion)
    for part in parts:
        if part.key and not known.get(criterion.fold(part.key)):
            why = f"Nobody has {part.key} as {criterion.label}."
            raise _refused(why, "Correct the ID in the table, or leave it blank and pick the student afterwards.")
    cut = _cut(open_objects(store.settings).get(told["key"]), ranges)
    with store.writing(district_id) as session:
        batch = _open(session, user, batch_id)
        _waiting(batch, source)
        batch.sources = [{**one, "state": SPLIT} if at == source else one for at, one in enumerate(batch.sources)]
        batch.updated_at = clock()
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, (part, data) in enumerate(zip(parts, cut, strict=True)):
            path = Path(folder) / f"{number}.pdf"
            path.write_bytes(data)
            pages = f"page {part.first}" if part.first == part.last else f"pages {part.first} to {part.last}"
            files.append((f"{part.key or pages}.pdf", path))
        add_files(store, user, batch_id, files, clock=clock)


def drop_split(store: Store, user: User, batch_id: str, source: int, *, clock: Clock = utc_now) -> None:
    """Do not cut a long PDF after all.

    Raises:
        Refusal: The batch is no draft of the user's, or the PDF was cut already.
    """
    with store.writing(drafts.district_of(batch_id)) as session:
        batch = _open(session, user, batch_id)
        _waiting(batch, source)
        batch.sources = [one for at, one in enumerate(batch.sources) if at != source]
        batch.updated_at = clock()


def read_source_page(store: Store, user: User, batch_id: str, source: int, page: int) -> Picture:
    """A page (counted from 0) of a long PDF that waits to be cut.

    Raises:
        Refusal: There is none, or the batch is no draft of the user's.
    """
    with store.reading(drafts.district_of(batch_id)) as session:
        told = _waiting(_open(session, user, batch_id), source)
    try:
        with reading() as reader:
            drawn = reader.draw(open_objects(store.settings).get(told["key"]), page, _PAGE_SIDE)
    except (BrokenDocumentError, LockedDocumentError, FileNotFoundError) as error:
        raise _refused("The page cannot be shown.", "Reload the page.") from error
    return Picture("image/png", drawn.data)


def _open(session: Session, user: User, batch_id: str) -> Batch:
    batch = drafts.open_batch(session, user, batch_id)
    if batch.kind != BatchKind.DOCUMENT:
        raise _refused("It is no batch of documents.", "Begin one on the page Assessment documents.")
    return batch


def _waiting(batch: Batch, source: int) -> Mapping[str, Any]:
    told: Mapping[str, Any] = batch.sources[source] if 0 <= source < len(batch.sources) else {}
    if told.get("state") != TO_SPLIT:
        raise _refused("There is no such PDF, or it was cut already.", "Reload the page.")
    return told


def _people(store: Store, batch: Batch) -> People:
    return drafts.people_of(store, require_district(store), batch)


def _texts(data: bytes) -> list[str]:
    try:
        with Reader(LONG) as reader:
            texts, active = reader.texts(data)
    except LockedDocumentError as error:
        raise _refused("It needs a password to open.", _SECOND) from error
    except BrokenDocumentError as error:
        raise _refused(f"It cannot be read: it is {error}.", _SECOND) from error
    if active:
        raise _refused(f"It holds {', '.join(active)}.", "Print it to a new PDF, which leaves such parts out.")
    if not 1 <= len(texts) <= MAX_PAGES:
        raise _refused(f"It has {len(texts)} pages; 1 to {MAX_PAGES} are taken.", "Print it in several parts.")
    return texts


def _cut(data: bytes, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    try:
        with Reader(LONG) as reader:
            return reader.cut(data, ranges)
    except (BrokenDocumentError, LockedDocumentError) as error:
        raise _refused("It could not be cut.", _SECOND) from error


def _told(part: Part, people: People) -> dict[str, Any]:
    person = people.by_id.get(part.person_id or 0)
    return {
        "first": part.first,
        "last": part.last,
        "key": "" if person is None else person.keys.get(people.criterion, ""),
        "name": "" if person is None else f"{person.last_name}, {person.first_name}",
        "unnamed": list(part.unnamed),
        "several": list(part.several),
    }


def _view(at: int, told: Mapping[str, Any]) -> SplitView:
    parts = tuple(
        PartView(**{**one, "unnamed": tuple(one["unnamed"]), "several": tuple(one["several"])}) for one in told["parts"]
    )
    return SplitView(at, told["name"], told["pages"], parts)


def _refused(why: str, fix: str) -> Refusal:
    return Refusal("The PDF was not split.", why=why, fix=fix)
