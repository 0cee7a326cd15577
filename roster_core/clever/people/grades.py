"""Grades: what is written for a state grade code, and which class of early childhood it is (export-options §5)."""

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.report import amount, found

#: Codes of early childhood, which are written as they are unless labelled.
EARLY_CHILDHOOD = ("3h", "3f", "4h", "4f", "5h", "5f", "kh", "kf", "dh", "df", "pf")
_ADULT = ("a1", "a2", "ad")
_NUMBER = r"^(0?[1-9]|1[0-2])$"
_FIRST_GRADE_WITH_EMAIL = 3


def _code() -> pl.Expr:
    return pl.col("state_grade_code").str.to_lowercase()


def is_prek(options: ExportOptions) -> pl.Expr:
    """Whether the state grade counts as pre-K; false for blank."""
    return _code().is_in([code.lower() for code in options.prek_state_grades]).fill_null(value=False)


def is_kindergarten(options: ExportOptions) -> pl.Expr:
    """Whether the state grade counts as kindergarten; a code in both lists is pre-K."""
    listed = _code().is_in([code.lower() for code in options.kindergarten_state_grades]).fill_null(value=False)
    return listed & ~is_prek(options)


def _label(options: ExportOptions) -> pl.Expr:
    prek = is_prek(options) & options.prek_grade_as_prekindergarten
    kindergarten = is_kindergarten(options) & options.kindergarten_grade_as_kindergarten
    return pl.when(prek).then(pl.lit("PreKindergarten")).when(kindergarten).then(pl.lit("Kindergarten"))


def grade(options: ExportOptions) -> pl.Expr:
    """Grade cell from `state_grade_code`; blank stays blank."""
    code = _code()
    return (
        pl.when(code.is_null())
        .then(None)
        .when(_label(options).is_not_null())
        .then(_label(options))
        .when(code.is_in(EARLY_CHILDHOOD))
        .then("state_grade_code")
        .when(code.str.contains(_NUMBER))
        .then(code.str.strip_chars_start("0"))
        .when(code == "pg")
        .then(pl.lit("PostGraduate"))
        .when(code.is_in(_ADULT))
        .then(pl.lit("Other"))
        .otherwise(pl.lit("Ungraded"))
    )


def needs_email() -> pl.Expr:
    """Whether a student of this state grade should have an e-mail address: 03–12, PG and adults (§4.3)."""
    number = pl.when(_code().str.contains(_NUMBER)).then(_code()).cast(pl.Int8)
    older = number >= _FIRST_GRADE_WITH_EMAIL
    return older.fill_null(value=False) | _code().is_in(("pg", *_ADULT)).fill_null(value=False)


def tally(students: pl.DataFrame, options: ExportOptions) -> pl.DataFrame:
    """Early-childhood codes written as they are: `code` in upper case, `classified`, and `count` of students."""
    as_is = _code().is_in(EARLY_CHILDHOOD) & _label(options).is_null()
    return (
        students.filter(as_is)
        .group_by(
            code=pl.col("state_grade_code").str.to_uppercase(),
            classified=is_prek(options) | is_kindergarten(options),
        )
        .agg(count=pl.len().cast(pl.Int64))
    )


def tally_findings(tallies: pl.DataFrame, options: ExportOptions) -> pl.DataFrame:
    """One warning for each code, with the count over all `tallies`."""
    totals = tallies.group_by("code", "classified").agg(pl.col("count").sum())
    labels_on = options.prek_grade_as_prekindergarten or options.kindergarten_grade_as_kindergarten
    unclassified = pl.lit(labels_on) & ~pl.col("classified")
    facts = {"code": pl.col("code"), "students": amount(pl.col("count"), "student")}
    return pl.concat(
        found(totals.filter(rows), kind, "students.csv", pl.col("code"), column="Grade", facts=facts)
        for rows, kind in ((unclassified, kinds.GRADE_EC_UNCLASSIFIED), (~unclassified, kinds.GRADE_UNRECOGNISED))
    )
