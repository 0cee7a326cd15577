"""What options put behind Name: homeroom teachers and print periods (export-options §7.6, §7.7)."""

import polars as pl

from roster_core.clever.run import Run
from roster_core.clever.sections.enrollments import Links
from roster_core.clever.sections.homerooms import Homerooms
from roster_core.clever.source.source import Read, Source

_PERIODS = Read("section_meeting", {"section_id": pl.Int64, "print_period": pl.String, "period_order": pl.Int64})


def with_homeroom_labels(
    sections: pl.DataFrame, run: Run, homerooms: Homerooms, links: Links, students: pl.DataFrame
) -> pl.DataFrame:
    """The sections with `homeroom_label`: with G43, at elementary schools, how the homeroom teacher is named."""
    if not run.options.append_hr_teacher_elem:
        return sections.with_columns(homeroom_label=pl.lit(None, dtype=pl.String))
    elementary = sections.filter(pl.col("school_type") == "ELEM")
    rooms = _homerooms_of(elementary, links, students)
    labels = rooms.join(homerooms.leaders, on=["school_id", "homeroom_code"]).select("section_id", "homeroom_label")
    return sections.join(labels, on="section_id", how="left")


def _homerooms_of(sections: pl.DataFrame, links: Links, students: pl.DataFrame) -> pl.DataFrame:
    """The homeroom that each section goes by: the one it is linked to, else the one of most of its students."""
    columns = ("section_id", "school_id", "homeroom_code")
    linked = sections.filter(pl.col("homeroom_code").is_not_null()).select(columns)
    counted = sections.filter(pl.col("homeroom_code").is_null()).select("section_id", "school_id")
    rooms = students.select("enrolled_school_id", "homeroom_code").unique(maintain_order=True).with_row_index("value")
    in_rooms = students.select("person_id", "enrolled_school_id", "homeroom_code").join(
        rooms, on=["enrolled_school_id", "homeroom_code"], nulls_equal=True
    )
    tally = links.tally(counted["section_id"], in_rooms.select("person_id", pl.col("value").cast(pl.UInt64)))
    most = tally.filter(pl.col("students") * 2 > pl.col("students").sum().over("section_id"))
    here = rooms.select(pl.col("value").cast(pl.Int64), "homeroom_code", school_id="enrolled_school_id")
    by_count = counted.join(most, on="section_id").join(here.drop_nulls(), on=["value", "school_id"])
    return pl.concat((linked, by_count.select(columns)))


def with_periods(sections: pl.DataFrame, source: Source, run: Run) -> pl.DataFrame:
    """The sections with `periods` such as 5,6: with G44, at middle schools, the labels of when they meet."""
    if not run.options.append_print_periods_middle:
        return sections.with_columns(periods=pl.lit(None, dtype=pl.String))
    middle = sections.filter(pl.col("school_type") == "MIDDLE").select("section_id")
    schools = run.scope.filter(pl.col("school_type") == "MIDDLE")["school_id"]
    theirs = Read("section", {"section_id": pl.Int64}).where(school_year=run.year).only("school_id", schools)
    periods = (
        source.table(_PERIODS.within("section_id", theirs))
        .join(middle, on="section_id")
        .drop_nulls("print_period")
        .group_by("section_id", "print_period")
        .agg(pl.col("period_order").min())
        .sort("section_id", "period_order", "print_period")
        .group_by("section_id", maintain_order=True)
        .agg(periods=pl.col("print_period").str.join(","))
    )
    return sections.join(periods, on="section_id", how="left")
