from collections.abc import Iterator

import polars as pl

from roster_core.clever.source.memo import MemoSource
from roster_core.clever.source.source import FrameSource, Read

READ = Read("thing", {"a": pl.Int64, "b": pl.Int64})


class Counting:
    def __init__(self) -> None:
        self.asked: list[Read] = []
        self.source = FrameSource({"thing": pl.DataFrame({"a": range(1000), "b": range(1000)})})

    def table(self, read: Read) -> pl.DataFrame:
        self.asked.append(read)
        return self.source.table(read)

    def batches(self, read: Read) -> Iterator[pl.DataFrame]:
        yield from self.source.batches(read)


def test_what_was_read_is_not_read_again():
    counting = Counting()
    memo = MemoSource(counting)
    first = memo.table(READ.where(a=1))
    assert memo.table(READ.where(a=1)).equals(first)
    assert memo.table(READ.where(a=2)).rows() == [(2, 2)]
    assert len(counting.asked) == 2


def test_columns_come_in_the_order_asked_for():
    memo = MemoSource(Counting())
    memo.table(READ)
    assert memo.table(Read("thing", {"b": pl.Int64, "a": pl.Int64})).columns == ["b", "a"]


def test_what_was_not_asked_for_the_longest_goes_first():
    counting = Counting()
    memo = MemoSource(counting, capacity=4 * 16 * 20)
    reads = [READ.between("a", start, start + 19) for start in (0, 20, 40, 60)]
    for read in reads:
        memo.table(read)
    memo.table(reads[0])
    memo.table(READ.between("a", 80, 99))
    asked = len(counting.asked)
    memo.table(reads[0])
    assert len(counting.asked) == asked
    memo.table(reads[1])
    assert len(counting.asked) == asked + 1


def test_what_would_drive_out_everything_is_not_kept():
    counting = Counting()
    memo = MemoSource(counting, capacity=1000)
    memo.table(READ)
    memo.table(READ)
    assert len(counting.asked) == 2
