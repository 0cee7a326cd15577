"""What a format cannot say though a roster requires it: filled by stated assumptions, never in silence."""

from dataclasses import dataclass

import polars as pl

from roster_core.findings import Finding, Kind, Severity, frame_of
from roster_core.roster.formats.choices import Assumptions
from roster_core.roster.formats.draft import Draft
from roster_core.roster.intake import FILE
from roster_core.roster.telling import sentence

NOT_STATED = Kind(
    "NOT_STATED",
    Severity.WARNING,
    "{column} is not said of some {things}; it was taken as {value} for them (count: {count}).",
    "If that is wrong for some of them, load it with a file that says so; if for all, change the load's assumption.",
)
CUSTODY_NOT_STATED = Kind(
    "CUSTODY_NOT_STATED",
    Severity.ERROR,
    "Contacts were left out since no file says whether there is a custody issue: {count}.",
    "State it among the load's assumptions, or load student_contacts.csv, which says it for each contact.",
)
COLUMN_NEEDED = Kind(
    "COLUMN_NEEDED",
    Severity.ERROR,
    "No file gives {column}, which a roster needs; all {things} will be refused (rows: {count}).",
    "Add the column {hint}to the export from the student information system.",
)


@dataclass(frozen=True)
class Gap:
    """A required column that formats leave out: the assumption or fixed value that fills it, and what it is of."""

    table: str
    column: str
    things: str
    assumption: str = ""
    value: str = ""


GAPS = (
    Gap("schools", "do_not_export", "schools", "do_not_export"),
    Gap("students", "has_active_iep", "students", "has_active_iep"),
    Gap("students", "photo_restricted", "students", "photo_restricted"),
    Gap("students", "record_confidential", "students", "record_confidential"),
    Gap("students", "do_not_export", "students", "do_not_export"),
    Gap("staff", "photo_restricted", "staff members", "photo_restricted"),
    Gap("staff", "record_confidential", "staff members", "record_confidential"),
    Gap("staff", "employment_status", "staff members", value="ACTIVE"),
    Gap("addresses", "is_confidential", "addresses", "address_confidential"),
)
_NEEDED = (
    ("students", "birth_date", "students"),
    ("students", "first_name", "students"),
    ("students", "last_name", "students"),
)


def fill_gaps(draft: Draft, assumptions: Assumptions) -> None:
    """Fill the required columns that the source left blank, with one finding for each source file and column."""
    for gap in GAPS:
        if gap.table in draft.tables:
            value = str(getattr(assumptions, gap.assumption)).lower() if gap.assumption else gap.value
            frame = _with_column(draft.tables[gap.table], gap.column)
            facts = {"column": gap.column, "things": gap.things, "value": value}
            draft.findings.append(_counted(frame, gap.column, NOT_STATED, **facts))
            draft.tables[gap.table] = frame.with_columns(pl.col(gap.column).fill_null(value))


def tell_missing_columns(draft: Draft) -> None:
    """One finding for each column that every student needs and none has: the check would say it once for each row."""
    for table, column, things in _NEEDED:
        frame = draft.tables.get(table)
        if frame is None or frame.is_empty():
            continue
        if column not in frame.columns or frame[column].null_count() == frame.height:
            header = draft.headers.get(table, {}).get(column, "")
            facts = {"column": column, "count": frame.height, "things": things, "hint": f"{header} " if header else ""}
            draft.note(Finding(COLUMN_NEEDED, str(frame[FILE][0]), "", column, facts))


def settle_custody(draft: Draft, assumptions: Assumptions) -> None:
    """Fill custody_issue as stated; while it is not, contacts without it are left out with what belongs to them."""
    if "student_contacts" not in draft.tables:
        return
    links = _with_column(draft.tables["student_contacts"], "custody_issue")
    if assumptions.custody_issue is not None:
        value = str(assumptions.custody_issue).lower()
        facts = {"column": "custody_issue", "things": "contacts", "value": value}
        draft.findings.append(_counted(links, "custody_issue", NOT_STATED, **facts))
        draft.tables["student_contacts"] = links.with_columns(pl.col("custody_issue").fill_null(value))
        return
    draft.findings.append(_counted(links, "custody_issue", CUSTODY_NOT_STATED, column="custody_issue"))
    silent = pl.col("custody_issue").is_null()
    gone = links.filter(silent)["source_id"].str.to_lowercase()
    kept = links.filter(~silent)
    draft.tables["student_contacts"] = kept
    gone = gone.filter(~gone.is_in(kept["source_id"].str.to_lowercase().implode()))
    _leave_out_persons(draft, gone)


def _leave_out_persons(draft: Draft, keys: pl.Series) -> None:
    """Contact persons who are left without any link, with their phones, e-mails and addresses."""
    of_guardian = (pl.col("person_type").str.to_uppercase() == "GUARDIAN") & _among("person_key", keys)
    conditions = {
        "contact_persons": _among("source_id", keys),
        "emails": _among("source_id", keys),
        "phones": of_guardian,
        "addresses": of_guardian,
    }
    for name, belongs in conditions.items():
        if name in draft.tables:
            draft.tables[name] = draft.tables[name].filter(~belongs.fill_null(value=False))


def _among(column: str, keys: pl.Series) -> pl.Expr:
    return pl.col(column).str.to_lowercase().is_in(keys.implode())


def _with_column(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return frame if name in frame.columns else frame.with_columns(pl.lit(None, pl.String).alias(name))


def _counted(frame: pl.DataFrame, name: str, kind: Kind, **facts: str) -> pl.DataFrame:
    """One finding for each source file that leaves the column `name` blank."""
    silent = frame.filter(pl.col(name).is_null()).group_by(FILE, maintain_order=True).agg(pl.len().alias("count"))
    used = {fact: value for fact, value in facts.items() if f"{{{fact}}}" in kind.message}
    message = sentence(kind, count=pl.col("count"), **used)
    return frame_of(silent, kind, file=pl.col(FILE), column=name, message=message)
