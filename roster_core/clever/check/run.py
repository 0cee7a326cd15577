"""`clever check`: any folder or ZIP of Clever files against the specification, whoever made it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from roster_core.clever.check import kinds
from roster_core.clever.check.contacts import check_contacts
from roster_core.clever.check.employees import check_employees
from roster_core.clever.check.files import check_files
from roster_core.clever.check.format import check_format
from roster_core.clever.check.headers import check_headers
from roster_core.clever.check.keys import check_keys
from roster_core.clever.check.links import check_links
from roster_core.clever.check.previous import check_against_previous
from roster_core.clever.check.privacy import check_privacy
from roster_core.clever.check.references import check_references
from roster_core.clever.check.terms import check_terms
from roster_core.clever.check.values import check_values
from roster_core.clever.folders.folder import Folder, read_folder
from roster_core.clever.folders.reading import CsvFile
from roster_core.clever.spec.people import STUDENTS
from roster_core.clever.spec.teaching import SECTIONS
from roster_core.findings import Finding, sorted_frame, to_frame
from roster_core.refusals import Refusal


def check_folder(path: Path, *, today: date, previous: Path | None = None) -> pl.DataFrame:
    """Findings about the Clever files in a folder or ZIP, as a findings frame sorted by file, row key and code.

    `row_key` is `row 12` as a spreadsheet numbers rows (the header is row 1), or blank for what concerns the whole
    file; `column` is the header as Clever spells it. `previous` is the folder or ZIP of the upload before this one.

    Raises:
        Refusal: there is nothing at `path`, or `previous` cannot be read.
    """
    before = None if previous is None else _read(previous)
    try:
        folder = _read(path)
    except Refusal as refusal:
        if not path.exists():
            raise
        return to_frame([Finding(kinds.F00, path.name, facts={"why": refusal.why.removesuffix(".")})])
    frames = list(check_files_read(folder, today))
    if before is not None:
        frames.append(check_against_previous(before, folder))
    return sorted_frame(frames)


def _read(path: Path) -> Folder:
    try:
        return read_folder(path)
    except Refusal as refusal:
        raise Refusal("Nothing was checked.", why=refusal.why, fix=refusal.fix) from refusal


def check_files_read(folder: Folder, today: date) -> Iterator[pl.DataFrame]:
    """The findings of every rule that needs no earlier upload, in no particular order."""
    yield to_frame(check_files(folder))
    for file in folder.files.values():
        yield from _check_one(file, today)
    yield from check_employees(folder)
    yield from check_references(folder)
    yield from check_links(folder)


def _check_one(file: CsvFile, today: date) -> Iterator[pl.DataFrame]:
    yield to_frame(check_headers(file))
    yield from check_format(file)
    yield from check_values(file)
    yield from check_keys(file)
    yield to_frame(check_privacy(file))
    if file.spec is STUDENTS:
        yield from check_contacts(file)
    if file.spec is SECTIONS:
        yield from check_terms(file, today)
