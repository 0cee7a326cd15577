"""Which courses go: User Flag 2, and the codes that are left out (export-options G40, G41)."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.profile.options import ExportOptions
from roster_core.findings import Finding
from roster_core.text import same

#: Between school and code where both are compared at once; no text of the roster or a profile has it.
_BETWEEN = "\n"


@dataclass(frozen=True)
class LeftOut:
    """A course to leave out: the entry as typed, and the code at one school or, with a blank school, at all."""

    typed: str
    school: str | None
    code: str

    @property
    def compared(self) -> str:
        """What the entry is found by."""
        return same(self.code if self.school is None else f"{self.school}{_BETWEEN}{self.code}")


def left_out(text: str) -> tuple[LeftOut, ...]:
    """The entries of G41, each once."""
    typed = dict.fromkeys(entry.strip() for entry in text.split(","))
    return tuple(_entry(entry) for entry in typed if entry)


def _entry(typed: str) -> LeftOut:
    before, at, behind = typed.partition("@")
    return LeftOut(typed, before.strip(), behind.strip()) if at else LeftOut(typed, None, typed)


def without_codes(sections: pl.DataFrame, options: ExportOptions) -> pl.DataFrame:
    """The sections but those of courses left out by G41; they have `school_code` and `course_code`."""
    entries = [entry.compared for entry in left_out(options.excluded_course_codes)]
    return sections.filter(~(_everywhere().is_in(entries) | _at_school().is_in(entries)))


def _everywhere() -> pl.Expr:
    return pl.col("course_code").str.to_lowercase()


def _at_school() -> pl.Expr:
    return pl.concat_str("school_code", "course_code", separator=_BETWEEN).str.to_lowercase()


def flagged(sections: pl.DataFrame, options: ExportOptions) -> pl.DataFrame:
    """The sections that G40 lets through: with it, those whose course has User Flag 2."""
    if not options.require_course_user_flag_2:
        return sections
    return sections.filter(pl.col("user_flag_2").fill_null(value=False))


def choice_findings(courses: pl.DataFrame, options: ExportOptions) -> Iterator[Finding]:
    """Codes that no course has, and a flag that no course has; `courses` are those of the year at schools in scope."""
    known = {*courses.select(_everywhere()).to_series(), *courses.select(_at_school()).to_series()}
    for entry in left_out(options.excluded_course_codes):
        if entry.compared not in known:
            facts = {"code": entry.code, "where": f"at {entry.school}" if entry.school else "at a school exported"}
            yield Finding(kinds.COURSE_CODE_UNKNOWN, "profile", entry.typed, facts=facts)
    if flagged(courses, options).is_empty() and options.require_course_user_flag_2:
        yield Finding(kinds.ALL_SECTIONS_EXCLUDED, "sections.csv")
