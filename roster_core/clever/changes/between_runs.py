"""What a run changed against an earlier one: things added, removed, changed, and those that got another ID."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import polars as pl

from roster_core.clever.changes.diff import Diff, diff_frames
from roster_core.clever.changes.id_changes import Pairs, find_pairs, pair_enrollments
from roster_core.clever.changes.things import (
    KEY,
    NAME,
    SCHOOL,
    count_things,
    differing_sides,
    entity,
    entity_key,
    named,
    names_of,
    one_row_each,
    read_file,
)
from roster_core.clever.spec.files import FILES

ADDED, REMOVED, CHANGED, CHANGED_ID = "added", "removed", "changed", "changed_id"
#: One row for each thing added, removed or with another ID (`old` and `new` are its keys), and for each changed cell.
CHANGE_SCHEMA: dict[str, type[pl.String]] = dict.fromkeys(
    ("file", "what", "key", "name", "school", "column", "old", "new", "why"), pl.String
)
_ENROLLMENTS, _SECTIONS, _STUDENTS = "enrollments.csv", "sections.csv", "students.csv"


@dataclass(frozen=True)
class FileCounts:
    """How many things of a file: before, after, and what happened to them.

    Things with another ID (`changed_ids`) are in neither `added` nor `removed`. `schools` has added, removed, changed
    and changed_ids by school, `columns` the changed things by column.
    """

    before: int
    after: int
    added: int = 0
    removed: int = 0
    changed: int = 0
    changed_ids: int = 0
    schools: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)

    @property
    def gone(self) -> int:
        """How many the receiver will delete: those with another ID too."""
        return self.removed + self.changed_ids

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return not (self.added or self.removed or self.changed or self.changed_ids)

    def as_json(self) -> dict[str, Any]:
        """The counts, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """The counts that `as_json` gave, in order again, whatever a database made of it."""
        columns = sorted(raw["columns"].items(), key=lambda item: (-item[1], item[0]))
        return cls(**{**raw, "columns": dict(columns), "schools": dict(sorted(raw["schools"].items()))})


@dataclass(frozen=True)
class Changes:
    """The counts of every file that either run has, in the order of the specification, and the changes one by one."""

    counts: Mapping[str, FileCounts]
    rows: pl.DataFrame


def compare_runs(old: Mapping[str, Path], new: Mapping[str, Path], same: Iterable[str] = ()) -> Changes:
    """What changed from the files `old` to the files `new`; those in `same` are known to be equal, byte by byte."""
    names = [file.name for file in FILES if file.name in old or file.name in new]
    unread = frozenset(same)
    compared = {name: _compare_files(name, old, new) for name in names if name not in unread and name != _ENROLLMENTS}
    if _ENROLLMENTS in names and _ENROLLMENTS not in unread:
        compared[_ENROLLMENTS] = _compare_enrollments(old, new, compared)
    rows = {name: compared[name].rows() for name in names if name in compared}
    counts = {
        name: compared[name].counts(rows[name])
        if name in compared
        else _unchanged(count_things(read_file(new[name], *entity(name)), name))
        for name in names
    }
    return Changes(counts, pl.concat([pl.DataFrame(schema=CHANGE_SCHEMA), *rows.values()]))


@dataclass(frozen=True)
class _Compared:
    """One file on both sides, cut to the things that differ."""

    name: str
    before: int
    after: int
    #: The differing things, each in one row, `named`.
    old: pl.DataFrame
    new: pl.DataFrame
    diff: Diff
    pairs: Pairs

    def added(self) -> pl.DataFrame:
        """The things that are on the new side only, those with another ID too."""
        return _those(self.new, self.diff.added)

    def removed(self) -> pl.DataFrame:
        """The things that are on the old side only, those with another ID too."""
        return _those(self.old, self.diff.removed)

    def rows(self) -> pl.DataFrame:
        added = self.added().join(self.pairs, left_on=KEY, right_on="new", how="anti")
        removed = self.removed().join(self.pairs, left_on=KEY, right_on="old", how="anti")
        known = self.new.select(KEY, NAME, SCHOOL)
        cells = self.diff.cells.join(known, left_on="key", right_on=KEY, how="left", maintain_order="left")
        moved = self.pairs.join(known, left_on="new", right_on=KEY, how="left", maintain_order="left")
        return pl.concat(
            (
                self._told(added.sort(KEY), ADDED, key=pl.col(KEY)),
                self._told(removed.sort(KEY), REMOVED, key=pl.col(KEY)),
                self._told(cells, CHANGED, key=pl.col("key"), column=pl.col("column"), old=_OLD, new=_NEW),
                self._told(moved, CHANGED_ID, key=_NEW, old=_OLD, new=_NEW, why=pl.col("why")),
            )
        )

    def _told(self, things: pl.DataFrame, what: str, **cells: pl.Expr) -> pl.DataFrame:
        blank = pl.lit("")
        given = {
            "file": pl.lit(self.name),
            "what": pl.lit(what),
            "name": pl.col(NAME),
            "school": pl.col(SCHOOL),
            **cells,
        }
        return things.select(given.get(column, blank).alias(column) for column in CHANGE_SCHEMA)

    def counts(self, rows: pl.DataFrame) -> FileCounts:
        things = rows.unique(("what", "key"))
        by_what = dict(things.group_by("what").len().iter_rows())
        by_school: dict[str, dict[str, int]] = {}
        for school, what, n in things.group_by("school", "what").len().sort("school", "what").iter_rows():
            by_school.setdefault(school, {})[_COUNTED[what]] = n
        cells = rows.filter(pl.col("what") == CHANGED).group_by("column").len()
        return FileCounts(
            before=self.before,
            after=self.after,
            **{_COUNTED[what]: n for what, n in by_what.items()},
            schools=by_school,
            columns=dict(cells.sort(["len", "column"], descending=[True, False]).iter_rows()),
        )


_OLD, _NEW = pl.col("old"), pl.col("new")
_COUNTED = {ADDED: "added", REMOVED: "removed", CHANGED: "changed", CHANGED_ID: "changed_ids"}


def _those(things: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    wanted = pl.DataFrame({KEY: pl.Series(keys, dtype=pl.String)})
    return things.join(wanted, on=KEY, how="semi", maintain_order="left")


def _unchanged(things: int) -> FileCounts:
    return FileCounts(before=things, after=things)


def _compare_files(name: str, old: Mapping[str, Path], new: Mapping[str, Path]) -> _Compared:
    compared = _cut(name, old, new)
    removed, added = compared.removed(), compared.added()
    pupils = None
    if name == _SECTIONS and not (removed.is_empty() or added.is_empty()):
        pupils = (_pupils(old.get(_ENROLLMENTS)), _pupils(new.get(_ENROLLMENTS)))
    return _with_pairs(compared, find_pairs(name, removed, added, pupils))


def _pupils(path: Path | None) -> pl.DataFrame:
    """Who is in which section."""
    return read_file(path, *entity(_ENROLLMENTS))


def _compare_enrollments(
    old: Mapping[str, Path], new: Mapping[str, Path], compared: Mapping[str, _Compared]
) -> _Compared:
    cut = _cut(_ENROLLMENTS, old, new)
    sections, students = (
        compared[name].pairs if name in compared else find_pairs(name, pl.DataFrame(), pl.DataFrame(), None)
        for name in (_SECTIONS, _STUDENTS)
    )
    paired = _with_pairs(cut, pair_enrollments(cut.removed(), cut.added(), sections, students))
    return _Compared(
        **{
            **vars(paired),
            "old": _enrollment_names(paired.old, old),
            "new": _enrollment_names(paired.new, new),
        }
    )


def _enrollment_names(enrollments: pl.DataFrame, files: Mapping[str, Path]) -> pl.DataFrame:
    """The enrollments with the student's and the section's name."""
    joined = enrollments
    for name, key, column in ((_STUDENTS, "Student_id", "student"), (_SECTIONS, "Section_id", "section")):
        known = names_of(files.get(name), name).rename({KEY: key, NAME: column})
        joined = joined.join(known, on=key, how="left", maintain_order="left")
    told = pl.concat_str(pl.col("student").fill_null(pl.col("Student_id")), pl.lit(" in "),
                         pl.col("section").fill_null(pl.col("Section_id")))  # fmt: skip
    return joined.with_columns(told.alias(NAME)).drop("student", "section")


def _cut(name: str, old: Mapping[str, Path], new: Mapping[str, Path]) -> _Compared:
    before, after = differing_sides(old.get(name), new.get(name), name)
    less, more = one_row_each(before.rows, name), one_row_each(after.rows, name)
    return _Compared(
        name=name,
        before=before.things,
        after=after.things,
        old=named(less, name),
        new=named(more, name),
        diff=diff_frames(less, more, entity_key(name)),
        pairs=find_pairs(name, pl.DataFrame(), pl.DataFrame(), None),
    )


def _with_pairs(compared: _Compared, pairs: Pairs) -> _Compared:
    return _Compared(**{**vars(compared), "pairs": pairs})
