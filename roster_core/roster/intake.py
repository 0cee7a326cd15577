"""What every roster format is read into: the tables of roster CSV as text, and where each row came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from roster_core.findings import FRAME_SCHEMA

#: Column of an intake table that names the source file as findings show it (`roster/students.csv`).
FILE = "_file"
#: Column with the number of the record in that file, the header being record 1, as a spreadsheet counts.
ROW = "_row"


@dataclass(frozen=True)
class SourceFile:
    """A file that was read: its name in the folder or ZIP, its size in bytes and its SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Intake:
    """A whole roster as it was written, before it is checked.

    `tables` is keyed by the file names of roster-csv §4 without `.csv`. Each frame has text columns named as there
    (columns that the source does not have may be absent; null = blank) under the text rule, and `FILE` (text) and `ROW`
    (Int64). `findings` is a findings frame with what was met while reading; a `block` in it ends the load.
    """

    format: str
    tables: Mapping[str, pl.DataFrame]
    findings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FRAME_SCHEMA))
    sources: tuple[SourceFile, ...] = ()
