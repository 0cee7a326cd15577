"""The roster while it is being made up: rows under their keys, and the files that they become."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from roster_core.roster.layout import FILE_BY_NAME, FILES

#: One row: column → cell as it is written.
Cells = dict[str, str]
#: What may be said for a cell; nothing said and `None` are blank.
Cell = str | bool | int | date | None


def _text(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case _:
            return str(value)


class Book:
    """All rows by file and key. A row given out may be changed, except in its key."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[tuple[str, ...], Cells]] = {name: {} for name in FILE_BY_NAME}

    def add(self, file: str, /, **said: Cell) -> Cells:
        """Add a row and return it; what is unsaid has its default. `from_` stands for the column that is Python's word.

        Raises:
            KeyError: The file has no such column, or the key is already there.
        """
        layout = FILE_BY_NAME[file]
        cells = {name.removesuffix("_"): _text(value) for name, value in said.items()}
        if unknown := cells.keys() - set(layout.headers):
            raise KeyError(file, sorted(unknown))
        row = {column.name: cells.get(column.name) or column.default for column in layout.columns}
        key = tuple(row[column] for column in layout.key)
        if key in self._rows[file]:
            raise KeyError(file, key)
        self._rows[file][key] = row
        return row

    def get(self, file: str, *key: str) -> Cells:
        """The row with that whole key."""
        return self._rows[file][key]

    def has(self, file: str, *key: str) -> bool:
        """Whether there is a row with that whole key."""
        return key in self._rows[file]

    def drop(self, file: str, *key: str) -> None:
        """Take a row out."""
        del self._rows[file][key]

    def rows(self, file: str, **wanted: str) -> Iterator[Cells]:
        """The rows, in the order added, whose cells are as wanted."""
        for row in list(self._rows[file].values()):
            if all(row[column] == cell for column, cell in wanted.items()):
                yield row

    def one(self, file: str, **wanted: str) -> Cells:
        """The first row whose cells are as wanted."""
        return next(self.rows(file, **wanted))

    def write(self, folder: Path) -> None:
        """Write every file into `folder`: rows by key, UTF-8, LF, quotes only where needed (roster-csv §1)."""
        folder.mkdir(parents=True, exist_ok=True)
        for file in FILES:
            lines = io.StringIO()
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(file.headers)
            writer.writerows(row.values() for _, row in sorted(self._rows[file.name].items()))
            (folder / file.csv_name).write_text(lines.getvalue(), encoding="utf-8", newline="")
