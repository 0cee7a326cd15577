"""OneRoster's enrollments → students and staff of sections, and homerooms."""

from datetime import timedelta

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster.formats import words
from roster_core.roster.formats.cells import read_days
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.oneroster_classes import SEC
from roster_core.roster.formats.oneroster_people import People
from roster_core.roster.formats.oneroster_sessions import Sessions
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import row_findings

CLASS_UNKNOWN = Kind(
    "CLASS_UNKNOWN",
    Severity.ERROR,
    "There is no class {value}; the row was left out.",
    "See whether the class is missing in classes.csv, is marked as to be deleted, or was left out itself.",
)
USER_UNKNOWN = Kind(
    "USER_UNKNOWN",
    Severity.ERROR,
    "There is no {role} {value}; the row was left out.",
    "See whether the person is missing in users.csv, is marked as to be deleted, or has another role.",
)
ENTRY_MISSING = Kind(
    "ENTRY_DATE_ASSUMED",
    Severity.INFO,
    "Enrollments without a begin date, which begin on {value}, the first day of the school year: {count}.",
)
OTHER_ROLES = Kind(
    "ENROLLMENT_ROLE_OTHER",
    Severity.INFO,
    "Enrollments with the role “{role}”, for which a roster has no place and which were not read: {count}.",
)

_TEACHING = {"teacher": "", "aide": "SUPPORT"}


def put_enrollments(
    draft: Draft, enrollments: pl.DataFrame, classes: pl.DataFrame, people: People, sessions: Sessions
) -> None:
    """Fill section_enrollments, section_staff, homeroom_staff and the homerooms of students."""
    rows = enrollments.with_columns(
        pl.col("classSourcedId").str.to_lowercase().alias("class"),
        pl.col("userSourcedId").str.to_lowercase().alias("user"),
        pl.col("role").str.to_lowercase().fill_null(""),
    ).join(classes, on="class", how="left", maintain_order="left")
    unknown = rows.filter(pl.col("section_code").is_null()).select(pl.col("classSourcedId").alias("value"), FILE, ROW)
    draft.findings.append(row_findings(unknown, CLASS_UNKNOWN, column="classSourcedId", value=pl.col("value")))
    rows = rows.filter(pl.col("section_code").is_not_null())
    if sessions.exclusive:
        last = read_days(rows, "endDate") - timedelta(days=1)
        rows = rows.with_columns(pl.coalesce(last.alias("_last").dt.to_string("%Y-%m-%d"), "endDate").alias("endDate"))
    _tell_other_roles(draft, rows)
    _put_students(draft, rows.filter(pl.col("role") == "student"), people)
    _put_staff(draft, rows.filter(pl.col("role").is_in([*_TEACHING])), people)


def _tell_other_roles(draft: Draft, rows: pl.DataFrame) -> None:
    other = rows.filter(~pl.col("role").is_in(["student", *_TEACHING])).group_by("role", FILE, maintain_order=True)
    told = other.agg(pl.len().alias("count"), pl.col(ROW).first())
    draft.findings.append(row_findings(told, OTHER_ROLES, column="role", count=pl.col("count"), role=pl.col("role")))


def _known(draft: Draft, rows: pl.DataFrame, keys: pl.DataFrame, key: str, role: str) -> pl.DataFrame:
    rows = rows.join(keys, on="user", how="left", maintain_order="left")
    unknown = rows.filter(pl.col(key).is_null()).select(pl.col("userSourcedId").alias("value"), FILE, ROW)
    draft.findings.append(row_findings(unknown, USER_UNKNOWN, column="userSourcedId", role=role, value=pl.col("value")))
    return rows.filter(pl.col(key).is_not_null())


def _put_students(draft: Draft, rows: pl.DataFrame, people: People) -> None:
    rows = _known(draft, rows, people.students, "district_number", "student")
    undated = rows.filter(pl.col("beginDate").is_null())
    if undated.height:
        facts = {"count": undated.height, "value": draft.year.start.isoformat()}
        draft.note(Finding(ENTRY_MISSING, undated[FILE][0], "", "beginDate", facts))
    links = rows.select(
        *SEC,
        "district_number",
        pl.col("beginDate").fill_null(draft.year.start.isoformat()).alias("entry_date"),
        pl.col("endDate").alias("exit_date"),
        text("ACTIVE").alias("status"),
        FILE,
        ROW,
    )
    headers = {"district_number": "userSourcedId", "entry_date": "beginDate", "exit_date": "endDate"}
    draft.put("section_enrollments", links, headers)
    _place_in_homerooms(draft, rows)


def _place_in_homerooms(draft: Draft, rows: pl.DataFrame) -> None:
    """A student's homeroom is the first homeroom class at the school of the enrollment."""
    key = ["district_number", "school_code", "school_year"]
    homerooms = rows.filter(pl.col("homeroom_code").is_not_null()).select(*key, "homeroom_code")
    first = homerooms.unique(key, keep="first", maintain_order=True)
    enrollments = draft.tables.pop("student_enrollments")
    draft.put("student_enrollments", enrollments.join(first, on=key, how="left", maintain_order="left"))


def _put_staff(draft: Draft, rows: pl.DataFrame, people: People) -> None:
    """Primary teachers first, then in the file's order; where none is marked the first teacher is primary."""
    rows = _known(draft, rows, people.staff, "staff_id", "teacher")
    stated = pl.col("primary").str.to_lowercase().is_in([*words.TRUE]).fill_null(value=False)
    rows = rows.with_columns(_stated=stated, _order=pl.int_range(pl.len()))
    rows = rows.sort("_stated", pl.col("role") == "teacher", "_order", descending=[True, True, False])
    rows = first_of(rows, [*SEC, "staff_id", "beginDate"])
    place = pl.int_range(1, pl.len() + 1).over(SEC)
    rows = rows.with_columns(_place=place).sort("_order")
    is_first = pl.col("_place") == 1
    role = pl.when(pl.col("role") == "aide").then(text("SUPPORT")).when(is_first).then(text("TEACHER"))
    staff = rows.select(
        *SEC,
        "staff_id",
        pl.col("beginDate").alias("from"),
        pl.col("endDate").alias("to"),
        is_first.cast(pl.String).alias("is_primary"),
        pl.col("_place").cast(pl.String).alias("sequence"),
        role.otherwise(text("CO_TEACHER")).alias("role"),
        FILE,
        ROW,
    )
    draft.put("section_staff", staff, {"staff_id": "userSourcedId", "from": "beginDate", "to": "endDate"})
    of_homeroom = rows.filter(pl.col("homeroom_code").is_not_null() & (pl.col("role") == "teacher"))
    if of_homeroom.height:
        once = first_of(of_homeroom, ["school_code", "school_year", "homeroom_code", "staff_id"])
        sequence = pl.col("_place").cast(pl.String).alias("sequence")
        draft.put(
            "homeroom_staff",
            once.select("school_code", "school_year", "homeroom_code", "staff_id", sequence, FILE, ROW),
            {"staff_id": "userSourcedId"},
        )
