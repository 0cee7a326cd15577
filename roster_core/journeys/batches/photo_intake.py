"""Photos come in: single files and ZIPs are kept as they are; a job unpacks, checks and matches them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, func, select

from roster_core.access.rights import Right, User, require
from roster_core.batches.items import Choice, Item
from roster_core.batches.names import MAX_NAME, extension, shown
from roster_core.batches.people import OFFERED, Criterion, People, Target
from roster_core.batches.states import OPEN, BatchKind, BatchState, ItemState, step
from roster_core.batches.tables import Batch, BatchItem
from roster_core.clock import Clock, utc_now
from roster_core.findings import Finding
from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import Work, submit
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.photo_rules import read_rules
from roster_core.journeys.batches.photo_sources import File, next_files
from roster_core.journeys.batches.photos import CARRIER, UPLOADED, find_near
from roster_core.journeys.batches.rows import Draft, as_json, read_rows, write_items
from roster_core.journeys.batches.settling import matched, settled
from roster_core.journeys.batches.sweeping import ask_for_sweep
from roster_core.journeys.batches.thumbnails import keep_thumbnails
from roster_core.journeys.districts import read_districts, require_district
from roster_core.objects import open_objects
from roster_core.photos.check import PhotoCheck, check_count, check_size
from roster_core.photos.exchange import check_to
from roster_core.photos.fit import Fitted
from roster_core.photos.pool import decoding
from roster_core.photos.rules import TARGETS, PhotoRules, RuleSet
from roster_core.photos.stored import plan_text
from roster_core.refusals import Refusal
from roster_core.store import Store

#: The job that checks what came in.
CHECK = "photo-check"


@dataclass(frozen=True)
class PhotoRequest:
    """What is chosen for a whole batch of photos; `source` is who took them, `rules` a district's own numbers."""

    criterion: Criterion
    rule_set: RuleSet
    include_left: bool = False
    source: str = ""
    school_year: str = ""
    rules: PhotoRules | None = None


def start_photos(store: Store, user: User, request: PhotoRequest, *, clock: Clock = utc_now) -> str:
    """Begin a batch of photos; returns its ID.

    Raises:
        Refusal: The user may not, there is no roster, or the rule set is not for these people.
    """
    target = request.criterion.target
    if target not in TARGETS[request.rule_set]:
        raise Refusal(
            "The batch was not begun.",
            why=f"The rule set “{request.rule_set}” is not for {target.lower()}.",
            fix="Choose another rule set.",
        )
    if target is Target.STAFF:  # the other right is for students only (batch-updates §2.6)
        require(user, Right.BULK_IMAGE_UPLOAD)
    district = require_district(store)
    rules = request.rules or read_rules(store, user)[request.rule_set]
    settings = {
        "rules": rules.model_dump(mode="json"),
        "include_left": request.include_left,
        "source": request.source,
        "school_year": request.school_year or district.current_school_year,
    }
    return drafts.start_batch(
        store, user, BatchKind.PHOTO, request.criterion, rule_set=request.rule_set, settings=settings, clock=clock
    )


def add_files(
    store: Store, user: User, batch_id: str, files: Sequence[tuple[str, Path]], *, clock: Clock = utc_now
) -> str:
    """Keep files (the client's name, where the bytes are) with a draft and have them checked; returns the job's ID.

    A file whose name ends in `.zip` is unpacked. The files themselves can be deleted afterwards.

    Raises:
        Refusal: The batch is no draft of the user's.
    """
    district_id = drafts.district_of(batch_id)
    with store.reading(district_id) as session:
        rules = rules_of(drafts.open_batch(session, user, batch_id))
    objects = open_objects(store.settings)
    sources = [_source(name, path, rules) for name, path in files]
    for source, (_, path) in zip(sources, files, strict=True):
        if source["state"] == "waiting":
            source["key"] = objects.put_file(district_id, UPLOADED, path)
    with store.writing(district_id) as session:
        batch = drafts.open_batch(session, user, batch_id)
        if batch.state == BatchState.CHECKED:
            batch.state = step(BatchState.CHECKED, BatchState.DRAFT).value
        batch.sources = [*batch.sources, *sources]
        batch.error, batch.updated_at = None, clock()
        ask_for_sweep(session, district_id, user.login, clock=clock)
        batch.job_id = submit(session, district_id, Work(CHECK, batch_id, user.login, lane=batch_id), clock=clock)
        return batch.job_id


def rules_of(batch: Batch) -> PhotoRules:
    """The rules in force for a batch of photos."""
    return PhotoRules.model_validate(batch.settings["rules"])


def _source(name: str, path: Path, rules: PhotoRules) -> dict[str, Any]:
    size, archive = path.stat().st_size, extension(name) == ".zip"
    kept = archive or not any(True for _ in check_size(name, size, rules))
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
        sources, rules, known = batch.sources, rules_of(batch), _count(session, batch_id)
    objects = open_objects(store.settings)
    piece = next_files(objects, sources)
    if piece is None:
        return match_files(store, district_id, batch_id)
    limit = rules.max_archive_files if piece.archive else rules.max_files
    full = {finding.file: finding for finding in check_count([one.path for one in piece.files], limit, already=known)}
    examined = _examined(piece.files, full, rules)
    fresh = [
        one.data
        for one, (_, _, kept) in zip(piece.files, examined, strict=True)
        if kept and one.data is not None and not one.key
    ]
    keys = iter(objects.put_all(district_id, UPLOADED, [(data, "") for data in fresh]))
    with store.writing(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id), with_for_update=True)
        if batch.sources != sources:  # more came in, or another worker was faster: ask again
            return Progress(known, known + 1, "Checking files")
        sequence = 1 + (
            session.exec(select(func.max(BatchItem.sequence)).where(BatchItem.batch_id == batch_id)).one() or 0
        )
        for number, (file, (check, _, kept)) in enumerate(zip(piece.files, examined, strict=True), start=sequence):
            session.add(_row(batch, number, file, check, file.key or next(keys) if kept else "", utc_now()))
        shown = {check.sha256: small for check, small, kept in examined if kept and small is not None and check.sha256}
        keep_thumbnails(session, district_id, shown, now=utc_now())
        batch.sources = piece.sources
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


def _examined(
    files: Iterable[File], full: Mapping[str, Finding], rules: PhotoRules
) -> list[tuple[PhotoCheck, Fitted | None, bool]]:
    """What is known of each file, its small picture, and whether its bytes are kept."""
    found: list[tuple[PhotoCheck, Fitted | None, bool]] = []
    with decoding() as decoder:
        for file in files:
            if file.path in full:
                found.append((PhotoCheck(file.name, file.size, findings=(full[file.path],)), None, False))
            elif file.data is None:
                findings = tuple(check_size(file.name, file.size, rules))
                found.append((PhotoCheck(file.name, file.size, findings=findings), None, False))
            else:
                check, small = decoder.examine(file.name, file.data, rules)
                found.append((check, small, small is not None))
    return found


def _row(batch: Batch, number: int, file: File, check: PhotoCheck, key: str, now: datetime) -> BatchItem:
    row = BatchItem(
        district_id=batch.district_id,
        batch_id=batch.batch_id,
        sequence=number,
        name=file.path,
        key="",
        size=file.size,
        upload_key=key,
        checked_at=now,
        facts={
            "check": check_to(check),
            "entry": [as_json(one) for one in file.findings],
            "offer": plan_text(check.plan),
        },
        # Given, though blank: making defaults of thousands of rows takes longer than storing them.
        choice={},
        findings=[],
        codes=[],
        state=ItemState.NEEDS_PERSON.value,
        created_at=now,
        updated_at=now,
    )
    checked = CARRIER.check(row, "")
    row.content = checked.content
    row.findings = [{"part": "own", **as_json(one)} for one in checked.findings]
    return row


def _count(session: Session, batch_id: str) -> int:
    return session.exec(select(func.count(col(BatchItem.sequence))).where(BatchItem.batch_id == batch_id)).one()


def match_files(store: Store, district_id: int, batch_id: str) -> Progress:
    """Match all files and let the coordinator look at them."""
    district = next(one for one in read_districts(store) if one.district_id == district_id)
    near = find_near(store, district_id, batch_id)  # takes a while, so nobody is kept from writing meanwhile
    with store.writing(district_id) as session:
        batch = session.get_one(Batch, (district_id, batch_id), with_for_update=True)
        rows = read_rows(session, batch_id)
        for row in rows:
            if row.facts.get("near", []) != near.get(row.sequence, []):
                row.facts = {**row.facts, "near": near.get(row.sequence, [])}
        draft = drafts.read_draft(store, session, district, batch, rows)
        index = {file: key for source in batch.sources for file, key in source.get("keys", {}).items()}
        items = matched(rows, draft, index)
        ids = {item.person.person_id for item in items if item.person is not None}
        draft = replace(draft, items=items, current={**draft.current, **CARRIER.read_current(session, ids)})
        now = utc_now()
        items = settled(session, batch, rows, draft, {})
        write_items(rows, items, now=now)
        if rows and batch.state == BatchState.DRAFT:
            batch.state = step(BatchState.DRAFT, BatchState.CHECKED).value
        batch.counts, batch.revision, batch.updated_at = drafts.counts_of(items), batch.revision + 1, now
        batch.step, batch.done, batch.total = "", len(rows), len(rows)
        batch.settings = {**batch.settings, "others": _other_criteria(items, draft.people)}
    return Progress(len(rows), len(rows), finished=True)


def match_by(store: Store, user: User, batch_id: str, criterion: Criterion, *, clock: Clock = utc_now) -> None:
    """Match the files of a draft by another ID of the same people; what was chosen by hand stays.

    Raises:
        Refusal: The batch is no draft of the user's, or the ID is of other people.
    """
    district_id = drafts.district_of(batch_id)
    with store.writing(district_id) as session:
        batch = drafts.open_batch(session, user, batch_id)
        if criterion.target != batch.target:
            raise Refusal(
                "The files were not matched anew.",
                why=f"{criterion.label} is not an ID of {batch.target.lower()}.",
                fix="Clear the batch and begin one for other people.",
            )
        batch.criterion, batch.updated_at = criterion.value, clock()
    match_files(store, district_id, batch_id)


def _other_criteria(items: Sequence[Item], people: People) -> dict[str, int]:
    """How many files that matched nobody would match by each other ID."""
    lost = [item.key for item in items if item.found is None]
    others = [one for one in OFFERED[people.criterion.target] if one is not people.criterion]
    found = {one.value: sum(1 for key in lost if len(people.by(one).get(one.fold(key), ())) == 1) for one in others}
    return {name: number for name, number in found.items() if number}


def follow_plans(sequences: Iterable[int]) -> drafts.Decide:
    """Make these photos fit in the way that their check offers; those that offer none stay as they are."""
    wanted = frozenset(sequences)

    def decide(draft: Draft) -> dict[int, Choice]:
        return {
            item.sequence: replace(item.choice, plan=offered)
            for item in draft.items
            if item.sequence in wanted and (offered := draft.offers.get(item.sequence, ""))
        }

    return decide
