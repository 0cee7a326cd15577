"""Sections once students are known: homerooms, those left empty, IDs, names, enrollments (export-options §8, 7–9)."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.people.staff import People
from roster_core.clever.report import found
from roster_core.clever.run import Run
from roster_core.clever.sections import subjects
from roster_core.clever.sections.enrollments import Asked, Links, out_of_scope, read_links
from roster_core.clever.sections.homerooms import Homerooms, plan_homerooms, twice
from roster_core.clever.sections.name_parts import with_homeroom_labels, with_periods
from roster_core.clever.sections.plan import SectionPlan
from roster_core.clever.sections.shared_teachers import inactive_members
from roster_core.clever.sections.teaching import column_findings, with_teacher_columns, written_teachers
from roster_core.clever.sections.texts import (
    id_findings,
    name_findings,
    with_first_teacher,
    with_written_id,
    with_written_name,
)
from roster_core.clever.source.source import Source
from roster_core.clever.students.blocks import Filled
from roster_core.findings import Kind, to_frame

_COMBINATIONS = {"regular": pl.String, "special_ed": pl.String, "pupils": pl.Int64, "school": pl.String}


def no_combinations() -> pl.DataFrame:
    """The table of combinations where nothing is combined."""
    return pl.DataFrame(schema=_COMBINATIONS)


@dataclass(frozen=True)
class Settled:
    """The sections as written and what follows from them.

    `sections` has a row for each, with every cell; `teachers` a row for each teacher written (`section_id`,
    `school_id`, `place`, `person_id`, `staff_id`); `combinations` a row for each special-education section that joined
    a regular one (`regular`, `special_ed`: what findings are keyed by; `pupils`, `school`).
    """

    sections: pl.DataFrame
    teachers: pl.DataFrame
    links: Links
    combinations: pl.DataFrame
    findings: pl.DataFrame


def settle_sections(source: Source, run: Run, people: People, plan: SectionPlan, filled: Filled) -> Settled:
    """Settle what depends on the students exported."""
    homerooms = plan_homerooms(source, run, people, filled.students, filled.removed)
    named = pl.concat((plan.named, homerooms.named))
    teachers = pl.concat((plan.teachers, homerooms.teachers))
    together = pl.concat((plan.sections, homerooms.sections), how="diagonal")
    candidates = with_written_id(with_first_teacher(together, teachers, people), run)
    asked = Asked(candidates, plan.links, filled.students, filled.removed, homerooms.pupils)
    links = read_links(source, run, asked)
    emptied, sections = _without_empty(candidates, links, run)
    parted = with_homeroom_labels(sections, run, homerooms, links, filled.students)
    texts = with_written_name(with_periods(parted, source, run), run)
    written = written_teachers(teachers.join(sections.select("section_id", "school_id"), on="section_id"), run)
    return Settled(
        with_teacher_columns(texts, written),
        written,
        links,
        _combinations(plan, links),
        pl.concat(
            (
                _but_of(emptied, plan.findings),
                homerooms.findings,
                _about(emptied, kinds.SECTION_EMPTIED_BY_OPTION),
                *_exported_findings(texts, named, teachers, people, run),
                _about(texts.join(_ids(links.attended), on="section_id", how="anti"), kinds.SECTION_EMPTY),
                twice(homerooms.sections, _twice(texts, homerooms, links)),
                to_frame(out_of_scope(links, texts["section_id"])),
            )
        ).unique(["code", "file", "row_key"], keep="first", maintain_order=True),
    )


def _but_of(sections: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """The findings but those about these sections."""
    theirs = (pl.col("file") == "sections.csv") & pl.col("row_key").is_in(sections["base_id"].implode())
    return findings.filter(~theirs)


def _ids(section_ids: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"section_id": section_ids}, schema={"section_id": pl.Int64})


def _without_empty(candidates: pl.DataFrame, links: Links, run: Run) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sections that G12 or G13 left without students, and those exported (with X01 only those with students)."""
    empty = candidates.join(_ids(links.attended), on="section_id", how="anti")
    emptied = empty.join(_ids(links.removed), on="section_id", how="semi")
    dropped = empty if run.options.leave_out_empty_sections else emptied
    return emptied, candidates.join(dropped, on="section_id", how="anti")


def _exported_findings(
    sections: pl.DataFrame, named: pl.DataFrame, teachers: pl.DataFrame, people: People, run: Run
) -> Iterator[pl.DataFrame]:
    """What is said of term, subject, teachers, ID and name of the sections exported."""
    ours = sections.select("section_id")
    courses = sections.filter(pl.col("course_id").is_not_null())
    yield _about(sections.filter("no_term"), kinds.SECTION_NO_TERM, "Term_name")
    yield subjects.unmapped(courses)
    yield column_findings(sections, teachers, people, run)
    yield inactive_members(named.join(ours, on="section_id"), people, run)
    yield id_findings(sections, run)
    yield name_findings(sections, run)


def _twice(sections: pl.DataFrame, homerooms: Homerooms, links: Links) -> pl.DataFrame:
    """The students of homerooms who are also in an exported section of that school with a homeroom course."""
    schools = sections.select("section_id", "school_id")
    of_course = sections.filter(pl.col("is_homeroom").fill_null(value=False))["section_id"]
    if not len(of_course) or homerooms.sections.is_empty():
        return homerooms.pupils.clear()
    also = links.pairs(of_course).join(schools, on="section_id").select("person_id", "school_id").unique()
    return homerooms.pupils.join(schools, on="section_id").join(also, on=["person_id", "school_id"])


def _combinations(plan: SectionPlan, links: Links) -> pl.DataFrame:
    regular = plan.sections.select(target_id="section_id", regular="base_id", school="school_code")
    return (
        plan.links.filter("guest")
        .join(regular, on="target_id")
        .join(links.moved, on="section_id", how="left")
        .select("regular", special_ed="base_id", pupils=pl.col("students").fill_null(0), school="school")
        .sort("regular", "special_ed")
    )


def _about(sections: pl.DataFrame, kind: Kind, column: str = "") -> pl.DataFrame:
    return found(sections, kind, "sections.csv", pl.col("base_id"), column=column, facts={"name": pl.col("name")})
