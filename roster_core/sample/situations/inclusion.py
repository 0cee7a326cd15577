"""Situations of special-education sections beside regular ones (export-options §7.8)."""

import polars as pl

from roster_core.sample.situations.tables import SECTION, Situation, Tables, true

_KEY = ("school_code", "course_code", "section_code")
_PAIR = ("school_code", "course_code", "section_code", "course_code_R", "section_code_R")


def _described(tables: Tables) -> pl.DataFrame:
    """Sections with folded title, mark, flag, set of meetings (null if none or one has a blank), and term dates."""
    courses = tables["courses"].select(
        *SECTION[:3],
        pl.col("title").str.to_lowercase().alias("title"),
        special=true("is_special_ed"),
        flag="user_flag_2",
    )
    cells = ("cycle_day", "room", "print_period")
    whole = pl.concat_str(cells, separator="|").unique().sort().str.join(";")
    blanks = pl.any_horizontal(pl.col(cells) == "").any()
    meetings = (
        tables["section_meetings"]
        .group_by(SECTION)
        .agg(
            whole.alias("meetings"),
            blanks.alias("blanks"),
            pl.concat_str(["cycle_day", "print_period"], separator="|").unique().sort().str.join(";").alias("times"),
            pl.concat_str(["room", "print_period"], separator="|").unique().sort().str.join(";").alias("places"),
            pl.concat_str(["cycle_day", "period_code", "room"], separator="|")
            .unique()
            .sort()
            .str.join(";")
            .alias("slots"),
        )
    )
    terms = tables["section_terms"].join(tables["terms"], on=["school_code", "school_year", "term_code"])
    dates = terms.group_by(SECTION).agg(
        pl.col("start_date").min().alias("start"), pl.col("end_date").max().alias("end")
    )
    working = tables.teaching.filter("works").group_by(SECTION).agg(pl.col("staff_id").sort().alias("teachers"))
    rows = tables.sections.join(courses, on=SECTION[:3]).join(meetings, on=SECTION).join(dates, on=SECTION)
    return rows.join(working, on=SECTION, how="left")


def _pairs(tables: Tables) -> pl.DataFrame:
    """Special-education sections beside regular ones of their school and year, whose columns end in _R."""
    rows = _described(tables)
    return rows.filter("special").join(rows.filter(~pl.col("special")), on=SECTION[:2], suffix="_R")


_SAME_TITLE = pl.col("title") == pl.col("title_R")
_SAME_MEETINGS = (pl.col("meetings") == pl.col("meetings_R")) & ~pl.col("blanks")
_OVERLAP = (pl.col("start") <= pl.col("end_R")) & (pl.col("start_R") <= pl.col("end"))
_FITS = _SAME_TITLE & _SAME_MEETINGS & _OVERLAP
_STAFFED = pl.col("teachers_R").is_not_null()
_ALONE = pl.len().over(*SECTION) == 1


def _pair(name: str, text: str, shown_by: pl.Expr) -> Situation:
    return Situation(name, text, "export-options §7.8", lambda tables: _pairs(tables).filter(shown_by), _PAIR)


def _combined(tables: Tables) -> pl.DataFrame:
    return _pairs(tables).filter(_FITS & _STAFFED).filter(_ALONE)


def _case(name: str, text: str, shown_by: pl.Expr) -> Situation:
    return Situation(name, text, "export-options §7.8", lambda tables: _combined(tables).filter(shown_by), _PAIR)


def _several(tables: Tables) -> pl.DataFrame:
    pairs = _combined(tables)
    return pairs.filter(pl.struct("school_code", "course_code_R", "section_code_R").is_duplicated())


def _ambiguous(tables: Tables) -> pl.DataFrame:
    return _pairs(tables).filter(_FITS & _STAFFED).filter(~_ALONE)


def _in_both(tables: Tables) -> pl.DataFrame:
    """Pupils who sit in both sections of a pair that combines."""
    seats = tables.seated.select(*SECTION, "district_number")
    special = _combined(tables).join(seats, on=SECTION)
    on = ["school_code", "school_year", "course_code_R", "section_code_R", "district_number"]
    return special.join(seats, left_on=on, right_on=[*SECTION, "district_number"], how="semi")


def _golden(tables: Tables) -> pl.DataFrame:
    """The pair of the worked example if three pupils sit in the regular section and two in the special one."""
    here = pl.col("school_code") == "MMS"
    seats = tables.seated
    regular = seats.filter(here & (pl.col("course_code") == "0711") & (pl.col("section_code") == "02"))
    special = seats.filter(here & (pl.col("course_code") == "8711") & (pl.col("section_code") == "01"))
    fits = (regular.height, special.height) == (3, 2)
    return _combined(tables).filter((pl.col("course_code") == "8711") & fits)


INCLUSION: tuple[Situation, ...] = (
    _case("inclusion", "a pair that combines (INCLUSION_COMBINED)", pl.lit(value=True)),
    Situation("inclusion-golden", "Math 7: three pupils and two join to five", "export-options §7.8", _golden, _PAIR),
    _case(
        "inclusion-teacher-differs",
        "the special section has another teacher (INCLUSION_TEACHER_DROPPED without G47)",
        pl.col("teachers") != pl.col("teachers_R"),
    ),
    _case("inclusion-same-teacher", "one teacher has both", pl.col("teachers") == pl.col("teachers_R")),
    _case(
        "inclusion-flag-on-special-only",
        "user flag 2 only at the special course, so G40 drops both",
        (pl.col("flag") == "true") & (pl.col("flag_R") != "true"),
    ),
    Situation("inclusion-several", "two special sections beside one", "export-options §7.8", _several, _PAIR),
    Situation(
        "inclusion-pupil-in-both", "a pupil in both", "export-options §7.8", _in_both, (*_PAIR, "district_number")
    ),
    Situation(
        "inclusion-ambiguous",
        "two regular sections fit (INCLUSION_AMBIGUOUS)",
        "export-options §7.8",
        _ambiguous,
        _PAIR,
    ),
    _pair(
        "inclusion-regular-without-teacher",
        "the regular section has no active teacher (INCLUSION_AMBIGUOUS)",
        _FITS & ~_STAFFED,
    ),
    _pair(
        "inclusion-room-differs",
        "all but the room is equal",
        _SAME_TITLE
        & _OVERLAP
        & (pl.col("times") == pl.col("times_R"))
        & (pl.col("meetings") != pl.col("meetings_R"))
        & ~pl.col("blanks"),
    ),
    _pair(
        "inclusion-label-differs",
        "all but the label is equal",
        _SAME_TITLE
        & _OVERLAP
        & (pl.col("slots") == pl.col("slots_R"))
        & (pl.col("meetings") != pl.col("meetings_R"))
        & ~pl.col("blanks"),
    ),
    _pair(
        "inclusion-days-differ",
        "all but the days is equal",
        _SAME_TITLE
        & _OVERLAP
        & (pl.col("places") == pl.col("places_R"))
        & (pl.col("meetings") != pl.col("meetings_R"))
        & ~pl.col("blanks"),
    ),
    _pair("inclusion-title-differs", "all but the title is equal", ~_SAME_TITLE & _SAME_MEETINGS & _OVERLAP),
    _pair("inclusion-terms-apart", "all but the time of year is equal", _SAME_TITLE & _SAME_MEETINGS & ~_OVERLAP),
    _pair(
        "inclusion-blank",
        "a blank among the meetings",
        _SAME_TITLE & _OVERLAP & (pl.col("times") == pl.col("times_R")) & pl.col("blanks"),
    ),
)
