"""Gender, race, ethnicity, lunch and special education of a student (export-options §3, §4.5, §4.6)."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.codes import Codes
from roster_core.clever.columns import blank
from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.report import found, full_name, link
from roster_core.text import same

#: Two or more races, as the roster's code and as Clever's.
_SEVERAL = "M"


@dataclass(frozen=True)
class Race:
    """The Race cell, and the codes that the district's table does not have."""

    cell: str
    unknown: str


def race_of(codes: str, words: Mapping[str, str]) -> Race:
    """What is written for race codes joined by `;` (roster-model §6.2), where `words` are `Codes.races`.

    Codes with two different words are two or more races.
    """
    listed = [code for code in codes.split(";") if code]
    known = {words[same(code)] for code in listed if same(code) in words} - {""}
    unknown = ", ".join(code for code in listed if same(code) not in words)
    return Race(words.get(same(_SEVERAL), _SEVERAL) if len(known) > 1 else "".join(known), unknown)


def with_demographics(students: pl.DataFrame, codes: Codes) -> pl.DataFrame:
    """The students with `gender_cell`, `race_cell` and `race_unknown`, from `gender` and `race_code`."""
    # A district has few combinations, so they are settled in Python once each.
    races = {recorded: race_of(recorded, codes.races) for recorded in students["race_code"].drop_nulls().unique()}
    gender = pl.col("gender").str.to_lowercase()
    return students.with_columns(
        gender_cell=gender.replace_strict(codes.genders, default=None, return_dtype=pl.String),
        race_cell=_looked_up({recorded: race.cell for recorded, race in races.items()}),
        race_unknown=_looked_up({recorded: race.unknown for recorded, race in races.items() if race.unknown}),
    )


def _looked_up(cells: dict[str, str]) -> pl.Expr:
    return pl.col("race_code").replace_strict(cells, default=None, return_dtype=pl.String)


def unmapped(students: pl.DataFrame, options: ExportOptions) -> pl.DataFrame:
    """Genders and races that are in no table and would be written; the students come from `with_demographics`."""
    genders = students.filter(pl.col("gender").is_not_null() & pl.col("gender_cell").is_null())
    races = students.filter(pl.col("race_unknown").is_not_null() & (not options.mask_race))
    return pl.concat([_unmapped(genders, "Gender", "gender"), _unmapped(races, "Race", "race_unknown")])


def _unmapped(students: pl.DataFrame, column: str, code: str) -> pl.DataFrame:
    return found(
        students,
        kinds.CODE_UNMAPPED,
        "students.csv",
        pl.col("district_number"),
        column=column,
        facts={"name": full_name(), "what": f"the {column.lower()} code", "code": pl.col(code)},
        person=link("student", "district_number"),
    )


def race(options: ExportOptions) -> pl.Expr:
    """Race cell; blank for all where the profile says so (X14)."""
    return blank(options) if options.mask_race else pl.col("race_cell")


def hispanic(options: ExportOptions) -> pl.Expr:
    """Hispanic_Latino cell: Y, N, or blank if nobody recorded it, or for all where the profile says so (X14)."""
    if options.mask_race:
        return blank(options)
    return pl.when("hispanic").then(pl.lit("Y")).when(~pl.col("hispanic")).then(pl.lit("N"))


def free_reduced_lunch(options: ExportOptions) -> pl.Expr:
    """Frl_status cell; unknown stays blank (export-options §4.5), as does all where the profile says so (X14)."""
    if options.mask_frl_status:
        return blank(options)
    written = {"F": "F", "R": "R", "N": "N"} if options.frl_short_codes else {"F": "Free", "R": "Reduced"}
    return pl.col("free_reduced_lunch").replace_strict(written, default=None, return_dtype=pl.String)


def iep(options: ExportOptions) -> pl.Expr:
    """Iep_status cell: Y or N for an IEP in force (`iep_in_force`), else the text of the status (§4.6)."""
    if options.mask_iep_status:
        return blank(options)
    if options.iep_yes_no:
        return pl.when("iep_in_force").then(pl.lit("Y")).otherwise(pl.lit("N"))
    return pl.col("special_ed_status_description")
