import polars as pl

from roster_core.clever.changes.row_changes import row_changes


def sections(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"Section_id": pl.String, "Name": pl.String}, orient="row")


def test_rows_are_changed_removed_and_added():
    changes = row_changes("sections.csv", sections(("1", "A"), ("2", "B")), sections(("1", "a"), ("3", "C")))
    assert [(change.key, change.what) for change in changes] == [("1", "changed"), ("2", "removed"), ("3", "added")]
    [cell] = changes[0].cells
    assert (cell.column, cell.before, cell.after) == ("Name", "A", "a")


def test_a_row_with_another_id_only_is_changed():
    [change] = row_changes("sections.csv", sections(("1", "A")), sections(("2026-1", "A")))
    assert (change.key, change.what) == ("1 → 2026-1", "changed")


def test_a_column_that_is_new_and_blank_changes_nothing():
    old = sections(("1", "A"))
    assert row_changes("sections.csv", old, old.with_columns(Extra=pl.lit(None, dtype=pl.String))) == []
    [change] = row_changes("sections.csv", old, old.with_columns(Extra=pl.lit("x")))
    assert [cell.column for cell in change.cells] == ["Extra"]


def test_headers_that_differ_in_case_are_one_column():
    old = pl.DataFrame({"Student_id": ["1"], "Dob": ["x"]})
    assert row_changes("students.csv", old, old.rename({"Dob": "DOB"})) == []
