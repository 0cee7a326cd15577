"""Which brakes a set of files runs into: the table of delivery §8, row by row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from roster_core.clever.changes.brakes.limits import BrakeSettings, Raised
from roster_core.clever.changes.brakes.measure import FileMeasure, Invalid, Measure, Vanishing
from roster_core.clever.changes.words import things_of
from roster_core.clever.spec.files import CORE

_SCHOOLS, _STAFF = "schools.csv", "staff.csv"
_CLASSES = ("sections.csv", "enrollments.csv")
_CORE = frozenset(file.name for file in CORE)
_LOOK = "Look at who would vanish. If it is right, approve it with a reason; if not, put it right and run again."
_CHECK = "Look at the roster and the options, and run again. If it is meant, approve it with a reason."


class Code(StrEnum):
    """What a brake is about."""

    FIRST = "BRAKE_FIRST"
    NOT_COMPARED = "BRAKE_NOT_COMPARED"
    FILE_MISSING = "BRAKE_FILE_MISSING"
    FILE_EMPTY = "BRAKE_FILE_EMPTY"
    FILE_SHRANK = "BRAKE_FILE_SHRANK"
    HEADER = "BRAKE_HEADER"
    SCHOOL_DELETED = "BRAKE_SCHOOL_DELETED"
    DELETED = "BRAKE_DELETED"
    ONE_SCHOOL = "BRAKE_ONE_SCHOOL"
    CHANGED = "BRAKE_CHANGED"
    ADDED = "BRAKE_ADDED"
    REISSUED = "BRAKE_REISSUED"
    INVALID = "BRAKE_INVALID"


@dataclass(frozen=True)
class Brake:
    """One brake that a set ran into; only what `holds` keeps it back, the rest is told of.

    `about` is the file, with the school or the finding if it is about one. `count` of `whole` things are meant,
    `schools` how many of them at each school, `named` the first that would vanish.
    """

    code: Code
    about: str
    holds: bool
    what: str
    why: str
    fix: str
    count: int = 0
    whole: int = 0
    schools: Mapping[str, int] = field(default_factory=dict)
    named: tuple[Vanishing, ...] = ()

    @property
    def key(self) -> str:
        """What an approval names it by."""
        return f"{self.code.value} {self.about}".strip()

    @property
    def percent(self) -> float:
        """The share that is meant, in percent, to one digit."""
        return round(100 * self.count / self.whole, 1) if self.whole else 100.0


def judge(measure: Measure, settings: BrakeSettings, day: date, *, first: str = "") -> tuple[Brake, ...]:
    """Every brake that a set runs into on a day of the district; those that hold it stand first.

    `first` says why there is no set to compare it with; `measure` is then the one of `first_measure`.
    """
    found = _first(measure, first) if first else _compared(measure, settings, day)
    return tuple(sorted((*found, *_invalid(measure.invalid)), key=lambda brake: not brake.holds))


def _first(measure: Measure, because: str) -> Iterator[Brake]:
    why = "There is nothing to compare it with that the receiver has seen, so somebody looks before the receiver does."
    fix = "Look at the files. If they are right, approve them with a reason."
    yield Brake(Code.FIRST, "", holds=True, what=because, why=why, fix=fix)
    for name in sorted(_CORE - set(measure.files)):
        yield _missing(name, FileMeasure())
    for name, file in measure.files.items():
        if name in _CORE and not file.rows_after:
            yield _empty(name, file)


def _compared(measure: Measure, settings: BrakeSettings, day: date) -> Iterator[Brake]:
    if measure.unreadable:
        why = "Nobody can say what the receiver would delete."
        yield Brake(Code.NOT_COMPARED, "", holds=True, what=measure.unreadable, why=why, fix=_CHECK)
    raised = settings.raised(day)
    for name, file in measure.files.items():
        if name == _STAFF and settings.limits.end_staff_feed and not file.missing and not file.rows_after:
            continue
        if file.missing:
            yield _missing(name, file)
            continue
        if file.rows_before and not file.rows_after:
            yield _empty(name, file)
            continue
        yield from _shrank(name, file)
        yield from _header(name, file)
        yield from _deleted(name, file, settings, raised)
        yield from _one_school(name, file, settings, raised)
        yield from _changed(name, file, settings, raised)
        yield from _added(name, file, settings, raised)
        yield from _reissued(name, file, settings, raised)


def _shrank(name: str, file: FileMeasure) -> Iterator[Brake]:
    if 2 * file.rows_after < file.rows_before:
        what = f"{name} has {_rows(file.rows_after)}; the last one had {file.rows_before:,}."
        why = "A file of less than half its size is always held: it is often one that was cut off or loaded in part."
        lost = file.rows_before - file.rows_after
        yield replace(_about(Code.FILE_SHRANK, name, file, what, why, _CHECK), count=lost, whole=file.rows_before)


def _missing(name: str, file: FileMeasure) -> Brake:
    what = f"{name} is not in this set."
    why = "The receiver takes what is not sent for gone, or keeps old data beside new."
    return replace(_about(Code.FILE_MISSING, name, file, what, why, _CHECK), count=file.before)


def _empty(name: str, file: FileMeasure) -> Brake:
    had = f"; the last one had {_rows(file.rows_before)}" if file.rows_before else ""
    what = f"{name} has no rows{had}."
    why = f"The receiver would delete all {things_of(name)}."
    fix = "If the staff feed is to end, say so in the limits of the destination." if name == _STAFF else _CHECK
    return replace(_about(Code.FILE_EMPTY, name, file, what, why, fix), count=file.before)


def _header(name: str, file: FileMeasure) -> Iterator[Brake]:
    if not (file.header_gone or file.header_new or file.header_moved):
        return
    parts = [f"without {', '.join(file.header_gone)}"] if file.header_gone else []
    parts += [f"with {', '.join(file.header_new)} new"] if file.header_new else []
    what = f"{name} has other columns: {'; '.join(parts) or 'the same in another order'}."
    why = "A receiver that finds a column under another name, or not at all, empties what it had from it."
    fix = "Compare the profile's options with those of the last delivery. If it is meant, approve it with a reason."
    yield Brake(Code.HEADER, name, holds=True, what=what, why=why, fix=fix)


def _deleted(name: str, file: FileMeasure, settings: BrakeSettings, raised: Raised) -> Iterator[Brake]:
    if name == _SCHOOLS:
        if file.gone:
            why = "A school takes its students, staff and sections along. It is always held."
            yield _about(Code.SCHOOL_DELETED, name, file, _deleted_words(name, file), why, _LOOK)
        return
    limits = settings.limits
    if name in _CLASSES:
        warn, limit, rows, ignored = limits.classes_warn, limits.classes_hold, 0, 0
    else:
        warn, limit, rows, ignored = limits.people_warn, limits.people_hold, limits.people_rows, limits.people_ignored
    if raised.deleted:
        limit, rows = max(limit, raised.deleted), 0
    holds = file.gone >= ignored and (_over(file.gone, file.before, limit) or (0 < rows < file.gone))
    if file.gone and (holds or 100 * file.gone >= warn * file.before):
        many = f", or more than {rows:,}," if rows else ""
        why = f"More than {limit} %{many} are held: the receiver deletes whatever a file no longer has."
        yield replace(_about(Code.DELETED, name, file, _deleted_words(name, file), why, _LOOK), holds=holds)


def _one_school(name: str, file: FileMeasure, settings: BrakeSettings, raised: Raised) -> Iterator[Brake]:
    limits = settings.limits
    limit = max(limits.school_hold, raised.deleted)
    for school, loss in file.losses.items():
        holds = _over(loss.lost, loss.before, limit)
        if loss.students < limits.school_students or not (holds or 100 * loss.lost >= limits.school_warn * loss.before):
            continue
        share = _percent(loss.lost, loss.before)
        what = f"{school} would lose {loss.lost:,} of {loss.before:,} {things_of(name)} ({share})."
        why = f"A school that loses more than {limit} % at once was often left out of an upload."
        named = tuple(one for one in file.vanishing if one.school == school)
        at = {school: loss.lost}
        yield Brake(Code.ONE_SCHOOL, f"{name} {school}", holds, what, why, _LOOK, loss.lost, loss.before, at, named)


def _changed(name: str, file: FileMeasure, settings: BrakeSettings, raised: Raised) -> Iterator[Brake]:
    limit = max(settings.limits.changed_hold, raised.changed)
    holds = _over(file.changed, file.before, limit)
    if file.changed and (holds or 100 * file.changed >= settings.limits.changed_warn * file.before):
        what = f"{file.changed:,} of {file.before:,} {things_of(name)} ({_percent(file.changed, file.before)}) change."
        why = f"More than {limit} % are held: a column filled from the wrong place changes nearly every row."
        fix = "Look at which columns changed. If it is right, approve it with a reason."
        yield Brake(Code.CHANGED, name, holds, what, why, fix, file.changed, file.before)


def _added(name: str, file: FileMeasure, settings: BrakeSettings, raised: Raised) -> Iterator[Brake]:
    limit = max(settings.limits.added_hold, raised.added)
    holds = _over(file.added, file.before, limit)
    if file.added and (holds or 100 * file.added >= settings.limits.added_warn * file.before):
        beside = f" beside {file.before:,} ({_percent(file.added, file.before)})" if file.before else ", the first ones"
        what = f"{file.added:,} {things_of(name, file.added)} would come in new{beside}."
        why = f"More than {limit} % are held: as many new ones at once are often a wrong term or a double load."
        fix = "Look at what was added. If it is right, approve it with a reason."
        yield Brake(Code.ADDED, name, holds, what, why, fix, file.added, file.before)


def _reissued(name: str, file: FileMeasure, settings: BrakeSettings, raised: Raised) -> Iterator[Brake]:
    limit = settings.limits.reissued
    if _over(file.gone, file.before, max(limit, raised.deleted)) and _over(
        file.added, file.before, max(limit, raised.added)
    ):
        what = (
            f"Identifiers look re-issued: {file.gone:,} of {file.before:,} {things_of(name)} would be deleted and "
            f"{file.added:,} added."
        )
        why = "Under another ID the receiver deletes a person or section and creates a new one, without its work."
        fix = "Look at the IDs in the student information system and in the options; approve it only if they are right."
        yield _about(Code.REISSUED, name, file, what, why, fix)


def _invalid(invalid: tuple[Invalid, ...]) -> Iterator[Brake]:
    for one in invalid:
        many = "1 finding" if one.count == 1 else f"{one.count:,} findings"
        what = f"{one.file} has {many} of the kind {one.code} that the last delivered set had not."
        why = "The receiver refuses such rows, or takes the first of those that share a key."
        fix = "Put it right where the findings say, and run again. If it must go so, approve it with a reason."
        named = tuple(Vanishing("", key, "") for key in one.rows)
        about = f"{one.file} {one.code}"
        yield Brake(Code.INVALID, about, holds=True, what=what, why=why, fix=fix, count=one.count, named=named)


def _about(code: Code, name: str, file: FileMeasure, what: str, why: str, fix: str) -> Brake:
    """A brake that holds, about who would vanish from a file."""
    return Brake(
        code,
        name,
        holds=True,
        what=what,
        why=why,
        fix=fix,
        count=file.gone,
        whole=file.before,
        schools=file.gone_by_school,
        named=file.vanishing,
    )


def _deleted_words(name: str, file: FileMeasure) -> str:
    whole = f"{file.before:,} {things_of(name, file.before)}"
    return f"{file.gone:,} of {whole} ({_percent(file.gone, file.before)}) would be deleted."


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _over(part: int, whole: int, limit: int) -> bool:
    return part > 0 and 100 * part > limit * whole


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".removesuffix(".0") + " %" if whole else "all"
