"""A source that remembers what it gave, for a process that asks for the same again and again."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from roster_core.clever.source.source import Read, Source

#: What is remembered in all, in bytes; what was not asked for the longest goes first.
CAPACITY = 400_000_000


@dataclass
class MemoSource:
    """`source`, each read carried out once while there is room for what it gave."""

    source: Source
    capacity: int = CAPACITY
    _kept: OrderedDict[Read, pl.DataFrame] = field(default_factory=OrderedDict)
    _size: int = 0

    def table(self, read: Read) -> pl.DataFrame:
        """See `Source.table`."""
        rows = self._kept.get(read)
        if rows is None:
            rows = self.source.table(read)
            self._keep(read, rows)
        else:
            self._kept.move_to_end(read)
        return rows.select(*read.columns)  # equal reads may name their columns in another order

    def batches(self, read: Read) -> Iterator[pl.DataFrame]:
        """See `Source.batches`; what comes piece by piece is not kept."""
        yield from self.source.batches(read)

    def _keep(self, read: Read, rows: pl.DataFrame) -> None:
        if rows.estimated_size() > self.capacity // 4:  # it would drive out everything else
            return
        self._kept[read] = rows
        self._size += int(rows.estimated_size())
        while self._size > self.capacity and len(self._kept) > 1:
            _read, oldest = self._kept.popitem(last=False)
            self._size -= int(oldest.estimated_size())
