"""Situations of what is kept of students: plans, network IDs, homes, averages."""

import polars as pl

from roster_core.sample.district import LAST_YEAR, YEAR
from roster_core.sample.situations.tables import Situation, Tables, blank, filled, students_with, true

_KEY = ("district_number",)


def _doubled(value: pl.Expr) -> pl.Expr:
    return (value != "") & value.is_duplicated()


def _text(tables: Tables, code: str) -> pl.DataFrame:
    rows = tables["user_text_values"].filter((pl.col("applies_to") == "STUDENT") & (pl.col("user_text_code") == code))
    return rows.rename({"person_key": "district_number"})


def _netid(name: str, text: str, shown_by: pl.Expr, *, source: str = "export-options §4.1") -> Situation:
    def find(tables: Tables) -> pl.DataFrame:
        values = _text(tables, "NETID").select("district_number", "value")
        both = tables.exported.join(values, on="district_number", how="left").with_columns(
            pl.col("value").fill_null("")
        )
        return both.filter(shown_by)

    return Situation(name, text, source, find, _KEY)


def _average(name: str, text: str, shown_by: pl.Expr) -> Situation:
    """`U` and `W` are this year's cumulative averages, `old` last year's unweighted one, blank where there is none."""

    def find(tables: Tables) -> pl.DataFrame:
        rows = tables["student_gpas"]

        def one(kind: str, year: str, name: str) -> pl.DataFrame:
            found = rows.filter((pl.col("gpa_type_code") == kind) & (pl.col("school_year") == year))
            return found.select("district_number", pl.col("value").alias(name))

        both = tables.exported
        for kind, year, column in (
            ("CUM_U", YEAR, "U"),
            ("CUM_W", YEAR, "W"),
            ("CUM_U", LAST_YEAR, "old"),
            ("YR_U", LAST_YEAR, "old_year"),
            ("YR_U", YEAR, "year"),
        ):
            both = both.join(one(kind, year, column), on="district_number", how="left")
        columns = ("U", "W", "old", "old_year", "year")
        return both.with_columns(pl.col(*columns).fill_null("")).filter(shown_by)

    return Situation(name, text, "export-options §4.10", find, _KEY)


def _number(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Float64, strict=False)


def _address(name: str, text: str, find_rows: pl.Expr) -> Situation:
    def find(tables: Tables) -> pl.DataFrame:
        rows = tables["addresses"].filter(pl.col("person_type") == "STUDENT").filter(find_rows)
        return rows.rename({"person_key": "district_number"}).join(tables.exported, on="district_number", how="semi")

    return Situation(name, text, "export-options §4.11", find, _KEY)


def _without_residence(tables: Tables) -> pl.DataFrame:
    valid = tables["addresses"].filter((pl.col("type") == "RESIDENCE") & tables.on_the_day("from", "to"))
    return tables.exported.join(valid, left_on="district_number", right_on="person_key", how="anti")


def _two_residences(tables: Tables) -> pl.DataFrame:
    homes = tables["addresses"].filter((pl.col("type") == "RESIDENCE") & (pl.col("person_type") == "STUDENT"))
    now = homes.filter(tables.on_the_day("from", "to"))
    return now.filter(pl.col("person_key").is_duplicated()).rename({"person_key": "district_number"})


def _plan(name: str, text: str, shown_by: pl.Expr) -> Situation:
    return students_with(name, "export-options §4.6", text, shown_by)


def _plan_on_the_day(tables: Tables) -> pl.DataFrame:
    return tables.exported.filter(true("has_active_iep") & tables.on_the_day("iep_start", "iep_end"))


def _plan_over(tables: Tables) -> pl.DataFrame:
    return tables.exported.filter(true("has_active_iep") & filled("iep_end") & (pl.col("iep_end") < tables.day))


def _plan_to_come(tables: Tables) -> pl.DataFrame:
    return tables.exported.filter(true("has_active_iep") & (pl.col("iep_start") > tables.day))


_EXTRA = (pl.col("school_code") == "MHS") & (pl.col("state_grade_code") == "12")


RECORDS: tuple[Situation, ...] = (
    Situation("iep-active", "a plan that holds on the day", "export-options §4.6", _plan_on_the_day, _KEY),
    Situation("iep-expired", "a plan that has run out", "export-options §4.6", _plan_over, _KEY),
    Situation("iep-future", "a plan that has not begun", "export-options §4.6", _plan_to_come, _KEY),
    _plan("iep-open", "a plan without dates", true("has_active_iep") & blank("iep_start") & blank("iep_end")),
    _plan(
        "iep-speech",
        "a plan for speech alone",
        true("has_active_iep") & pl.col("special_ed_status_description").str.contains("(?i)speech"),
    ),
    _plan(
        "iep-without-status",
        "a plan without a description",
        true("has_active_iep") & blank("special_ed_status_description"),
    ),
    _plan("referred", "a referral in progress", pl.col("special_ed_status_description").str.starts_with("Referred")),
    _plan("declassified", "declassified", pl.col("special_ed_status_description").str.starts_with("Declassified")),
    _plan(
        "section-504",
        "a 504 plan and nothing else",
        true("section_504") & blank("special_ed_status_description") & ~true("has_active_iep"),
    ),
    _netid(
        "netid-missing",
        "no network ID in grade 6 (USERNAME_MISSING)",
        blank("value") & (pl.col("state_grade_code") == "06"),
    ),
    _netid(
        "netid-double",
        "one network ID for two students (USERNAME_DUPLICATE)",
        _doubled(pl.col("value").str.to_lowercase()),
    ),
    _netid("netid-with-at", "a network ID with @ (SUFFIX_SKIPPED)", pl.col("value").str.contains("@")),
    _netid("netid-space", "a network ID with a space (USERNAME_BAD_CHARS)", pl.col("value").str.contains(" ")),
    _netid("netid-comma", "a network ID with a comma (USERNAME_BAD_CHARS)", pl.col("value").str.contains(",")),
    _address("address-confidential", "a confidential address (ADDRESS_CONFIDENTIAL)", true("is_confidential")),
    _address("address-zip", "a zip against the form (ZIP_INVALID)", ~pl.col("zip").str.contains(r"^\d{5}(-\d{4})?$")),
    _address("address-zip-plus-four", "a long zip", pl.col("zip").str.contains(r"^\d{5}-\d{4}$")),
    _address("address-two-lines", "two lines", filled("line2")),
    _address("address-old", "an address that has ended", filled("to") & (pl.col("to") < "2026-10-01")),
    _address("address-future", "an address still to come", pl.col("from") > "2027-01-22"),
    _address("address-mailing", "an address for letters", pl.col("type") == "MAILING"),
    Situation("address-none", "no residence on the day", "export-options §4.11", _without_residence, _KEY),
    Situation(
        "address-two", "two residences at once, the later one counts", "export-options §4.11", _two_residences, _KEY
    ),
    _average("gpa-whole", "an average without decimals, written 4.00", pl.col("U") == "4"),
    _average("gpa-one-decimal", "an average with one decimal, written 3.70", pl.col("U") == "3.7"),
    _average("gpa-four-decimals", "an average with four decimals", pl.col("U") == "3.6667"),
    _average("gpa-order-odd", "unweighted above weighted (GPA_ORDER_ODD)", _number("U") > _number("W")),
    _average("gpa-earlier", "a cumulative average of an earlier year only", blank("U") & filled("old")),
    _average(
        "gpa-year-only-old",
        "a year's average of an earlier year, which does not count",
        filled("old_year") & blank("year"),
    ),
    _average("gpa-percent", "an average beyond four points", _number("W").gt(5)),
    _average("gpa-none", "no average in grade 12", blank("U") & blank("old") & _EXTRA),
)
