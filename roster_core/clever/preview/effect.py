"""What a change of options does to the counts, before anything is saved: exactly, or first in a few schools."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from roster_core.clever.build import build
from roster_core.clever.changes.digest_output import DigestOutput, FileEffect, file_effects
from roster_core.clever.preview.cuts import of_school
from roster_core.clever.preview.rows import Snapshot
from roster_core.clever.profile.file import Given
from roster_core.clever.run import open_run
from roster_core.clever.source.cut import Cut, CutSource
from roster_core.clever.source.source import Source

#: Told steps done, steps in all, and what comes next.
Progress = Callable[[int, int, str], None]
#: Students whose schools are looked at for a first answer, about.
_FIRST = 1_500


@dataclass(frozen=True)
class Effect:
    """What happens to each file, and to the number of findings of each code (before, after) where it differs.

    Not `exact`: only what was `looked_at` is counted yet; `done` of `total` steps of the rest are, `step` comes next.
    `error` says why there will be no exact answer.
    """

    files: Mapping[str, FileEffect] = field(default_factory=dict)
    findings: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    exact: bool = False
    looked_at: str = ""
    done: int = 0
    total: int = 0
    step: str = ""
    error: str = ""


@dataclass(frozen=True)
class Summary:
    """One run as far as it can be compared: digests of things by file, rows by file, findings by code."""

    things: Mapping[str, pl.DataFrame]
    rows: Mapping[str, int]
    findings: Mapping[str, int]

    @property
    def size(self) -> int:
        """Its bytes, about."""
        return int(sum(table.estimated_size() for table in self.things.values()))


def summary(source: Source, given: Given, *, today: date, secret: str | None, progress: Progress) -> Summary:
    """Carry out a run of which only digests are kept.

    Raises:
        Refusal: The source has no such district.
    """
    output = DigestOutput()
    export = build(source, given, output, today=today, secret=secret, progress=progress)
    return Summary(output.things(), output.rows, dict(export.findings.group_by("code").len().iter_rows()))


def effect_of(before: Summary, after: Summary, *, looked_at: str = "") -> Effect:
    """The second compared with the first; it is exact unless only a part was looked at."""
    codes = sorted({*before.findings, *after.findings})
    counts = {code: (before.findings.get(code, 0), after.findings.get(code, 0)) for code in codes}
    return Effect(
        file_effects(before.things, after.things, before.rows, after.rows),
        {code: pair for code, pair in counts.items() if pair[0] != pair[1]},
        exact=not looked_at,
        looked_at=looked_at,
    )


def first_effect(snapshot: Snapshot, both: Iterable[Given], *, today: date, secret: str | None) -> Effect:
    """The effect in a few schools of different types, which takes a moment.

    Raises:
        Refusal: The source has no such district.
    """
    givens = tuple(both)
    runs = [open_run(snapshot.source, given, today=today, secret=secret).run for given in givens]
    cut, schools = Cut(), 0
    for run in runs:
        if run is not None and not schools:
            roll = snapshot.roll(run)
            for school_id in run.scope.unique("school_type", keep="first", maintain_order=True)["school_id"]:
                if len(cut.students) < _FIRST:
                    enrolled = roll.students.filter(pl.col("school_id") == school_id)["person_id"]
                    staff = Cut(students=tuple(enrolled))
                    cut, schools = cut | of_school(roll, run, school_id) | staff, schools + 1
    source = CutSource(snapshot.source, cut)
    summaries = [summary(source, given, today=today, secret=secret, progress=lambda *_step: None) for given in givens]
    words = f"{schools} of the schools, with {len(cut.students):,} students"
    return effect_of(summaries[0], summaries[1], looked_at=words)
