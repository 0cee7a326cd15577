"""`bench export`: all files with findings and many options on, against plain joins of the two large files."""

import sys
import tempfile
from pathlib import Path

import click

from roster_core.cli.bench.group import bench, rounds_option, sizes_option
from roster_core.cli.bench.joins import ENROLLMENTS, STUDENTS
from roster_core.cli.bench.place import MANY_OPTIONS, Place, accepted, program
from roster_core.cli.bench.server import Server
from roster_core.cli.measure import Cost, measure, median, tell

_PANDAS = """
import sqlite3, sys, pandas
connection = sqlite3.connect(sys.argv[1])
for name, query in (("students", sys.argv[2]), ("enrollments", sys.argv[3])):
    pandas.read_sql(query, connection).to_csv(sys.argv[4] + "/" + name + ".csv", index=False)
"""
_LIMIT = "sqlite3 -csv of two plain joins"


@bench.command("export")
@sizes_option
@rounds_option
@click.option("--postgres", help="URL of an empty PostgreSQL database on this machine, to measure over that too.")
def export(sizes: tuple[int, ...], rounds: int, postgres: str | None) -> int:
    """Export all files with findings, against `sqlite3 -csv` and pandas of the plain joins of two of them.

    With --postgres also over PostgreSQL, against `psql COPY` of the same joins; the server's processor time is counted.
    """
    for students in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            place = Place(Path(scratch))
            place.load(students)
            costs = dict(_over_sqlite(place, rounds))
            if postgres:
                over = Place(Path(scratch) / "over-postgres", postgres)
                over.folder.mkdir()
                over.load(students)
                costs.update(_over_postgres(over, rounds))
        click.echo(f"\n{students:,} students")
        tell({label: median(found) for label, found in costs.items()}, _LIMIT)
        postgres = None  # the database is filled: one size is measured over it
    return 0


def _over_sqlite(place: Place, rounds: int) -> dict[str, list[Cost]]:
    database, out, many = str(place.database), str(place.folder), len(MANY_OPTIONS)
    plain = place.export_command({}, "plain")
    commands = {
        _LIMIT: [program("sqlite3", "sqlite3"), "-csv", "-header", database, STUDENTS, ENROLLMENTS],
        "pandas read_sql + to_csv of the same": [sys.executable, "-c", _PANDAS, database, STUDENTS, ENROLLMENTS, out],
        # A run is compared with the one before: with its equal, with other IDs in every file, with its equal again.
        "clever export, no option on, nothing changed": plain,
        f"clever export, {many} options, all IDs changed": place.export_command(MANY_OPTIONS, "out"),
        f"clever export, {many} options, nothing changed": place.export_command(MANY_OPTIONS, "out"),
        "clever export of nobody (start-up)": place.export_command({"school_ids": ["none"]}, "nobody"),
    }
    costs: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        measure(plain, place.environment, ok=accepted(plain))  # the equal that the first one is compared with
        for label, command in commands.items():
            costs.setdefault(label, []).append(measure(command, place.environment, ok=accepted(command)))
    return costs


def _over_postgres(place: Place, rounds: int) -> dict[str, list[Cost]]:
    psql = program("psql", "postgresql-client")
    server = Server(psql, place.url)
    copies = [part for query in (STUDENTS, ENROLLMENTS) for part in ("-c", f"copy ({query}) to stdout csv header")]
    commands = {
        "psql COPY of two plain joins": [psql, place.url, *copies],
        f"clever export, {len(MANY_OPTIONS)} options, PostgreSQL": place.export_command(MANY_OPTIONS, "out"),
    }
    costs: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        for label, command in commands.items():
            before = server.cpu_s()
            cost = measure(command, place.environment, ok=accepted(command))
            costs.setdefault(label, []).append(cost.with_cpu(server.cpu_s() - before))
    return costs
