"""Cells as people and programs write them → cells of roster CSV, a column at a time; what changed meaning is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from roster_core.findings import Kind, frame_of
from roster_core.roster.formats import words
from roster_core.roster.formats.cell_kinds import (
    DATE_DAY_FIRST,
    DATE_SERIAL,
    DATE_SHORT_YEAR,
    EMAIL_NO_AT,
    GRADE_READ_AS,
    GRADE_UNKNOWN,
    GRADE_WAS_DATE,
    ID_AS_NUMBER,
    ID_SCIENTIFIC,
    ZIP_ZERO,
)
from roster_core.roster.formats.dates import DateOrder, How, is_day_first, read_date
from roster_core.roster.formats.grades import GradeCodes, read_grade, read_range
from roster_core.roster.formats.sheet import normal
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.notation import CellType, Column, File
from roster_core.roster.telling import ROW_KEY, sentence, shortened

#: States whose zip codes begin with 0.
_ZERO_STATES = ("CT", "MA", "ME", "NH", "NJ", "RI", "VT", "PR", "VI")


@dataclass(frozen=True)
class Manner:
    """How cells that can be read in several ways are read.

    Two-digit years of birth lie in the hundred years up to `year_end`, other ones in those up to ten years later.
    `headers` names, for findings, the source's header of a roster column.
    """

    year_end: int = 2035
    state: str = ""
    order: DateOrder = DateOrder.AUTO
    grades: GradeCodes = field(default_factory=GradeCodes)
    special_grades: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def shown(self, column: str) -> str:
        """The column's name in findings."""
        return self.headers.get(column, column)


#: A column of a frame read anew: the frame, and the findings about it.
Settled = tuple[pl.DataFrame, list[pl.DataFrame]]

#: Words by (file, column), before those by column alone.
_WORDS: dict[tuple[str, str], Mapping[str, str]] = {
    ("", "gender"): words.GENDERS,
    ("", "free_reduced_lunch"): words.LUNCH,
    ("", "home_language_code"): words.LANGUAGES,
    ("", "school_type"): words.SCHOOL_TYPES,
    ("", "employment_status"): words.EMPLOYMENT,
    ("", "relationship_code"): words.RELATIONSHIPS,
    ("students", "status"): words.PERSON_STATUS,
    ("staff", "status"): words.PERSON_STATUS,
    ("student_contacts", "status"): words.PERSON_STATUS,
    ("student_contacts", "type"): words.CONTACT_TYPES,
    ("student_enrollments", "status"): words.ENROLLMENT_STATUS,
    ("section_enrollments", "status"): words.PERSON_STATUS,
    ("sections", "status"): words.SECTION_STATUS,
    ("section_staff", "role"): words.SECTION_ROLES,
    ("phones", "type"): words.PHONE_TYPES,
}


def settle(frame: pl.DataFrame, file: File, manner: Manner) -> Settled:
    """`frame`, a table of `file` as its source wrote it, in cells of roster CSV as far as they can be understood.

    A cell that is not understood stays as it is: the check of the intake says so.
    """
    findings: list[pl.DataFrame] = []
    for column in file.columns:
        if column.name in frame.columns and frame[column.name].null_count() < frame.height:
            frame, found = _settle_column(frame, file, column, manner)
            findings += found
    return frame, findings


def _settle_column(frame: pl.DataFrame, file: File, column: Column, manner: Manner) -> Settled:
    name = column.name
    if table := _WORDS.get((file.name, name)) or _WORDS.get(("", name)):
        return _translated(frame, name, lambda text: table.get(normal(text))), []
    if settle_special := _SPECIAL.get((file.name, name)) or _SPECIAL.get(("", name)):
        return settle_special(frame, name, manner)
    if settle_type := _BY_TYPE.get(column.type):
        return settle_type(frame, name, manner)
    return frame, []


def distinct(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Each value of the column in each source file: `FILE`, `old`, `count` and the `ROW` where it is first."""
    return (
        frame.lazy()
        .filter(pl.col(name).is_not_null())
        .group_by(FILE, pl.col(name).alias("old"), maintain_order=True)
        .agg(pl.len().alias("count"), pl.col(ROW).min())
        .collect()
    )


def replaced(frame: pl.DataFrame, name: str, old: pl.Series, new: pl.Series) -> pl.DataFrame:
    """The frame with the values `old` of a column replaced by `new` (null: blank)."""
    table = pl.DataFrame([old.alias(name), new.alias("_new")]).unique(name, maintain_order=True)
    table = table.with_columns(_is=True)
    joined = frame.join(table, on=name, how="left", maintain_order="left")
    return joined.with_columns(pl.when("_is").then("_new").otherwise(name).alias(name)).drop("_new", "_is")


def told(values: pl.DataFrame, kind: Kind, column: str) -> pl.DataFrame:
    """One finding for each row of `values` (`FILE`, `ROW`, `old`, `new`, `count`)."""
    facts: dict[str, str | pl.Expr] = {"column": column, "old": shortened(pl.col("old")), "count": pl.col("count")}
    if "new" in values.columns:
        facts["new"] = pl.col("new")
    used = {name: fact for name, fact in facts.items() if f"{{{name}}}" in kind.message}
    return frame_of(values, kind, file=pl.col(FILE), row_key=ROW_KEY, column=column, message=sentence(kind, **used))


def told_once(values: pl.DataFrame, kind: Kind, column: str) -> pl.DataFrame:
    """One finding for each source file, with the count of all its rows and the first value as the example."""
    firsts = (
        values.sort(ROW).group_by(FILE, maintain_order=True).agg(pl.all().exclude("count").first(), pl.sum("count"))
    )
    return told(firsts, kind, column)


def _translated(frame: pl.DataFrame, name: str, read: Callable[[str], str | None]) -> pl.DataFrame:
    old = frame[name].drop_nulls().unique(maintain_order=True)
    new = pl.Series([read(text) or text for text in old], dtype=pl.String)
    return replaced(frame, name, old, new)


def _settle_booleans(frame: pl.DataFrame, name: str, _: Manner) -> Settled:
    return _translated(frame, name, words.boolean), []


def _settle_races(frame: pl.DataFrame, name: str, _: Manner) -> Settled:
    return _translated(frame, name, words.race_codes), []


def _settle_dates(frame: pl.DataFrame, name: str, manner: Manner) -> Settled:
    values = distinct(frame, name)
    day_first = is_day_first(values["old"], manner.order)
    latest = manner.year_end + (0 if name == "birth_date" else 10)
    read = [read_date(text, day_first=day_first, latest_short_year=latest) for text in values["old"]]
    texts = [date.text if date else text for date, text in zip(read, values["old"], strict=True)]
    values = values.with_columns(
        new=pl.Series(texts, dtype=pl.String),
        how=pl.Series([date.how.value if date else "" for date in read], dtype=pl.String),
    )
    shown = manner.shown(name)
    findings = [
        told_once(values.filter(pl.col("how") == How.SHORT_YEAR.value), DATE_SHORT_YEAR, shown),
        told_once(values.filter(pl.col("how") == How.SERIAL.value), DATE_SERIAL, shown),
    ]
    if day_first and manner.order is DateOrder.AUTO:
        swapped = pl.col("old").str.contains(r"^(1[3-9]|2[0-9]|3[01])[-/.]")
        findings.append(told_once(values.filter(swapped), DATE_DAY_FIRST, shown))
    return replaced(frame, name, values["old"], values["new"]), findings


def _settle_code(frame: pl.DataFrame, name: str, manner: Manner) -> Settled:
    old = pl.col("old")
    odd = frame.filter(pl.col(name).str.contains(r"^\d+(\.0|(\.\d+)?[eE]\+?\d+)$"))
    if odd.is_empty():
        return frame, []
    values = distinct(odd, name).with_columns(new=old.str.strip_suffix(".0"))
    decimal = values.filter(old.str.ends_with(".0"))
    findings = [
        told_once(decimal, ID_AS_NUMBER, manner.shown(name)),
        told_once(values.filter(old.str.contains("[eE]")), ID_SCIENTIFIC, manner.shown(name)),
    ]
    return replaced(frame, name, decimal["old"], decimal["new"]), findings


def _settle_range_end(frame: pl.DataFrame, name: str, manner: Manner) -> Settled:
    values = distinct(frame, name)
    new, was_date = [], []
    for text in values["old"]:
        both = read_range(text)
        end = text if both is None else both.low if name == "low_grade" else both.high
        new.append(read_grade(end, manner.grades, manner.special_grades).code or end)
        was_date.append(both is not None and both.was_date)
    values = values.with_columns(new=pl.Series(new, dtype=pl.String), was_date=pl.Series(was_date, dtype=pl.Boolean))
    findings = told(values.filter("was_date"), GRADE_WAS_DATE, manner.shown(name))
    return replaced(frame, name, values["old"], values["new"]), [findings]


def _settle_zip(frame: pl.DataFrame, name: str, manner: Manner) -> Settled:
    state = pl.col("state").str.to_uppercase() if "state" in frame.columns else pl.lit(None, pl.String)
    lost = pl.col("zip").str.contains(r"^\d{4}(-?\d{4})?$") & state.fill_null(manner.state).is_in(_ZERO_STATES)
    restored = pl.lit("0") + pl.col("zip").str.slice(0, 4)
    extension = pl.col("zip").str.slice(4).str.strip_prefix("-")
    whole = pl.when(extension == "").then(restored).otherwise(restored + "-" + extension)
    bare_nine = pl.col("zip").str.contains(r"^\d{9}$")
    dashed = pl.col("zip").str.slice(0, 5) + "-" + pl.col("zip").str.slice(5)
    marked = frame.with_columns(
        _lost=lost, _new=pl.when(lost).then(whole).when(bare_nine).then(dashed).otherwise("zip")
    )
    values = (
        marked.filter("_lost")
        .group_by(FILE, old="zip", new="_new", maintain_order=True)
        .agg(pl.len().alias("count"), pl.col(ROW).min())
    )
    settled = marked.with_columns(zip="_new").drop("_lost", "_new")
    return settled, [told_once(values, ZIP_ZERO, manner.shown(name))]


def _settle_emails(frame: pl.DataFrame, name: str, manner: Manner) -> Settled:
    bad = frame.filter(~pl.col(name).str.contains("@", literal=True))
    return frame, [told_once(distinct(bad, name), EMAIL_NO_AT, manner.shown(name))]


def _as_it_is(frame: pl.DataFrame, _name: str, _: Manner) -> Settled:
    return frame, []


_Settler = Callable[[pl.DataFrame, str, Manner], Settled]
#: How columns are read that their type alone does not tell, by (file, column) or by column alone.
_SPECIAL: dict[tuple[str, str], _Settler] = {
    ("", "race_code"): _settle_races,
    ("", "low_grade"): _settle_range_end,
    ("", "high_grade"): _settle_range_end,
    ("", "zip"): _settle_zip,
    ("", "school_email"): _settle_emails,
    ("", "work_email"): _settle_emails,
    ("", "alternate_email"): _settle_emails,
    ("emails", "address"): _settle_emails,
    ("", "local_grade"): _as_it_is,
    ("", "state_grade_code"): _as_it_is,
}
_BY_TYPE: dict[CellType, _Settler] = {
    CellType.BOOLEAN: _settle_booleans,
    CellType.DATE: _settle_dates,
    CellType.CODE: _settle_code,
}


def with_state_grades(frame: pl.DataFrame, manner: Manner) -> Settled:
    """Enrollments with `state_grade_code` made of `local_grade` where it is blank, and written as the state does.

    `local_grade` keeps what the source says. Each grade whose code was a decision is told once.
    """
    absent = [name for name in ("local_grade", "state_grade_code") if name not in frame.columns]
    frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
    frame = frame.with_columns(_grade=pl.coalesce("state_grade_code", "local_grade"))
    values = distinct(frame, "_grade")
    read = [read_grade(text, manner.grades, manner.special_grades) for text in values["old"]]
    values = values.with_columns(
        new=pl.Series([grade.code or None for grade in read], dtype=pl.String),
        decided=pl.Series([grade.decided for grade in read], dtype=pl.Boolean),
    )
    shown = manner.shown("local_grade")
    findings = [
        told(values.filter(pl.col("decided") & pl.col("new").is_not_null()), GRADE_READ_AS, shown),
        told(values.filter(pl.col("new").is_null()), GRADE_UNKNOWN, shown),
    ]
    frame = replaced(frame, "_grade", values["old"], values["new"])
    return frame.with_columns(state_grade_code="_grade").drop("_grade"), findings


def read_days(frame: pl.DataFrame, name: str, year_end: int = 2035) -> pl.Series:
    """The dates that a column writes, as type Date; what is no date is null."""
    settled, _ = _settle_dates(frame, name, Manner(year_end=year_end))
    return settled[name].str.to_date("%Y-%m-%d", strict=False)
