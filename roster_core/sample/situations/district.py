"""Situations of schools, terms and definitions."""

import polars as pl

from roster_core.sample.district import LAST_YEAR, YEAR
from roster_core.sample.situations.tables import Situation, Tables, blank, filled, rows_of, true


def _phone() -> pl.Expr:
    return (
        pl.col("phone")
        .str.replace("(?i)x.*$", "")
        .str.replace("(?i)e$", "")
        .str.replace_all(r"\D", "")
        .str.strip_prefix("1")
    )


def _several_years(tables: Tables) -> pl.DataFrame:
    rows = tables["terms"].filter(true("covers_year") & (pl.col("school_year") == YEAR))
    return rows.filter(pl.col("school_code").is_duplicated())


def _no_year(tables: Tables) -> pl.DataFrame:
    rows = tables["terms"].filter(pl.col("school_year") == YEAR)
    return rows.filter((~true("covers_year")).all().over("school_code"))


def _kinds() -> tuple[Situation, ...]:
    return tuple(
        rows_of(
            "schools",
            f"school-{kind.lower()}",
            "roster-model §2",
            f"a school of type {kind}",
            (pl.col("school_type") == kind),
        )
        for kind in ("ELEM", "MIDDLE", "HIGH", "PREG", "OOD", "OTHER")
    )


DISTRICT: tuple[Situation, ...] = (
    *_kinds(),
    rows_of(
        "schools",
        "school-inactive",
        "export-options §2.1",
        "an inactive school (SCHOOL_NOT_EXPORTED if chosen)",
        ~true("active"),
    ),
    rows_of(
        "schools",
        "school-kept-in",
        "export-options §2.1",
        "a school that is not exported (SCHOOL_NOT_EXPORTED if chosen)",
        true("do_not_export"),
    ),
    rows_of("schools", "school-number", "export-options §2.6", "a school number", filled("school_number")),
    rows_of(
        "schools",
        "school-without-number",
        "export-options §2.6",
        "no school number: the code stands for it",
        blank("school_number") & (pl.col("school_type") == "MIDDLE"),
    ),
    rows_of(
        "schools",
        "school-zip",
        "export-options §3",
        "a zip against the form (ZIP_INVALID)",
        filled("zip") & ~pl.col("zip").str.contains(r"^\d{5}(-\d{4})?$"),
    ),
    rows_of(
        "schools",
        "school-phone",
        "export-options §3",
        "a phone without area code (PHONE_INVALID)",
        filled("phone") & ~_phone().str.contains(r"^\d{10}$"),
    ),
    rows_of(
        "schools",
        "school-phone-extension",
        "export-options §4.8",
        "a phone with extension",
        pl.col("phone").str.contains("(?i)ext"),
    ),
    rows_of(
        "schools", "school-quotes", "roster-csv §1", "quotation marks in the name", pl.col("name").str.contains('"')
    ),
    rows_of(
        "school_years",
        "last-year",
        "roster-model §2",
        "a school year before this one",
        pl.col("school_year") == LAST_YEAR,
    ),
    rows_of(
        "terms",
        "term-after-year",
        "export-options §3",
        "a term after the year's dates",
        pl.col("start_date") > "2027-06-30",
    ),
    Situation(
        "terms-for-the-year",
        "two terms for the whole year at one school",
        "export-options §3",
        _several_years,
        ("school_code", "term_code"),
    ),
    Situation(
        "no-term-for-the-year",
        "a school without a term for the whole year",
        "export-options §3",
        _no_year,
        ("school_code", "term_code"),
    ),
    rows_of(
        "departments",
        "department-foreign-subject",
        "export-options §3",
        "a subject of the district's own",
        pl.col("clever_subject") == "Career readiness",
    ),
    rows_of(
        "departments",
        "department-no-subject",
        "export-options §3",
        "a department without subject",
        blank("clever_subject"),
    ),
    rows_of("gpa_types", "gpa-weighted", "export-options §4.10", "a weighted average (G21)", true("is_weighted")),
    rows_of("gpa_types", "gpa-unweighted", "export-options §4.10", "an unweighted average (G20)", ~true("is_weighted")),
    rows_of("gpa_types", "gpa-term", "export-options §4.10", "an average of a term", pl.col("scope") == "TERM"),
    rows_of(
        "user_text_definitions",
        "text-date",
        "roster-model §3",
        "a user text that is a date",
        pl.col("value_kind") == "DATE",
    ),
    rows_of(
        "user_text_definitions",
        "text-list",
        "roster-model §3",
        "a user text that is a list",
        pl.col("value_kind") == "LIST",
    ),
    rows_of(
        "user_flag_values", "flag-false", "roster-model §3", "a user flag that says no", pl.col("value") == "false"
    ),
)
