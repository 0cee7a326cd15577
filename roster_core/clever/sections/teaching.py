"""Who teaches a section, in a fixed order, and which sections go without (export-options §3, §7.9)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.people.staff import People
from roster_core.clever.report import amount, found, full_name
from roster_core.clever.run import Run
from roster_core.clever.sections.shared_teachers import ordered
from roster_core.clever.source.source import Read, Source
from roster_core.findings import Finding, to_frame

_SECTIONS = Read("section", {"section_id": pl.Int64})
_SECTION_STAFF = Read(
    "section_staff",
    {"section_id": pl.Int64, "person_id": pl.Int64, "is_primary": pl.Boolean, "sequence": pl.Int64},
)
#: How many teachers a section is written with when there are four columns.
COLUMNS = 4


@dataclass(frozen=True)
class Staffing:
    """Who is entered for the sections of the year on the day.

    `entered` has a row for each entry, active or not; `teachers` the active ones of each section in their order
    (`section_id`, `place` from 0, `person_id`, `staff_id`).
    """

    entered: pl.DataFrame
    teachers: pl.DataFrame

    def counted(self, sections: pl.DataFrame) -> pl.DataFrame:
        """The sections with how many are `entered`, and `own_teachers`, how many active ones there are."""
        entered, active = _counts(self.entered, "entered"), _counts(self.teachers, "own_teachers")
        return (
            sections.join(entered, on="section_id", how="left")
            .join(active, on="section_id", how="left")
            .with_columns(pl.col("entered", "own_teachers").fill_null(0))
        )


def read_staffing(source: Source, run: Run, people: People) -> Staffing:
    """Read who is entered: primary first, then by sequence, then by staff ID, each person once."""
    sections = _SECTIONS.where(school_year=run.year)
    rows = source.table(_SECTION_STAFF.on("from_date", "to_date", run.as_of).within("section_id", sections))
    staff = people.staff.select("person_id", "staff_id", "first_name", "last_name", "active")
    entered = rows.join(staff, on="person_id").with_columns(later=~pl.col("is_primary"))
    return Staffing(entered, ordered(entered.filter("active"), ["section_id"], "later", "sequence", "staff_id"))


def _counts(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.group_by("section_id").agg(pl.len().cast(pl.Int64).alias(name))


def withheld(sections: pl.DataFrame, staffing: Staffing, run: Run) -> pl.DataFrame:
    """An error for each section without a teacher on the day, or with none who is active."""
    untaught = sections.filter(pl.col("own_teachers") == 0)
    return pl.concat(
        (
            _no_teacher(untaught.filter(pl.col("entered") == 0), run),
            _all_inactive(untaught.filter(pl.col("entered") > 0), staffing.entered),
        )
    )


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
        entered.join(sections.select("section_id"), on="section_id")
        .sort("section_id", "staff_id")
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


def column_findings(sections: pl.DataFrame, teachers: pl.DataFrame, people: People, run: Run) -> pl.DataFrame:
    """Teachers of these sections for whom there is no column; `teachers` are all active ones."""
    if run.options.use_four_teacher_columns:
        return _too_many(sections, teachers, people)
    several = sections.filter(pl.col("own_teachers") > 1).height
    facts = {"sections": amount(several, "section")}
    return to_frame([Finding(kinds.COTEACHERS_DROPPED, "sections.csv", facts=facts)] if several else [])


def _too_many(sections: pl.DataFrame, teachers: pl.DataFrame, people: People) -> pl.DataFrame:
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
    ids = teachers.sort("section_id", "place").group_by("section_id", maintain_order=True).agg(ids=pl.col("staff_id"))
    columns = [pl.col("ids").list.get(i, null_on_oob=True).alias(f"teacher_{i + 1}") for i in range(COLUMNS)]
    return sections.join(ids, on="section_id", how="left").with_columns(columns).drop("ids")
