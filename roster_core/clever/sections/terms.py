"""Terms: the year at a school, and the term columns of a section (export-options §3, value rules)."""

import polars as pl

from roster_core.clever.run import Run
from roster_core.clever.source.source import Read, Source

#: Terms with a longer pause between them are not together the year.
LONGEST_GAP_DAYS = 30

_TERMS = Read(
    "term",
    {
        "school_id": pl.Int64,
        "term_code": pl.String,
        "start_date": pl.Date,
        "end_date": pl.Date,
        "covers_year": pl.Boolean,
    },
)


def read_terms(source: Source, run: Run) -> pl.DataFrame:
    """The terms of the run's year: `school_id`, `term_code`, `start_date`, `end_date`, `covers_year`."""
    return source.table(_TERMS.where(school_year=run.year))


def years_at_schools(terms: pl.DataFrame, run: Run) -> pl.DataFrame:
    """The year at each school in scope: `school_id`, `year_code`, `year_start`, `year_end`.

    It is the term that covers the year (several: earliest start, then code), else the school year itself.
    """
    covering = (
        terms.filter("covers_year")
        .sort("school_id", "start_date", "term_code")
        .unique("school_id", keep="first", maintain_order=True)
        .select("school_id", year_code="term_code", year_start="start_date", year_end="end_date")
    )
    return (
        run.scope.select("school_id")
        .join(covering, on="school_id", how="left")
        .with_columns(
            pl.col("year_code").fill_null(run.year),
            pl.col("year_start").fill_null(run.year_start),
            pl.col("year_end").fill_null(run.year_end),
        )
    )


def with_terms(sections: pl.DataFrame, links: pl.DataFrame, terms: pl.DataFrame, run: Run) -> pl.DataFrame:
    """The sections with `term_name`, `term_start`, `term_end`, `no_term`, and `in_year`.

    `links` are `section_id`, `term_code`. `in_year` tells whether a term overlaps the school year; a section without
    any term lasts all year.
    """
    years = years_at_schools(terms, run)
    met = _met(sections, links, terms).join(years, on="school_id").sort("section_id", "start_date", "term_code")
    found = met.group_by("section_id").agg(
        own_name=pl.when(_are_the_year())
        .then(pl.col("year_code").first())
        .otherwise(pl.col("term_code").str.join(",")),
        own_start=pl.col("start_date").min(),
        own_end=pl.col("end_date").max(),
        overlaps=((pl.col("start_date") <= run.year_end) & (pl.col("end_date") >= run.year_start)).any(),
    )
    return (
        sections.join(found, on="section_id", how="left")
        .join(years, on="school_id")
        .with_columns(
            no_term=pl.col("own_name").is_null(),
            in_year=pl.col("overlaps").fill_null(value=True),
            term_name=pl.coalesce("own_name", "year_code"),
            term_start=pl.coalesce("own_start", "year_start"),
            term_end=pl.coalesce("own_end", "year_end"),
        )
        .drop("own_name", "own_start", "own_end", "overlaps", "year_code", "year_start", "year_end")
    )


def _met(sections: pl.DataFrame, links: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    own = sections.select("section_id", "school_id").join(links, on="section_id")
    return own.join(terms, on=["school_id", "term_code"])


def term_spans(sections: pl.DataFrame, links: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """The dates of each term of a section: `section_id`, `start_date`, `end_date`; without a term, those it has.

    `sections` come from `with_terms`.
    """
    columns = ("section_id", "start_date", "end_date")
    all_year = sections.filter("no_term").select("section_id", start_date="term_start", end_date="term_end")
    return pl.concat((_met(sections, links, terms).select(columns), all_year))


def _are_the_year() -> pl.Expr:
    """Whether several terms, sorted by start, reach from the year's first day to its last without a long pause."""
    pause = (pl.col("start_date") - pl.col("end_date").cum_max().shift(1)).dt.total_days() - 1
    whole = (pl.col("start_date").min() <= pl.col("year_start").first()) & (
        pl.col("end_date").max() >= pl.col("year_end").first()
    )
    return (pl.len() > 1) & whole & (pause.max().fill_null(0) <= LONGEST_GAP_DAYS)
