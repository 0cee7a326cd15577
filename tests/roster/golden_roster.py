"""The golden roster as rows of text that a test can change, write and load."""

import csv
import io
from pathlib import Path

from roster_core.roster.checks.roster import Checked, check
from roster_core.roster.layout import FILE_BY_NAME, FILES
from roster_core.roster.reading import read_roster_csv

FOLDER = Path(__file__).parents[3] / "shared" / "reference" / "golden-roster"

#: The rows of each file; the first is record 2.
Roster = dict[str, list[dict[str, str]]]
#: Severity, code, file without `roster/` and `.csv`, row key, column.
Told = tuple[str, str, str, str, str]


def golden() -> Roster:
    """A fresh copy of the golden roster."""
    return {file.name: _rows(FOLDER / file.csv_name) for file in FILES}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def written(roster: Roster) -> dict[str, bytes]:
    """The files of a roster; a file without rows is its header only."""
    return {f"{name}.csv": _file(name, rows) for name, rows in roster.items()}


def _file(name: str, rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    # Python 3.11's csv quotes the one empty cell of a row, so that no row is a blank line.
    writer = csv.DictWriter(text, FILE_BY_NAME[name].headers, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def load(roster: Roster | dict[str, bytes], code: str | None = "MHSD") -> Checked:
    """Read and check rows or files."""
    files = {name: part if isinstance(part, bytes) else None for name, part in roster.items()}
    sources = written(roster) if None in files.values() else files  # type: ignore[arg-type]
    return check(read_roster_csv(sources), district_code=code)  # type: ignore[arg-type]


def told(checked: Checked) -> list[Told]:
    """What was found, without the messages."""
    columns = ("severity", "code", "file", "row_key", "column")
    return [
        (severity, code, file.removeprefix("roster/").removesuffix(".csv"), key, column)
        for severity, code, file, key, column in checked.findings.select(columns).iter_rows()
    ]
