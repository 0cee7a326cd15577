"""In which files of export runs somebody is: the rows that were sent of them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from roster_core.journeys.privacy.subjects import Subject
from roster_core.roster.tables.records import ExportFile, ExportRun
from roster_core.storage.objects import Objects

#: In which columns of which files a person of each kind is named by an ID.
_STUDENT = ("Student_id", "Student_number", "State_id")
_STAFF = ("Staff_id", "Teacher_id", "Teacher_number", "State_teacher_id")
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "student": {"students.csv": _STUDENT, "enrollments.csv": ("Student_id",)},
    "staff": {
        "teachers.csv": _STAFF,
        "staff.csv": (*_STAFF, "Staff_number"),
        "admins.csv": (*_STAFF, "Admin_id"),
        "sections.csv": ("Teacher_id", *(f"Teacher_{number}_id" for number in range(2, 11))),
    },
    "guardian": {"students.csv": ("Contact_sis_id",)},
}


@dataclass(frozen=True)
class Sent:
    """The rows of one file of a run that name a person, each as the file has it."""

    run_id: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def runs_with_files(session: Session) -> list[tuple[ExportRun, list[ExportFile]]]:
    """Runs whose files are still kept, the oldest first."""
    runs = session.exec(
        select(ExportRun).where(col(ExportRun.files_removed_at).is_(None)).order_by(ExportRun.run_id)
    ).all()
    files: dict[str, list[ExportFile]] = {}
    for file in session.exec(select(ExportFile).order_by(ExportFile.run_id, ExportFile.name)).all():
        files.setdefault(file.run_id, []).append(file)
    return [(run, files[run.run_id]) for run in runs if run.run_id in files]


def sent_of(objects: Objects, files: Iterable[ExportFile], who: Subject) -> Iterator[Sent]:
    """What files tell of a person; a file that is not stored any more tells nothing."""
    for file in files:
        named = COLUMNS[who.kind].get(file.name)
        if named and (found := _rows(objects, file, who, named)):
            yield found


def names(objects: Objects, files: Iterable[ExportFile], people: Sequence[Subject]) -> list[Subject]:
    """Those of `people` whom any of the files names."""
    listed = list(files)
    return [who for who in people if next(sent_of(objects, listed, who), None) is not None]


def _rows(objects: Objects, file: ExportFile, who: Subject, named: tuple[str, ...]) -> Sent | None:
    try:
        data = objects.get(file.storage_key)
    except FileNotFoundError:
        return None
    wanted = {one.lower() for one in who.ids}
    folded = data.lower()
    if not any(one.encode() in folded for one in wanted):  # far faster than reading the table
        return None
    lines = csv.reader(data.decode("utf-8-sig").splitlines(keepends=True))
    columns = next(lines, [])
    places = [place for place, column in enumerate(columns) if column in named]
    rows = tuple(
        tuple(row)
        for row in lines
        if any(place < len(row) and row[place].strip().lower() in wanted for place in places)
    )
    return Sent(file.run_id, file.name, tuple(columns), rows) if rows else None
