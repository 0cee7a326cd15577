"""Who teaches a section, in a fixed order, and which sections go without (export-options §3, §7.9)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.people import People
from roster_core.clever.report import found, full_name
from roster_core.clever.run import Run
from roster_core.clever.source import Read, Source

_SECTIONS = Read("section", {"section_id": pl.Int64})
_SECTION_STAFF = Read(
    "section_staff",
    {"section_id": pl.Int64, "person_id": pl.Int64, "is_primary": pl.Boolean, "sequence": pl.Int64},
)
#: How many teachers a section is written with when there are four columns.
COLUMNS = 4


@dataclass(frozen=True)
class Taught:
    """Sections with somebody who teaches them.

    `sections` have `teachers`, how many active ones there are; `teachers` has a row for each in their order
    (`section_id`, `place` from 0, `person_id`, `staff_id`); `findings` are about the sections withheld.
    """

    sections: pl.DataFrame
    teachers: pl.DataFrame
    findings: pl.DataFrame


def read_section_staff(source: Source, run: Run) -> pl.DataFrame:
    """Who is entered for the sections of the year on the day, active or not."""
    sections = _SECTIONS.where(school_year=run.year)
    return source.table(_SECTION_STAFF.on("from_date", "to_date", run.as_of).within("section_id", sections))


def taught(sections: pl.DataFrame, section_staff: pl.DataFrame, people: People, run: Run) -> Taught:
    """Split off sections without a teacher on the day, or with none who is active."""
    entered = section_staff.join(sections.select("section_id"), on="section_id").join(people.staff, on="person_id")
    teachers = _ordered(entered.filter("active"))
    counted = (
        sections.join(_counts(entered, "entered"), on="section_id", how="left")
        .join(_counts(teachers, "teachers"), on="section_id", how="left")
        .with_columns(pl.col("entered", "teachers").fill_null(0))
    )
    untaught = counted.filter(pl.col("entered") == 0)
    inactive = counted.filter((pl.col("entered") > 0) & (pl.col("teachers") == 0))
    return Taught(
        counted.filter(pl.col("teachers") > 0).drop("entered"),
        teachers,
        pl.concat((_no_teacher(untaught, run), _all_inactive(inactive, entered))),
    )


def _ordered(active: pl.DataFrame) -> pl.DataFrame:
    """Primary first, then by sequence, then by staff ID, each person once."""
    return (
        active.sort("section_id", ~pl.col("is_primary"), "sequence", "staff_id")
        .unique(["section_id", "person_id"], keep="first", maintain_order=True)
        .with_columns(place=pl.int_range(pl.len()).over("section_id"))
        .select("section_id", "place", "person_id", "staff_id")
    )


def _counts(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.group_by("section_id").agg(pl.len().cast(pl.Int64).alias(name))


def _no_teacher(sections: pl.DataFrame, run: Run) -> pl.DataFrame:
    return found(
        sections,
        kinds.SECTION_NO_TEACHER,
        "sections.csv",
        pl.col("base_id"),
        column="Teacher_id",
        facts={"name": pl.col("name"), "day": run.as_of.strftime("%m/%d/%Y")},
    )


def _all_inactive(sections: pl.DataFrame, entered: pl.DataFrame) -> pl.DataFrame:
    names = (
        entered.sort("section_id", "staff_id")
        .group_by("section_id")
        .agg(names=full_name().unique(maintain_order=True).str.join(", "))
    )
    return found(
        sections.join(names, on="section_id", how="left"),
        kinds.SECTION_TEACHER_INACTIVE,
        "sections.csv",
        pl.col("base_id"),
        column="Teacher_id",
        facts={"name": pl.col("name"), "teachers": pl.col("names")},
    )


def written_teachers(teachers: pl.DataFrame, run: Run) -> pl.DataFrame:
    """The teachers who stand in a column of sections.csv: the first, or the first four (G47)."""
    return teachers.filter(pl.col("place") < (COLUMNS if run.options.use_four_teacher_columns else 1))


def too_many(sections: pl.DataFrame, teachers: pl.DataFrame, people: People) -> pl.DataFrame:
    """A warning for each section with more teachers than columns, naming those left out; `teachers` are all of them."""
    left_out = (
        teachers.filter(pl.col("place") >= COLUMNS)
        .join(people.staff.select("person_id", "first_name", "last_name"), on="person_id")
        .sort("section_id", "place")
        .group_by("section_id")
        .agg(left_out=full_name().str.join(", "))
    )
    return found(
        sections.join(left_out, on="section_id"),
        kinds.TEACHERS_OVER_FOUR,
        "sections.csv",
        pl.col("base_id"),
        facts={"name": pl.col("name"), "left_out": pl.col("left_out")},
    )


def with_teacher_columns(sections: pl.DataFrame, teachers: pl.DataFrame) -> pl.DataFrame:
    """The sections with `teacher_1` … `teacher_4`, the staff IDs of those written."""
    ids = teachers.sort("section_id", "place").group_by("section_id").agg(ids=pl.col("staff_id"))
    columns = [pl.col("ids").list.get(i, null_on_oob=True).alias(f"teacher_{i + 1}") for i in range(COLUMNS)]
    return sections.join(ids, on="section_id", how="left").with_columns(columns).drop("ids")
