"""`bench check`: the check of a folder of Clever files, against a program with pandas that looks for less."""

import sys
import tempfile
from pathlib import Path

from roster_core.cli.bench.group import bench, rounds_option, students_option
from roster_core.cli.bench.place import CLI, MANY_OPTIONS, Place, accepted
from roster_core.cli.measure import measure, median, tell

_PANDAS = """
import pathlib, sys, pandas
folder = pathlib.Path(sys.argv[1])
read = {path.stem: pandas.read_csv(path, dtype=str, keep_default_na=False) for path in folder.glob("*.csv")}
required = {
    "students": ["School_id", "Student_id", "Last_name", "First_name"], "sections": ["School_id", "Section_id"],
    "teachers": ["School_id", "Teacher_id"], "enrollments": ["School_id", "Section_id", "Student_id"],
    "staff": ["School_id", "Staff_id"], "schools": ["School_id", "School_name"],
}
keys = {"schools": ["School_id"], "sections": ["Section_id"], "enrollments": ["Section_id", "Student_id"]}
found = 0
for name, columns in required.items():
    for column in columns:
        found += int((read[name][column] == "").sum())
    found += int((~read[name]["School_id"].isin(read["schools"]["School_id"])).sum())
for name, columns in keys.items():
    found += int(read[name].duplicated(columns).sum())
found += int((~read["enrollments"]["Student_id"].isin(read["students"]["Student_id"])).sum())
found += int((~read["enrollments"]["Section_id"].isin(read["sections"]["Section_id"])).sum())
found += int((~read["sections"]["Teacher_id"].isin(read["teachers"]["Teacher_id"])).sum())
email = read["students"]["Student_email"]
found += int((~email.str.fullmatch(r"[^@ ]+@[^@ ]+|")).sum())
found += int((~read["students"]["DOB"].str.fullmatch(r"[0-9]{2}/[0-9]{2}/[0-9]{4}|")).sum())
print(found)
"""
_LIMIT = "pandas, a dozen rules"


@bench.command("check")
@students_option
@rounds_option
def check(students: int, rounds: int) -> int:
    """Check the files of an export, against pandas with a dozen of the rules."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Place(Path(scratch))
        place.load(students)
        measure(place.export_command(MANY_OPTIONS, "out"), place.environment, ok=(0, 1))
        folder = str(place.folder / "out")
        commands = {
            _LIMIT: [sys.executable, "-c", _PANDAS, folder],
            "clever check, every rule": [*CLI, "clever", "check", folder],
        }
        costs = {
            label: median([measure(command, place.environment, ok=accepted(command)) for _ in range(rounds)])
            for label, command in commands.items()
        }
    tell(costs, _LIMIT)
    return 0
