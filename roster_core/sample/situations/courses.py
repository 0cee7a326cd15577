"""Situations of courses, and of the meetings of sections."""

import polars as pl

from roster_core.sample.district import YEAR
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
_SUBJECTS = [
    "English/language arts",
    "Math",
    "Science",
    "Social studies",
    "Language",
    "Homeroom/advisory",
    "Interventions/online learning",
    "Technology and engineering",
    "PE and health",
    "Arts and music",
    "other",
]


def _labels(name: str, source: str, text: str, shown_by: pl.Expr, *, school: str) -> Situation:
    """`labels` is the number of different labels of a section's meetings, blank ones not counted."""

    def find(tables: Tables) -> pl.DataFrame:
        label = pl.col("print_period").filter(filled("print_period")).n_unique().alias("labels")
        rows = tables["section_meetings"].filter(pl.col("school_code") == school).group_by(SECTION).agg(label)
        return tables.sections.join(rows, on=SECTION).filter(shown_by)

    return Situation(name, text, source, find, _KEY)


def _course(name: str, source: str, text: str, shown_by: pl.Expr) -> Situation:
    return rows_of("courses", name, source, text, (pl.col("school_year") == YEAR) & shown_by)


def _subjects(name: str, text: str, shown_by: pl.Expr) -> Situation:
    """`of_department` is the department's subject."""

    def find(tables: Tables) -> pl.DataFrame:
        departments = tables["departments"].select("department_code", of_department="clever_subject")
        rows = tables["courses"].join(departments, on="department_code", how="left")
        return rows.with_columns(pl.col("of_department").fill_null("")).filter(
            (pl.col("school_year") == YEAR) & shown_by
        )

    return Situation(name, text, "export-options §3", find, ("school_code", "course_code"))


def _same_code(tables: Tables) -> pl.DataFrame:
    rows = tables["courses"].filter(pl.col("school_year") == YEAR)
    return rows.filter(pl.col("course_code").is_duplicated())


def _same_id(tables: Tables) -> pl.DataFrame:
    rows = tables["sections"].filter(pl.col("school_year") == YEAR)
    made = pl.concat_str(_KEY, separator="-").str.replace_all(" ", "_").str.to_lowercase()
    return rows.filter(made.is_duplicated())


COURSES: tuple[Situation, ...] = (
    rows_of(
        "section_meetings",
        "print-period-missing",
        "roster-csv §3",
        "no label on schedules (PRINT_PERIOD_MISSING)",
        blank("print_period"),
    ),
    _labels(
        "print-period-one",
        "export-options §7.7",
        "one label at the middle school (G44)",
        equals("labels", 1),
        school="MMS",
    ),
    _labels(
        "print-period-two",
        "export-options §7.7",
        "a double period at the middle school (G44)",
        equals("labels", 2),
        school="MMS",
    ),
    _labels(
        "print-period-none",
        "export-options §7.7",
        "no label at the middle school, name unchanged (G44)",
        pl.col("labels") == 0,
        school="MMS",
    ),
    _labels(
        "print-period-elementary",
        "export-options §7.7",
        "labels at the elementary school, which G44 leaves alone",
        above("labels", 0),
        school="MHE",
    ),
    rows_of(
        "section_meetings",
        "print-period-differs",
        "export-options §7.7",
        "a label that is not the period's number",
        filled("print_period") & (("P" + pl.col("print_period")) != pl.col("period_code")),
    ),
    _course("flag-2-true", "export-options §7.3", "user flag 2 set (G40)", true("user_flag_2")),
    _course("flag-2-false", "export-options §7.3", "user flag 2 not set (G40)", pl.col("user_flag_2") == "false"),
    _course(
        "flag-2-blank",
        "export-options §7.3",
        "user flag 2 unknown, which counts as not set (G40)",
        blank("user_flag_2"),
    ),
    _course(
        "course-lunch",
        "export-options §7.4",
        "Lunch, 0990 (G41)",
        (pl.col("title") == "Lunch") & (pl.col("course_code") == "0990"),
    ),
    _course("course-code-letters", "export-options §7.4", "the code LUNCH (G41)", pl.col("course_code") == "LUNCH"),
    Situation(
        "course-code-at-two",
        "one code at two schools (G41 with SCHOOL@CODE)",
        "export-options §7.4",
        _same_code,
        ("school_code", "course_code"),
    ),
    _course("course-attendance-only", "export-options X06", "attendance only", true("is_attendance_only")),
    _course("course-online", "export-options X05", "online", true("is_online")),
    _course("course-not-graded", "export-options X05", "not graded", ~true("is_graded")),
    _course("course-homeroom", "export-options §7.5", "a course that is the homeroom", true("is_homeroom")),
    _course("course-special-ed", "export-options §7.8", "special education", true("is_special_ed")),
    _course("course-code-space", "export-options §3", "a blank in the code", pl.col("course_code").str.contains(" ")),
    _subjects("subject-own", "the course's own subject", pl.col("subject_code").is_in(_SUBJECTS)),
    _subjects(
        "subject-of-department",
        "the department's subject",
        ~pl.col("subject_code").is_in(_SUBJECTS) & pl.col("of_department").is_in(_SUBJECTS),
    ),
    _subjects(
        "subject-own-wins",
        "both, and the course's own wins",
        pl.col("subject_code").is_in(_SUBJECTS)
        & pl.col("of_department").is_in(_SUBJECTS)
        & (pl.col("subject_code") != pl.col("of_department")),
    ),
    _subjects(
        "subject-foreign-then-department",
        "a word of the district's own, then the department's subject",
        filled("subject_code") & ~pl.col("subject_code").is_in(_SUBJECTS) & pl.col("of_department").is_in(_SUBJECTS),
    ),
    _subjects(
        "subject-unmapped",
        "neither is a Clever subject (SUBJECT_UNMAPPED)",
        (filled("subject_code") | filled("department_code"))
        & ~pl.col("subject_code").is_in(_SUBJECTS)
        & ~pl.col("of_department").is_in(_SUBJECTS),
    ),
    _subjects(
        "subject-none", "no subject and no department recorded", blank("subject_code") & blank("department_code")
    ),
    Situation(
        "section-id-double",
        "two codes that give one ID, at a school out of scope (SECTION_ID_DUPLICATE)",
        "export-options §7.2",
        _same_id,
        _KEY,
    ),
)
