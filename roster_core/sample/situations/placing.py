"""Situations of where students are: enrollments, school overrides, the holding school."""

import polars as pl

from roster_core.sample.district import LAST_YEAR, YEAR
from roster_core.sample.situations.tables import Situation, Tables, blank, filled, rows_of, true

_KEY = ("district_number",)


def _text(tables: Tables, code: str) -> pl.DataFrame:
    rows = tables["user_text_values"].filter((pl.col("applies_to") == "STUDENT") & (pl.col("user_text_code") == code))
    return rows.rename({"person_key": "district_number"})


def _override(name: str, text: str, shown_by: pl.Expr) -> Situation:
    def find(tables: Tables) -> pl.DataFrame:
        values = _text(tables, "HOMESCH").select("district_number", "value")
        return tables.placed.join(values, on="district_number").filter(shown_by)

    return Situation(name, text, "export-options §4.7", find, _KEY)


def _waiting(name: str, text: str, shown_by: pl.Expr) -> Situation:
    def find(tables: Tables) -> pl.DataFrame:
        overridden = _text(tables, "HOMESCH").select("district_number", override="value")
        waiting = tables.placed.filter(pl.col("school_code") == "PREG").join(
            overridden, on="district_number", how="left"
        )
        return waiting.filter(shown_by)

    return Situation(name, text, "export-options §4.7", find, _KEY)


def _enrolled(name: str, text: str, shown_by: pl.Expr, *, source: str = "export-options §3") -> Situation:
    return rows_of("student_enrollments", name, source, text, (pl.col("school_year") == YEAR) & shown_by)


def _seated_though_gone(tables: Tables) -> pl.DataFrame:
    return tables.seated.join(tables.placed, on="district_number", how="anti")


def _seated_elsewhere(tables: Tables) -> pl.DataFrame:
    both = tables.seated.join(tables.exported.select("district_number", at="school_code"), on="district_number")
    return both.filter(pl.col("at") != pl.col("school_code"))


def _moved_within(tables: Tables) -> pl.DataFrame:
    primary = tables["student_enrollments"].filter(true("is_primary") & (pl.col("school_year") == YEAR))
    return primary.filter(pl.col("district_number").is_duplicated())


def _only_second(tables: Tables) -> pl.DataFrame:
    rows = tables["student_enrollments"].filter((pl.col("school_year") == YEAR) & (pl.col("status") == "ACTIVE"))
    return rows.filter((~true("is_primary")).all().over("district_number"))


def _gone_last_year(tables: Tables) -> pl.DataFrame:
    rows = tables["student_enrollments"]
    return rows.filter((pl.col("school_year") == LAST_YEAR).all().over("district_number"))


def _inactive_person(tables: Tables) -> pl.DataFrame:
    gone = tables["students"].filter(pl.col("status") == "INACTIVE")
    now = tables["student_enrollments"].filter((pl.col("school_year") == YEAR) & (pl.col("status") == "ACTIVE"))
    return gone.join(now, on="district_number", how="semi")


PLACING: tuple[Situation, ...] = (
    _enrolled("prereg", "enrolled in advance (PREREG)", pl.col("status") == "PREREG"),
    _enrolled("graduated", "graduated during the year", pl.col("status") == "GRADUATED"),
    _enrolled(
        "left",
        "left in September",
        (pl.col("status") == "ACTIVE") & filled("exit_date") & (pl.col("exit_date") < "2026-10-01"),
    ),
    _enrolled("arrives-later", "arrives in spring", pl.col("entry_date") > "2027-01-22"),
    _enrolled(
        "arrived-late",
        "arrived after the first day",
        pl.col("entry_date").is_between(pl.lit("2026-09-09"), pl.lit("2026-09-30")),
    ),
    _enrolled("enrollment-inactive", "an inactive enrollment", pl.col("status") == "INACTIVE"),
    _enrolled(
        "second-enrollment",
        "an enrollment that is not the primary one",
        ~true("is_primary") & (pl.col("school_code") == "MHV"),
    ),
    _enrolled(
        "entry-years-ago",
        "the entry date of years ago (DATE_OUTSIDE_YEAR)",
        pl.col("entry_date") < "2025-07-01",
        source="roster-csv §3",
    ),
    _enrolled("counselor", "a counselor", filled("counselor_staff_id"), source="export-options X15"),
    _enrolled(
        "next-school",
        "the next school of somebody at a school",
        filled("next_school_code") & (pl.col("school_code") == "MMS"),
        source="export-options X10",
    ),
    Situation("moved-within", "two primary enrollments, one after the other", "roster-model §7", _moved_within, _KEY),
    Situation(
        "only-second-enrollment", "only an enrollment that is not primary", "export-options §3", _only_second, _KEY
    ),
    Situation("gone-last-year", "known from last year only", "batch-updates §2.3", _gone_last_year, _KEY),
    Situation("inactive-person", "inactive, with an active enrollment", "export-options §3", _inactive_person, _KEY),
    Situation(
        "seated-though-gone",
        "a seat of somebody who is not exported (ENROLLMENT_OUT_OF_SCOPE)",
        "export-options §3",
        _seated_though_gone,
        ("course_code", "section_code", "district_number"),
    ),
    Situation(
        "seated-elsewhere",
        "a seat at another school than the own",
        "export-options §3",
        _seated_elsewhere,
        ("school_code", "course_code", "section_code", "district_number"),
    ),
    _waiting(
        "preg-transcript",
        "in PREG with a transcript school",
        filled("preg_transcript_school_code") & blank("next_school_code"),
    ),
    _waiting(
        "preg-next",
        "in PREG with a next school only",
        blank("preg_transcript_school_code") & filled("next_school_code"),
    ),
    _waiting(
        "preg-both",
        "in PREG with both, and they differ",
        filled("preg_transcript_school_code")
        & filled("next_school_code")
        & (pl.col("preg_transcript_school_code") != pl.col("next_school_code")),
    ),
    _waiting(
        "preg-neither",
        "in PREG with neither (PREG_NO_TRANSCRIPT_SCHOOL)",
        blank("preg_transcript_school_code") & blank("next_school_code") & pl.col("override").is_null(),
    ),
    _waiting(
        "preg-override",
        "in PREG with a school override alone",
        blank("preg_transcript_school_code") & blank("next_school_code") & pl.col("override").is_not_null(),
    ),
    _override(
        "override",
        "out of district, sent as of the home school",
        (pl.col("school_code") == "OOD") & (pl.col("value") == "MHS"),
    ),
    _override("override-lower-case", "a school override in lower case", pl.col("value") == "mhs"),
    _override(
        "override-unknown-out",
        "an unknown school override of somebody out of scope (SCHOOL_OVERRIDE_UNKNOWN)",
        (pl.col("school_code") == "OOD") & (pl.col("value") == "MHSS"),
    ),
    _override(
        "override-unknown",
        "an unknown school override of somebody in scope (SCHOOL_OVERRIDE_UNKNOWN)",
        (pl.col("school_code") != "OOD") & (pl.col("value") == "XYZ"),
    ),
    _override(
        "override-between-schools",
        "sent as of another exported school",
        (pl.col("school_code") == "MMS") & (pl.col("value") == "MHS"),
    ),
    _override("override-not-exported", "an override to a school that is not exported", pl.col("value") == "MAC"),
)
