"""Rows that are needed again much later, put aside in files so that they take less memory meanwhile."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl


@dataclass(frozen=True)
class Shelf:
    """A folder for rows put aside; they stay good when the folder is removed."""

    folder: Path

    def put(self, rows: pl.DataFrame, name: str) -> pl.DataFrame:
        """The same rows out of a file: compact, and without what they were made from, which a few texts keep alive."""
        path = self.folder / f"{name}.arrow"
        rows.write_ipc(path)
        return pl.read_ipc(path)
