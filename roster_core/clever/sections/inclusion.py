"""Inclusion courses: special-education sections that meet with a regular one become part of it (export-options G45)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.report import Fact, found
from roster_core.clever.run import Run
from roster_core.findings import FRAME_SCHEMA, Kind
from roster_core.text import cleaned

_PAIRS = {"section_id": pl.Int64, "target_id": pl.Int64}
_KEY = ("school_id", "compared_title", "meetings")


@dataclass(frozen=True)
class Inclusion:
    """What is combined: `pairs` of a special-education section and the regular one it joins, and findings."""

    pairs: pl.DataFrame
    findings: pl.DataFrame


def nothing_combined() -> Inclusion:
    """The outcome where nothing is combined."""
    return Inclusion(pl.DataFrame(schema=_PAIRS), pl.DataFrame(schema=FRAME_SCHEMA))


def combine(
    sections: pl.DataFrame, meetings: pl.DataFrame, spans: pl.DataFrame, teachers: pl.DataFrame, run: Run
) -> Inclusion:
    """Find for each special-education section the regular section that it meets with.

    `sections` have course columns, `base_id` and `own_teachers`; `meetings` are those of any sections; `spans` are the
    dates of terms (`section_id`, `start_date`, `end_date`); `teachers` the active ones in order.
    """
    met = _overlapping(_matches(sections, meetings), spans).with_columns(regulars=pl.len().over("section_id"))
    taught = sections.filter(pl.col("own_teachers") > 0).select(target_id="section_id")
    pairs = met.filter(pl.col("regulars") == 1).join(taught, on="target_id").select(*_PAIRS)
    special = sections.select("section_id", "base_id", "name")
    regular = sections.select(target_id="section_id", regular="base_id", regular_name="name")
    combined = special.join(pairs, on="section_id").join(regular, on="target_id")
    unclear = special.join(_unclear(met, pairs), on="section_id")
    findings = [_about(combined, kinds.INCLUSION_COMBINED), _about(unclear, kinds.INCLUSION_AMBIGUOUS)]
    if not run.options.use_four_teacher_columns:
        dropped = _with_other_teachers(pairs, teachers)
        findings.append(_about(combined.join(dropped, on="section_id"), kinds.INCLUSION_TEACHER_DROPPED))
    return Inclusion(pairs, pl.concat(findings))


def _matches(sections: pl.DataFrame, meetings: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a special-education and a regular section alike in school, title and meetings."""
    titled = sections.select(
        "section_id",
        "school_id",
        compared_title=cleaned(pl.col("title")).str.to_lowercase(),
        is_special_ed=pl.col("is_special_ed").fill_null(value=False),
    )
    special = titled.filter("is_special_ed").select("school_id", "compared_title").unique()
    # When they meet matters only where a special-education section has the title.
    alike = titled.join(special, on=["school_id", "compared_title"], how="semi")
    met = meetings.join(alike, on="section_id", how="semi")
    keyed = alike.join(_meeting_sets(met), on="section_id")
    regular = keyed.filter(~pl.col("is_special_ed")).select(*_KEY, target_id="section_id")
    return keyed.filter("is_special_ed").join(regular, on=_KEY).select(*_PAIRS)


def _meeting_sets(meetings: pl.DataFrame) -> pl.DataFrame:
    """The set of day, room and print period of each section, as text; no row where one of them is blank."""
    codes = [pl.col(code).str.to_lowercase() for code in ("cycle_day", "room")]
    sets = (
        meetings.with_columns(meeting=pl.concat_str(*codes, "print_period", separator="\t"))
        .group_by("section_id")
        .agg(complete=pl.col("meeting").is_not_null().all(), meetings=pl.col("meeting").unique().sort().str.join("\n"))
    )
    return sets.filter("complete").drop("complete")


def _overlapping(pairs: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """The pairs of which a term of one overlaps a term of the other, each once."""
    theirs = spans.select(target_id="section_id", their_start="start_date", their_end="end_date")
    overlap = (pl.col("start_date") <= pl.col("their_end")) & (pl.col("their_start") <= pl.col("end_date"))
    return pairs.join(spans, on="section_id").join(theirs, on="target_id").filter(overlap).select(*_PAIRS).unique()


def _unclear(met: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The sections that met a regular one and were not combined, and `why`."""
    several, alone = pl.lit("several regular sections"), pl.lit("a regular section without an active teacher")
    left = met.join(pairs, on="section_id", how="anti").unique("section_id")
    return left.select("section_id", why=pl.when(pl.col("regulars") > 1).then(several).otherwise(alone))


def _with_other_teachers(pairs: pl.DataFrame, teachers: pl.DataFrame) -> pl.DataFrame:
    """The combined sections with a teacher other than the first one of the regular section."""
    first = teachers.filter(pl.col("place") == 0).select(target_id="section_id", first_id="person_id")
    theirs = pairs.join(teachers.select("section_id", "person_id"), on="section_id").join(first, on="target_id")
    return theirs.filter(pl.col("person_id") != pl.col("first_id")).select("section_id").unique()


def _about(rows: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    facts: dict[str, Fact] = {name: pl.col(name) for name in rows.columns}
    return found(rows, kind, "sections.csv", pl.col("base_id"), facts=facts)
