"""Which rows of a small file differ between two sets of options, and in which cells."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

#: The columns that say what a row is about.
THINGS: Mapping[str, tuple[str, ...]] = {
    "students.csv": ("Student_id",),
    "teachers.csv": ("Teacher_id",),
    "sections.csv": ("Section_id",),
    "enrollments.csv": ("Section_id", "Student_id"),
    "staff.csv": ("Staff_id",),
    "admins.csv": ("Staff_id",),
    "schools.csv": ("School_id",),
}
Row = Mapping[str, str]


@dataclass(frozen=True)
class Cell:
    """A cell before and after; blank is ""."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """A row that is on one side only, or differs; a row that is not there is empty."""

    key: str
    before: Row
    after: Row

    @property
    def what(self) -> str:
        """`changed`, `added` or `removed`."""
        return "changed" if self.before and self.after else "added" if self.after else "removed"

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of a changed row that differ, in the order of the newer header, then of the older."""
        if not (self.before and self.after):
            return ()
        old = {name.casefold(): value for name, value in self.before.items()}
        new = {name.casefold(): value for name, value in self.after.items()}
        spelled = {name.casefold(): name for name in (*self.after, *self.before)}
        return tuple(
            Cell(name, old.get(folded, ""), new.get(folded, ""))
            for folded, name in spelled.items()
            if old.get(folded, "") != new.get(folded, "")
        )


def row_changes(file: str, before: pl.DataFrame, after: pl.DataFrame) -> list[RowChange]:
    """The rows of `file` that differ: changed ones first, then removed, then added, each in the order of the file.

    Rows of one thing, such as a student's contacts, are told apart by their place. A row that got another ID and is
    otherwise the same is changed.
    """
    key = THINGS[file]
    old, new = _placed(before, key), _placed(after, key)
    changed = [
        RowChange(place[0], old[place], new[place]) for place in old if place in new and old[place] != new[place]
    ]
    gone = {place: row for place, row in old.items() if place not in new}
    come = {place: row for place, row in new.items() if place not in old}
    renamed = list(_renamed(gone, come, key))
    told = [change for change in changed if change.cells]
    told += [RowChange(" → ".join(dict.fromkeys((a[0], b[0]))), gone.pop(a), come.pop(b)) for a, b in renamed]
    told += [RowChange(place[0], row, {}) for place, row in gone.items()]
    told += [RowChange(place[0], {}, row) for place, row in come.items()]
    return told


_Place = tuple[str, int]


def _placed(rows: pl.DataFrame, key: tuple[str, ...]) -> dict[_Place, Row]:
    seen: defaultdict[str, int] = defaultdict(int)
    placed: dict[_Place, Row] = {}
    for row in rows.with_columns(pl.all().fill_null("")).iter_rows(named=True):
        name = "/".join(row[column] for column in key)
        placed[name, seen[name]] = row
        seen[name] += 1
    return placed


def _renamed(
    gone: Mapping[_Place, Row], come: Mapping[_Place, Row], key: tuple[str, ...]
) -> Iterator[tuple[_Place, _Place]]:
    """Places of rows that are the same but for the key, each row once."""

    def rest(row: Row) -> tuple[str, ...]:
        return tuple(value for name, value in row.items() if name not in key)

    waiting: defaultdict[tuple[str, ...], list[_Place]] = defaultdict(list)
    for place, row in come.items():
        waiting[rest(row)].append(place)
    for place, row in gone.items():
        if waiting.get(rest(row)):
            yield place, waiting[rest(row)].pop(0)
