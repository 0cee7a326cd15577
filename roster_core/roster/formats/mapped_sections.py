"""Which section a mapped row is of: sections told apart, given their codes, and found again from students' rows."""

from collections.abc import Sequence

import polars as pl

from roster_core.findings import Finding
from roster_core.roster.formats.class_codes import COURSE_LENGTH, fitted, section_codes
from roster_core.roster.formats.clever_classes import SECTION_CODE_MADE, SECTION_UNKNOWN
from roster_core.roster.formats.draft import Draft, text
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import row_findings

SEC = ("school_code", "school_year", "course_code", "section_code")
#: What may tell a student's row which section it is of, the surest first; each holds where it tells one section only.
_WAYS = (
    ("school_code", "section_id"),
    ("section_id",),
    ("school_code", "course", "number", "term_code"),
    ("school_code", "course", "number"),
    ("course", "number", "term_code"),
    ("course", "number"),
)


def with_sections(draft: Draft, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of sections with `section`, the key of theirs, and the four codes of a roster.

    A section is what has one `section_id` at its school; without one, one course and number at its school. `course` and
    `number` keep what the source says, in lower case.
    """
    course = rows.select(pl.coalesce("course_code", "course_title").alias("course_code"))["course_code"]
    rows = rows.with_columns(
        course=course.str.to_lowercase(),
        number=pl.col("section_code").str.to_lowercase(),
        school_year=text(draft.year.code),
    ).with_columns(fitted(course, COURSE_LENGTH))
    school = pl.col("school_code").str.to_lowercase().fill_null("")
    by_id = pl.concat_str([pl.lit("id"), school, pl.col("section_id").str.to_lowercase()], separator="\n")
    by_number = pl.concat_str([pl.lit("no"), school, pl.col("course"), pl.col("number")], separator="\n")
    # A row without course or number is a section of its own, which the check then refuses for what it lacks.
    by_row = pl.concat_str([pl.lit("row"), pl.col(FILE), pl.col(ROW)], separator="\n")
    rows = rows.with_columns(section=pl.coalesce(by_id, by_number, by_row))
    first = rows.unique("section", keep="first", maintain_order=True).select(
        "section",
        "school_code",
        "course_code",
        pl.coalesce("section_id", "section_code").alias("section_id"),
        pl.col("section_code").alias("_number"),
        FILE,
        ROW,
    )
    coded = section_codes(first, ("_number", "section_id"))
    made = coded.filter(pl.col("_made") & pl.col("section_code").is_not_null())
    if made.height:
        draft.note(Finding(SECTION_CODE_MADE, made[FILE][0], "", "section_code", {"count": made.height}))
    codes = coded.select("section", pl.col("course_code").alias("_course"), pl.col("section_code").alias("_code"))
    return (
        rows.join(codes, on="section", how="left", maintain_order="left")
        .with_columns(course_code="_course", section_code="_code")
        .drop("_course", "_code")
    )


def find_sections(draft: Draft, rows: pl.DataFrame, sections: pl.DataFrame, shown: str) -> pl.DataFrame:
    """Rows of students with the four codes of the section that they name; those of unknown ones are told, left out."""
    wanted = rows.with_columns(
        course=pl.coalesce("course_code", "course_title").str.to_lowercase(),
        number=pl.col("section_code").str.to_lowercase(),
    ).drop("course_code")
    wanted = wanted.with_columns(_said=pl.coalesce("section_id", "section_code")).drop("section_code")
    wanted = wanted.with_columns(section=text(None))
    for way in _WAYS:
        if wanted["section"].null_count():
            wanted = _found_by(wanted, sections, way)
    codes = sections.unique("section", keep="first", maintain_order=True).select(
        "section", "course_code", "section_code", pl.col("school_code").alias("_school")
    )
    found = wanted.join(codes, on="section", how="left", maintain_order="left").with_columns(
        school_code=pl.coalesce("_school", "school_code"), school_year=text(draft.year.code)
    )
    unknown = found.filter(pl.col("section").is_null()).select(pl.col("_said").alias("said"), FILE, ROW)
    draft.findings.append(row_findings(unknown, SECTION_UNKNOWN, column=shown, section=pl.col("said")))
    return found.filter(pl.col("section").is_not_null())


def _found_by(wanted: pl.DataFrame, sections: pl.DataFrame, way: Sequence[str]) -> pl.DataFrame:
    folded = [pl.col(name).str.to_lowercase().alias(f"_{name}") for name in way]
    keys = [f"_{name}" for name in way]
    known = sections.select(*folded, pl.col("section").alias("_section")).drop_nulls().unique()
    known = known.filter(pl.len().over(keys) == 1)
    if known.is_empty():
        return wanted
    joined = wanted.with_columns(folded).join(known, on=keys, how="left", maintain_order="left")
    return joined.with_columns(section=pl.coalesce("section", "_section")).drop(*keys, "_section")
