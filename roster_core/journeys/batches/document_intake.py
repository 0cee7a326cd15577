"""Documents come in: how many, the index beside them in a ZIP, and what reading each tells."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from roster_core.batches.amounts import check_size
from roster_core.batches.archive import Archive, MemberRefused
from roster_core.batches.tables import Batch
from roster_core.findings import Finding
from roster_core.journeys.batches.carrier import Examined, File, Intake, Limits
from roster_core.journeys.batches.rows import as_json
from roster_core.photos.fit import Fitted
from roster_core.photos.types import PhotoType
from roster_core.updates.document_exchange import check_to
from roster_core.updates.document_facts import DocumentCheck, Drawn
from roster_core.updates.document_index import compare, files_told, read_index
from roster_core.updates.document_reader import Reader, reading
from roster_core.updates.document_rules import DocumentRules

#: What the index in a ZIP is called.
INDEX = "index.csv"


def rules_of(batch: Batch) -> DocumentRules:
    """The rules in force for a batch of documents."""
    return DocumentRules.model_validate(batch.settings["rules"])


def limits(batch: Batch) -> Limits:
    """How much a batch of documents takes."""
    rules = rules_of(batch)
    return Limits(rules.max_bytes, rules.max_files, rules.max_archive_files, rules.max_total_bytes, one_archive=True)


def read_side(archive: Archive) -> dict[str, Any]:
    """What the index says, if there is one; what it lists and is not there, and the other way round, is told too."""
    found = [entry for entry in archive.entries if entry.name.lower() == INDEX]
    if not found:
        return {}
    entry = min(found, key=lambda one: one.path.count("/"))
    passed = [one.path for one in archive.entries if one.is_passed_over or one.number == entry.number]
    try:
        index = read_index(entry.name, archive.read(entry))
    except MemberRefused as refused:
        told = {"index": entry.name, "listed": {}, "index_findings": [as_json(refused.finding)]}
        return told | {"passed": passed}
    paths = [one.path for one in archive.entries if one.path not in passed]
    findings = [*index.findings, *(compare(index, paths) if index.files else ())]
    return {
        "index": entry.name,
        "passed": passed,
        "listed": files_told(index.files),
        "index_findings": [as_json(one) for one in findings],
    }


def examine(batch: Batch, files: Sequence[File], full: Mapping[str, Finding]) -> list[Examined]:
    """Read documents in a process of its own, with limits."""
    rules = rules_of(batch)
    with reading() as reader:
        return [_examined(file, full.get(file.path), rules, reader) for file in files]


def _examined(file: File, full: Finding | None, rules: DocumentRules, reader: Reader) -> Examined:
    if full is not None:
        return _told(DocumentCheck(file.name, file.size, findings=(full,)), None)
    if file.data is None:
        found = tuple(check_size(file.name, file.size, rules.max_bytes))
        return _told(DocumentCheck(file.name, file.size, findings=found), None)
    return _told(*reader.examine(file.name, file.data, rules))


def _told(check: DocumentCheck, small: Drawn | None) -> Examined:
    """Of a file that cannot be used nothing is kept; its text is, until it was compared with who is in reach."""
    facts: dict[str, Any] = {"check": check_to(replace(check, text=""))}
    if not check.usable:
        return Examined(facts, keeps=False)
    picture = None if small is None else Fitted(small.data, PhotoType.JPEG, small.width, small.height, ())
    return Examined({**facts, "text": check.text}, check.sha256, picture)


INTAKE = Intake(limits, read_side, examine)
