"""Rules K07 and K08: people in teachers.csv and staff.csv whom Clever takes for one user."""

from collections.abc import Iterator

import polars as pl

from roster_core.clever.check import kinds
from roster_core.clever.check.findings import VALUE, is_filled, rows_found, shown
from roster_core.clever.folders.folder import Folder
from roster_core.clever.folders.reading import ROW
from roster_core.clever.spec.people import ADMINS, STAFF, TEACHERS

_EMAILS = {TEACHERS.name: "Teacher_email", STAFF.name: "Staff_email", ADMINS.name: "Admin_email"}
_ROWS_SCHEMA = {"file": pl.String, ROW: pl.Int64, "id": pl.String, VALUE: pl.String}


def check_employees(folder: Folder) -> Iterator[pl.DataFrame]:
    """Findings about employees across files."""
    rows = pl.concat([pl.DataFrame(schema=_ROWS_SCHEMA), *_employees(folder)])
    with_email = rows.filter(pl.col(VALUE) != "")
    yield from _check_shared_addresses(with_email)
    teachers = rows.filter(pl.col("file") == TEACHERS.name)
    staff = rows.filter(pl.col("file") == STAFF.name)
    yield _check_both_files(staff, teachers)


def _employees(folder: Folder) -> Iterator[pl.DataFrame]:
    """A row for each employee's row with an ID: `file`, ROW, `id` and the address in lower case as VALUE."""
    for name, email in _EMAILS.items():
        if file := folder.files.get(name):
            rows = file.everywhere(file.spec.entity[0], email).filter(is_filled(file.spec.entity[0]))
            address = pl.col(email).str.strip_chars().str.to_lowercase().alias(VALUE)
            yield rows.select(pl.lit(name).alias("file"), ROW, pl.col(file.spec.entity[0]).alias("id"), address)


def _check_shared_addresses(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """K07 for every row whose address an earlier row of another person has, in either file."""
    shared = rows.filter(pl.col(VALUE).is_duplicated()).with_columns(
        pl.col("id", "file", ROW).first().over(VALUE).name.prefix("first_")
    )
    shared = shared.filter(pl.col("id") != pl.col("first_id"))
    for name, email in _EMAILS.items():
        facts = {
            "value": shown(),
            "id": shown("id"),
            "other": shown("first_id"),
            "first": pl.col(f"first_{ROW}"),
            "file": pl.col("first_file"),
        }
        yield rows_found(shared.filter(pl.col("file") == name), kinds.K07, name, email, facts)


def _check_both_files(staff: pl.DataFrame, teachers: pl.DataFrame) -> pl.DataFrame:
    """K08 for every row of staff.csv whose ID or address a teacher has."""

    def first_of(column: str) -> pl.DataFrame:
        once = teachers.filter(pl.col(column) != "").group_by(column).agg(pl.col(ROW).min().alias(f"row_{column}"))
        return once.select(column, f"row_{column}")

    both = staff.join(first_of("id"), on="id", how="left", maintain_order="left").join(
        first_of(VALUE), on=VALUE, how="left", maintain_order="left"
    )
    both = both.filter(pl.col("row_id").is_not_null() | pl.col(f"row_{VALUE}").is_not_null())
    by = pl.when(pl.col("row_id").is_not_null()).then(pl.lit("Staff_id")).otherwise(pl.lit("e-mail address"))
    facts = {"id": shown("id"), "first": pl.coalesce("row_id", f"row_{VALUE}"), "by": by}
    return rows_found(both, kinds.K08, STAFF.name, "Staff_id", facts)
