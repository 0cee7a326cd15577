"""What an option could be set to instead, so that what it does can be shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from roster_core.clever.profile.file import Given
from roster_core.clever.profile.options import FIELDS, ExportOptions, default_of, in_use, is_default
from roster_core.clever.run import open_run
from roster_core.clever.source.source import Read, Source
from roster_core.findings import Finding
from roster_core.options import meta

_TEXTS = Read("user_text_definition", {"applies_to": pl.String, "user_text_code": pl.String})
_GPAS = Read("gpa_type", {"gpa_type_code": pl.String, "is_weighted": pl.Boolean})
_CURRENT = Read("district", {"current_school_year": pl.String})
#: Where the codes lie that an option may name, in the first column.
_CODES = {
    "roles": Read("staff_role", {"role_code": pl.String}),
    "school_years": Read("school_year", {"school_year": pl.String}),
    "schools": Read("school", {"school_code": pl.String}).where(active=True, do_not_export=False),
    "state_grades": Read("student_enrollment", {"state_grade_code": pl.String}),
}
_IN_USE = {
    "excluded_course_codes": Read("course", {"course_code": pl.String}),
    "staff_department_codes": Read("department", {"department_code": pl.String}),
}
_AS_EXAMPLE = {
    "student_username_suffix": "@example.org",
    "student_email_suffix": "@example.org",
    "student_password_custom_text": "Hello-{student_id}",
    "staff_password_custom_text": "Hello-{staff_id}",
    "teacher_password_custom_text": "Hello-{staff_id}",
}
#: Other options without which an option has nothing, or little, to do.
_MATTERS_WITH: dict[str, dict[str, Any]] = {
    "avoid_duplicate_guardian_phones": {"include_all_guardians": True},
    "blank_course_name_if_composed": {"name_prepend_teacher": True},
}
#: Values of sources that need a further option.
_NEED_MORE = ("user_text", "custom_text", "derived_secret")


@dataclass(frozen=True)
class Pair:
    """Two sets of options that differ in one; `assumed` are other options that were set in both, so that it matters."""

    before: ExportOptions
    after: ExportOptions
    assumed: tuple[str, ...]


def other_values(source: Source, options: ExportOptions, name: str) -> Iterator[Any]:
    """Values that the option could have instead of its present one, the most telling first."""
    present, declared = getattr(options, name), meta(FIELDS[name])
    if name == "school_year" and present is None:
        present = source.table(_CURRENT).item()
    if isinstance(present, bool):
        yield not present
        return
    if not is_default(options, name):
        yield default_of(name)
    for value in (*_labelled(declared), *_codes(source, name, declared)):
        if value != present:
            yield value


def _labelled(declared: dict[str, Any]) -> list[Any]:
    values = [value for value in declared.get("labels", {}) if value != "none"]
    return sorted(values, key=lambda value: value in _NEED_MORE)


def _codes(source: Source, name: str, declared: dict[str, Any]) -> Iterator[Any]:
    choices = declared.get("choices", "")
    if name in _AS_EXAMPLE:
        yield _AS_EXAMPLE[name]
    if name in _IN_USE:
        yield from source.table(_IN_USE[name]).to_series().drop_nulls().unique().sort().head(3)
    if choices.endswith("_user_texts"):
        texts = source.table(_TEXTS.where(applies_to=choices.removesuffix("_user_texts").upper()))
        yield from texts["user_text_code"].sort()
    elif choices.endswith("weighted_gpa_types"):
        gpas = source.table(_GPAS).filter(pl.col("is_weighted") == choices.startswith("weighted"))
        yield from gpas["gpa_type_code"].sort()
    elif choices in _CODES:
        codes = source.table(_CODES[choices]).to_series().drop_nulls().unique().sort()
        yield from codes if choices == "school_years" else ((code,) for code in codes)


def pair(
    source: Source, options: ExportOptions, name: str, value: Any, *, today: date, secret: str | None
) -> Pair | None:
    """`options` and the same with another value of `name`; whatever else that needs is set in both.

    Nothing if no run is possible with one of the two.
    """
    matters = _MATTERS_WITH.get(name, {})
    assumed = {each: wanted for each, wanted in matters.items() if getattr(options, each) != wanted}
    used_with = meta(FIELDS[name]).get("used_with")
    if used_with and not in_use(options, name):
        wanted = sorted(used_with["values"], key=lambda each: each in _NEED_MORE)
        assumed[used_with["option"]] = wanted[0]
    for _attempt in range(4):  # a value may need another one, which may need a third
        before = options.model_copy(update=assumed)
        after = before.model_copy(update={name: value})
        needed = _needed(source, before, today, secret, but=name) | _needed(source, after, today, secret, but=name)
        if not needed:
            if _missing(source, before, name, today, secret):  # without a value of its own there is no run to compare
                before = options
            return Pair(before, after, tuple(_words(each, assumed[each]) for each in assumed))
        news = {each: next(other_values(source, options, each), None) for each in needed if each not in assumed}
        if not news:
            return None
        assumed |= news
    return None


def _needed(source: Source, options: ExportOptions, today: date, secret: str | None, *, but: str) -> set[str]:
    opening = open_run(source, Given(options), today=today, secret=secret)
    return {_option(finding) for finding in opening.findings if opening.run is None} - {but}


def _missing(source: Source, options: ExportOptions, name: str, today: date, secret: str | None) -> bool:
    opening = open_run(source, Given(options), today=today, secret=secret)
    return opening.run is None and name in {finding.row_key for finding in opening.findings}


def _option(finding: Finding) -> str:
    return finding.row_key if finding.row_key in FIELDS else ""


def _words(name: str, value: Any) -> str:
    shown = meta(FIELDS[name]).get("labels", {}).get(value, {True: "on", False: "off"}.get(value, value))
    return f"{FIELDS[name].title}: {shown}"
