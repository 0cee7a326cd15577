"""OneRoster's courses and classes → courses, sections, terms, meetings and homerooms."""

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster.formats.class_codes import COURSE_LENGTH, covers_year, fitted, section_codes
from roster_core.roster.formats.clever_classes import CYCLE_DAY, SECTION_CODE_MADE
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.oneroster_orgs import Orgs, in_orgs
from roster_core.roster.formats.oneroster_sessions import Sessions, list_items
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import row_findings

SCHOOL_UNKNOWN = Kind(
    "SCHOOL_UNKNOWN",
    Severity.ERROR,
    "There is no school {value} in orgs.csv; the class was left out.",
    "See whether the school is missing there or is not of type school, or correct the ID.",
)
COURSE_UNKNOWN = Kind(
    "COURSE_UNKNOWN",
    Severity.WARNING,
    "There is no course {value} in courses.csv; the class got a course of its own name.",
    "See whether the course is missing there, or correct the ID.",
)
SESSION_UNKNOWN = Kind(
    "SESSION_UNKNOWN",
    Severity.WARNING,
    "There is no session {value} in academicSessions.csv; the class is not in that term.",
    "See whether the session is missing there, or correct the ID.",
)

SEC = ("school_code", "school_year", "course_code", "section_code")
_HOMEROOM_LENGTH = 10
_PERIOD_LENGTH = 10
_ROOM_LENGTH = 20


def put_classes(
    draft: Draft, courses: pl.DataFrame, classes: pl.DataFrame, orgs: Orgs, sessions: Sessions
) -> pl.DataFrame:
    """Fill what classes say; the classes are given back as `class` (sourcedId in lower case), SEC and `homeroom_code`.

    A course is taken into each school and year in which it has a class. A class is of the year of its first term.
    """
    rows = first_of(classes.with_columns(pl.col("sourcedId").str.to_lowercase().alias("class")), ["class"])
    rows = in_orgs(rows.filter(pl.col("class").is_not_null()), orgs.schools, pl.col("schoolSourcedId"))
    unknown = rows.filter(pl.col("school_code").is_null()).select(pl.col("schoolSourcedId").alias("value"), FILE, ROW)
    draft.findings.append(row_findings(unknown, SCHOOL_UNKNOWN, column="schoolSourcedId", value=pl.col("value")))
    rows = rows.filter(pl.col("school_code").is_not_null())
    rows = _with_course(draft, rows, courses)
    in_terms = _in_terms(draft, rows, sessions)
    year = in_terms.group_by("class", maintain_order=True).agg(pl.col("school_year").first())
    rows = rows.join(year, on="class", how="left", maintain_order="left").with_columns(
        pl.col("school_year").fill_null(draft.year.code)
    )
    rows = section_codes(_with_suffix(rows), ("_suffix", "classCode", "section_id"))
    made = rows.filter("_made")
    if made.height:
        draft.note(Finding(SECTION_CODE_MADE, made[FILE][0], "", "classCode", {"count": made.height}))
    homeroom = (pl.col("classType").str.to_lowercase() == "homeroom").fill_null(value=False)
    code = rows.select(pl.coalesce("classCode", "title", "section_code").alias("code"))["code"]
    rows = rows.with_columns(fitted(code, _HOMEROOM_LENGTH).alias("_homeroom")).with_columns(
        homeroom_code=pl.when(homeroom).then("_homeroom")
    )
    _put_courses(draft, rows)
    _put_sections(draft, rows)
    _put_homerooms(draft, rows)
    _put_terms(draft, rows, in_terms, sessions)
    _put_meetings(draft, rows)
    return rows.select("class", *SEC, "homeroom_code")


def _with_course(draft: Draft, rows: pl.DataFrame, courses: pl.DataFrame) -> pl.DataFrame:
    """Classes with their course's code, title, subject and origin."""
    key = pl.col("sourcedId").str.to_lowercase().alias("course")
    known = first_of(courses.with_columns(key), ["course"]).filter(pl.col("course").is_not_null())
    code = known.select(pl.coalesce("courseCode", "sourcedId").alias("course_code"))["course_code"]
    known = known.select(
        "course",
        fitted(code, COURSE_LENGTH),
        course_title=pl.coalesce("title", "courseCode"),
        course_subject=list_items("subjects").list.first(),
        course_file=FILE,
        course_row=ROW,
    )
    rows = rows.with_columns(pl.col("courseSourcedId").str.to_lowercase().alias("course"))
    rows = rows.join(known, on="course", how="left", maintain_order="left")
    unknown = rows.filter(pl.col("course_code").is_null()).select(pl.col("courseSourcedId").alias("value"), FILE, ROW)
    draft.findings.append(row_findings(unknown, COURSE_UNKNOWN, column="courseSourcedId", value=pl.col("value")))
    own = rows.select(pl.coalesce("title", "classCode", "sourcedId").alias("own"))["own"]
    return rows.with_columns(fitted(own, COURSE_LENGTH).alias("_own")).with_columns(
        course_code=pl.coalesce("course_code", "_own"),
        course_title=pl.coalesce("course_title", "title", "_own"),
        course_subject=pl.coalesce("course_subject", list_items("subjects").list.first()),
        course_file=pl.coalesce("course_file", FILE),
        course_row=pl.coalesce("course_row", ROW),
    )


def _in_terms(draft: Draft, rows: pl.DataFrame, sessions: Sessions) -> pl.DataFrame:
    """A row for each class and known session of it, in the class's order."""
    named = rows.select("class", "school_code", FILE, ROW, session=list_items("termSourcedIds")).explode("session")
    named = named.filter(pl.col("session").is_not_null()).with_columns(_id=pl.col("session").str.to_lowercase())
    found = named.join(
        sessions.frame.drop(FILE, ROW), left_on="_id", right_on="session", how="left", maintain_order="left"
    )
    unknown = found.filter(pl.col("school_year").is_null()).select(pl.col("session").alias("value"), FILE, ROW)
    draft.findings.append(row_findings(unknown, SESSION_UNKNOWN, column="termSourcedIds", value=pl.col("value")))
    return found.filter(pl.col("school_year").is_not_null())


def _with_suffix(rows: pl.DataFrame) -> pl.DataFrame:
    """`_suffix`: what follows the course code in a class code such as `0711-02`."""
    code, course = pl.col("classCode"), pl.col("course_code")
    rest = code.str.slice(course.str.len_chars()).str.extract(r"^[-./: _]+(.+)$")
    return rows.with_columns(
        _suffix=pl.when(code.str.starts_with(course)).then(rest),
        section_id=pl.col("sourcedId"),
    )


def _put_courses(draft: Draft, rows: pl.DataFrame) -> None:
    homeroom = pl.col("homeroom_code").is_not_null().any().over("school_code", "school_year", "course_code")
    courses = rows.select(
        "school_code",
        "school_year",
        "course_code",
        pl.col("course_title").alias("title"),
        pl.col("course_subject").alias("subject_code"),
        homeroom.cast(pl.String).alias("is_homeroom"),
        pl.col("course_file").alias(FILE),
        pl.col("course_row").alias(ROW),
    )
    first = first_of(courses, ["school_code", "school_year", "course_code"])
    draft.put("courses", first, {"course_code": "courseCode", "subject_code": "subjects"})


def _put_sections(draft: Draft, rows: pl.DataFrame) -> None:
    ending = pl.lit(" - ") + pl.col("section_code")
    own = pl.col("title")
    title = pl.when(own.str.ends_with(ending)).then(own.str.strip_suffix(ending)).otherwise(own)
    sections = rows.select(
        *SEC,
        pl.when(title != pl.col("course_title")).then(title).alias("title_override"),
        "homeroom_code",
        text("ACTIVE").alias("status"),
        FILE,
        ROW,
    )
    draft.put("sections", sections, {"section_code": "classCode", "title_override": "title"})


def _put_homerooms(draft: Draft, rows: pl.DataFrame) -> None:
    homerooms = rows.filter(pl.col("homeroom_code").is_not_null())
    if homerooms.is_empty():
        return
    first = first_of(homerooms, ["school_code", "school_year", "homeroom_code"])
    draft.put(
        "homerooms",
        first.select(
            "school_code",
            "school_year",
            "homeroom_code",
            pl.col("location").alias("room"),
            pl.col("title").alias("name"),
            FILE,
            ROW,
        ),
        {"homeroom_code": "classCode", "room": "location", "name": "title"},
    )


def _put_terms(draft: Draft, rows: pl.DataFrame, in_terms: pl.DataFrame, sessions: Sessions) -> None:
    """The sessions that a school's classes are in become its terms; every school year met is put too."""
    of_class = in_terms.select("class", "school_year", "term_code").join(
        rows.select("class", *SEC, FILE, ROW), on=["class", "school_year"], maintain_order="left"
    )
    once = first_of(of_class, [*SEC, "term_code"])
    if once.height:
        draft.put("section_terms", once.select(*SEC, "term_code", FILE, ROW), {"term_code": "termSourcedIds"})
    origin = sessions.frame.select("school_year", "term_code", FILE, ROW).unique(
        ["school_year", "term_code"], keep="first", maintain_order=True
    )
    used = first_of(in_terms, ["school_code", "school_year", "term_code"]).drop(FILE, ROW)
    used = used.join(origin, on=["school_year", "term_code"], maintain_order="left").with_columns(
        pl.col("start").fill_null(draft.year.start), pl.col("end").fill_null(draft.year.end)
    )
    whole = covers_year(pl.col("start"), pl.col("end"), "school_code", "school_year")
    terms = used.select(
        "school_code",
        "school_year",
        "term_code",
        "name",
        pl.col("start").dt.to_string("%Y-%m-%d").alias("start_date"),
        pl.col("end").dt.to_string("%Y-%m-%d").alias("end_date"),
        pl.when("is_year").then(text("true")).otherwise(whole).alias("covers_year"),
        FILE,
        ROW,
    )
    if terms.height:
        draft.put("terms", terms, {"name": "title", "start_date": "startDate", "end_date": "endDate"})
    _put_years(draft, sessions)


def _put_years(draft: Draft, sessions: Sessions) -> None:
    """School years by their own session, else from the first to the last day of their sessions."""
    whole = sessions.frame.filter(pl.col("is_year"))
    both = pl.concat([whole, sessions.frame]).filter(pl.col("school_year") != draft.year.code)
    years = (
        both.drop_nulls(["school_year", "start", "end"])
        .group_by("school_year", maintain_order=True)
        .agg(pl.col("start").min(), pl.col("end").max(), pl.col(FILE, ROW).first())
    )
    if years.height:
        dates = [pl.col(name).dt.to_string("%Y-%m-%d").alias(f"{name}_date") for name in ("start", "end")]
        draft.put("school_years", years.select("school_year", *dates, FILE, ROW))


def _put_meetings(draft: Draft, rows: pl.DataFrame) -> None:
    """A meeting for each period, on the one day that the format has; the room if its name is short enough."""
    meetings = rows.select(*SEC, "location", FILE, ROW, period=list_items("periods")).explode("period")
    meetings = meetings.filter(pl.col("period").is_not_null())
    if meetings.is_empty():
        return
    room = pl.when(pl.col("location").str.len_chars() <= _ROOM_LENGTH).then("location")
    meetings = meetings.select(
        *SEC,
        text("1").alias("cycle_day"),
        pl.col("period").str.slice(0, _PERIOD_LENGTH).str.strip_chars().alias("period_code"),
        pl.col("period").str.extract(r"(\d{1,3})").fill_null("0").alias("period_order"),
        room.alias("room"),
        FILE,
        ROW,
    )
    draft.put("section_meetings", first_of(meetings, [*SEC, "period_code"]), {"period_code": "periods"})
    draft.note(Finding(CYCLE_DAY, meetings[FILE][0], "", "periods", {"count": meetings.height}))
