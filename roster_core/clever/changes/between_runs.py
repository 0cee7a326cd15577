"""What a run changed against an earlier one: things added, removed, changed, and those that got another ID."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import polars as pl

from roster_core.clever.changes.cells import ROW, Cells, changed_cells
from roster_core.clever.changes.id_changes import Pairs, find_pairs, pair_enrollments
from roster_core.clever.changes.moves import NO_MOVES, WHY, Moves, find_moves
from roster_core.clever.changes.row_keys import KEY
from roster_core.clever.changes.things import (
    NAME,
    SCHOOL,
    count_in_file,
    differing_sides,
    entity,
    exact_key,
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
#: So many things of a file that were added, removed, changed, or got another ID are listed one by one.
LISTED = 100_000
_ENROLLMENTS, _SECTIONS, _STUDENTS = "enrollments.csv", "sections.csv", "students.csv"
_NONE_SAME: Mapping[str, int | None] = {}


@dataclass(frozen=True)
class FileCounts:
    """How many things of a file: before, after, and what happened to them.

    Things with another ID (`changed_ids`) are in neither `added` nor `removed`. `moved` are those among the removed in
    whose place others were added: enrollments of students who changed sections. `schools` has added, removed, changed,
    changed_ids and moved by school, `columns` the changed things by column.
    """

    before: int
    after: int
    added: int = 0
    removed: int = 0
    changed: int = 0
    changed_ids: int = 0
    moved: int = 0
    schools: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)

    @property
    def gone(self) -> int:
        """How many the receiver will delete: those with another ID too."""
        return self.removed + self.changed_ids

    def of(self, what: str) -> int:
        """How many were `added`, `removed`, `changed` or got another ID (`changed_id`)."""
        return {ADDED: self.added, REMOVED: self.removed, CHANGED: self.changed, CHANGED_ID: self.changed_ids}[what]

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
    """The counts of every file that either run has, in the order of the specification, and the changes one by one.

    `rows` list the first `LISTED` things of each file and kind; the counts are of all.
    """

    counts: Mapping[str, FileCounts]
    rows: pl.DataFrame


def compare_runs(
    old: Mapping[str, Path], new: Mapping[str, Path], same: Mapping[str, int | None] = _NONE_SAME
) -> Changes:
    """What changed from the files `old` to the files `new`.

    Those in `same` are known to be equal, byte by byte, and to have so many things, where that is known too.
    """
    names = [file.name for file in FILES if file.name in old or file.name in new]
    told: dict[str, tuple[FileCounts, pl.DataFrame]] = {}
    pairs: dict[str, Pairs] = {}
    for name in sorted(names, key=_ENROLLMENTS.__eq__):  # whose IDs depend on the others
        if name in same:
            things = same[name]
            told[name] = _unchanged(count_in_file(new[name], name) if things is None else things), _NO_ROWS
        elif name == _ENROLLMENTS:
            told[name] = _compare_enrollments(old, new, pairs)
        else:
            compared = _compare_files(name, old, new)
            pairs[name] = compared.pairs
            told[name] = compared.counts(), compared.rows()
    return Changes({name: told[name][0] for name in names}, pl.concat([_NO_ROWS, *(told[name][1] for name in names)]))


@dataclass(frozen=True)
class _Compared:
    """One file on both sides: the things that are on one side only, and the cells of the others that differ.

    The frames have a row for each thing, `named`; `new` are all that differ on the new side.
    """

    name: str
    before: int
    after: int
    removed: pl.DataFrame
    added: pl.DataFrame
    new: pl.DataFrame
    cells: Cells
    pairs: Pairs
    moves: Moves = field(default_factory=lambda: NO_MOVES)

    def alone(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The things removed and added that have no other ID on the other side."""
        return (
            self.removed.join(self.pairs, left_on=KEY, right_on="old", how="anti"),
            self.added.join(self.pairs, left_on=KEY, right_on="new", how="anti"),
        )

    def renamed(self) -> pl.DataFrame:
        """The things with another ID, as they are now, with `old`, `new` and `why`."""
        return self.pairs.join(
            self.added, left_on="new", right_on=KEY, how="left", maintain_order="left", coalesce=True
        )

    def rows(self, files: tuple[Mapping[str, Path], Mapping[str, Path]] = ({}, {})) -> pl.DataFrame:
        """The things as they are listed; `files` are those in which the names of enrollments stand."""
        removed, added = (things.sort(KEY).head(LISTED) for things in self.alone())
        removed = removed.join(self.moves, on=KEY, how="left", maintain_order="left").with_columns(
            pl.col(WHY).fill_null("")
        )
        cells = pl.concat(
            (self.cells.rows, self.new.select(KEY, NAME, SCHOOL, *entity(self.name))[self.cells.rows[ROW]]),
            how="horizontal",
        )
        known = ({}, {}) if self.name != _ENROLLMENTS else tuple(map(_names, files))
        return pl.concat(
            (
                self._told(_with_names(added, known[1]), ADDED, key=pl.col(KEY)),
                self._told(_with_names(removed, known[0]), REMOVED, key=pl.col(KEY), why=pl.col(WHY)),
                self._told(
                    _with_names(cells, known[1]), CHANGED, key=pl.col(KEY), column=pl.col("column"), old=_OLD, new=_NEW
                ),
                self._told(
                    _with_names(self.renamed().head(LISTED), known[1]),
                    CHANGED_ID,
                    key=_NEW,
                    old=_OLD,
                    new=_NEW,
                    why=pl.col("why"),
                ),
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

    def counts(self) -> FileCounts:
        """How many things of each kind, by school too, and of the changed ones by column."""
        removed, added = self.alone()
        changed = self.new[SCHOOL].gather(self.cells.changed)
        kinds = {
            "added": added[SCHOOL],
            "changed": changed,
            "changed_ids": self.renamed()[SCHOOL],
            "moved": removed.join(self.moves, on=KEY, how="semi")[SCHOOL],
            "removed": removed[SCHOOL],
        }
        by_school: dict[str, dict[str, int]] = {}
        for counted, schools in kinds.items():
            for school, n in schools.fill_null("").value_counts().iter_rows():
                by_school.setdefault(school, {})[counted] = n
        return FileCounts(
            before=self.before,
            after=self.after,
            **{counted: len(schools) for counted, schools in kinds.items()},
            schools=dict(sorted(by_school.items())),
            columns=dict(sorted(self.cells.columns.items(), key=lambda item: (-item[1], item[0]))),
        )


_OLD, _NEW = pl.col("old"), pl.col("new")
_NO_ROWS = pl.DataFrame(schema=CHANGE_SCHEMA)


def _unchanged(things: int) -> FileCounts:
    return FileCounts(before=things, after=things)


def _compare_files(name: str, old: Mapping[str, Path], new: Mapping[str, Path]) -> _Compared:
    cut = _cut(name, old, new)
    pupils = None
    if name == _SECTIONS and not (cut.removed.is_empty() or cut.added.is_empty()):
        pupils = (_pupils(old.get(_ENROLLMENTS)), _pupils(new.get(_ENROLLMENTS)))
    return replace(cut, pairs=find_pairs(name, cut.removed, cut.added, pupils))


def _pupils(path: Path | None) -> pl.DataFrame:
    """Who is in which section."""
    return read_file(path, *entity(_ENROLLMENTS))


def _compare_enrollments(
    old: Mapping[str, Path], new: Mapping[str, Path], pairs: Mapping[str, Pairs]
) -> tuple[FileCounts, pl.DataFrame]:
    cut = _cut(_ENROLLMENTS, old, new)
    sections, students = (pairs.get(name, cut.pairs) for name in (_SECTIONS, _STUDENTS))
    paired = replace(cut, pairs=pair_enrollments(cut.removed, cut.added, sections, students))
    paired = replace(paired, moves=find_moves(*paired.alone()))
    return paired.counts(), paired.rows((old, new))


def _names(files: Mapping[str, Path]) -> Mapping[str, pl.DataFrame]:
    """The names of what enrollments are made of, by the column that has its ID."""
    return {
        column: names_of(files.get(name), name)
        for column, name in (("Student_id", _STUDENTS), ("Section_id", _SECTIONS))
    }


def _with_names(enrollments: pl.DataFrame, known: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The enrollments with the student's and the section's name; anything else as it is."""
    if not known:
        return enrollments
    joined = enrollments
    for column, names in known.items():
        name = names.rename({KEY: column, NAME: f"{column} name"})
        joined = joined.join(name, on=column, how="left", maintain_order="left")
    student, section = (pl.col(f"{column} name").fill_null(pl.col(column)) for column in ("Student_id", "Section_id"))
    return joined.with_columns(pl.concat_str(student, pl.lit(" in "), section).alias(NAME))


def _cut(name: str, old: Mapping[str, Path], new: Mapping[str, Path]) -> _Compared:
    before, after = differing_sides(old.get(name), new.get(name), name)
    less, more = (named(one_row_each(side.rows, name), name) for side in (before, after))
    columns = [column for column in more.columns if column not in (KEY, NAME, SCHOOL)]
    return _Compared(
        name=name,
        before=before.things,
        after=after.things,
        removed=_only(less, more, name),
        added=_only(more, less, name),
        new=more,
        cells=changed_cells(exact_key(less, name), exact_key(more, name), columns, at_most=LISTED),
        pairs=find_pairs(name, pl.DataFrame(), pl.DataFrame(), None),
    )


def _only(here: pl.DataFrame, there: pl.DataFrame, name: str) -> pl.DataFrame:
    """The things that are not on the other side."""
    left = here.join(there.select(entity(name)), on=list(entity(name)), how="anti", maintain_order="left")
    return here if len(left) == len(here) else left
