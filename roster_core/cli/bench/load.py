"""`bench load`: a roster loaded into an empty database, and again unchanged."""

import shutil
import sys
import tempfile
from pathlib import Path

from roster_core.cli.bench.group import bench, rounds_option, students_option
from roster_core.cli.bench.place import CLI, Place, program
from roster_core.cli.measure import Cost, measure, median, tell

_PANDAS = """
import pathlib, sqlite3, sys, pandas
connection = sqlite3.connect(sys.argv[2])
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.csv")):
    pandas.read_csv(path, dtype=str).to_sql(path.stem, connection, index=False)
connection.commit()
"""


@bench.command("load")
@students_option
@rounds_option
def load(students: int, rounds: int) -> int:
    """Load a roster into an empty database, and load it again unchanged, against `.import` and pandas to_sql."""
    from roster_core.sample.scale import write_roster  # noqa: PLC0415 - no other command needs it

    shell = program("sqlite3", "sqlite3")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_roster(folder / "roster", students)
        names = sorted(path.stem for path in (folder / "roster").glob("*.csv"))
        costs: dict[str, list[Cost]] = {}
        for number in range(rounds):
            place = Place(folder / f"round-{number}")
            place.folder.mkdir()
            ours = [*CLI, "roster", "load", str(folder / "roster")]
            imports = [f".import --csv {folder / 'roster' / name}.csv {name}" for name in names]
            raw = [shell, str(place.folder / "raw.sqlite3"), "begin", *imports, "commit"]
            pandas = [sys.executable, "-c", _PANDAS, str(folder / "roster"), str(place.folder / "pandas.sqlite3")]
            for label, command in (
                ("sqlite3 .import, raw text", raw),
                ("pandas read_csv + to_sql, raw text", pandas),
                ("roster load, first", ours),
                ("roster load, nothing changed", ours),
            ):
                costs.setdefault(label, []).append(measure(command, place.environment, ok=(0, 1)))
            shutil.rmtree(place.folder)
    tell({label: median(found) for label, found in costs.items()}, "sqlite3 .import, raw text")
    return 0
