"""What has changed between two folders of Clever files, or two frames of one file, by row key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from roster_core.clever.changes.cells import CELLS_SCHEMA, changed_cells
from roster_core.clever.changes.row_keys import KEY, ROW_KEYS, RowKey, keyed, written
from roster_core.clever.folders.folder import find_files
from roster_core.clever.folders.reading import ROW, CsvFile, NoTable, blank_filled, read_csv
from roster_core.clever.spec.files import BY_NAME, FILES
from roster_core.refusals import Refusal

_NOT_COMPARED = "The files were not compared."


@dataclass(frozen=True)
class Diff:
    """What happened to the rows of one file.

    `added` and `removed` are row keys, `cells` has a row for each changed cell (key, column, old, new; passwords
    masked). Keys are in the order of code points, the columns of one key in that of the newer header.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    cells: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CELLS_SCHEMA))

    @property
    def changed(self) -> int:
        """How many rows are there on both sides with another value in some column."""
        return self.cells["key"].n_unique()

    @property
    def is_empty(self) -> bool:
        """Whether both sides say the same."""
        return not self.added and not self.removed and self.cells.is_empty()

    def as_json(self) -> dict[str, Any]:
        """Keys added and removed, and the changed columns of each key with old and new value."""
        changed: dict[str, dict[str, list[str]]] = {}
        for key, column, old, new in self.cells.iter_rows():
            changed.setdefault(key, {})[column] = [old, new]
        return {
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": [{"key": key, "columns": columns} for key, columns in changed.items()],
        }


@dataclass(frozen=True)
class FolderDiff:
    """The differences by file, in the order of the specification, for every file that either side has."""

    files: Mapping[str, Diff]

    @property
    def is_empty(self) -> bool:
        """Whether no file differs."""
        return all(diff.is_empty for diff in self.files.values())

    def as_json(self) -> dict[str, Any]:
        """The differences of each file, ready for JSON."""
        return {name: diff.as_json() for name, diff in self.files.items()}


def diff_folders(old: Path, new: Path) -> FolderDiff:
    """Compare the Clever files of two folders or ZIPs; files of other names play no part.

    Values are compared as written. A file that one side does not have counts as without rows there, a column that one
    side does not have as blank.

    Raises:
        Refusal: a folder, or one of its Clever files, cannot be read.
    """
    before, after = _contents(old), _contents(new)
    return FolderDiff(
        {
            file.name: _diff_contents(file.name, before.get(file.name), after.get(file.name))
            for file in FILES
            if file.name in before or file.name in after
        }
    )


def _contents(path: Path) -> Mapping[str, bytes]:
    try:
        contents = find_files(path)
    except Refusal as refusal:
        raise Refusal(_NOT_COMPARED, why=refusal.why, fix=refusal.fix) from refusal
    for fault in contents.faults:
        raise _unreadable(fault)
    return contents.known


def _unreadable(fault: NoTable) -> Refusal:
    return Refusal(
        _NOT_COMPARED,
        why=f"{fault.name} cannot be read: {fault.why}.",
        fix="Check that folder first, and put the file right.",
    )


def _diff_contents(name: str, old: bytes | None, new: bytes | None) -> Diff:
    if old == new:
        return Diff()
    return diff_frames(_rows(name, old), _rows(name, new), ROW_KEYS[name])


def _rows(name: str, content: bytes | None) -> pl.DataFrame:
    match b"" if content is None else read_csv(BY_NAME[name], content):
        case CsvFile() as file:
            return all_rows(file)
        case NoTable() as fault:
            raise _unreadable(fault)
        case _:
            return pl.DataFrame()


def all_rows(file: CsvFile) -> pl.DataFrame:
    """Every row of the file in its order, those with too few or too many cells included, without row numbers."""
    return file.everywhere(*(name for name in file.frame.columns if name != ROW)).drop(ROW)


def diff_frames(old: pl.DataFrame, new: pl.DataFrame, key: RowKey) -> Diff:
    """What happened between two frames of text columns with the headers of one file; null counts as blank.

    Two rows with one key are told apart by their order (`#2`), so nothing is lost where keys repeat.
    """
    columns = list(dict.fromkeys([*new.columns, *old.columns]))
    by_contact_id = all(key.contact in frame.columns or frame.is_empty() for frame in (old, new))
    sides = [
        keyed(blank_filled(frame, columns).select(columns).fill_null(""), key, by_contact_id=by_contact_id)
        for frame in (old, new)
    ]
    before, after = sides
    return Diff(
        added=_missing(after, before),
        removed=_missing(before, after),
        cells=changed_cells(before, after, columns).rows.select(list(CELLS_SCHEMA)),
    )


def _missing(here: pl.DataFrame, there: pl.DataFrame) -> tuple[str, ...]:
    """The keys of `here` that `there` has not."""
    keys = here.select(KEY).join(there.select(KEY), on=KEY, how="anti").sort(KEY)
    return tuple(keys.select(written(pl.col(KEY))).to_series())
