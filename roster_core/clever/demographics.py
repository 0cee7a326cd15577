"""Gender, race, ethnicity, lunch and special education of a student (export-options §3, §4.5, §4.6)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.options import ExportOptions
from roster_core.clever.report import found, full_name, link

_GENDER = {"m": "M", "f": "F", "x": "X", "u": ""}
_RACES = {code.lower(): code for code in "WBAIPM"}
_SEVERAL = "M"


@dataclass(frozen=True)
class Race:
    """The Race cell, and the codes that Clever's table does not have."""

    cell: str
    unknown: str


def race_of(codes: str) -> Race:
    """What is written for race codes joined by `;` (roster-model §6.2): two different known ones are two or more."""
    listed = [code for code in codes.split(";") if code]
    known = dict.fromkeys(_RACES[code.lower()] for code in listed if code.lower() in _RACES)
    unknown = ", ".join(code for code in listed if code.lower() not in _RACES)
    return Race(_SEVERAL if len(known) > 1 else "".join(known), unknown)


def with_demographics(students: pl.DataFrame) -> pl.DataFrame:
    """The students with `gender_cell`, `race_cell` and `race_unknown`, from `gender` and `race_code`."""
    # A district has few combinations, so they are settled in Python once each.
    races = {codes: race_of(codes) for codes in students["race_code"].drop_nulls().unique()}
    return students.with_columns(
        gender_cell=pl.col("gender").str.to_lowercase().replace_strict(_GENDER, default=None, return_dtype=pl.String),
        race_cell=_looked_up({codes: race.cell for codes, race in races.items()}),
        race_unknown=_looked_up({codes: race.unknown for codes, race in races.items() if race.unknown}),
    )


def _looked_up(cells: dict[str, str]) -> pl.Expr:
    return pl.col("race_code").replace_strict(cells, default=None, return_dtype=pl.String)


def unmapped(students: pl.DataFrame) -> pl.DataFrame:
    """Genders and races that are in no table; the students come from `with_demographics`."""
    genders = students.filter(pl.col("gender").is_not_null() & pl.col("gender_cell").is_null())
    races = students.filter(pl.col("race_unknown").is_not_null())
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


def hispanic(_options: ExportOptions) -> pl.Expr:
    """Hispanic_Latino cell: Y, N, or blank if nobody recorded it."""
    return pl.when("hispanic").then(pl.lit("Y")).when(~pl.col("hispanic")).then(pl.lit("N"))


def free_reduced_lunch(options: ExportOptions) -> pl.Expr:
    """Frl_status cell; unknown stays blank (export-options §4.5)."""
    written = {"F": "F", "R": "R", "N": "N"} if options.frl_short_codes else {"F": "Free", "R": "Reduced"}
    return pl.col("free_reduced_lunch").replace_strict(written, default=None, return_dtype=pl.String)


def iep(options: ExportOptions) -> pl.Expr:
    """Iep_status cell: Y or N for an IEP in force (`iep_in_force`), else the text of the status (§4.6)."""
    if options.iep_yes_no:
        return pl.when("iep_in_force").then(pl.lit("Y")).otherwise(pl.lit("N"))
    return pl.col("special_ed_status_description")
