"""What holds of any roster with any options: Clever takes the files, and the same input gives the same bytes."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from roster_core.clever.check.run import check_folder
from tests.clever.exporting import TODAY, Exported, export_source, source_of
from tests.clever.rich_options import rich_options
from tests.clever.rich_rosters import rich_roster
from tests.clever.small import EMPTY
from tests.clever.test_against_plain import DEFAULTS, SECRET, WORDS

#: Cells that the roster may not have and Clever wants: the export has findings of its own for them.
LEFT_BLANK = {("V01", "staff.csv", "Staff_email"), ("V01", "admins.csv", "Admin_email")}


def refused_by_clever(exported: Exported) -> set[tuple[str, str, str]]:
    """Rule, file and column of everything that Clever would refuse."""
    with TemporaryDirectory() as name:
        for file, text in exported.files.items():
            Path(name, file).write_text(text, encoding="utf-8", newline="")
        found = check_folder(Path(name), today=TODAY)
    bad = found.filter(pl.col("severity").is_in(["block", "error"]))
    return set(bad.select("code", "file", "column").iter_rows())


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(st.randoms(use_true_random=False))
def test_clever_takes_the_files_of_any_roster_with_any_options(chance: Random):
    source = source_of({**EMPTY, **rich_roster(chance).roster})
    options = {**rich_options(chance, DEFAULTS, WORDS), "column_layout": "clever"}
    exported = export_source(source, secret=SECRET, **options)
    if exported.files:
        assert refused_by_clever(exported) <= LEFT_BLANK
        again = export_source(source, secret=SECRET, block_size=3, **options)
        assert (again.files, again.told) == (exported.files, exported.told)
        known = {name: set(exported.column(f"{name}s.csv", f"{name.title()}_id")) for name in ("section", "student")}
        for row in exported.rows("enrollments.csv"):
            assert row["Section_id"] in known["section"]
            assert row["Student_id"] in known["student"]
