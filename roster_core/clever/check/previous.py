"""D rules: an upload against the one before it."""

from collections.abc import Iterator

import polars as pl

from roster_core.clever.changes.diff import all_rows, diff_frames
from roster_core.clever.changes.row_keys import ROW_KEYS
from roster_core.clever.check import kinds
from roster_core.clever.check.findings import is_filled
from roster_core.clever.check.id_forms import new_form
from roster_core.clever.folders.folder import Folder
from roster_core.clever.folders.reading import CsvFile
from roster_core.clever.spec.model import Type
from roster_core.findings import Finding, sorted_frame, to_frame

#: Above these shares Clever (the first) or an application (the second) holds a sync.
MOST_LOST = 0.10
MOST_CHANGED = 0.75


def check_against_previous(old: Folder, new: Folder) -> pl.DataFrame:
    """Findings about what the new folder does to the old one's records; row keys are blank.

    A file that either folder does not have is not compared: Clever keeps what is no longer sent.
    """
    findings: list[Finding] = []
    for name, after in new.files.items():
        before = old.files.get(name)
        # attendance.csv brings new records only, it is never the complete state.
        if before and not before.frame.is_empty() and name != "attendance.csv":
            findings.extend(_check_file(before, after))
    return sorted_frame([to_frame(findings)])


def _check_file(before: CsvFile, after: CsvFile) -> Iterator[Finding]:
    entity = after.spec.entity
    if before.has(*entity) and after.has(*entity):
        yield from _check_lost(before, after)
        if len(entity) == 1 and after.spec.by_name[entity[0]].type is Type.ID:
            yield from _check_form(before, after, entity[0])
    yield from _check_changed(before, after)


def _things(file: CsvFile) -> pl.DataFrame:
    """The schools, students … of a file, each once."""
    entity = file.spec.entity
    return file.everywhere(*entity).select(entity).filter(*(is_filled(name) for name in entity)).unique()


def _check_lost(before: CsvFile, after: CsvFile) -> Iterator[Finding]:
    old, new = _things(before), _things(after)
    lost = old.join(new, on=list(after.spec.entity), how="anti").height
    if old.height and lost > MOST_LOST * old.height:
        facts = {"lost": lost, "before": old.height, "things": after.spec.things, "percent": _percent(lost, old.height)}
        yield Finding(kinds.D01, after.name, facts=facts)


def _check_changed(before: CsvFile, after: CsvFile) -> Iterator[Finding]:
    old = all_rows(before)
    changed = diff_frames(old, all_rows(after), ROW_KEYS[after.name]).changed
    if changed > MOST_CHANGED * old.height:
        facts = {"changed": changed, "before": old.height, "percent": _percent(changed, old.height)}
        yield Finding(kinds.D02, after.name, facts=facts)


def _check_form(before: CsvFile, after: CsvFile, column: str) -> Iterator[Finding]:
    if what := new_form(_things(before)[column], _things(after)[column]):
        facts = {"column": column, "what": what, "things": after.spec.things}
        yield Finding(kinds.D03, after.name, "", column, facts)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".removesuffix(".0")
