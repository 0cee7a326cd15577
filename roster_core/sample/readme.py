"""The page in the sample's folder that says what is in it."""

from pathlib import Path

from roster_core.sample.book import Book
from roster_core.sample.district import HOLDS_FROM, HOLDS_TO, YEAR
from roster_core.sample.photographer import entries
from roster_core.sample.situations.catalog import page
from roster_core.sample.situations.tables import Tables

_INTRODUCTION = """# Maple Hollow, a made-up district

Nobody in it exists: a seeded program mixed the names, drew the portraits and dealt out the numbers. Phones are of the
555-01xx kind that belongs to nobody, addresses end in `.example` or `example.org`. The whole folder is written by
`python -m roster_core sample build`; change the program, not the files.

- `roster/`: {students} students and {staff} staff of {schools} schools in roster CSV, school year {year}.
- `photos/students/` and `photos/staff/`: portraits by web login and by staff ID, as of last school year.
- `photographer.zip`: what the photographer of the middle school sent this October, to be uploaded.

It loads without an error. What it warns of is meant, as is everything else in the tables below, which name for each
situation the rows that show it on {start}; all of them hold from {start} to {end}.
"""
_DELIVERY = """
## In photographer.zip

{total} entries. Those not listed are pictures that match their person and are taken.

| entry | what it shows |
|---|---|
"""


def write_readme(book: Book, folder: Path, seed: int) -> None:
    """Write `README.md` beside the roster in `folder`."""
    tables = Tables(folder / "roster", HOLDS_FROM)
    start, end = (f"{day.isoformat()}" for day in (HOLDS_FROM, HOLDS_TO))
    counts = {name: tables[name].height for name in ("students", "staff", "schools")}
    text = _INTRODUCTION.format(**counts, year=YEAR, start=start, end=end) + page(tables)
    delivery = list(entries(book, seed))
    text += _DELIVERY.format(total=len(delivery))
    text += "".join(f"| `{entry.name}` | {entry.shows} |\n" for entry in delivery if entry.shows)
    (folder / "README.md").write_text(text, encoding="utf-8", newline="")
