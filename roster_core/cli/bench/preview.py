"""`bench preview`: the first rows of each file after an option was changed."""

import statistics
import tempfile
import time
from pathlib import Path

import click
from pydantic import SecretStr

from roster_core.access.rights import local_administrator
from roster_core.clever.preview import resident
from roster_core.cli.bench import joins
from roster_core.cli.bench.group import bench, rounds_option, sizes_option
from roster_core.cli.bench.place import MANY_OPTIONS, Place, program
from roster_core.cli.measure import measure, median
from roster_core.journeys.export_preview import preview
from roster_core.settings import Settings
from roster_core.store import Store, open_store

#: File → the plain join that a peer reads, and an option whose change is waited for.
_FILES = {
    "students.csv": (joins.STUDENTS, "frl_short_codes"),
    "sections.csv": (joins.SECTIONS, "name_prepend_teacher"),
    "enrollments.csv": (joins.ENROLLMENTS, "section_id_prepend_school_year"),
    "teachers.csv": (joins.STAFF, "teacher_row_per_school"),
    "staff.csv": (joins.STAFF, "staff_only_administrators"),
    "schools.csv": (joins.SCHOOLS, "column_layout"),
}


@bench.command("preview")
@sizes_option
@rounds_option
@click.option("--rows", default=100, show_default=True, help="Rows shown.")
def preview_command(sizes: tuple[int, ...], rounds: int, rows: int) -> int:
    """Time the first rows of each file after a change of an option, against the whole run and `sqlite3` with LIMIT."""
    for students in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            place = Place(Path(scratch))
            place.load(students)
            _tell(place, students, rounds, rows)
    return 0


def _tell(place: Place, students: int, rounds: int, rows: int) -> None:
    whole = measure(place.export_command(MANY_OPTIONS, "out"), place.environment, ok=(0, 1)).wall_s
    click.echo(f"\n{students:,} students; the whole run takes {whole:.2f} s")
    click.echo(f"{'':18}{'first s':>9}{'then s':>9}{'× whole':>9}{'LIMIT s':>9}{'× LIMIT':>9}")
    store = open_store(Settings(data_dir=place.folder / "data", database_url=SecretStr("")))
    try:
        for file, (query, option) in _FILES.items():
            resident.close_all()

            first, then = _answers(store, file, option, rows, rounds)
            limit = _limited(place, query, rows, rounds)
            ratios = f"{then / whole:>9.3f}{limit:>9.2f}{then / limit:>9.2f}"
            click.echo(f"{file:18}{first:>9.2f}{then:>9.2f}{ratios}")
    finally:
        store.close()
        resident.close_all()


def _answers(store: Store, file: str, option: str, rows: int, rounds: int) -> tuple[float, float]:
    """Seconds to the first answer, from nothing, and the median of later ones, the option changed before each."""
    values = ("genesis", "clever") if option == "column_layout" else (True, False)
    costs = []
    for turn in range(2 * rounds + 1):
        options = {**MANY_OPTIONS, option: values[turn % 2]}
        started = time.perf_counter()
        preview(store, local_administrator(), options, file=file, rows=rows)
        costs.append(time.perf_counter() - started)
    return costs[0], statistics.median(costs[1:])


def _limited(place: Place, query: str, rows: int, rounds: int) -> float:
    ordered = f"select * from ({query}) order by 1, 2 limit {rows}"  # noqa: S608 - queries of the benchmark
    command = [program("sqlite3", "sqlite3"), "-csv", str(place.database), ordered]
    return median([measure(command, place.environment) for _ in range(rounds)]).wall_s
