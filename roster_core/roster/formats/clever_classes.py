"""Clever's sections and enrollments → courses, sections, terms, meetings, section staff and enrollments."""

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster.formats.cells import read_days
from roster_core.roster.formats.choices import Assumptions
from roster_core.roster.formats.class_codes import (
    COURSE_LENGTH,
    TERM_LENGTH,
    covers_year,
    fitted,
    section_codes,
    section_suffix,
)
from roster_core.roster.formats.clever_students import student_header
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import row_findings

SECTION_REPEATED = Kind(
    "SECTION_REPEATED",
    Severity.ERROR,
    "Section {section} is there already (row {first}); this row was left out.",
    "Section IDs are unique in the district. Correct the export.",
)
SECTION_CODE_MADE = Kind(
    "SECTION_CODE_MADE",
    Severity.INFO,
    "Codes were made of the IDs of sections without a short number of their own within the course: {count}.",
    "Export Section_number, at most 10 characters, different within a course.",
)
SECTION_UNKNOWN = Kind(
    "SECTION_UNKNOWN",
    Severity.ERROR,
    "There is no section {section}; the row was left out.",
    "See whether the section is missing in its file, or correct the ID.",
)
STUDENT_UNKNOWN = Kind(
    "STUDENT_UNKNOWN",
    Severity.ERROR,
    "There is no student {student}; the row was left out.",
    "See whether the student is missing in its file, or correct the ID.",
)
ROWS_REPEATED = Kind(
    "ROWS_REPEATED",
    Severity.WARNING,
    "Rows that say again what an earlier row says, and were passed over: {count}.",
    "Export each enrollment once.",
)
COURSE_ROWS_DIFFER = Kind(
    "COURSE_ROWS_DIFFER",
    Severity.WARNING,
    "Course {course} has another name or subject in later sections than in the first, which counts (rows: {count}).",
    "Give each course a number of its own.",
)
TERM_DATES_DIFFER = Kind(
    "TERM_DATES_DIFFER",
    Severity.WARNING,
    "Term {term} of school {school} has other dates in later sections than in the first, which count (rows: {count}).",
    "Give terms of different dates different names.",
)
TERM_OUTSIDE = Kind(
    "TERM_OUTSIDE_YEAR",
    Severity.WARNING,
    "Sections in terms outside school year {year}, which were loaded into it all the same: {count}.",
    "Export the sections of one school year, or state the school year of the load.",
)
CYCLE_DAY = Kind(
    "CYCLE_DAY_NOT_STATED",
    Severity.INFO,
    "The format has periods but no days; all meetings were put on day 1 (meetings: {count}).",
    "Load section_meetings.csv in roster CSV if days and rooms matter.",
)

_SEC = ("school_code", "school_year", "course_code", "section_code")
_MAX_PERIOD = 10
_MAX_PRINTED = 8


def put_classes(
    draft: Draft, sections: pl.DataFrame, enrollments: pl.DataFrame, students: pl.DataFrame, assumptions: Assumptions
) -> None:
    """Everything that sections.csv and enrollments.csv say; of rows with one Section_id the first counts."""
    rows = _once(draft, sections)
    rows = _coded(draft, rows)
    _put_courses(draft, rows)
    _put_sections(draft, rows)
    _put_terms(draft, rows)
    _put_meetings(draft, rows)
    _put_staff(draft, rows)
    _put_enrollments(draft, rows, enrollments, students, assumptions)


def _once(draft: Draft, sections: pl.DataFrame) -> pl.DataFrame:
    first = first_of(sections, ["Section_id"])
    later = sections.join(first.select(FILE, ROW), on=[FILE, ROW], how="anti")
    if later.height:
        key = pl.col("Section_id").str.to_lowercase().alias("_key")
        told = later.with_columns(key).join(first.select(key, first=pl.col(ROW)), on="_key", maintain_order="left")
        told = told.select("Section_id", "first", FILE, ROW)
        draft.findings.append(row_findings(told, SECTION_REPEATED, section=pl.col("Section_id"), first=pl.col("first")))
    return first


def _coded(draft: Draft, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the roster's four codes of a section."""
    course = pl.coalesce("Course_number", "Course_name", "Name", "Section_id").alias("_course")
    rows = rows.with_columns(fitted(rows.select(course)["_course"], COURSE_LENGTH).alias("course_code"))
    rows = rows.with_columns(
        pl.col("School_id").alias("school_code"),
        text(draft.year.code).alias("school_year"),
        section_id=pl.col("Section_id"),
    ).with_columns(_suffix=section_suffix("Section_id", "School_id", draft.year.code, "course_code"))
    rows = section_codes(rows, ("_suffix", "Section_number", "Section_id"))
    made = rows.filter("_made")
    if made.height:
        draft.note(Finding(SECTION_CODE_MADE, made[FILE][0], "", "Section_number", {"count": made.height}))
    return rows


def _put_courses(draft: Draft, rows: pl.DataFrame) -> None:
    title = pl.coalesce("Course_name", "Course_description", "Name", "course_code")
    key = ["school_code", "course_code"]
    courses = rows.select(
        "school_code",
        "school_year",
        "course_code",
        title.alias("title"),
        pl.col("Subject").alias("subject_code"),
        FILE,
        ROW,
    )
    first = first_of(courses, key)
    folded = [pl.col(name).str.to_lowercase().alias(f"_{name}") for name in key]
    pairs = courses.with_columns(folded).join(
        first.select(*folded, "title", "subject_code"), on=[f"_{name}" for name in key], suffix="_first"
    )
    differing = pairs.filter(
        pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_first")) for name in ("title", "subject_code"))
    )
    told = differing.group_by("course_code", FILE, maintain_order=True).agg(
        pl.len().alias("count"), pl.col(ROW).first()
    )
    draft.findings.append(
        row_findings(
            told, COURSE_ROWS_DIFFER, column="Course_name", count=pl.col("count"), course=pl.col("course_code")
        )
    )
    draft.put("courses", first, {"course_code": "Course_number", "title": "Course_name", "subject_code": "Subject"})


def _put_sections(draft: Draft, rows: pl.DataFrame) -> None:
    """Clever's Name is the course title and the section code here (export-options §3); anything else is an override."""
    ending = pl.lit(" - ") + pl.col("section_code")
    name = pl.when(pl.col("Name").str.ends_with(ending)).then(pl.col("Name").str.strip_suffix(ending)).otherwise("Name")
    title = pl.coalesce("Course_name", "Course_description", "Name", "course_code")
    sections = rows.select(
        *_SEC, pl.when(name != title).then(name).alias("title_override"), text("ACTIVE").alias("status"), FILE, ROW
    )
    draft.put(
        "sections", sections, {"school_code": "School_id", "section_code": "Section_id", "title_override": "Name"}
    )


def _put_terms(draft: Draft, rows: pl.DataFrame) -> None:
    """A term for each name in each school; a section with dates but no name gets a term named by its dates."""
    rows = rows.filter(pl.any_horizontal(pl.col("Term_name", "Term_start", "Term_end").is_not_null()))
    if rows.is_empty():
        return
    start = read_days(rows, "Term_start").fill_null(draft.year.start)
    end = read_days(rows, "Term_end").fill_null(draft.year.end)
    _tell_outside(draft, rows, start, end)
    dates = (start.dt.strftime("%m%d") + "-" + end.dt.strftime("%m%d")).alias("_dates")
    name = rows.with_columns(dates).select(pl.coalesce("Term_name", "_dates").alias("name"))["name"]
    rows = rows.with_columns(
        name, start.alias("_start"), end.alias("_end"), fitted(name, TERM_LENGTH).alias("term_code")
    )
    first = first_of(rows, ["school_code", "term_code"])
    _tell_other_dates(draft, rows, first)
    terms = first.with_columns(
        covers_year(pl.col("_start"), pl.col("_end"), "school_code").alias("covers_year")
    ).select(
        "school_code",
        "school_year",
        "term_code",
        pl.col("Term_name").alias("name"),
        pl.coalesce("Term_start", pl.col("_start").dt.to_string("%Y-%m-%d")).alias("start_date"),
        pl.coalesce("Term_end", pl.col("_end").dt.to_string("%Y-%m-%d")).alias("end_date"),
        "covers_year",
        FILE,
        ROW,
    )
    draft.put("terms", terms, {"name": "Term_name", "start_date": "Term_start", "end_date": "Term_end"})
    draft.put("section_terms", rows.select(*_SEC, "term_code", FILE, ROW))


def _tell_outside(draft: Draft, rows: pl.DataFrame, start: pl.Series, end: pl.Series) -> None:
    outside = rows.filter((start > draft.year.end) | (end < draft.year.start))
    if outside.height:
        facts = {"count": outside.height, "year": draft.year.code}
        draft.note(Finding(TERM_OUTSIDE, outside[FILE][0], f"#{outside[ROW][0]}", "Term_start", facts))


def _tell_other_dates(draft: Draft, rows: pl.DataFrame, first: pl.DataFrame) -> None:
    folded = [pl.col(name).str.to_lowercase().alias(f"_{name}") for name in ("school_code", "term_code")]
    pairs = rows.with_columns(folded).join(
        first.select(*folded, "_start", "_end"), on=["_school_code", "_term_code"], suffix="_first"
    )
    differing = pairs.filter((pl.col("_start") != pl.col("_start_first")) | (pl.col("_end") != pl.col("_end_first")))
    told = differing.group_by("school_code", "term_code", FILE, maintain_order=True).agg(
        pl.len().alias("count"), pl.col(ROW).first()
    )
    count, school, term = pl.col("count"), pl.col("school_code"), pl.col("term_code")
    draft.findings.append(
        row_findings(told, TERM_DATES_DIFFER, column="Term_start", count=count, school=school, term=term)
    )


def _put_meetings(draft: Draft, rows: pl.DataFrame) -> None:
    rows = rows.filter(pl.col("Period").is_not_null())
    if rows.is_empty():
        return
    period = pl.col("Period").str.slice(0, _MAX_PERIOD).str.strip_chars()
    meetings = rows.select(
        *_SEC,
        text("1").alias("cycle_day"),
        period.alias("period_code"),
        pl.when(pl.col("Period").str.len_chars() <= _MAX_PRINTED).then("Period").alias("print_period"),
        pl.col("Period").str.extract(r"(\d{1,3})").fill_null("0").alias("period_order"),
        FILE,
        ROW,
    )
    draft.put("section_meetings", meetings, {"period_code": "Period", "print_period": "Period"})
    draft.note(Finding(CYCLE_DAY, meetings[FILE][0], "", "Period", {"count": meetings.height}))


def _put_staff(draft: Draft, rows: pl.DataFrame) -> None:
    """Teacher_id first and primary, the others in order after it, nobody twice."""
    slots = ["Teacher_id", *(f"Teacher_{number}_id" for number in range(2, 11))]
    long = rows.select(*_SEC, *slots, FILE, ROW).unpivot(
        on=slots, index=[*_SEC, FILE, ROW], variable_name="slot", value_name="staff_id"
    )
    order = pl.col("slot").replace_strict(slots, list(range(1, len(slots) + 1)), return_dtype=pl.Int64).alias("_slot")
    long = (
        long.with_columns(order).filter(pl.col("staff_id").is_not_null()).sort(FILE, ROW, "_slot", maintain_order=True)
    )
    once = first_of(long, [*_SEC, "staff_id"])
    place = pl.int_range(1, pl.len() + 1).over(_SEC)
    staff = once.select(
        *_SEC,
        "staff_id",
        (place == 1).cast(pl.String).alias("is_primary"),
        place.cast(pl.String).alias("sequence"),
        pl.when(place == 1).then(text("TEACHER")).otherwise(text("CO_TEACHER")).alias("role"),
        FILE,
        ROW,
    )
    draft.put("section_staff", staff, {"staff_id": "Teacher_id"})


def _put_enrollments(
    draft: Draft, sections: pl.DataFrame, enrollments: pl.DataFrame, students: pl.DataFrame, assumptions: Assumptions
) -> None:
    key = pl.col("Section_id").str.to_lowercase().alias("_section")
    known = sections.filter(pl.col("Section_id").is_not_null()).select(key, *_SEC)
    rows = enrollments.with_columns(key).join(known, on="_section", how="left", maintain_order="left")
    unknown = rows.filter(pl.col("section_code").is_null()).select("Section_id", FILE, ROW)
    draft.findings.append(row_findings(unknown, SECTION_UNKNOWN, column="Section_id", section=pl.col("Section_id")))
    rows = rows.filter(pl.col("section_code").is_not_null())
    header = student_header(assumptions)
    if header != "Student_id":
        rows = _by_other_number(draft, rows, students, header)
    rows = rows.with_columns(district_number=pl.col("Student_id" if header == "Student_id" else "_number"))
    once = first_of(rows, [*_SEC, "district_number"])
    if once.height < rows.height:
        facts = {"count": rows.height - once.height}
        draft.note(Finding(ROWS_REPEATED, rows[FILE][0], facts=facts))
    links = once.select(
        *_SEC,
        "district_number",
        text(draft.year.start.isoformat()).alias("entry_date"),
        text("ACTIVE").alias("status"),
        FILE,
        ROW,
    )
    draft.put("section_enrollments", links, {"district_number": "Student_id"})


def _by_other_number(draft: Draft, rows: pl.DataFrame, students: pl.DataFrame, header: str) -> pl.DataFrame:
    """Enrollments name students by Student_id; their district number is another column of students.csv."""
    key = pl.col("Student_id").str.to_lowercase().alias("_student")
    numbers = first_of(students, ["Student_id"]).select(key, pl.col(header).alias("_number")).drop_nulls()
    rows = rows.with_columns(key).join(numbers, on="_student", how="left", maintain_order="left")
    unknown = rows.filter(pl.col("_number").is_null()).select("Student_id", FILE, ROW)
    draft.findings.append(row_findings(unknown, STUDENT_UNKNOWN, column="Student_id", student=pl.col("Student_id")))
    return rows.filter(pl.col("_number").is_not_null())
