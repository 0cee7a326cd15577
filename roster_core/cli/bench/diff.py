"""`bench diff`: two exports compared, against a program with pandas that does the same."""

import sys
import tempfile
from pathlib import Path

from roster_core.cli.bench.group import bench, rounds_option, students_option
from roster_core.cli.bench.place import CLI, MANY_OPTIONS, Place
from roster_core.cli.measure import measure, median, tell

_PANDAS = """
import pathlib, sys, pandas
old, new = map(pathlib.Path, sys.argv[1:3])
keys = {
    "schools": ["School_id"], "students": ["Student_id", "Contact_sis_id"], "teachers": ["School_id", "Teacher_id"],
    "sections": ["Section_id"], "enrollments": ["Section_id", "Student_id"], "staff": ["School_id", "Staff_id"],
}
for name, key in keys.items():
    a, b = (pandas.read_csv(folder / (name + ".csv"), dtype=str, keep_default_na=False) for folder in (old, new))
    both = a.merge(b, on=key, how="outer", suffixes=("", "_new"), indicator=True)
    added, removed = (both["_merge"] == "right_only").sum(), (both["_merge"] == "left_only").sum()
    there = both[both["_merge"] == "both"]
    cells = []
    for column in a.columns:
        if column not in key and column in b.columns:
            differ = there[there[column] != there[column + "_new"]]
            cells.append(differ[[*key, column, column + "_new"]])
    print(name, added, removed, sum(map(len, cells)))
"""
_LIMIT = "pandas merge and compare"


@bench.command("diff")
@students_option
@rounds_option
def diff(students: int, rounds: int) -> int:
    """Compare two exports that differ in some cells and rows of every large file, against pandas."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Place(Path(scratch))
        place.load(students)
        changed = {**MANY_OPTIONS, "iep_yes_no": False, "exclude_kindergarten_students": True}
        for out, options in (("old", MANY_OPTIONS), ("new", changed)):
            measure(place.export_command(options, out), place.environment, ok=(0, 1))
        folders = [str(place.folder / out) for out in ("old", "new")]
        commands = {
            _LIMIT: [sys.executable, "-c", _PANDAS, *folders],
            "clever diff": [*CLI, "clever", "diff", *folders],
        }
        costs = {
            label: median([measure(command, place.environment) for _ in range(rounds)])
            for label, command in commands.items()
        }
    tell(costs, _LIMIT)
    return 0
