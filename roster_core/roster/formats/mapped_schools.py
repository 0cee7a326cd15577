"""Schools and the school year of mapped files."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from roster_core.findings import Finding
from roster_core.roster.formats.choices import Facts
from roster_core.roster.formats.codes import fitting
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.mapped_kinds import OTHER_YEAR, SCHOOL_NAMES
from roster_core.roster.formats.mapped_rows import respelled, whole
from roster_core.roster.formats.sheet import normal
from roster_core.roster.formats.years import SchoolYear, read_year_code, settled_year, usual_year
from roster_core.roster.intake import FILE, ROW

_SCHOOL_LENGTH = 16
_SHORT_YEAR = re.compile(r"\d{2}[-/]\d{2}")

#: The dates that tell a school year, and whose they are, the most telling first.
_BEGINNINGS = (
    ("start_date", ("terms",)),
    ("term_start", ("sections", "enrollments")),
    ("entry_date", ("enrollments",)),
    ("entry_date", ("students",)),
)
#: The rows of each entity, under the names of its targets.
Frames = dict[str, pl.DataFrame]


def year_of_load(facts: Facts, frames: Frames) -> SchoolYear:
    """The school year as stated, as most rows name it, else the one that most terms, then enrollments, begin in.

    Raises:
        Refusal: Nothing tells it.
    """
    derived = _named_year(frames)
    for column, feeding in _BEGINNINGS:
        if derived is None:
            of = [frames[entity] for entity in feeding if column in frames[entity].columns]
            days = [frame[column].str.to_date("%Y-%m-%d", strict=False) for frame in of]
            derived = usual_year(pl.concat([pl.Series(dtype=pl.Date), *days]))
    return settled_year(facts, derived)


def _named_year(frames: Frames) -> SchoolYear | None:
    """The year that most rows name, if any does."""
    named = [frame.select("school_year").drop_nulls() for frame in frames.values() if "school_year" in frame.columns]
    counted = pl.concat(named).group_by("school_year").len().sort("len", "school_year", descending=True)
    read = (_year(said) for said in counted["school_year"])
    return next((year for year in read if year), None)


def _year(said: str) -> SchoolYear | None:
    return read_year_code(f"20{said}" if _SHORT_YEAR.fullmatch(said) else said)


def of_year(draft: Draft, frames: Frames) -> Frames:
    """The rows of the load's school year; those that name another one are told and left out."""
    kept = {}
    for entity, frame in frames.items():
        kept[entity] = frame
        if "school_year" in frame.columns and frame["school_year"].null_count() < frame.height:
            texts = frame["school_year"].drop_nulls().unique()
            others = [said for said in texts if (year := _year(said)) and year.start.year != draft.year.start.year]
            is_other = pl.col("school_year").is_in(others).fill_null(value=False)
            for file, count in frame.filter(is_other).group_by(FILE, maintain_order=True).len().iter_rows():
                facts = {"count": count, "year": draft.year.code}
                draft.note(Finding(OTHER_YEAR, file, "", "school_year", facts))
            kept[entity] = frame.filter(~is_other)
    return kept


def put_schools(draft: Draft, frames: Frames, facts: Facts, headers: Mapping[str, Mapping[str, str]]) -> Frames:
    """Fill schools, and give the rows back with `school_code` wherever a code, a name or the lone school tells it."""
    described = frames["schools"]
    with_school = {entity: frame for entity, frame in frames.items() if "school_name" in frame.columns}
    known = [
        *described.select("school_code", pl.col("name").alias("school_name")).iter_rows(),
        *((school.code, school.name) for school in facts.schools),
    ]
    pairs = whole(
        [frame.select("school_code", "school_name", FILE, ROW) for frame in with_school.values()],
        ("school_code", "school_name"),
    )
    both = first_of(pairs.drop_nulls(), ["school_code"])
    codes = {normal(name): code for code, name in (*both.select("school_code", "school_name").iter_rows(), *known)
             if code and name}  # fmt: skip
    nameless = pairs.filter(pl.col("school_code").is_null() & pl.col("school_name").is_not_null())
    made = _made_codes(draft, first_of(nameless, ["school_name"]), codes)
    codes |= {normal(name): code for name, code in made.items()}
    sole = _sole(
        [code for code, _ in known] + pairs["school_code"].unique(maintain_order=True).to_list() + list(made.values())
    )
    stated = pl.Series([code for code, _ in known if code], dtype=pl.String)
    if stated.is_empty():
        stated = frames["students"]["school_code"].drop_nulls().unique(maintain_order=True)
    filled = dict(frames)
    for entity, frame in with_school.items():
        names = frame["school_name"].drop_nulls().unique(maintain_order=True)
        found = pl.Series([codes.get(normal(name)) for name in names], dtype=pl.String)
        by_name = pl.col("school_name").replace_strict(names, found, default=None, return_dtype=pl.String)
        coded = frame.with_columns(school_code=pl.coalesce("school_code", by_name, text(sole)))
        shown = headers.get(entity, {}).get("school_code", "school_code")
        filled[entity] = respelled(draft, coded, "school_code", stated, shown)
    _put(draft, described, [*filled.values()], headers.get("schools", {}))
    return filled


def _made_codes(draft: Draft, rows: pl.DataFrame, codes: Mapping[str, str]) -> dict[str, str]:
    """Codes for schools of which only the name is known."""
    names = [name for name in rows["school_name"] if normal(name) not in codes]
    made = fitting(names, _SCHOOL_LENGTH)
    for row in rows.iter_rows(named=True):
        if (name := row["school_name"]) in made and made[name] != name:
            facts = {"school": name, "code": made[name]}
            draft.note(Finding(SCHOOL_NAMES, row[FILE], f"#{row[ROW]}", "school_name", facts))
    return made


def _sole(codes: Sequence[str | None]) -> str | None:
    """The school that every row is of, if there is but one."""
    different = {code.lower(): code for code in reversed(codes) if code}
    return next(iter(different.values())) if len(different) == 1 else None


def _put(draft: Draft, described: pl.DataFrame, frames: Sequence[pl.DataFrame], headers: Mapping[str, str]) -> None:
    if described.height:
        draft.put("schools", first_of(described, ["school_code"]), headers)
    named = [f.select("school_code", "school_name", FILE, ROW) for f in frames if "school_name" in f.columns]
    others = first_of(whole(named, ("school_code", "school_name")).drop_nulls(), ["school_code"])
    here = described["school_code"].str.to_lowercase()
    others = others.filter(~pl.col("school_code").str.to_lowercase().is_in(here.implode()))
    if others.height:
        draft.put("schools", others.rename({"school_name": "name"}))
