"""A list of IDs that somebody pasted or uploaded: a column, a table with other columns, or a line with commas."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_CELLS = re.compile(r"[,;\t]")
_QUOTES = " \"'\ufeff\u00a0"


@dataclass(frozen=True)
class Found:
    """Whom a list names, in its order, and the IDs on it that are nobody's."""

    person_ids: tuple[int, ...]
    unknown: tuple[str, ...]


def read_rows(text: str) -> list[list[str]]:
    """The cells of the list by line, without quotes, blank ones kept in their place; blank lines are left out."""
    lines = [line for line in text.splitlines() if line.strip(_QUOTES)]
    rows = [[cell.strip(_QUOTES) for cell in _CELLS.split(line)] for line in lines]
    if all(len(row) == 1 for row in rows):  # IDs have no blanks: several in a line are several
        rows = [[one] for row in rows for one in row[0].split()]
    return [[cell] for cell in rows[0]] if len(rows) == 1 else rows


def find_persons(rows: Sequence[Sequence[str]], keys: Mapping[str, Sequence[int]]) -> Found:
    """Whom the cells name, by `keys` (an ID in lower case → persons).

    Columns in which nothing is an ID are other facts, and a first line without digits is a heading: neither is unknown.
    """
    width = max((len(row) for row in rows), default=0)
    taken = [column for column in range(width) if any(_key(row, column) in keys for row in rows)] or [0]
    persons: dict[int, None] = {}
    unknown: dict[str, None] = {}
    for number, row in enumerate(rows):
        for column in taken:
            key = _key(row, column)
            if key in keys:
                persons |= dict.fromkeys(keys[key])
            elif key and not (number == 0 and len(rows) > 1 and not any(letter.isdigit() for letter in key)):
                unknown[row[column]] = None
    return Found(tuple(persons), tuple(unknown))


def _key(row: Sequence[str], column: int) -> str:
    return row[column].lower() if column < len(row) else ""
