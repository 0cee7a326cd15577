"""The first rows of a file, or some asked for, as the whole run would write them (export-engine §7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from roster_core.clever.build import Export, build
from roster_core.clever.output import FrameOutput
from roster_core.clever.preview.cuts import of_keys, parts
from roster_core.clever.preview.roll import Roll
from roster_core.clever.profile.file import Given
from roster_core.clever.run import Run, open_run
from roster_core.clever.source.cut import Cut, CutSource
from roster_core.clever.source.source import Source
from roster_core.findings import FRAME_SCHEMA, to_frame

#: By which column findings of a file name its rows.
_ABOUT = {
    "students.csv": "Student_id",
    "sections.csv": "Section_id",
    "teachers.csv": "Teacher_id",
    "schools.csv": "School_id",
}


@dataclass(frozen=True)
class Rows:
    """Some rows of `file`, all text, blank as null; `total` is how many there are, if that is known.

    `findings` are about the rows, or say why the profile ends the run: then there is no header.
    """

    file: str
    frame: pl.DataFrame
    total: int | None
    findings: pl.DataFrame


@dataclass(frozen=True)
class Snapshot:
    """A roster that is looked at again and again: `source`, the lists of the years and days asked for, and `kept`.

    What callers keep there is good as long as the roster is.
    """

    source: Source
    rolls: dict[tuple[str, date], Roll] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def roll(self, run: Run) -> Roll:
        """The lists for a run."""
        return self.rolls.setdefault((run.year, run.as_of), Roll(self.source, run.year, run.as_of))


def preview(
    snapshot: Snapshot,
    given: Given,
    *,
    today: date,
    file: str,
    rows: int,
    keys: Sequence[str] | None = None,
    secret: str | None = None,
) -> Rows:
    """The first `rows` rows of `file`, or those of `keys` (as findings name them).

    Raises:
        Refusal: The source has no such district.
    """
    opening = open_run(snapshot.source, given, today=today, secret=secret)
    if opening.run is None:
        return Rows(file, pl.DataFrame(), None, to_frame(opening.findings))
    run, roll = opening.run, snapshot.roll(opening.run)
    chosen = parts(roll, run, file, _enough(rows)) if keys is None else [of_keys(roll, run, file, keys)]
    gathered, found, left = [], [pl.DataFrame(schema=FRAME_SCHEMA)], rows
    for part in chosen:
        export, output = build_cut(snapshot.source, given, part.cut, today=today, secret=secret)
        gathered.append(part.sure(output.tables[file]))
        found.append(export.findings)
        left -= len(gathered[-1])
        if keys is None and left < 0:
            break
    frame = pl.concat(gathered) if gathered else _without_rows(snapshot.source, given, file, today=today, secret=secret)
    known = keys is None and left >= 0
    shown = frame.head(rows) if keys is None else frame
    return Rows(file, shown, len(frame) if known else None, _about(shown, pl.concat(found), file))


def _enough(rows: int) -> int:
    """How many to cut for `rows` rows at once: some may be withheld, and one more tells that there are more."""
    return rows + rows // 4 + 1


def _without_rows(source: Source, given: Given, file: str, *, today: date, secret: str | None) -> pl.DataFrame:
    _export, output = build_cut(source, given, Cut(), today=today, secret=secret)
    return output.tables[file].clear()


def _about(rows: pl.DataFrame, findings: pl.DataFrame, file: str) -> pl.DataFrame:
    """The findings that are about these rows."""
    ours = findings.filter((pl.col("file") == file) & (pl.col("row_key") != "")).unique(maintain_order=True)
    named = rows[_ABOUT.get(file, rows.columns[1])].unique()
    if file == "sections.csv":  # findings name a section before options put something in front of its ID
        listed = [key for key in ours["row_key"].unique() if named.str.ends_with(key).any()]
        return ours.filter(pl.col("row_key").is_in(listed))
    owner = pl.col("row_key").str.split("/").list.first()
    return ours.filter(owner.is_in(named.implode()))


def build_cut(
    source: Source, given: Given, cut: Cut, *, today: date, secret: str | None = None
) -> tuple[Export, FrameOutput]:
    """What a run gives for a cut."""
    output = FrameOutput()
    return build(CutSource(source, cut), given, output, today=today, secret=secret), output
