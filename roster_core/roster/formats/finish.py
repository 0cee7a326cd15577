"""The last steps of every translation: cells, grades, facts of the district, schools, assumptions; then the intake."""

import re
from collections.abc import Mapping

import polars as pl

from roster_core.findings import Finding, Kind, Severity, sorted_frame
from roster_core.roster.formats.cells import Manner, settle, with_state_grades
from roster_core.roster.formats.choices import Assumptions, Facts
from roster_core.roster.formats.dates import DateOrder
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.unstated import fill_gaps, settle_custody, tell_missing_columns
from roster_core.roster.intake import FILE, ROW, Intake, SourceFile
from roster_core.roster.layout import FILE_BY_NAME, FILES

SCHOOL_TYPE_GUESSED = Kind(
    "SCHOOL_TYPE_GUESSED",
    Severity.WARNING,
    "The files do not say what kind of school {school} is; it was taken as {value} from its {by}.",
    "Load schools.csv with school_type, or correct the school once: what is stored is used from then on.",
)
SCHOOL_FROM_CODE = Kind(
    "SCHOOL_FROM_CODE",
    Severity.WARNING,
    "No file describes school {school}; it was taken from the rows that name it.",
    "Load a file with the schools' names, or correct a mistyped code.",
)

_NAMES = (
    ("MIDDLE", re.compile(r"\b(middle|intermediate|junior high|jr\.? high|ms)\b", re.IGNORECASE)),
    ("HIGH", re.compile(r"\b(high|hs|secondary)\b", re.IGNORECASE)),
    ("ELEM", re.compile(r"\b(elementary|elem|primary|es)\b", re.IGNORECASE)),
)
_UPPER = ["09", "10", "11", "12", "PG"]
_MIDDLE = ["06", "07", "08"]


def finished(
    draft: Draft,
    assumptions: Assumptions,
    facts: Facts,
    *,
    order: DateOrder = DateOrder.AUTO,
    sources: tuple[SourceFile, ...] = (),
) -> Intake:
    """The intake made of a draft: every table of roster-csv §4 marked † is there, even if empty."""
    put_facts(draft, facts)
    base = Manner(draft.year.end.year, draft.tables["district"]["state"][0], order, assumptions.grade_codes())
    for name, frame in draft.tables.items():
        settled, found = settle(frame, FILE_BY_NAME[name], draft.manner(name, base))
        draft.tables[name] = settled
        draft.findings += found
    if "student_enrollments" in draft.tables:
        manner = draft.manner("student_enrollments", base)
        settled, found = with_state_grades(draft.tables["student_enrollments"], manner)
        draft.tables["student_enrollments"] = settled
        draft.findings += found
    _describe_schools(draft, facts)
    tell_missing_columns(draft)
    fill_gaps(draft, assumptions)
    settle_custody(draft, assumptions)
    tables = {file.name: _in_layout(draft, file.name) for file in FILES if file.required or file.name in draft.tables}
    return Intake(draft.format, tables, sorted_frame(draft.findings), sources)


def put_facts(draft: Draft, facts: Facts) -> None:
    """The district and its school year, unless a file gave them; stated facts overrule what was derived."""
    here = {FILE: f"{draft.format}/facts"}
    year = {
        "school_year": draft.year.code,
        "start_date": draft.year.start.isoformat(),
        "end_date": draft.year.end.isoformat(),
    }
    stored = draft.tables.get("school_years")
    if stored is None or draft.year.code not in stored["school_year"]:
        draft.put("school_years", _one_row(year, here))
    given = draft.tables.pop("district", None)
    row: dict[str, str | None] = given.row(0, named=True) if given is not None and given.height else dict(here)
    row = {name: value for name, value in row.items() if name != ROW}
    row["current_school_year"] = draft.year.code
    for column, stated, default in (
        ("code", facts.district_code, "DISTRICT"),
        ("name", facts.district_name, facts.district_code or "District"),
        ("state", facts.state, _usual_state(draft)),
        ("time_zone", facts.time_zone, "America/New_York"),
        ("student_email_domains", ";".join(facts.student_email_domains), None),
        ("staff_email_domains", ";".join(facts.staff_email_domains), None),
        ("sso_only", str(facts.sso_only).lower(), None),
    ):
        row[column] = stated or row.get(column) or default
    draft.put("district", _one_row(row, {}))


def _usual_state(draft: Draft) -> str:
    """The state that most schools name, else NJ."""
    if "schools" not in draft.tables or "state" not in draft.tables["schools"].columns:
        return "NJ"
    named = draft.tables["schools"].filter(pl.col("state").str.contains(r"^[A-Za-z]{2}$"))
    counted = named.group_by(pl.col("state").str.to_uppercase()).len().sort("len", "state", descending=[True, False])
    return str(counted["state"][0]) if counted.height else "NJ"


def _one_row(values: Mapping[str, str | None], more: Mapping[str, str]) -> pl.DataFrame:
    row = {**values, **more}
    return pl.DataFrame({name: pl.Series([value], dtype=pl.String) for name, value in row.items()}).with_columns(
        pl.lit(1, pl.Int64).alias(ROW)
    )


def _describe_schools(draft: Draft, facts: Facts) -> None:
    """Schools with all that a roster needs: those named by rows only, active or not, and of which type."""
    _add_named_schools(draft, facts)
    if "schools" not in draft.tables:
        return
    schools = draft.tables["schools"]
    for name in ("name", "school_type", "active"):
        if name not in schools.columns:
            schools = schools.with_columns(text(None).alias(name))
    known = {school.code.lower(): school for school in facts.schools}
    types = _types_by_grades(draft)
    filled: list[str] = []
    for row in schools.iter_rows(named=True):
        code, name = row["school_code"] or "", row["name"] or ""
        school_type = row["school_type"] or (known[code.lower()].school_type if code.lower() in known else "")
        if not school_type:
            school_type, by = _guess(name, types.get(code.lower(), ""))
            facts_told = {"school": code or name, "value": school_type, "by": by}
            draft.note(Finding(SCHOOL_TYPE_GUESSED, row[FILE], f"#{row[ROW]}", "school_type", facts_told))
        filled.append(school_type)
    draft.tables["schools"] = schools.with_columns(
        pl.Series("school_type", filled, pl.String),
        pl.col("active").fill_null("true"),
        pl.col("name").fill_null(pl.col("school_code")),
    )


def _guess(name: str, by_grades: str) -> tuple[str, str]:
    for school_type, words in _NAMES:
        if words.search(name):
            return school_type, "name"
    return (by_grades, "students' grades") if by_grades else ("OTHER", "name, which says nothing")


def _types_by_grades(draft: Draft) -> dict[str, str]:
    """School code in lower case → the type that most of its students' state grades belong to."""
    if "student_enrollments" not in draft.tables:
        return {}
    grade = pl.col("state_grade_code")
    kind = pl.when(grade.is_in(_UPPER)).then(text("HIGH")).when(grade.is_in(_MIDDLE)).then(text("MIDDLE"))
    counted = (
        draft.tables["student_enrollments"]
        .filter(grade.is_not_null())
        .group_by(pl.col("school_code").str.to_lowercase(), kind.otherwise(text("ELEM")).alias("type"))
        .len()
        .sort("len", "type")
    )
    return dict(counted.select("school_code", "type").drop_nulls().iter_rows())


_NAMING = ("student_enrollments", "staff_schools", "courses", "homerooms", "terms")


def _add_named_schools(draft: Draft, facts: Facts) -> None:
    """Schools that rows name and no file describes."""
    naming = [
        draft.tables[name].select("school_code", FILE, ROW).drop_nulls("school_code")
        for name in _NAMING
        if name in draft.tables and "school_code" in draft.tables[name].columns
    ]
    if not naming:
        return
    named = first_of(pl.concat(naming), ["school_code"])
    if "schools" in draft.tables:
        described = draft.tables["schools"]["school_code"].str.to_lowercase()
        named = named.filter(~pl.col("school_code").str.to_lowercase().is_in(described.implode()))
    if named.is_empty():
        return
    known = {school.code.lower(): school.name for school in facts.schools}
    for row in named.iter_rows(named=True):
        if row["school_code"].lower() not in known:
            draft.note(Finding(SCHOOL_FROM_CODE, row[FILE], f"#{row[ROW]}", facts={"school": row["school_code"]}))
    names = [known.get(code.lower()) or code for code in named["school_code"]]
    draft.put("schools", named.with_columns(pl.Series("name", names, pl.String)))


def _in_layout(draft: Draft, name: str) -> pl.DataFrame:
    """The table's columns in the order of roster-csv §4, those that are absent left out, then `FILE` and `ROW`."""
    headers = FILE_BY_NAME[name].headers
    if name not in draft.tables:
        return pl.DataFrame(schema={**dict.fromkeys(headers, pl.String), FILE: pl.String, ROW: pl.Int64})
    frame = draft.tables[name]
    return frame.select(*(header for header in headers if header in frame.columns), FILE, ROW)
