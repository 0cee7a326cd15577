"""`bench emails`: a list of new addresses checked and stored, beside a plain merge with pandas."""

import csv
import shutil
import sys
import tempfile
from itertools import islice
from pathlib import Path

import click

from roster_core.cli.bench.group import bench, rounds_option
from roster_core.cli.bench.place import CLI, Place
from roster_core.cli.measure import Cost, measure, median, tell

#: Reads list and students, merges them, finds what is given twice or taken, and writes the new addresses.
_PANDAS = """
import sqlite3, sys, pandas
connection = sqlite3.connect(sys.argv[2])
rows = pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
known = pandas.read_sql("select person_id, district_number, school_email from student", connection)
both = rows.merge(known, left_on="student_id", right_on="district_number", how="left")
good = both[both["person_id"].notna() & both["new_email"].str.contains(r"^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$")]
good = good[~good["new_email"].str.lower().duplicated(keep=False)]
taken = known[known["school_email"].notna() & ~known["person_id"].isin(good["person_id"])]
good = good[~good["new_email"].str.lower().isin(taken["school_email"].str.lower())]
connection.executemany(
    "update student set school_email = ? where district_id = 1 and person_id = ?",
    good[["new_email", "person_id"]].astype({"person_id": int}).itertuples(index=False, name=None),
)
connection.commit()
print(len(good))
"""
_LIMIT = "pandas: merge, compare, update"


@bench.command("emails")
@click.option("--rows", "count", default=20_000, show_default=True, help="How many rows the list has.")
@rounds_option
def emails(count: int, rounds: int) -> int:
    """Check a list of new addresses, and check and store it, against pandas."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        place = Place(folder / "district")
        place.folder.mkdir()
        place.load(count)
        path = folder / "list.csv"
        _write_list(path, place, count)
        costs: dict[str, list[Cost]] = {}
        for number in range(rounds):
            here = Place(folder / f"round-{number}")
            for label, command in (
                (_LIMIT, [sys.executable, "-c", _PANDAS, str(path), str(here.database)]),
                ("emails update, a preview", [*CLI, "emails", "update", str(path)]),
                ("emails update --confirm", [*CLI, "emails", "update", str(path), "--confirm"]),
            ):
                shutil.copytree(place.folder / "data", here.folder / "data")
                costs.setdefault(label, []).append(measure(command, here.environment))
                shutil.rmtree(here.folder)
    tell({label: median(found) for label, found in costs.items()}, _LIMIT)
    return 0


def _write_list(path: Path, place: Place, count: int) -> None:
    with (
        (place.folder / "roster" / "students.csv").open(encoding="utf-8") as source,
        path.open("w", encoding="utf-8", newline="") as out,
    ):
        written = csv.writer(out)
        written.writerow(["student_id", "new_email"])
        for row in islice(csv.DictReader(source), count):
            written.writerow([row["district_number"], f"n{row['district_number']}@stu.example.org"])
