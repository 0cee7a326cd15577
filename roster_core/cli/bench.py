"""`bench`: what loading and exporting cost, against peers that do less, in the same run."""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from roster_core.cli.measure import Cost, measure, median, tell
from roster_core.refusals import Refusal

_CLI = (sys.executable, "-m", "roster_core")

#: The peers of an export: no rule, no option, no finding; the plain joins with the same number of rows, as Clever's
#: columns would need them.
_STUDENTS = """
select s.school_code, st.district_number, st.district_number, st.state_id, p.last_name, p.middle_name, p.first_name,
  e.state_grade_code, p.gender, p.birth_date, st.race_code, st.hispanic, st.free_reduced_lunch, st.school_email,
  g.first_name || ' ' || g.last_name, ph.number, em.address
from student st
join person p on p.district_id = st.district_id and p.person_id = st.person_id
join student_enrollment e on e.district_id = st.district_id and e.person_id = st.person_id and e.is_primary
join school s on s.district_id = e.district_id and s.school_id = e.school_id
left join student_contact c on c.district_id = st.district_id and c.person_id = st.person_id and c.sequence = 1
left join person g on g.district_id = c.district_id and g.person_id = c.contact_person_id
left join phone ph on ph.district_id = g.district_id and ph.person_id = g.person_id and ph.sequence = 1
left join email em on em.district_id = g.district_id and em.person_id = g.person_id and em.sequence = 1
"""
_ENROLLMENTS = """
select s.school_code, s.school_code || '-' || c.course_code || '-' || x.section_code, st.district_number
from section_enrollment e
join section x on x.district_id = e.district_id and x.section_id = e.section_id
join course c on c.district_id = x.district_id and c.course_id = x.course_id
join school s on s.district_id = x.district_id and s.school_id = x.school_id
join student st on st.district_id = e.district_id and st.person_id = e.person_id
"""
_PANDAS_EXPORT = """
import sqlite3, sys, pandas
connection = sqlite3.connect(sys.argv[1])
for name, query in (("students", sys.argv[2]), ("enrollments", sys.argv[3])):
    pandas.read_sql(query, connection).to_csv(sys.argv[4] + "/" + name + ".csv", index=False)
"""
_PANDAS_LOAD = """
import pathlib, sqlite3, sys, pandas
connection = sqlite3.connect(sys.argv[2])
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.csv")):
    pandas.read_csv(path, dtype=str).to_sql(path.stem, connection, index=False)
connection.commit()
"""


@click.group()
def bench() -> None:
    """Measurements against peers, as ratios."""


_students = click.option("--students", default=10_000, show_default=True, help="Size of the made-up district.")
_rounds = click.option("--rounds", default=3, show_default=True, help="Each is run so often; medians are told.")


@bench.command("load")
@_students
@_rounds
def load(students: int, rounds: int) -> int:
    """Load a roster into an empty database, and load it again unchanged, against `.import` and pandas to_sql."""
    from roster_core.sample.scale import write_roster  # noqa: PLC0415 - no other command needs it

    shell = _shell()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_roster(folder / "roster", students)
        names = sorted(path.stem for path in (folder / "roster").glob("*.csv"))
        costs: dict[str, list[Cost]] = {}
        for number in range(rounds):
            place = folder / f"round-{number}"
            place.mkdir()
            ours = [*_CLI, "roster", "load", str(folder / "roster")]
            environment = _environment(place / "data")
            imports = [f".import --csv {folder / 'roster' / name}.csv {name}" for name in names]
            raw = [shell, str(place / "raw.sqlite3"), "begin", *imports, "commit"]
            pandas = [sys.executable, "-c", _PANDAS_LOAD, str(folder / "roster"), str(place / "pandas.sqlite3")]
            for label, command in (
                ("sqlite3 .import, raw text", raw),
                ("pandas read_csv + to_sql, raw text", pandas),
                ("roster load, first", ours),
                ("roster load, nothing changed", ours),
            ):
                costs.setdefault(label, []).append(measure(command, environment, ok=(0, 1)))
            shutil.rmtree(place)
    tell({label: median(found) for label, found in costs.items()}, "sqlite3 .import, raw text")
    return 0


@bench.command("export")
@_students
@_rounds
def export(students: int, rounds: int) -> int:
    """Export all files with findings, against `sqlite3 -csv` and pandas of the plain joins of two of them."""
    from roster_core.sample.scale import write_roster  # noqa: PLC0415 - no other command needs it

    shell = _shell()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_roster(folder / "roster", students)
        environment = _environment(folder / "data")
        measure([*_CLI, "roster", "load", str(folder / "roster")], environment, ok=(0, 1))
        database = str(folder / "data" / "roster.sqlite3")
        raw = [shell, "-csv", "-header", database, _STUDENTS, _ENROLLMENTS]
        pandas = [sys.executable, "-c", _PANDAS_EXPORT, database, _STUDENTS, _ENROLLMENTS, scratch]
        ours = [*_CLI, "clever", "export", "--out", str(folder / "out")]
        costs: dict[str, list[Cost]] = {}
        for _ in range(rounds):
            for label, command in (
                ("sqlite3 -csv of two plain joins", raw),
                ("pandas read_sql + to_csv of the same", pandas),
                ("clever export, six files with findings", ours),
            ):
                costs.setdefault(label, []).append(measure(command, environment, ok=(0, 1)))
    tell({label: median(found) for label, found in costs.items()}, "sqlite3 -csv of two plain joins")
    return 0


def _environment(data: Path) -> Mapping[str, str]:
    return {**os.environ, "ROSTER_DATA_DIR": str(data), "ROSTER_DATABASE_URL": ""}


def _shell() -> str:
    found = shutil.which("sqlite3")
    if found is None:
        raise Refusal(
            "Nothing was measured.", why="SQLite's shell is not installed.", fix="Install the package sqlite3."
        )
    return found
