"""How rows of Clever's files are named."""

import polars as pl

from roster_core.clever.changes.row_keys import KEY, RowKey, keyed
from roster_core.clever.check.findings import row_key
from roster_core.clever.folders.reading import ROW


def test_rows_are_named_even_where_a_filter_emptied_a_part_of_the_frame():
    parts = [pl.DataFrame({ROW: [row, row], "School_id": [name] * 2}) for row, name in ((2, "a"), (3, "b"), (4, "c"))]
    frame = pl.concat(parts, rechunk=False)
    # Only a series as filter leaves the emptied parts in place.
    kept = frame.filter(frame[ROW] == 4)
    assert kept.n_chunks() == 3
    assert kept.select(name=row_key())["name"].to_list() == ["row 4", "row 4"]
    assert keyed(kept, RowKey(("School_id",)))[KEY].to_list() == ["c", "c#2"]
