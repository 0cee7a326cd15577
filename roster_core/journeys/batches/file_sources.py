"""The files of a batch one piece after another, out of what was uploaded: single ones and ZIPs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from roster_core.batches.archive import Archive, Entry, MemberRefused
from roster_core.journeys.batches.carrier import File, Side
from roster_core.journeys.batches.pieces import first_piece
from roster_core.refusals import Refusal
from roster_core.storage.objects import Objects
from roster_core.storage.stored_file import StoredFile


@dataclass(frozen=True)
class Piece:
    """Some files, the sources once they are taken out of them, and how many more are known of."""

    files: tuple[File, ...]
    sources: list[dict[str, Any]]
    left: int
    archive: bool = False


def next_files(objects: Objects, sources: Sequence[Mapping[str, Any]], read_side: Side) -> Piece | None:
    """The next files of sources that are waiting; `None` if there are none."""
    waiting = [at for at, source in enumerate(sources) if source["state"] in {"waiting", "too large"}]
    if not waiting:
        return None
    if not sources[waiting[0]]["archive"]:
        alone = [at for at in waiting if not sources[at]["archive"]]
        single = first_piece(alone, lambda at: sources[at]["size"])
        done = [{**source, "state": "done"} if at in single else dict(source) for at, source in enumerate(sources)]
        return Piece(tuple(_single(objects, sources[at]) for at in single), done, len(waiting) - len(single))
    return _from_archive(objects, sources, waiting[0], len(waiting) - 1, read_side)


def _single(objects: Objects, source: Mapping[str, Any]) -> File:
    data = objects.get(source["key"]) if source["key"] else None
    return File(source["name"], source["size"], data, source["key"])


def _from_archive(
    objects: Objects, sources: Sequence[Mapping[str, Any]], at: int, others: int, read_side: Side
) -> Piece:
    source = dict(sources[at])

    def piece(files: Sequence[File], left: int) -> Piece:
        after = [source if number == at else dict(one) for number, one in enumerate(sources)]
        return Piece(tuple(files), after, left + others, archive=True)

    try:
        archive = _opened(objects.file(source["key"]))
    except Refusal as refusal:
        source |= {"state": "refused", "refused": str(refusal)}
        return piece((), 0)
    if not source["next"]:
        source |= {"entries": len(archive.entries), "litter": archive.litter, **read_side(archive)}
    passed = frozenset(source.get("passed", ()))
    entries = [entry for entry in archive.entries if entry.path not in passed]
    some = first_piece(entries[source["next"] :], lambda entry: entry.size)
    source["next"] += len(some)
    left = len(entries) - source["next"]
    if left <= 0:
        source["state"] = "done"
    return piece([_entry(archive, entry) for entry in some], max(0, left))


def _entry(archive: Archive, entry: Entry) -> File:
    try:
        return File(entry.path, entry.size, archive.read(entry), findings=entry.findings)
    except MemberRefused as refused:
        known = {finding.kind for finding in entry.findings}
        more = () if refused.finding.kind in known else (refused.finding,)
        return File(entry.path, entry.size, None, findings=(*entry.findings, *more))


@lru_cache(maxsize=2)
def _opened(file: StoredFile) -> Archive:
    """Kept open between pieces: reading the directory of a large one takes a while, and its bytes never change."""
    return Archive(file)
