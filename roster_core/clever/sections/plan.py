"""Which sections are exported and who teaches them, before any student is known (export-options §3, §8 steps 5–6)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever.people.staff import People
from roster_core.clever.run import Run
from roster_core.clever.sections.course_choice import choice_findings, flagged, without_codes
from roster_core.clever.sections.inclusion import combine, nothing_combined
from roster_core.clever.sections.shared_teachers import ordered, split_shared
from roster_core.clever.sections.subjects import subject
from roster_core.clever.sections.teaching import read_staffing, withheld
from roster_core.clever.sections.terms import read_terms, term_spans, with_terms
from roster_core.clever.source.source import Read, Source
from roster_core.findings import to_frame

_SECTIONS = Read(
    "section",
    {
        "section_id": pl.Int64,
        "course_id": pl.Int64,
        "school_id": pl.Int64,
        **dict.fromkeys(("section_code", "title_override", "homeroom_code"), pl.String),
    },
)
_COURSES = Read(
    "course",
    {
        "course_id": pl.Int64,
        "school_id": pl.Int64,
        **dict.fromkeys(("course_code", "title", "department_code", "subject_code"), pl.String),
        "is_special_ed": pl.Boolean,
        "user_flag_2": pl.Boolean,
        "is_homeroom": pl.Boolean,
    },
)
_DEPARTMENTS = Read("department", {"department_code": pl.String, "clever_subject": pl.String})
_SECTION_TERMS = Read("section_term", {"section_id": pl.Int64, "term_code": pl.String})
_MEETINGS = Read(
    "section_meeting",
    {
        "section_id": pl.Int64,
        **dict.fromkeys(("cycle_day", "room", "print_period"), pl.String),
    },
)


@dataclass(frozen=True)
class SectionPlan:
    """The sections to export, as far as they do not depend on students.

    `sections` has a row for each with `base_id` (what findings are keyed by), `name`, `subject`, term columns and
    `own_teachers`; `links` maps each roster section whose students are enrolled (`section_id`) to the one written
    (`target_id`), `guest` where the two differ; `teachers` are all active ones in their order, `named` the same before
    shared records are split; `findings` is a findings frame.
    """

    sections: pl.DataFrame
    links: pl.DataFrame
    named: pl.DataFrame
    teachers: pl.DataFrame
    findings: pl.DataFrame


def plan_sections(source: Source, run: Run, people: People) -> SectionPlan:
    """Read and settle the sections of the run's year at schools in scope: G41, G45, G40, then who teaches them."""
    courses = _read_courses(source, run)
    terms = read_terms(source, run)
    of_year = Read("section", {"section_id": pl.Int64}).where(school_year=run.year)
    term_links = source.table(_SECTION_TERMS.within("section_id", of_year))
    offered = with_terms(_read_sections(source, run, courses), term_links, terms, run).filter("in_year").drop("in_year")
    staffing = read_staffing(source, run, people)
    sections = staffing.counted(without_codes(offered, run.options))
    inclusion = nothing_combined()
    if run.options.combine_inclusion_sections:
        spans = term_spans(sections, term_links, terms)
        meetings = source.table(_MEETINGS.within("section_id", of_year))
        inclusion = combine(sections, meetings, spans, staffing.teachers, run)
    separate = flagged(sections.join(inclusion.pairs, on="section_id", how="anti"), run.options)
    kept = separate.filter(pl.col("own_teachers") > 0).drop("entered").with_columns(subject=subject())
    links = _links(kept, inclusion.pairs, sections)
    named = _together(links, staffing.teachers)
    return SectionPlan(
        kept,
        links.select("section_id", "target_id", "base_id", "guest"),
        named,
        split_shared(named, ["section_id"], people, run),
        pl.concat(
            (
                to_frame(choice_findings(courses, run.options)),
                inclusion.findings,
                withheld(separate, staffing, run),
            )
        ),
    )


def _read_courses(source: Source, run: Run) -> pl.DataFrame:
    courses = source.table(_COURSES.where(school_year=run.year))
    return courses.join(run.scope.select("school_id", "school_code", "school_type"), on="school_id").join(
        source.table(_DEPARTMENTS), on="department_code", how="left"
    )


def _read_sections(source: Source, run: Run, courses: pl.DataFrame) -> pl.DataFrame:
    active = source.table(_SECTIONS.where(school_year=run.year, status="ACTIVE"))
    title = pl.coalesce("title_override", "title")
    return active.join(courses, on=["course_id", "school_id"]).with_columns(
        base_id=base_id("school_code", "course_code", "section_code"),
        name=pl.concat_str(title, "section_code", separator=" - "),
    )


def base_id(*codes: str | pl.Expr) -> pl.Expr:
    """What Section_id is made of: the codes with a hyphen between, each space an underscore."""
    parts = [pl.col(code) if isinstance(code, str) else code for code in codes]
    return pl.concat_str([part.str.replace_all(" ", "_", literal=True) for part in parts], separator="-")


def _links(kept: pl.DataFrame, pairs: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """Each section written with itself and with those that join it."""
    own = kept.select("section_id", target_id="section_id")
    joined = pairs.join(kept.select(target_id="section_id"), on="target_id").select("section_id", "target_id")
    both = pl.concat((own, joined)).with_columns(guest=pl.col("section_id") != pl.col("target_id"))
    return both.join(sections.select("section_id", "base_id"), on="section_id")


def _together(links: pl.DataFrame, teachers: pl.DataFrame) -> pl.DataFrame:
    """The teachers of the sections written: their own, then those of sections that joined, in order of base ID."""
    theirs = links.join(teachers, on="section_id").with_columns(joined_id="section_id", section_id="target_id")
    return ordered(theirs, ["section_id"], "guest", "base_id", "joined_id", "place")
