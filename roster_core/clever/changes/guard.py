"""What holds a delivery until somebody approves it (export-options §8 step 14)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.changes.between_runs import CHANGED_ID, Changes, FileCounts
from roster_core.clever.changes.words import things_of
from roster_core.clever.profile.changes import KEY_OPTIONS, OptionChange
from roster_core.findings import Finding, Kind

#: Where the findings stand (export-options §9b).
FILE = "run"


@dataclass(frozen=True)
class Window:
    """Days, both ends included, on which wider limits hold, such as those of a rollover."""

    start: date
    end: date
    removed_percent: int
    changed_percent: int
    reason: str = ""


@dataclass(frozen=True)
class Limits:
    """Above which share of a kind a delivery is held, and after how many days without one the next counts as a first.

    The shares are those at which Clever itself holds a sync.
    """

    removed_percent: int = 10
    changed_percent: int = 75
    pause_days: int = 30
    windows: tuple[Window, ...] = ()

    def on(self, day: date) -> tuple[int, int]:
        """The shares removed and changed that are allowed on a day, in percent."""
        open_now = [window for window in self.windows if window.start <= day <= window.end]
        return (
            max((self.removed_percent, *(window.removed_percent for window in open_now))),
            max((self.changed_percent, *(window.changed_percent for window in open_now))),
        )


@dataclass(frozen=True)
class Delivered:
    """The delivery that a run is held against: its day, and what the profile's options changed since."""

    day: date
    options: Sequence[OptionChange] = ()


def guard(delivered: Delivered | None, changes: Changes | None, limits: Limits, *, today: date) -> Iterator[Finding]:
    """Everything that holds a run of a saved profile; `changes` are those against the delivery.

    Without an earlier delivery only that it is the first, and what a file lost against the run before.
    """
    if changes is not None:
        yield from _became_empty(changes.counts)
    if delivered is None or changes is None:
        yield _first("Nothing of this profile was delivered before.")
        return
    removed, changed = limits.on(today)
    for name, counts in changes.counts.items():
        yield from _removed(name, counts, removed)
        yield from _changed(name, counts, changed)
    yield from _ids_changed(changes)
    if because := _why_first(delivered, changes, limits, today):
        yield _first(because)


def brake(because: str) -> Finding:
    """What holds a run for a reason outside of its files, such as that it is the first one after a pause."""
    return _first(because)


def _became_empty(counts: Mapping[str, FileCounts]) -> Iterator[Finding]:
    for name, file in counts.items():
        if file.before and not file.after:
            yield _about(kinds.FILE_BECAME_EMPTY, name, name=name, before=f"{file.before:,}")


def _removed(name: str, counts: FileCounts, limit: int) -> Iterator[Finding]:
    school = name == "schools.csv"
    if counts.gone and (school or 100 * counts.gone > limit * counts.before):
        yield _about(
            kinds.GUARD_REMOVED,
            name,
            gone=f"{counts.gone:,}",
            before=f"{counts.before:,}",
            percent=_percent(counts.gone, counts.before),
            limit="any school is held" if school else f"more than {limit} % is held",
        )


def _changed(name: str, counts: FileCounts, limit: int) -> Iterator[Finding]:
    if counts.changed and 100 * counts.changed > limit * counts.before:
        yield _about(
            kinds.GUARD_CHANGED,
            name,
            changed=f"{counts.changed:,}",
            before=f"{counts.before:,}",
            percent=_percent(counts.changed, counts.before),
            limit=limit,
        )


def _ids_changed(changes: Changes) -> Iterator[Finding]:
    # Enrollments follow from their students and sections: nobody would look for the cause there.
    moved = changes.rows.filter((pl.col("what") == CHANGED_ID) & (pl.col("file") != "enrollments.csv"))
    for name, *_rest in moved.unique("file", maintain_order=True).iter_rows():
        rows = moved.filter(pl.col("file") == name)
        first = rows.row(0, named=True)
        example = f"{first['name']}: {first['old']} → {first['new']} ({first['why']})"
        yield _about(kinds.GUARD_IDS_CHANGED, name, count=f"{len(rows):,}", example=example)


def _why_first(delivered: Delivered, changes: Changes, limits: Limits, today: date) -> str:
    reasons = []
    if (today - delivered.day).days > limits.pause_days:
        reasons.append(f"The last delivery was on {delivered.day:%b} {delivered.day.day}, {delivered.day.year}.")
    if delivered.options:
        listed = "; ".join(str(change) for change in delivered.options)
        reasons.append(f"Since the last delivery the profile changed: {listed}.")
    if any(change.name in KEY_OPTIONS for change in delivered.options):
        reasons.append(_disappear_and_reappear(changes))
    return " ".join(reasons)


def _disappear_and_reappear(changes: Changes) -> str:
    parts = []
    for name in ("sections.csv", "students.csv"):
        counts = changes.counts.get(name, FileCounts(0, 0))
        back = counts.changed_ids
        again = f" ({back:,} of them reappear under another ID)" if back else ""
        parts.append(f"{counts.gone:,} {things_of(name, counts.gone)} would disappear{again}")
    return f"{' and '.join(parts)}."


def _first(because: str) -> Finding:
    return Finding(kinds.GUARD_FIRST, FILE, facts={"because": because})


def _about(kind: Kind, name: str, /, **facts: object) -> Finding:
    return Finding(kind, FILE, name, facts={"things": things_of(name), **facts})


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".removesuffix(".0") if whole else "100"
