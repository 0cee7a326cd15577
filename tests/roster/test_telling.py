"""Row keys of findings."""

import polars as pl

from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import RECORD, ROW_KEY


def test_rows_are_named_even_where_a_filter_emptied_a_part_of_the_frame():
    parts = [pl.DataFrame({FILE: [name] * 2, ROW: [row] * 2}) for name, row in (("a", 1), ("b", 2), ("c", 3))]
    frame = pl.concat(parts, rechunk=False)
    # Only a series as filter leaves the emptied parts in place.
    kept = frame.filter(frame[ROW] == 3)
    assert kept.n_chunks() == 3
    assert kept.select(ROW_KEY.alias("key"), RECORD.alias("record")).rows() == [("#3", "c #3")] * 2
