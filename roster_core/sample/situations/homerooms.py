"""Situations of homerooms, and of sections that most of a homeroom visits."""

import polars as pl

from roster_core.sample.district import YEAR
from roster_core.sample.situations.tables import (
    SECTION,
    Situation,
    Tables,
    above,
    below,
    blank,
    equals,
    filled,
    true,
)

_KEY = ("school_code", "course_code", "section_code")


def _homerooms(tables: Tables) -> pl.DataFrame:
    """Elementary homerooms with `pupils`, `teachers` and `working` on the day."""
    on = ["school_code", "school_year", "homeroom_code"]
    rooms = tables["homerooms"].filter((pl.col("school_code") == "MHE") & (pl.col("school_year") == YEAR))
    pupils = tables.exported.group_by(on).len("pupils")
    staff = tables["homeroom_staff"].with_columns(
        works=pl.col("staff_id").is_in(tables.active_staff["staff_id"].implode())
    )
    teachers = staff.group_by(on).agg(
        pl.len().alias("teachers"),
        pl.col("works").sum().alias("working"),
        pl.col("works").sort_by(pl.col("sequence").cast(pl.Int64), "staff_id").first().alias("first_works"),
    )
    both = rooms.join(pupils, on=on, how="left").join(teachers, on=on, how="left")
    return both.with_columns(
        pl.col("pupils", "teachers", "working").fill_null(0), pl.col("first_works").fill_null(value=False)
    )


def _homeroom(name: str, text: str, shown_by: pl.Expr) -> Situation:
    return Situation(
        name,
        text,
        "export-options §7.5",
        lambda tables: _homerooms(tables).filter(shown_by),
        ("school_code", "homeroom_code"),
    )


def _shares(tables: Tables) -> pl.DataFrame:
    """Elementary sections with the largest `share` of exported pupils that one `room` has, of `pupils` in all."""
    seats = tables.seated.filter(pl.col("school_code") == "MHE").join(
        tables.exported.select("district_number", room="homeroom_code"), on="district_number"
    )
    counted = (
        seats.group_by(*SECTION, "room").len("there").with_columns(pl.col("there").sum().over(SECTION).alias("pupils"))
    )
    largest = counted.sort("there", "room", descending=[True, False]).group_by(SECTION, maintain_order=True).first()
    return tables.sections.join(largest.with_columns(share=pl.col("there") / pl.col("pupils")), on=SECTION)


def _majority(name: str, text: str, shown_by: pl.Expr) -> Situation:
    return Situation(name, text, "export-options §7.6", lambda tables: _shares(tables).filter(shown_by), _KEY)


def _majority_without_teacher(tables: Tables) -> pl.DataFrame:
    rooms = _homerooms(tables).filter(pl.col("working") == 0).select("homeroom_code")
    return (
        _shares(tables)
        .filter(above("share", 0.5) & blank("homeroom_code"))
        .join(rooms, left_on="room", right_on="homeroom_code", how="semi")
    )


def _homeroom_twice(tables: Tables) -> pl.DataFrame:
    """Pupils of an elementary homeroom who also sit in a course that is a homeroom (HOMEROOM_TWICE)."""
    courses = tables["courses"].filter(true("is_homeroom") & (pl.col("school_code") == "MHE"))
    seats = tables.seated.join(courses, on=SECTION[:3], how="semi")
    return seats.join(tables.exported.filter(filled("homeroom_code")), on="district_number", how="semi")


HOMEROOMS: tuple[Situation, ...] = (
    _homeroom("homeroom", "pupils and an active teacher (G42)", above("pupils", 0) & above("working", 0)),
    Situation(
        "homeroom-shared",
        "led by a shared record (G48)",
        "export-options §7.6",
        lambda tables: tables["homeroom_staff"].filter((pl.col("sequence") == "1") & (pl.col("staff_id") == "2201")),
        ("school_code", "homeroom_code"),
    ),
    _homeroom("homeroom-two-teachers", "two active teachers (G42)", equals("working", 2)),
    _homeroom(
        "homeroom-inactive-first",
        "the first teacher is inactive, another is not",
        ~pl.col("first_works") & above("working", 0),
    ),
    _homeroom(
        "homeroom-no-teacher",
        "pupils, and nobody was written (HOMEROOM_NO_TEACHER)",
        above("pupils", 0) & (pl.col("teachers") == 0),
    ),
    _homeroom(
        "homeroom-teacher-inactive",
        "pupils, and the teacher is gone (HOMEROOM_NO_TEACHER)",
        above("pupils", 0) & above("teachers", 0) & (pl.col("working") == 0),
    ),
    _homeroom("homeroom-empty", "no pupils, so not written", pl.col("pupils") == 0),
    _homeroom("homeroom-code-space", "a blank in the code, written _", pl.col("homeroom_code").str.contains(" ")),
    Situation(
        "homeroom-twice",
        "also in a course that is the homeroom (HOMEROOM_TWICE)",
        "export-options §7.5",
        _homeroom_twice,
        (*_KEY, "district_number"),
    ),
    _majority(
        "majority",
        "18 of 20 from one homeroom (G43)",
        equals("there", 18) & equals("pupils", 20) & blank("homeroom_code"),
    ),
    _majority(
        "majority-half",
        "exactly half from one homeroom (HR_TEACHER_AMBIGUOUS)",
        equals("share", 0.5) & blank("homeroom_code"),
    ),
    _majority(
        "majority-none",
        "less than half from any homeroom (HR_TEACHER_AMBIGUOUS)",
        below("share", 0.5) & blank("homeroom_code"),
    ),
    _majority(
        "majority-against-link",
        "linked to another homeroom than most pupils are in",
        above("share", 0.5) & filled("homeroom_code") & (pl.col("homeroom_code") != pl.col("room")),
    ),
    Situation(
        "majority-without-teacher",
        "most from a homeroom without active teacher (HR_TEACHER_AMBIGUOUS)",
        "export-options §7.6",
        _majority_without_teacher,
        _KEY,
    ),
)
