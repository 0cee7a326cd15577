"""What changed since an earlier run, in one sentence."""

from collections.abc import Iterator, Mapping
from datetime import date

from roster_core.clever.changes.between_runs import FileCounts
from roster_core.clever.spec.files import BY_NAME

_COLUMNS = {
    "Student_email": "e-mail",
    "Teacher_email": "e-mail",
    "Staff_email": "e-mail",
    "School_id": "school",
    "Dob": "birth date",
    "DOB": "birth date",
    "Teacher_id": "teacher",
    "Teacher_2_id": "second teacher",
    "Teacher_3_id": "third teacher",
    "Teacher_4_id": "fourth teacher",
}
#: How many columns are told by name.
_TOLD = 2


def change_sentence(counts: Mapping[str, FileCounts], *, day: date, since_delivery: bool) -> str:
    """Such as “since the last delivery (Nov 25): 12 students added, 3 removed, 40 changed e-mail”.

    `day` is that of the earlier run, in the district's time zone.
    """
    since = f"since the {'last delivery' if since_delivery else 'previous run'} ({day:%b} {day.day})"
    told = [part for name, file in sorted(counts.items(), key=_students_first) for part in (_file(name, file),) if part]
    return f"{since}: {'; '.join(told)}" if told else f"nothing changed {since}"


def column_words(column: str) -> str:
    """The column as people say it."""
    return _COLUMNS.get(column, column.replace("_", " ").lower())


def _students_first(item: tuple[str, FileCounts]) -> bool:
    return item[0] != "students.csv"


def _file(name: str, counts: FileCounts) -> str:
    parts = list(_parts(counts))
    if not parts:
        return ""
    number, _, happened = parts[0].partition(" ")
    first = f"{number} {things_of(name, 1 if number == '1' else 2)} {happened}"
    return ", ".join((first, *parts[1:]))


def things_of(name: str, count: int = 2) -> str:
    """What the rows of a file are, one or several."""
    things = {"staff.csv": "staff members", "admins.csv": "administrators"}.get(name, BY_NAME[name].things)
    return things.removesuffix("s") if count == 1 else things


def _parts(counts: FileCounts) -> Iterator[str]:
    if counts.added:
        yield f"{counts.added:,} added"
    if counts.removed:
        yield f"{counts.removed:,} removed"
    if counts.changed_ids:
        yield f"{counts.changed_ids:,} changed ID"
    match list(counts.columns.items()):
        case []:
            pass
        case [(column, n)]:
            yield f"{n:,} changed {column_words(column)}"
        case [*columns]:
            listed = [f"{column_words(column)} {n:,}" for column, n in columns[:_TOLD]]
            more = [f"{len(columns) - _TOLD} more"] if len(columns) > _TOLD else []
            yield f"{counts.changed:,} changed ({', '.join((*listed, *more))})"
