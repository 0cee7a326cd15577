"""Terms of mapped schedules, and the sections in them."""

from collections.abc import Mapping

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster.formats.class_codes import TERM_LENGTH, covers_year, fitted
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.mapped_sections import SEC
from roster_core.roster.formats.sheet import normal
from roster_core.roster.intake import FILE, ROW

TERM_DATES = Kind(
    "TERM_DATES_ASSUMED",
    Severity.WARNING,
    "No file gives the dates of term {term}; it was taken to last the whole school year.",
    "Map the first and last days of the terms, or a file of terms.",
)
_KEY = ["school_code", "term_code"]
#: How schedules call the term that is the whole year; 3600 is PowerSchool's for 2026-27.
_YEAR_TERM = r"(?i)^(fy|y|yr|yl|year|full ?year|all ?year|\d\d00)$"


def put_terms(draft: Draft, rows: pl.DataFrame, described: pl.DataFrame, headers: Mapping[str, str]) -> pl.DataFrame:
    """Fill terms and section_terms from the rows of sections and the terms described; one row a section and term back.

    What is given back has `section`, the four codes, `term_code`, `FILE` and `ROW`. Several terms in one cell stand
    apart by `,` or `;`.
    """
    named = rows.filter(pl.col("term_code").is_not_null()).with_columns(
        pl.col("term_code").str.replace_all(",", ";").str.split(";")
    )
    named = named.explode("term_code").with_columns(pl.col("term_code").str.strip_chars())
    named = named.filter(pl.col("term_code") != "")
    codes = _codes(described)
    said = [codes.get(normal(term), term) for term in named["term_code"]]
    named = named.with_columns(fitted(pl.Series("term_code", said, pl.String), TERM_LENGTH))
    _put_terms(draft, named, described, headers)
    of_sections = first_of(named.filter(pl.col("school_code").is_not_null()), [*SEC, "term_code"])
    if of_sections.height:
        shown = {"term_code": headers.get("term_code", "term_code")}
        draft.put("section_terms", of_sections.select(*SEC, "term_code", FILE, ROW), shown)
    return of_sections.select("section", *SEC, "term_code", FILE, ROW)


def _codes(described: pl.DataFrame) -> dict[str, str]:
    """Term codes by what sections may call the term: its code or its name."""
    pairs = list(described.select("term_code", "name").iter_rows())
    return {
        normal(text_): code
        for place in (1, 0)
        for pair in reversed(pairs)
        if (code := pair[0]) and (text_ := pair[place])
    }


def _put_terms(draft: Draft, named: pl.DataFrame, described: pl.DataFrame, headers: Mapping[str, str]) -> None:
    schools = _schools(draft, named)
    coded = described.with_columns(fitted(described["term_code"], TERM_LENGTH))
    for_all = coded.filter(pl.col("school_code").is_null()).drop("school_code").join(schools, how="cross")
    given = pl.concat([coded.filter(pl.col("school_code").is_not_null()), for_all], how="diagonal")
    used = named.select(
        *_KEY, pl.col("term_start").alias("start_date"), pl.col("term_end").alias("end_date"), FILE, ROW
    ).filter(pl.col("school_code").is_not_null())
    filled = used.with_columns(pl.col("start_date", "end_date").drop_nulls().first().over(_KEY))
    terms = first_of(pl.concat([given, filled], how="diagonal"), _KEY)
    if terms.is_empty():
        return
    blank = pl.col("start_date").is_null() | pl.col("end_date").is_null()
    for row in first_of(terms.filter(blank), ["term_code"]).iter_rows(named=True):
        draft.note(Finding(TERM_DATES, row[FILE], f"#{row[ROW]}", "term_code", {"term": row["term_code"]}))
    start = pl.col("start_date").str.to_date("%Y-%m-%d", strict=False).fill_null(draft.year.start)
    end = pl.col("end_date").str.to_date("%Y-%m-%d", strict=False).fill_null(draft.year.end)
    by_dates = covers_year(start, end, "school_code")
    by_name = pl.col("term_code").str.contains(_YEAR_TERM).cast(pl.String)
    draft.put(
        "terms",
        terms.select(
            "school_code",
            text(draft.year.code).alias("school_year"),
            "term_code",
            "name",
            pl.col("start_date").fill_null(draft.year.start.isoformat()),
            pl.col("end_date").fill_null(draft.year.end.isoformat()),
            pl.coalesce("covers_year", pl.when(blank).then(by_name).otherwise(by_dates)).alias("covers_year"),
            FILE,
            ROW,
        ),
        headers,
    )


def _schools(draft: Draft, named: pl.DataFrame) -> pl.DataFrame:
    """The schools that terms without a school hold for: those with sections, else all that are known."""
    of_sections = named.select("school_code").drop_nulls()
    known = draft.tables["schools"].select("school_code").drop_nulls() if "schools" in draft.tables else of_sections
    return first_of(of_sections if of_sections.height else known, ["school_code"])
