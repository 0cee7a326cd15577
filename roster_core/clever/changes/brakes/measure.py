"""What a set of files does to the one that a destination got last, in numbers that brakes are applied to."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from roster_core.clever.changes.between_runs import CHANGED_ID, REMOVED, Changes, FileCounts
from roster_core.clever.changes.moves import MOVED
from roster_core.clever.changes.things import entity

#: So many of those who would vanish from a file are told by name.
NAMED = 50
#: Findings about files that a receiver cannot take as they are (delivery §8: duplicate keys, orphans, blank columns).
INVALID = ("CROSS_FILE", "REQUIRED_BLANK", "SECTION_ID_DUPLICATE", "STAFF_EMAIL_MISMATCH")
#: What reading files raises that are no tables of the kind that they should be.
NO_TABLES = (pl.exceptions.PolarsError, UnicodeError, csv.Error)
_FOUND = ("code", "file", "row_key", "column")
_STUDENTS, _ENROLLMENTS = "students.csv", "enrollments.csv"


@dataclass(frozen=True)
class Vanishing:
    """Somebody or something that the receiver would delete, and why it is gone if that is known."""

    school: str
    key: str
    name: str
    why: str = ""


@dataclass(frozen=True)
class Loss:
    """What a school loses of a file: so many of the `before`; it had `students` students."""

    lost: int
    before: int
    students: int


@dataclass(frozen=True)
class FileMeasure:
    """A file beside the one delivered last: rows, and things (students, not their contacts).

    `gone` are things that the receiver deletes, those with another ID too; enrollments of students who only changed
    sections are in neither `gone` nor `added`.
    """

    rows_before: int = 0
    rows_after: int = 0
    before: int = 0
    gone: int = 0
    added: int = 0
    changed: int = 0
    missing: bool = False
    header_gone: tuple[str, ...] = ()
    header_new: tuple[str, ...] = ()
    header_moved: bool = False
    gone_by_school: Mapping[str, int] = field(default_factory=dict)
    losses: Mapping[str, Loss] = field(default_factory=dict)
    vanishing: tuple[Vanishing, ...] = ()


@dataclass(frozen=True)
class Invalid:
    """So many new findings of one code about a file, and the first rows that they are about."""

    code: str
    file: str
    count: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """Every file that differs from the one delivered last, and findings that were not there then.

    `unreadable` says why the sets could not be compared.
    """

    files: Mapping[str, FileMeasure] = field(default_factory=dict)
    invalid: tuple[Invalid, ...] = ()
    unreadable: str = ""


@dataclass(frozen=True)
class StoredSet:
    """A set of files as it is stored: where each is, its digest, and how many rows it has."""

    paths: Mapping[str, Path]
    digests: Mapping[str, str]
    rows: Mapping[str, int]

    def same_as(self, other: "StoredSet") -> frozenset[str]:
        """The names of the files that are the same, byte by byte."""
        return frozenset(name for name, digest in self.digests.items() if other.digests.get(name) == digest)


def first_measure(new: StoredSet) -> Measure:
    """Of a set that nothing is compared with."""
    return Measure({name: FileMeasure(rows_after=rows) for name, rows in new.rows.items()})


def measure(changes: Changes, old: StoredSet, new: StoredSet) -> Measure:
    """What `changes`, which are those from `old` to `new`, mean for the receiver."""
    same = new.same_as(old)
    losses = _losses(changes.counts, old, new, same)
    return Measure(
        {
            name: _file(name, counts, old, new, losses.get(name, {}), _vanishing(changes.rows, name))
            for name, counts in changes.counts.items()
            if name not in same
        }
    )


def unreadable_measure(old: StoredSet, new: StoredSet, why: str) -> Measure:
    """Of sets that cannot be compared: their rows are known from when they were made."""
    names = dict.fromkeys((*old.rows, *new.rows))
    same = new.same_as(old)
    return Measure(
        {
            name: FileMeasure(old.rows.get(name, 0), new.rows.get(name, 0), missing=name not in new.rows)
            for name in names
            if name not in same
        },
        unreadable=why,
    )


def new_findings(now: pl.DataFrame, before: pl.DataFrame) -> tuple[Invalid, ...]:
    """Findings of the codes in `INVALID` that are in the frame `now` and were not in `before`."""
    invalid = now.filter(pl.col("code").is_in(INVALID)).join(before, on=_FOUND, how="anti")
    told = (
        invalid.sort(_FOUND).group_by("code", "file", maintain_order=True).agg(pl.len().alias("n"), pl.col("row_key"))
    )
    return tuple(Invalid(code, file, n, tuple(rows[:NAMED])) for code, file, n, rows in told.iter_rows())


def _file(
    name: str,
    counts: FileCounts,
    old: StoredSet,
    new: StoredSet,
    losses: Mapping[str, Loss],
    vanishing: tuple[Vanishing, ...],
) -> FileMeasure:
    came_back = 0 if name == _ENROLLMENTS else counts.changed_ids  # enrollments only follow their sections and students
    header = _header(old.paths.get(name)), _header(new.paths.get(name))
    both = name in old.paths and name in new.paths
    return FileMeasure(
        rows_before=old.rows.get(name, 0),
        rows_after=new.rows.get(name, 0),
        before=counts.before,
        gone=counts.removed - counts.moved + came_back,
        added=counts.added - counts.moved + came_back,
        changed=counts.changed,
        missing=name not in new.paths,
        header_gone=tuple(one for one in header[0] if both and one not in header[1]),
        header_new=tuple(one for one in header[1] if both and one not in header[0]),
        header_moved=both and header[0] != header[1],
        gone_by_school=_by_school(name, counts),
        losses=losses,
        vanishing=vanishing,
    )


def _by_school(name: str, counts: FileCounts) -> Mapping[str, int]:
    gone = {school: _gone_at(name, told) for school, told in counts.schools.items()}
    return {school: n for school, n in sorted(gone.items(), key=lambda item: (-item[1], item[0])) if n > 0}


def _gone_at(name: str, told: Mapping[str, int]) -> int:
    came_back = 0 if name == _ENROLLMENTS else told.get("changed_ids", 0)
    return told.get("removed", 0) - told.get("moved", 0) + came_back


def _vanishing(rows: pl.DataFrame, name: str) -> tuple[Vanishing, ...]:
    kinds = [REMOVED] if name == _ENROLLMENTS else [REMOVED, CHANGED_ID]
    gone = rows.filter((pl.col("file") == name) & pl.col("what").is_in(kinds) & (pl.col("why") != MOVED)).head(NAMED)
    return tuple(
        Vanishing(row["school"], row["old"], row["name"], f"comes back as {row['new']} ({row['why']})")
        if row["what"] == CHANGED_ID
        else Vanishing(row["school"], row["key"], row["name"])
        for row in gone.iter_rows(named=True)
    )


def _losses(
    counts: Mapping[str, FileCounts], old: StoredSet, new: StoredSet, same: frozenset[str]
) -> dict[str, dict[str, Loss]]:
    """By file and school what each loses: whom the receiver deletes, or whoever left for another school if more."""
    looked_at = [name for name in (_STUDENTS, _ENROLLMENTS) if name in old.paths and name not in same]
    if not looked_at or _STUDENTS not in old.paths:
        return {}
    pupils = _at_schools(_STUDENTS, old.paths[_STUDENTS])
    losses: dict[str, dict[str, Loss]] = {}
    for name in looked_at:
        before = pupils if name == _STUDENTS else _at_schools(name, old.paths[name])
        after = _at_schools(name, new.paths[name]) if name in new.paths else {}
        told = counts[name].schools
        at = {school: (n - after.get(school, 0), _gone_at(name, told.get(school, {}))) for school, n in before.items()}
        losses[name] = {
            school: Loss(min(max(gone), before[school]), before[school], pupils.get(school, 0))
            for school, gone in sorted(at.items())
            if max(gone) > 0
        }
    return losses


def _at_schools(name: str, path: Path) -> dict[str, int]:
    """How many things each school has in a file; of its rows only a number each is held."""
    thing = pl.struct(pl.col(column).fill_null("") for column in entity(name)).hash()
    found = (
        pl.scan_csv(path, infer_schema=False)
        .select(pl.col("School_id").fill_null(""), thing.alias("thing"))
        .unique()
        .group_by("School_id")
        .len()
        .collect(engine="streaming")
    )
    return dict(found.iter_rows())


def _header(path: Path | None) -> Sequence[str]:
    if path is None:
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])
