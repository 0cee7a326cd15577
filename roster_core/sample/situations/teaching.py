"""Situations of sections: their teachers, titles, terms and seats."""

import polars as pl

from roster_core.sample.district import LAST_YEAR, YEAR
from roster_core.sample.situations.tables import (
    SECTION,
    Situation,
    Tables,
    above,
    blank,
    equals,
    filled,
    rows_of,
    true,
)

_KEY = ("school_code", "course_code", "section_code")


def _section(name: str, source: str, text: str, shown_by: pl.Expr) -> Situation:
    return Situation(name, text, source, lambda tables: tables.sections.filter(shown_by), _KEY)


def _counted(tables: Tables) -> pl.DataFrame:
    """Sections with `rows` (staff ever), `now` (on the day) and `working` (active on the day)."""
    ever = tables["section_staff"].group_by(SECTION).len("rows")
    teaching = tables.teaching.group_by(SECTION).agg(pl.len().alias("now"), pl.col("works").sum().alias("working"))
    both = tables.sections.join(ever, on=SECTION, how="left").join(teaching, on=SECTION, how="left")
    return both.with_columns(pl.col("rows", "now", "working").fill_null(0))


def _taught(name: str, source: str, text: str, shown_by: pl.Expr) -> Situation:
    return Situation(name, text, source, lambda tables: _counted(tables).filter(shown_by), _KEY)


def _by_non_teaching(tables: Tables) -> pl.DataFrame:
    """Written in a section of a school to which they are assigned without teaching."""
    not_teaching = tables.assigned.filter(~true("is_teaching"))
    return _in_scope(tables).join(not_teaching, on=["staff_id", "school_code"], how="semi")


def _by_unassigned(tables: Tables) -> pl.DataFrame:
    return _in_scope(tables).join(tables.assigned, on="staff_id", how="anti").filter("works")


def _in_scope(tables: Tables) -> pl.DataFrame:
    return tables.teaching.join(tables.sections, on=SECTION, how="semi")


def _by_shared_and_member(tables: Tables) -> pl.DataFrame:
    rows = _in_scope(tables)
    pairs = rows.join(tables["shared_teacher_members"], left_on="staff_id", right_on="shared_staff_id")
    return pairs.join(rows, left_on=[*SECTION, "member_staff_id"], right_on=[*SECTION, "staff_id"], how="semi")


def _shared_then_other(tables: Tables) -> pl.DataFrame:
    """The shared record first, then somebody who is not of it (export-options §7.9)."""
    rows = _in_scope(tables)
    first = rows.filter((pl.col("staff_id") == "2010") & true("is_primary"))
    members = tables["shared_teacher_members"].filter(pl.col("shared_staff_id") == "2010")["member_staff_id"]
    others = rows.filter(~true("is_primary") & ~pl.col("staff_id").is_in(members.implode()))
    return first.join(others, on=SECTION, how="semi")


def _primary_not_first(tables: Tables) -> pl.DataFrame:
    """The primary teacher has a higher sequence than another."""
    rows = _in_scope(tables)
    primary = rows.filter(true("is_primary")).select(*SECTION, first="sequence")
    return rows.filter(~true("is_primary")).join(primary, on=SECTION).filter(pl.col("sequence") < pl.col("first"))


def _inactive_first(tables: Tables) -> pl.DataFrame:
    rows = _in_scope(tables)
    return rows.filter(true("is_primary") & ~pl.col("works")).join(rows.filter("works"), on=SECTION, how="semi")


def _changed_teacher(tables: Tables) -> pl.DataFrame:
    rows = tables["section_staff"].filter(true("is_primary") & filled("to"))
    return rows.join(tables["section_staff"].filter(true("is_primary") & filled("from")), on=SECTION, how="semi")


def _terms(name: str, text: str, shown_by: pl.Expr) -> Situation:
    """`codes` are the section's term codes by start, blank if none; `start` and `end` its first and last day."""

    def find(tables: Tables) -> pl.DataFrame:
        on = ["school_code", "school_year", "term_code"]
        rows = tables["section_terms"].join(tables["terms"], on=on).sort("start_date", "term_code")
        ends = rows.group_by(SECTION, maintain_order=True).agg(
            pl.col("term_code").str.join(",").alias("codes"), pl.col("start_date").min().alias("start")
        )
        return (
            tables.sections.join(ends, on=SECTION, how="left")
            .with_columns(pl.col("codes").fill_null(""))
            .filter(shown_by)
        )

    return Situation(name, text, "export-options §3", find, _KEY)


def _unseated(tables: Tables) -> pl.DataFrame:
    return tables.sections.join(tables["section_enrollments"], on=SECTION, how="anti")


def _unseated_on_the_day(tables: Tables) -> pl.DataFrame:
    later = tables.sections.join(tables["section_enrollments"], on=SECTION, how="semi")
    return later.join(tables.seated, on=SECTION, how="anti")


def _seat(name: str, text: str, shown_by: pl.Expr) -> Situation:
    return rows_of("section_enrollments", name, "export-options §3", text, (pl.col("school_year") == YEAR) & shown_by)


def _seated_twice(tables: Tables) -> pl.DataFrame:
    rows = tables["section_enrollments"]
    return rows.filter(pl.struct(*SECTION, "district_number").is_duplicated())


def _without_meetings(tables: Tables) -> pl.DataFrame:
    return tables.sections.join(tables["section_meetings"], on=SECTION, how="anti")


TEACHING: tuple[Situation, ...] = (
    _taught(
        "section-no-teacher",
        "export-options §3",
        "nobody was ever written for it (SECTION_NO_TEACHER)",
        pl.col("rows") == 0,
    ),
    _taught(
        "section-teacher-not-now",
        "export-options §3",
        "somebody, but not on the day (SECTION_NO_TEACHER)",
        above("rows", 0) & (pl.col("now") == 0),
    ),
    _taught(
        "section-teacher-inactive",
        "export-options §3",
        "only inactive teachers (SECTION_TEACHER_INACTIVE)",
        above("now", 0) & (pl.col("working") == 0),
    ),
    _taught(
        "section-co-teacher",
        "export-options §7.9",
        "two teachers (COTEACHERS_DROPPED without G47)",
        equals("working", 2),
    ),
    _taught("section-four-teachers", "export-options §7.9", "exactly four teachers", equals("working", 4)),
    _taught("section-five-teachers", "export-options §7.9", "five teachers (TEACHERS_OVER_FOUR)", equals("working", 5)),
    Situation(
        "section-by-non-teaching",
        "somebody who does not teach, on a section (G36)",
        "export-options §9",
        _by_non_teaching,
        (*_KEY, "staff_id"),
    ),
    Situation(
        "section-by-unassigned",
        "somebody without a school, on a section",
        "export-options §3",
        _by_unassigned,
        (*_KEY, "staff_id"),
    ),
    Situation(
        "section-shared-and-member",
        "a shared record and one of its members (G48)",
        "export-options §7.9",
        _by_shared_and_member,
        (*_KEY, "staff_id"),
    ),
    Situation(
        "section-shared-then-other",
        "Rivera / Park (shared), then Jones",
        "export-options §7.9",
        _shared_then_other,
        _KEY,
    ),
    Situation(
        "section-primary-not-first",
        "the primary teacher has the higher sequence",
        "export-options §7.9",
        _primary_not_first,
        _KEY,
    ),
    Situation(
        "section-inactive-first",
        "the primary teacher is inactive, another is not",
        "export-options §7.9",
        _inactive_first,
        _KEY,
    ),
    Situation(
        "section-teacher-changed", "another teacher since October", "export-options §7.9", _changed_teacher, _KEY
    ),
    rows_of("section_staff", "section-substitute", "roster-model §4", "a substitute", pl.col("role") == "SUBSTITUTE"),
    rows_of("section_staff", "section-support", "roster-model §4", "in-class support", pl.col("role") == "SUPPORT"),
    rows_of("sections", "section-cancelled", "export-options §3", "cancelled", pl.col("status") == "CANCELLED"),
    rows_of(
        "sections",
        "section-last-year",
        "export-options §3",
        "a section of last year",
        pl.col("school_year") == LAST_YEAR,
    ),
    _section("section-title", "export-options §3", "a title of its own", filled("title_override")),
    _section(
        "section-title-quotes",
        "roster-csv §1",
        "comma and quotation marks in the title",
        pl.col("title_override").str.contains('"') & pl.col("title_override").str.contains(","),
    ),
    _section(
        "section-title-formula",
        "export-options §3",
        "a spreadsheet would run this title",
        pl.col("title_override").str.contains("^[=+@-]"),
    ),
    _section(
        "section-code-space",
        "export-options §3",
        "a blank in the code, written _",
        pl.col("section_code").str.contains(" "),
    ),
    _section(
        "section-of-homeroom",
        "export-options §7.6",
        "linked to a homeroom",
        filled("homeroom_code") & (pl.col("school_code") == "MHE"),
    ),
    _terms("section-no-term", "no term (SECTION_NO_TERM)", blank("codes")),
    _terms("section-year", "the term of the year", pl.col("codes") == "FY"),
    _terms("section-halves", "both halves, which are the year", pl.col("codes") == "S1,S2"),
    _terms("section-quarters", "four quarters, which are the year", pl.col("codes") == "MP1,MP2,MP3,MP4"),
    _terms("section-two-quarters", "two quarters, joined", pl.col("codes") == "MP1,MP2"),
    _terms("section-gap", "terms with a gap of more than 30 days, joined", pl.col("codes") == "S1,MP4"),
    _terms("section-later", "a term still to come", pl.col("codes") == "S2"),
    _terms("section-out-of-year", "only a term after the year, so not exported", pl.col("start") > "2027-06-30"),
    _terms(
        "section-school-without-year",
        "the halves at a school without a term for the year",
        (pl.col("codes") == "S1,S2") & (pl.col("school_code") == "MHV"),
    ),
    Situation("section-empty", "never anybody in it (SECTION_EMPTY)", "export-options §4.4", _unseated, _KEY),
    Situation("section-empty-now", "nobody in it on the day", "export-options §4.4", _unseated_on_the_day, _KEY),
    _seat("seat-inactive", "a seat given up", pl.col("status") == "INACTIVE"),
    _seat("seat-ended", "a seat that has ended", filled("exit_date") & (pl.col("exit_date") < "2026-10-01")),
    _seat("seat-future", "a seat from spring on", pl.col("entry_date") > "2027-01-22"),
    Situation(
        "seat-taken-again", "given up and taken again", "export-options §3", _seated_twice, (*_KEY, "district_number")
    ),
    Situation("section-without-meetings", "no meetings", "export-options §7.7", _without_meetings, _KEY),
)
