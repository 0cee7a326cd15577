"""What must hold between the files; a correct run cannot break it (export-options §8)."""

from collections.abc import Sequence

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.report import found

SCHOOL = "School_id"


def schools_known(name: str, schools_written: pl.Series, scope: Sequence[str]) -> pl.DataFrame:
    """Every School_id of the file `name` is in schools.csv; keyed by the school."""
    strange = pl.DataFrame({SCHOOL: schools_written.unique()}).filter(~pl.col(SCHOOL).is_in(scope))
    what = pl.concat_str(pl.lit(f"{name} has the school "), SCHOOL, pl.lit(", which is not in schools.csv"))
    return found(strange, kinds.CROSS_FILE, name, pl.col(SCHOOL), column=SCHOOL, facts={"what": what})


def keys_unique(name: str, written: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """No two rows of the file have the same key."""
    twice = written.group_by(key).len().filter(pl.col("len") > 1)
    row_key = pl.concat_str(key, separator="/")
    what = pl.concat_str(pl.lit(f"{name} has several rows for "), row_key)
    return found(twice, kinds.CROSS_FILE, name, row_key, facts={"what": what})


def teachers_known(sections: pl.DataFrame, teachers: pl.DataFrame) -> pl.DataFrame:
    """Every teacher of a section is in teachers.csv."""
    columns = [name for name in sections.columns if name.startswith("Teacher_")]
    named = pl.concat(
        sections.select("Section_id", Teacher_id=column).drop_nulls().with_columns(column=pl.lit(column))
        for column in columns
    )
    strange = named.join(teachers.select("Teacher_id"), on="Teacher_id", how="anti")
    what = pl.concat_str(pl.col("column"), pl.lit(" is "), "Teacher_id", pl.lit(", who is not in teachers.csv"))
    return found(strange, kinds.CROSS_FILE, "sections.csv", pl.col("Section_id"), facts={"what": what})


def emails_agree(teachers: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Somebody in both files has the same e-mail in both (export-options §6.1)."""
    both = teachers.select(key="Teacher_id", email="Teacher_email").join(
        staff.select(key="Staff_id", other="Staff_email"), on="key"
    )
    differ = both.filter(pl.col("email").ne_missing(pl.col("other"))).unique("key")
    return found(differ, kinds.STAFF_EMAIL_MISMATCH, "teachers.csv", pl.col("key"), facts={"key": pl.col("key")})
