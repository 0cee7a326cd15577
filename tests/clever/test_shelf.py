"""Rows put aside in files."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from roster_core.clever.shelf import Shelf


def test_rows_put_aside_stay_good_when_their_folder_is_gone():
    rows = pl.DataFrame({"person_id": [3, 1, 2], "name": ["Ortega with a name too long to be held in line", None, ""]})
    with TemporaryDirectory() as folder:
        back = Shelf(Path(folder)).put(rows, "students-0")
        none = Shelf(Path(folder)).put(rows.clear(), "students-1")
        assert [path.name for path in sorted(Path(folder).iterdir())] == ["students-0.arrow", "students-1.arrow"]
    assert back.equals(rows)
    assert none.equals(rows.clear())
    assert none.schema == rows.schema
