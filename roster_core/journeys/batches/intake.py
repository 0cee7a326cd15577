"""Files come in: single ones and ZIPs are kept as they are; a job unpacks, checks and matches them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, func, select

from roster_core.access.audit import Deed, record
from roster_core.access.rights import User
from roster_core.batches.amounts import check_count, check_size, check_together
from roster_core.batches.names import MAX_NAME, extension, shown
from roster_core.batches.states import OPEN, BatchKind, BatchState, step
from roster_core.batches.tables import Batch, BatchItem
from roster_core.clock import Clock, utc_now
from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import Work, submit
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.carrier import UPLOADED, Carrier, Examined, File, Limits
from roster_core.journeys.batches.carriers import CARRIERS, INTAKES
from roster_core.journeys.batches.file_sources import next_files
from roster_core.journeys.batches.matching import match_items
from roster_core.journeys.batches.rows import ItemRow, as_json, insert_rows
from roster_core.journeys.batches.sweeping import ask_for_sweep
from roster_core.journeys.batches.thumbnails import keep_thumbnails
from roster_core.refusals import Refusal
from roster_core.storage.objects import open_objects
from roster_core.storage.stored_file import StoredFile, size_of
from roster_core.store import Store

#: The job that checks what came in.
CHECK = "batch-check"


def add_files(
    store: Store, user: User, batch_id: str, files: Sequence[tuple[str, Path | StoredFile]], *, clock: Clock = utc_now
) -> str:
    """Keep files (the client's name, where the bytes are) with a draft and have them checked; returns the job's ID.

    A file whose name ends in `.zip` is unpacked. The files themselves can be deleted afterwards.

    Raises:
        Refusal: The batch is no draft of the user's, or does not take these beside what it has.
    """
    district_id = drafts.district_of(batch_id)
    with store.reading(district_id) as session:
        batch = drafts.open_batch(session, user, batch_id)
        limits = INTAKES[BatchKind(batch.kind)].limits(batch)
        known = batch.sources
    objects = open_objects(store.settings)
    sources = [_source(name, path, limits) for name, path in files]
    if limits.one_archive:
        _refuse_mixed(known, sources, limits)
    for source, (_, path) in zip(sources, files, strict=True):
        if source["state"] == "waiting":
            source["key"] = objects.put_file(district_id, UPLOADED, path)
    with store.writing(district_id) as session:
        batch = drafts.open_batch(session, user, batch_id)
        if limits.one_archive:
            _refuse_mixed(batch.sources, sources, limits)
        if batch.state == BatchState.CHECKED:
            batch.state = step(BatchState.CHECKED, BatchState.DRAFT).value
        batch.sources = [*batch.sources, *sources]
        batch.error, batch.updated_at = None, clock()
        ask_for_sweep(session, district_id, user.login, clock=clock)
        batch.job_id = submit(session, district_id, Work(CHECK, batch_id, user.login, lane=batch_id), clock=clock)
        if sources:
            told = {"kind": batch.kind, "files": len(sources), "bytes": sum(one["size"] for one in sources)}
            deed = Deed(user.login, "files_uploaded", f"batch:{batch_id}", facts=told, job_id=batch.job_id)
            record(session, district_id, deed, now=clock())
        return batch.job_id


def _refuse_mixed(known: Sequence[Mapping[str, Any]], added: Sequence[Mapping[str, Any]], limits: Limits) -> None:
    """Raise where single files and a ZIP, or two ZIPs, would come together.

    A ZIP that was refused does not count, nor does a long PDF that is cut: its parts do.

    Raises:
        Refusal: They would.
    """
    there = [one for one in (*known, *added) if one["state"] != "refused" and "parts" not in one]
    archives = sum(1 for one in there if one["archive"])
    if not added or archives == 0 or len(there) == 1:
        return
    raise Refusal(
        "Nothing was added.",
        why=f"A batch takes up to {limits.files:,} single files or one ZIP, and this would be"
        f" {'several ZIPs' if archives > 1 else 'a ZIP and single files'}.",
        fix="Confirm or clear this batch and give the rest in the next one, or pack all into one ZIP.",
    )


def _source(name: str, path: Path | StoredFile, limits: Limits) -> dict[str, Any]:
    size, archive = size_of(path), extension(name) == ".zip"
    kept = archive or not any(True for _ in check_size(name, size, limits.file_bytes))
    return {
        "name": shown(name).strip("/")[-MAX_NAME:] or "unnamed",
        "size": size,
        "archive": archive,
        "key": "",
        # What is too large is not kept: its item says so.
        "state": "waiting" if kept else "too large",
        "next": 0,
    }


def check_piece(store: Store, district_id: int, batch_id: str) -> Progress:
    """Unpack and check some more files, or match all of them when none is left."""
    with store.reading(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id))
        if BatchState(batch.state) not in OPEN:
            return Progress(finished=True)
        sources, known, held = batch.sources, _count(session, batch_id), _bytes(session, batch_id)
        session.expunge_all()
    kind = BatchKind(batch.kind)
    intake, carrier = INTAKES[kind], CARRIERS[kind]
    objects = open_objects(store.settings)
    piece = next_files(objects, sources, intake.read_side)
    if piece is None:
        return match_items(store, district_id, batch_id)
    limits = intake.limits(batch)
    limit = limits.archive_files if piece.archive else limits.files
    already = known if piece.archive else _in_the_way(limits, known, sources)
    full = {finding.file: finding for finding in check_count([one.path for one in piece.files], limit, already=already)}
    if limits.total_bytes:
        sizes = [(one.path, one.size) for one in piece.files if one.path not in full]
        full |= {one.file: one for one in check_together(sizes, limits.total_bytes, already=held)}
    examined = intake.examine(batch, piece.files, full)
    fresh = [
        one.data
        for one, found in zip(piece.files, examined, strict=True)
        if found.keeps and one.data is not None and not one.key
    ]
    keys = iter(objects.put_all(district_id, UPLOADED, [(data, "") for data in fresh]))
    with store.writing(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id), with_for_update=True)
        if batch.sources != sources:  # more came in, or another worker was faster: ask again
            return Progress(known, known + 1, "Checking files")
        batch.sources = piece.sources
        sequence = 1 + (
            session.exec(select(func.max(BatchItem.sequence)).where(BatchItem.batch_id == batch_id)).one() or 0
        )
        rows = [
            _row(batch, carrier, number, file, found, (file.key or next(keys)) if found.keeps else "")
            for number, (file, found) in enumerate(zip(piece.files, examined, strict=True), start=sequence)
        ]
        insert_rows(session, batch, rows, now=utc_now())
        keep_thumbnails(
            session, district_id, {found.content: found.picture for found in examined if found.picture}, now=utc_now()
        )
        batch.updated_at = utc_now()
        done, total = known + len(piece.files), known + len(piece.files) + piece.left
        batch.step, batch.done, batch.total = "Checking files", done, total
    return Progress(done, total, "Checking files")


def fail_check(store: Store, district_id: int, batch_id: str, why: str) -> None:
    """Note on the batch that its files could not all be checked."""
    with store.writing(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id))
        batch.error, batch.updated_at = why, utc_now()


CHECK_HANDLER = Handler(check_piece, fail_check)


def _row(batch: Batch, carrier: Carrier, number: int, file: File, found: Examined, key: str) -> ItemRow:
    facts = {**found.facts, "entry": [as_json(one) for one in file.findings]}
    row = ItemRow(number, file.path, size=file.size, upload_key=key, facts=facts)
    checked = carrier.check(batch, row, "")
    row.content, row.place = checked.content, checked.place
    row.findings = [{"part": "own", **as_json(one)} for one in checked.findings]
    return row


def _in_the_way(limits: Limits, known: int, sources: Sequence[Mapping[str, Any]]) -> int:
    """How many files count against the limit of single ones, of `known` in all.

    Those out of ZIPs count as soon as all together are as many as a ZIP may hold.
    """
    singles = known - sum(int(source["next"]) for source in sources if source["archive"])
    return max(singles, known + limits.files - max(limits.files, limits.archive_files))


def _count(session: Session, batch_id: str) -> int:
    return session.exec(select(func.count(col(BatchItem.sequence))).where(BatchItem.batch_id == batch_id)).one()


def _bytes(session: Session, batch_id: str) -> int:
    """How many bytes its files hold that were kept."""
    kept = select(func.sum(BatchItem.size)).where(BatchItem.batch_id == batch_id, col(BatchItem.upload_key) != "")
    return int(session.exec(kept).one() or 0)
