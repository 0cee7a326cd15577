"""Writes a roster of any size as roster CSV, for measurements."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import polars as pl

from roster_core.roster.layout import FILE_BY_NAME, FILES
from roster_core.roster.notation import File
from roster_core.sample.large.lessons import Lessons
from roster_core.sample.large.people import student_parts
from roster_core.sample.large.plan import Plan
from roster_core.sample.large.staffing import district_parts, school_parts


def write_roster(folder: Path, students: int, *, seed: int = 1) -> None:
    """Write a roster of `students` students into `folder`, the same bytes for the same arguments.

    Students are made block by block, so that memory does not grow with them; the files are in the writer's form of
    roster-csv §1 but for the order of rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        (folder / file.csv_name).write_text(",".join(file.headers) + "\n", encoding="utf-8", newline="")
    for name, rows in _parts(students, seed):
        file = FILE_BY_NAME[name]
        with (folder / file.csv_name).open("ab") as out:
            _whole(file, rows).write_csv(out, include_header=False, quote_style="necessary")


def _parts(students: int, seed: int) -> Iterator[tuple[str, pl.DataFrame]]:
    plan = Plan(students)
    lessons = Lessons(plan, seed)
    return chain(district_parts(), school_parts(plan, seed), lessons.parts(), student_parts(plan, lessons, seed))


def _whole(file: File, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with all columns of the file in order, defaults spelled out; blanks are nulls, or they were quoted."""
    missing = [pl.lit(column.default).alias(column.name) for column in file.columns if column.name not in rows.columns]
    text = rows.with_columns(missing).select(file.headers)
    return text.with_columns(pl.when(pl.all() != "").then(pl.all()))
