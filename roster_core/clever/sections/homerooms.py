"""Homerooms of elementary schools: as sections of their own, and who leads them (export-options G42, G43)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.people.staff import People
from roster_core.clever.report import amount, found
from roster_core.clever.run import Run
from roster_core.clever.sections.plan import base_id
from roster_core.clever.sections.shared_teachers import ordered, split_shared
from roster_core.clever.sections.teacher_forms import label
from roster_core.clever.sections.terms import read_terms, years_at_schools
from roster_core.clever.source.source import Read, Source, Type

_PLACE: dict[str, Type] = {"school_id": pl.Int64, "homeroom_code": pl.String}
_HOMEROOMS = Read("homeroom", _PLACE)
_STAFF = Read("homeroom_staff", {**_PLACE, "person_id": pl.Int64, "sequence": pl.Int64})


@dataclass(frozen=True)
class Homerooms:
    """The homerooms that go as sections, and who leads each homeroom of an elementary school in scope.

    `sections` have the columns of planned sections, with negative `section_id`; `pupils` are pairs of `section_id` and
    `person_id`; `named` and `teachers` are as in `SectionPlan`; `leaders` have `school_id`, `homeroom_code` and
    `homeroom_label`, how the first teacher is named; `findings` is a findings frame.
    """

    sections: pl.DataFrame
    pupils: pl.DataFrame
    named: pl.DataFrame
    teachers: pl.DataFrame
    leaders: pl.DataFrame
    findings: pl.DataFrame


def plan_homerooms(
    source: Source, run: Run, people: People, students: pl.DataFrame, removed: pl.DataFrame
) -> Homerooms:
    """Read the homerooms of the year and settle which are written.

    `students` are those exported, `removed` those left out by G12 or G13; both have `person_id`, and
    `enrolled_school_id` and `homeroom_code` of their enrollment.
    """
    rooms = _read_homerooms(source, run)
    named = _read_leaders(source, run, people, rooms)
    teachers = split_shared(named, ["section_id"], people, run)
    in_rooms = _attending(rooms, students if run.options.include_elementary_homerooms else students.clear())
    counted = (
        rooms.join(_counts(in_rooms, "pupils"), on="section_id", how="left")
        .join(_counts(_attending(rooms, removed), "removed"), on="section_id", how="left")
        .join(_counts(teachers, "own_teachers"), on="section_id", how="left")
        .with_columns(pl.col("pupils", "removed", "own_teachers").fill_null(0))
    )
    wanted = counted if run.options.include_elementary_homerooms else counted.clear()
    written = wanted.filter((pl.col("own_teachers") > 0) & (pl.col("pupils") > 0))
    first = teachers.filter(pl.col("place") == 0).join(people.staff, on="person_id")
    leaders = rooms.join(first.select("section_id", homeroom_label=label()), on="section_id")
    ours = written.select("section_id")
    return Homerooms(
        written.join(years_at_schools(read_terms(source, run), run), on="school_id").rename(
            {"year_code": "term_name", "year_start": "term_start", "year_end": "term_end"}
        ),
        in_rooms.join(ours, on="section_id"),
        named.join(ours, on="section_id"),
        teachers.join(ours, on="section_id"),
        leaders.select("school_id", "homeroom_code", "homeroom_label"),
        pl.concat((_no_teacher(wanted), _emptied(wanted))),
    )


def _read_homerooms(source: Source, run: Run) -> pl.DataFrame:
    """The homerooms as sections; IDs count down from -1, so that they are none of a section."""
    schools = run.scope.filter(pl.col("school_type") == "ELEM").select("school_id", "school_code", "school_type")
    rooms = source.table(_HOMEROOMS.where(school_year=run.year)).join(schools, on="school_id")
    return rooms.sort("school_code", "homeroom_code").with_columns(
        section_id=-1 - pl.int_range(pl.len()),
        base_id=base_id(pl.lit("HR"), "school_code", "homeroom_code"),
        name=pl.concat_str(pl.lit("Homeroom "), "homeroom_code"),
        title=pl.lit("Homeroom"),
        course_code=pl.lit("HR"),
        subject=pl.lit("Homeroom/advisory"),
        no_term=pl.lit(value=False),
    )


def _read_leaders(source: Source, run: Run, people: People, rooms: pl.DataFrame) -> pl.DataFrame:
    entered = source.table(_STAFF.where(school_year=run.year)).join(
        rooms.select("section_id", *_PLACE), on=list(_PLACE)
    )
    active = entered.join(people.staff.filter("active").select("person_id", "staff_id"), on="person_id")
    return ordered(active, ["section_id"], "sequence", "staff_id")


def _attending(rooms: pl.DataFrame, students: pl.DataFrame) -> pl.DataFrame:
    theirs = students.select("person_id", "homeroom_code", school_id="enrolled_school_id")
    return theirs.join(rooms.select("section_id", *_PLACE), on=list(_PLACE)).select("section_id", "person_id")


def _counts(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.group_by("section_id").agg(pl.len().cast(pl.Int64).alias(name))


def _no_teacher(rooms: pl.DataFrame) -> pl.DataFrame:
    return found(
        rooms.filter((pl.col("own_teachers") == 0) & (pl.col("pupils") > 0)),
        kinds.HOMEROOM_NO_TEACHER,
        "sections.csv",
        pl.col("base_id"),
        column="Teacher_id",
        facts={"name": pl.col("name"), "students": amount(pl.col("pupils"), "student")},
    )


def _emptied(rooms: pl.DataFrame) -> pl.DataFrame:
    return found(
        rooms.filter((pl.col("own_teachers") > 0) & (pl.col("pupils") == 0) & (pl.col("removed") > 0)),
        kinds.SECTION_EMPTIED_BY_OPTION,
        "sections.csv",
        pl.col("base_id"),
        facts={"name": pl.col("name")},
    )


def twice(sections: pl.DataFrame, both: pl.DataFrame) -> pl.DataFrame:
    """A warning for each homeroom with students who are in a section of a homeroom course too; `both` are those."""
    return found(
        sections.join(_counts(both, "again"), on="section_id"),
        kinds.HOMEROOM_TWICE,
        "sections.csv",
        pl.col("base_id"),
        facts={"name": pl.col("name"), "students": amount(pl.col("again"), "student")},
    )
