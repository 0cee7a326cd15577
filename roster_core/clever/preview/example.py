"""What an option does, shown on one row of the district's own roster: before and after."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from roster_core.clever.changes.row_changes import THINGS, Cell, Row, RowChange, row_changes
from roster_core.clever.preview.example_cuts import Candidates, candidates
from roster_core.clever.preview.other_value import Pair, other_values, pair
from roster_core.clever.preview.rows import Snapshot, build_cut
from roster_core.clever.profile.file import Given
from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.run import open_run

_PERSON = {"Student_id": "student", "Teacher_id": "staff", "Staff_id": "staff"}
_SIDES = {"added": ("not in the file", "in the file"), "removed": ("in the file", "not in the file")}
#: Further places are not looked at after so long: somebody waits.
_PATIENCE_S = 0.6
#: Other values of an option that are tried, where the first does nothing.
_TRIES = 4


@dataclass(frozen=True)
class Example:
    """A row that an option changes, or `why` there is none.

    `value_before` and `value_after` are the option's values; `key` names the row, `who` the person, section or school,
    `person` is as in findings. `what` is `changed`, `added` or `removed`; `column`, `before` and `after` are the first
    cell that differs, `cells` all of them; for rows added and removed `before` and `after` say so. `more` counts the
    other people, sections and so on that differ in what was `looked_at`, and `more_rows` their rows (a student has one
    for each guardian); `assuming` are other options that were set so that this one matters.
    """

    name: str
    value_before: Any = None
    value_after: Any = None
    file: str = ""
    key: str = ""
    who: str = ""
    person: str = ""
    what: str = ""
    column: str = ""
    before: str = ""
    after: str = ""
    cells: tuple[Cell, ...] = ()
    more: int = 0
    more_rows: int = 0
    looked_at: str = ""
    assuming: tuple[str, ...] = ()
    why: str = ""

    @property
    def found(self) -> bool:
        """Whether there is a row to show."""
        return bool(self.what)


def example(
    snapshot: Snapshot,
    options: ExportOptions,
    name: str,
    *,
    value: Any = None,
    today: date,
    secret: str | None = None,
) -> Example:
    """One row that the option `name` changes: its present value against `value`, or the first other one that does.

    Raises:
        Refusal: The source has no such district.
    """
    if name.startswith("deliver_"):
        return Example(name, getattr(options, name), why="It decides where the files go; no row depends on it.")
    values = [value] if value is not None else list(other_values(snapshot.source, options, name))[:_TRIES]
    present = Example(name, getattr(options, name))
    told = replace(present, why="There is nothing else in this roster that the option could be set to.")
    for other in values:
        both = pair(snapshot.source, options, name, other, today=today, secret=secret)
        if both is None:
            told = replace(present, value_after=other, why="No run is possible with that value.")
            continue
        told = _searched(snapshot, both, name, today=today, secret=secret)
        if told.found:
            return told
    return told


def _searched(snapshot: Snapshot, both: Pair, name: str, *, today: date, secret: str | None) -> Example:
    before, after = (
        open_run(snapshot.source, Given(options), today=today, secret=secret).run
        for options in (both.before, both.after)
    )
    start = Example(name, getattr(both.before, name), getattr(both.after, name), assuming=both.assumed)
    words, until = "", time.monotonic() + _PATIENCE_S
    for place in candidates(snapshot.roll(before), before, after, name) if before and after else ():
        found = _compared(snapshot, both, place, start, today=today, secret=secret)
        if found is not None:
            return found
        words = place.so_far
        if time.monotonic() > until:
            break
    if not words:
        return replace(start, why="The roster has nobody and nothing that this option is about.")
    return replace(start, looked_at=words, why=f"Nothing changes in what was looked at: {words}.")


def _compared(
    snapshot: Snapshot, both: Pair, place: Candidates, start: Example, *, today: date, secret: str | None
) -> Example | None:
    tables = [
        build_cut(snapshot.source, Given(options), place.cut, today=today, secret=secret)[1].tables
        for options in (both.before, both.after)
    ]
    for file in place.files:
        old, new = (each.get(file, pl.DataFrame()) for each in tables)
        changes = row_changes(file, old, new)
        if changes:
            return _of_change(replace(start, looked_at=place.words), file, changes)
    return None


def _of_change(start: Example, file: str, changes: Sequence[RowChange]) -> Example:
    change = changes[0]
    others = [other.key for other in changes if other.key != change.key]
    row = change.after or change.before
    about = THINGS[file][-1]
    kind = _PERSON.get(about)
    first = change.cells[0] if change.cells else Cell("", *_SIDES[change.what])
    return replace(
        start,
        file=file,
        key=change.key,
        who=_who(row),
        person=f"{kind}:{row[about]}" if kind else "",
        what=change.what,
        column=first.column,
        before=first.before,
        after=first.after,
        cells=change.cells,
        more=len(set(others)),
        more_rows=len(others),
    )


def _who(row: Row) -> str:
    names = (row.get("First_name", ""), row.get("Last_name", ""))
    return " ".join(filter(None, names)) or row.get("Name", "") or row.get("School_name", "")
