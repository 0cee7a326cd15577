"""Rows sorted by school although they come in the order of keys: parts on disk, a bucket of schools at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from roster_core.clever.columns import in_order

SCHOOL = "School_id"


@dataclass(frozen=True)
class Buckets:
    """Splits written rows by school into `count` buckets, so that one fits into memory (export-engine §5.5).

    A bucket is a run of neighbours in the sorted list of schools: buckets one after the other are in order.
    """

    folder: Path
    schools: Sequence[str]
    count: int

    def add(self, written: pl.DataFrame, part: int) -> None:
        """Keep the rows of the part numbered `part`, as `columns.cells` gave them."""
        place = {code: position * self.count // len(self.schools) for position, code in enumerate(self.schools)}
        bucket = pl.col(SCHOOL).replace_strict(place, return_dtype=pl.Int32)
        for (number,), rows in written.with_columns(_bucket=bucket).partition_by("_bucket", as_dict=True).items():
            rows.drop("_bucket").write_ipc(self.folder / f"{number}-{part}.arrow")

    def sorted(self) -> Iterator[pl.DataFrame]:
        """All rows in the order written, a bucket at a time."""
        for number in range(self.count):
            parts = sorted(self.folder.glob(f"{number}-*.arrow"))
            if parts:
                yield in_order(pl.concat(pl.read_ipc(part) for part in parts))
                for part in parts:
                    part.unlink()
