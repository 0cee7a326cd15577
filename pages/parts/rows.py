"""Rows to look at: a frame, or a CSV file that is read page by page from where it lies."""

import csv
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import polars as pl

from roster_core.storage.stored_file import StoredFile

#: A search stops here; nobody reads more hits than that.
MAX_HITS = 1000


class Rows(Protocol):
    """A table that can be counted, paged and searched. Rows are numbered from 0; cells are text."""

    columns: Sequence[str]
    count: int

    def page(self, first: int, count: int) -> list[list[str]]:
        """Up to `count` rows from number `first` on."""

    def find(self, text: str, columns: Sequence[str]) -> list[int]:
        """Numbers of the rows with `text` in one of `columns`, without regard to case; at most `MAX_HITS`."""


class FrameRows:
    """The rows of a frame; nulls are blank."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame.with_columns(pl.all().cast(pl.String).fill_null(""))
        self.columns: Sequence[str] = frame.columns
        self.count = frame.height

    def page(self, first: int, count: int) -> list[list[str]]:
        """Up to `count` rows from number `first` on."""
        return [list(row) for row in self.frame.slice(first, count).iter_rows()]

    def find(self, text: str, columns: Sequence[str]) -> list[int]:
        """Numbers of the rows with `text` in one of `columns`."""
        if not columns:
            return []
        sought = pl.lit(text.lower())
        hits = pl.any_horizontal(pl.col(name).str.to_lowercase().str.contains(sought, literal=True) for name in columns)
        return self.frame.with_row_index("#row").filter(hits)["#row"].head(MAX_HITS).to_list()


class CsvRows:
    """The records of a CSV file in UTF-8, found by byte offsets: what is shown is the file itself.

    Memory is 8 bytes for every `step` records, whatever the size of the file. Line breaks inside quotes are fine.
    """

    def __init__(self, path: Path | StoredFile, step: int = 1000) -> None:
        self.path = path
        self.step = step
        self._offsets = array("Q")
        self.count = 0
        with path.open("rb") as file:
            records = _records(file)
            self.columns: Sequence[str] = _cells(next(records, b"").removeprefix(b"\xef\xbb\xbf"))
            position = file.tell()
            for record in records:
                if self.count % step == 0:
                    self._offsets.append(position)
                position += len(record)
                self.count += 1

    def page(self, first: int, count: int) -> list[list[str]]:
        """Up to `count` rows from number `first` on."""
        if not 0 <= first < self.count:
            return []
        rows = []
        with self.path.open("rb") as file:
            file.seek(self._offsets[first // self.step])
            for number, record in enumerate(_records(file), first - first % self.step):
                if number >= first + count:
                    break
                if number >= first:
                    rows.append(self._row(record))
        return rows

    def find(self, text: str, columns: Sequence[str]) -> list[int]:
        """Numbers of the rows with `text` in one of `columns`; other cells are not looked at."""
        sought = text.lower()
        places = [self.columns.index(name) for name in columns]
        # Most records are passed over as bytes. A quote is doubled in them, and only ASCII folds bytewise.
        quick = sought.encode() if sought.isascii() and '"' not in sought else b""
        hits: list[int] = []
        with self.path.open("rb") as file:
            records = _records(file)
            next(records, None)
            for number, record in enumerate(records):
                if quick not in record.lower():
                    continue
                row = self._row(record)
                if any(sought in row[place].lower() for place in places):
                    hits.append(number)
                    if len(hits) == MAX_HITS:
                        break
        return hits

    def _row(self, record: bytes) -> list[str]:
        cells = _cells(record)
        # A record of the wrong length must not shift the table; the check of the file tells about it.
        return (cells + [""] * len(self.columns))[: len(self.columns)]


def _records(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Whole records: a line goes on in the next one while a quote is open."""
    pending = b""
    # `readline` and not iteration: the position in the file is asked for meanwhile.
    while line := lines.readline():  # type: ignore[attr-defined]
        pending += line
        if pending.count(b'"') % 2 == 0:
            yield pending
            pending = b""
    if pending:
        yield pending


def _cells(record: bytes) -> list[str]:
    return next(csv.reader([record.decode("utf-8").rstrip("\r\n")]), [])
