"""Section_id and Name as written: what options put before and behind (export-options §7.1, §7.2, §7.6, §7.7, §7.10)."""

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.people.staff import People
from roster_core.clever.report import found, full_name
from roster_core.clever.run import Run
from roster_core.clever.sections.teacher_forms import label, token
from roster_core.findings import Finding, Kind, to_frame


def with_first_teacher(sections: pl.DataFrame, teachers: pl.DataFrame, people: People) -> pl.DataFrame:
    """The sections with `teacher_token`, `teacher_label` and `teacher_name` of the first of their teachers."""
    names = people.staff.select("person_id", "first_name", "last_name")
    first = teachers.filter(pl.col("place") == 0).join(names, on="person_id")
    forms = first.select("section_id", teacher_token=token(), teacher_label=label(), teacher_name=full_name())
    return sections.join(forms, on="section_id", how="left")


def with_written_id(sections: pl.DataFrame, run: Run) -> pl.DataFrame:
    """The sections with `written_id`: school year, teacher's token and base, as G38 and G39 say."""
    parts = [pl.col("base_id")]
    if run.options.section_id_prepend_teacher_name:
        parts.insert(0, pl.col("teacher_token"))
    if run.options.section_id_prepend_school_year:
        parts.insert(0, pl.lit(run.year))
    return sections.with_columns(written_id=pl.concat_str(parts, separator="-", ignore_nulls=True))


def id_findings(sections: pl.DataFrame, run: Run) -> pl.DataFrame:
    """Teachers whose names cannot stand in an ID, and IDs that are equal but for case."""
    nameless = sections.filter(pl.col("teacher_token").is_null() & run.options.section_id_prepend_teacher_name)
    compared = pl.col("written_id").str.to_lowercase()
    equal = sections.with_columns(count=pl.len().over(compared)).filter(pl.col("count") > 1)
    return pl.concat(
        (
            found(
                nameless,
                kinds.NAME_NOT_FOLDABLE,
                "sections.csv",
                pl.col("base_id"),
                column="Section_id",
                facts={"name": pl.col("teacher_name"), "column": "Section_id"},
            ),
            found(
                equal.unique("base_id").sort("base_id"),
                kinds.SECTION_ID_DUPLICATE,
                "sections.csv",
                pl.col("base_id"),
                column="Section_id",
                facts={"count": pl.col("count"), "id": pl.col("written_id")},
            ),
        )
    )


def with_written_name(sections: pl.DataFrame, run: Run) -> pl.DataFrame:
    """The sections with `written_name`, and `composed` where an option put something to the name.

    They have `teacher_label`, and `homeroom_label` and `periods` where those are to be written.
    """
    parts = [
        pl.col("teacher_label") if run.options.name_prepend_teacher else pl.lit(None, dtype=pl.String),
        pl.col("name"),
        pl.col("homeroom_label"),
        pl.concat_str(pl.lit("Per "), "periods"),
    ]
    named = sections.with_columns(written_name=pl.concat_str(parts, separator=" - ", ignore_nulls=True))
    return named.with_columns(composed=pl.col("written_name") != pl.col("name"))


def name_findings(sections: pl.DataFrame, run: Run) -> pl.DataFrame:
    """What is said of the names of these sections, which come from `with_written_name`."""
    options = run.options
    elementary = (pl.col("school_type") == "ELEM") & options.append_hr_teacher_elem
    repeats = (pl.col("homeroom_label") == pl.col("teacher_label")) & options.name_prepend_teacher
    return pl.concat(
        (
            _about(sections.filter(elementary & pl.col("homeroom_label").is_null()), kinds.HR_TEACHER_AMBIGUOUS),
            _about(sections.filter(repeats), kinds.NAME_REPEATS_TEACHER),
            to_frame(_not_shown(run)),
        )
    )


def _not_shown(run: Run) -> list[Finding]:
    options = run.options
    composing = options.name_prepend_teacher or options.append_hr_teacher_elem or options.append_print_periods_middle
    hidden = composing and not options.blank_course_name_if_composed
    return [Finding(kinds.NAME_NOT_SHOWN, "sections.csv", column="Name")] if hidden else []


def _about(sections: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    facts = {"name": pl.col("name"), "written": pl.col("written_name")}
    return found(sections, kind, "sections.csv", pl.col("base_id"), column="Name", facts=facts)
