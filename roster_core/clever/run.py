"""What one run is about: options, district, year, day and the schools in scope (export-options §2.1, §8 step 1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.codes import Codes, read_codes
from roster_core.clever.profile.file import Given
from roster_core.clever.profile.options import ExportOptions
from roster_core.clever.profile.validity import Definitions, check_profile, spelled
from roster_core.clever.source.source import Read, Source
from roster_core.findings import Finding, Severity
from roster_core.refusals import Refusal
from roster_core.text import same

#: School types that are in scope unless schools are chosen.
USUAL_TYPES = ("ELEM", "MIDDLE", "HIGH", "OTHER")

_DISTRICT = Read(
    "district",
    {
        "code": pl.String,
        "student_email_domains": pl.String,
        "staff_email_domains": pl.String,
        "sso_only": pl.Boolean,
        "current_school_year": pl.String,
    },
)
_YEARS = Read("school_year", {"school_year": pl.String, "start_date": pl.Date, "end_date": pl.Date})
_SCHOOLS = Read(
    "school",
    {
        "school_id": pl.Int64,
        **dict.fromkeys(
            (
                "school_code",
                "school_number",
                "name",
                "school_type",
                "state_school_id",
                "nces_id",
                "address",
                "city",
                "state",
                "zip",
                "phone",
            ),
            pl.String,
        ),
        "active": pl.Boolean,
        "do_not_export": pl.Boolean,
    },
)
_TEXTS = Read("user_text_definition", {"applies_to": pl.String, "user_text_code": pl.String})
_GPAS = Read("gpa_type", {"gpa_type_code": pl.String, "is_weighted": pl.Boolean})


@dataclass(frozen=True)
class District:
    """What the export needs to know of the district itself; domains may be written `*.example`."""

    code: str
    student_email_domains: tuple[str, ...]
    staff_email_domains: tuple[str, ...]
    sso_only: bool


@dataclass(frozen=True)
class Run:
    """One evaluation of the options against one snapshot on one day.

    `schools` has every school of the district, `scope` those exported, in the order of their codes.
    """

    options: ExportOptions
    district: District
    year: str
    year_start: date
    year_end: date
    as_of: date
    schools: pl.DataFrame
    scope: pl.DataFrame
    codes: Codes
    #: The district's secret, for passwords made from it.
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Opening:
    """Step 1 of a run: the run, unless the profile forbids one, and what was said of the profile."""

    run: Run | None
    findings: tuple[Finding, ...]


def open_run(source: Source, given: Given, *, today: date, secret: str | None = None) -> Opening:
    """Read the district and check the profile; what was wrong with the options when they were read stands with it.

    A finding that ends the run (`ENDS_RUN`) leaves no run and stands with its like only (export-options §2.5).

    Raises:
        Refusal: The source has no such district.
    """
    rows = source.table(_DISTRICT)
    if rows.is_empty():
        raise Refusal("Nothing was exported.", why="The district is not in this database.", fix="Load its roster.")
    row, years, schools = rows.row(0, named=True), source.table(_YEARS), source.table(_SCHOOLS)
    known = _definitions(source, years, str(row["current_school_year"]), secret_set=bool(secret))
    options = given.options
    scope = _scope(schools, options)
    findings = (*given.findings, *check_profile(options, known), *_check_schools(schools, scope, options))
    blocks = tuple(finding for finding in findings if finding.kind.code in kinds.ENDS_RUN)
    if blocks:
        return Opening(None, blocks)
    year = spelled(options.school_year or known.current_school_year, known.school_years)
    start, end = years.filter(pl.col("school_year") == year).row(0)[1:]
    day = options.as_of_date or today
    run = Run(options, _district(row), str(year), start, end, day, schools, scope, read_codes(source), secret)
    return Opening(run, findings)


def deliverable(findings: pl.DataFrame) -> bool:
    """Whether nothing found forbids delivery."""
    return not findings["severity"].eq(Severity.BLOCK.value).any()


def _district(row: dict[str, object]) -> District:
    def listed(name: str) -> tuple[str, ...]:
        return tuple(item.strip() for item in str(row[name] or "").split(";") if item.strip())

    return District(
        str(row["code"]), listed("student_email_domains"), listed("staff_email_domains"), bool(row["sso_only"])
    )


def _definitions(source: Source, years: pl.DataFrame, current: str, *, secret_set: bool) -> Definitions:
    texts = source.table(_TEXTS)

    def codes(applies_to: str) -> tuple[str, ...]:
        return tuple(texts.filter(pl.col("applies_to") == applies_to)["user_text_code"].sort())

    return Definitions(
        school_years=tuple(years["school_year"]),
        current_school_year=current,
        student_user_texts=codes("STUDENT"),
        staff_user_texts=codes("STAFF"),
        gpa_types=dict(source.table(_GPAS).sort("gpa_type_code").iter_rows()),
        secret_set=secret_set,
    )


def _scope(schools: pl.DataFrame, options: ExportOptions) -> pl.DataFrame:
    exported = schools.filter(pl.col("active") & ~pl.col("do_not_export"))
    if options.school_ids is None:
        chosen = pl.col("school_type").is_in(USUAL_TYPES)
    else:
        chosen = pl.col("school_code").str.to_lowercase().is_in([same(code) for code in options.school_ids])
    return exported.filter(chosen).sort("school_code")


def _check_schools(schools: pl.DataFrame, scope: pl.DataFrame, options: ExportOptions) -> Iterator[Finding]:
    inactive = dict(schools.select(pl.col("school_code").str.to_lowercase(), ~pl.col("active")).iter_rows())
    yield from _check_chosen(options.school_ids or (), inactive, {same(code) for code in scope["school_code"]})
    if scope.is_empty():
        yield Finding(kinds.SCOPE_EMPTY, "profile", "school_ids")


def _check_chosen(codes: Sequence[str], inactive: dict[str, bool], scope: set[str]) -> Iterator[Finding]:
    for code in codes:
        if same(code) not in inactive:
            yield Finding(kinds.SCHOOL_UNKNOWN, "profile", code, facts={"code": code})
        elif same(code) not in scope:
            why = "is not active" if inactive[same(code)] else "is marked “do not export”"
            yield Finding(kinds.SCHOOL_NOT_EXPORTED, "profile", code, facts={"code": code, "why": why})
