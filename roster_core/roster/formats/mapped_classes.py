"""Mapped schedules → courses, sections, meetings, section staff and enrollments of a roster."""

from collections.abc import Mapping

import polars as pl

from roster_core.findings import Finding
from roster_core.roster.formats.class_codes import fitted
from roster_core.roster.formats.clever_classes import CYCLE_DAY, ROWS_REPEATED
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.mapped_kinds import SECTIONS_DERIVED
from roster_core.roster.formats.mapped_people import with_entry_dates, with_statuses
from roster_core.roster.formats.mapped_rows import respelled
from roster_core.roster.formats.mapped_schools import Frames
from roster_core.roster.formats.mapped_sections import SEC, find_sections, with_sections
from roster_core.roster.formats.mapped_staff import with_departments
from roster_core.roster.formats.mapped_teachers import STAFF_SLOTS, Teaching, with_teachers
from roster_core.roster.formats.mapped_terms import put_terms
from roster_core.roster.formats.meeting_patterns import read_meetings
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import FILE_BY_NAME

_PERIOD_LENGTH = 10
_PRINTED_LENGTH = 8
_DAY_LENGTH = 4
_HOMEROOM_LENGTH = 10
_MARKS = tuple(name for name in FILE_BY_NAME["courses"].headers if name.startswith(("is_", "user_flag_")))
_COURSE = ("school_code", "course_code")


def put_classes(
    draft: Draft, frames: Frames, staff: pl.DataFrame, headers: Mapping[str, Mapping[str, str]]
) -> Teaching:
    """All that rows of sections, courses, terms and students in sections say; who teaches is given back.

    Without rows of sections these are taken from the rows of students in them. `staff` are the rows of staff.
    """
    enrollments = _at_school(frames["enrollments"], frames["students"])
    derived = frames["sections"].is_empty() and not enrollments.is_empty()
    rows = frames["sections"]
    if derived:
        rows = enrollments.select(rows.columns).unique(
            [name for name in rows.columns if name not in (FILE, ROW)], keep="first", maintain_order=True
        )
    shown = headers.get("enrollments" if derived else "sections", {})
    teaching = with_teachers(draft, rows, staff, shown)
    rows = with_sections(draft, teaching.rows)
    if derived:
        facts = {"count": rows["section"].n_unique()}
        draft.note(Finding(SECTIONS_DERIVED, rows[FILE][0], facts=facts))
    _put_courses(draft, rows, frames["courses"], {**headers.get("courses", {}), **shown})
    _put_sections(draft, rows, shown)
    in_terms = put_terms(draft, rows, frames["terms"], {**shown, **headers.get("terms", {})})
    _put_meetings(draft, rows, in_terms, shown)
    _put_staff(draft, rows, shown)
    _put_enrollments(draft, enrollments, rows, frames["students"], headers.get("enrollments", {}))
    return teaching


def _at_school(enrollments: pl.DataFrame, students: pl.DataFrame) -> pl.DataFrame:
    """Rows without a school are taken to be at the student's first one."""
    if not enrollments["school_code"].null_count():
        return enrollments
    key = pl.col("district_number").str.to_lowercase().alias("_student")
    known = students.filter(pl.col("school_code").is_not_null()).select(key, pl.col("school_code").alias("_school"))
    known = known.drop_nulls().unique("_student", keep="first", maintain_order=True)
    joined = enrollments.with_columns(key).join(known, on="_student", how="left", maintain_order="left")
    return joined.with_columns(school_code=pl.coalesce("school_code", "_school")).drop("_student", "_school")


def _put_courses(draft: Draft, rows: pl.DataFrame, described: pl.DataFrame, headers: Mapping[str, str]) -> None:
    """Courses with sections and those described for a school; descriptions without a school are of every one's."""
    wanted = ("course_code", "course_title", "department", "subject_code", *_MARKS)
    used = first_of(rows.select("school_code", *wanted, FILE, ROW), _COURSE)
    filled = _described_first(used, described.select("school_code", *wanted), _COURSE)
    filled = _described_first(filled, described.select(wanted), ("course_code",))
    others = described.filter(pl.col("school_code").is_not_null()).select("school_code", *wanted, FILE, ROW)
    courses = first_of(pl.concat([filled, others], how="diagonal"), _COURSE)
    courses = with_departments(draft, courses)
    draft.put(
        "courses",
        courses.select(
            "school_code",
            text(draft.year.code).alias("school_year"),
            "course_code",
            pl.coalesce("course_title", "course_code").alias("title"),
            "department_code",
            "subject_code",
            *_MARKS,
            FILE,
            ROW,
        ),
        {**headers, "title": headers.get("course_title", "title")},
    )


def _described_first(used: pl.DataFrame, described: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """Cells of `used` from the description with the same key, where that has one."""
    folded = [pl.col(name).str.to_lowercase().alias(f"_{name}") for name in key]
    keys = [f"_{name}" for name in key]
    columns = [name for name in described.columns if name not in ("school_code", "course_code")]
    given = described.with_columns(folded).drop_nulls(keys).unique(keys, keep="first", maintain_order=True)
    joined = used.with_columns(folded).join(
        given.select(*keys, *columns), on=keys, how="left", suffix="_given", maintain_order="left"
    )
    return joined.with_columns(pl.coalesce(f"{name}_given", name).alias(name) for name in columns).select(used.columns)


def _put_sections(draft: Draft, rows: pl.DataFrame, headers: Mapping[str, str]) -> None:
    filled = ("title_override", "homeroom_code", "section_status", "max_students")
    first = rows.with_columns(pl.col(filled).drop_nulls().first().over("section"))
    first = first.unique("section", keep="first", maintain_order=True)
    sections = first.select(
        *SEC,
        pl.when(pl.col("title_override") != pl.col("course_title").fill_null("")).then("title_override"),
        fitted(first["homeroom_code"], _HOMEROOM_LENGTH),
        pl.col("section_status").fill_null("ACTIVE").alias("status"),
        "max_students",
        FILE,
        ROW,
    )
    draft.put("sections", sections, {**headers, "status": headers.get("section_status", "status")})


def _put_meetings(draft: Draft, rows: pl.DataFrame, in_terms: pl.DataFrame, headers: Mapping[str, str]) -> None:
    """A meeting for each period and day; its term stands with it where a section has several."""
    said = rows.filter(pl.col("period").is_not_null())
    if said.is_empty():
        return
    pairs = said.select("period", "cycle_day").unique(maintain_order=True)
    read = [read_meetings(period, day) for period, day in pairs.iter_rows()]
    table = pairs.with_columns(
        _period=pl.Series([[one for one, _ in meetings] for meetings in read], dtype=pl.List(pl.String)),
        _day=pl.Series([[day for _, day in meetings] for meetings in read], dtype=pl.List(pl.String)),
    ).explode("_period", "_day")
    several = in_terms.filter(pl.len().over("section") > 1).select(
        "section", FILE, ROW, pl.col("term_code").alias("_term")
    )
    several = several.filter(pl.len().over("section", FILE, ROW) == 1)
    found = said.join(table, on=["period", "cycle_day"], nulls_equal=True, maintain_order="left").join(
        several, on=["section", FILE, ROW], how="left", maintain_order="left"
    )
    found = found.filter(pl.col("_period").is_not_null())
    without_day = found.filter(pl.col("_day").is_null())
    if without_day.height:
        shown = headers.get("period", "period")
        draft.note(Finding(CYCLE_DAY, without_day[FILE][0], "", shown, {"count": without_day.height}))
    code = fitted(found["_period"], _PERIOD_LENGTH)
    printed = pl.coalesce("print_period", pl.when(code.str.len_chars() <= _PRINTED_LENGTH).then(code))
    meetings = found.with_columns(fitted(found["_day"].fill_null("1"), _DAY_LENGTH).alias("_day")).select(
        *SEC,
        pl.col("_day").alias("cycle_day"),
        code.alias("period_code"),
        pl.col("_term").alias("term_code"),
        printed.alias("print_period"),
        pl.coalesce("period_order", code.str.extract(r"(\d{1,3})")).fill_null("0").alias("period_order"),
        "room",
        FILE,
        ROW,
    )
    key = [pl.col(name).str.to_lowercase() for name in (*SEC, "cycle_day", "period_code", "term_code")]
    once = meetings.filter(meetings.select(pl.struct(key)).to_series().is_first_distinct())
    draft.put("section_meetings", once, {"period_code": headers.get("period", "period"), **headers})


def _put_staff(draft: Draft, rows: pl.DataFrame, headers: Mapping[str, str]) -> None:
    """Teachers in the order of rows and columns, the first one primary, nobody twice."""
    places = {name: place for place, name in enumerate(STAFF_SLOTS)}
    long = rows.with_row_index("_at").unpivot(
        on=list(STAFF_SLOTS), index=["_at", *SEC, "role", FILE, ROW], variable_name="_slot", value_name="staff"
    )
    long = long.filter(pl.col("staff").is_not_null()).with_columns(
        pl.col("_slot").replace_strict(places, return_dtype=pl.Int64)
    )
    once = first_of(long.sort("_at", "_slot"), [*SEC, "staff"])
    if once.is_empty():
        return
    place = pl.int_range(1, pl.len() + 1).over(SEC)
    staff = once.select(
        *SEC,
        pl.col("staff").alias("staff_id"),
        (place == 1).cast(pl.String).alias("is_primary"),
        place.cast(pl.String).alias("sequence"),
        pl.coalesce(
            pl.when(pl.col("_slot") == 0).then("role"),
            pl.when(place == 1).then(text("TEACHER")).otherwise(text("CO_TEACHER")),
        ).alias("role"),
        FILE,
        ROW,
    )
    draft.put("section_staff", staff, headers)


def _put_enrollments(
    draft: Draft, rows: pl.DataFrame, sections: pl.DataFrame, students: pl.DataFrame, headers: Mapping[str, str]
) -> None:
    if rows.is_empty():
        return
    shown = headers.get("district_number", "district_number")
    rows = respelled(draft, rows, "district_number", students["district_number"], shown)
    rows = find_sections(draft, rows, sections, headers.get("section_id") or headers.get("section_code") or "")
    rows = with_statuses(draft, with_entry_dates(draft, rows), headers)
    once = first_of(rows, [*SEC, "district_number", "entry_date"])
    if once.height < rows.height:
        draft.note(Finding(ROWS_REPEATED, rows[FILE][0], facts={"count": rows.height - once.height}))
    # A section knows no students to come: who is not active in it is not in it.
    status = pl.col("enrollment_status").replace({"PREREG": "INACTIVE", "GRADUATED": "INACTIVE"}).alias("status")
    links = once.select(*SEC, "district_number", "entry_date", "exit_date", status, FILE, ROW)
    draft.put("section_enrollments", links, {**headers, "status": headers.get("enrollment_status", "status")})
