"""OneRoster 1.1 and 1.2 bulk CSV → an intake (roster-model §8)."""

from collections.abc import Mapping, Sequence

import polars as pl

from roster_core.findings import Finding, Kind, Severity, sorted_frame, to_frame
from roster_core.refusals import Refusal
from roster_core.roster import kinds
from roster_core.roster.formats.beside import take_beside
from roster_core.roster.formats.choices import Assumptions, Facts
from roster_core.roster.formats.draft import Draft
from roster_core.roster.formats.finish import finished
from roster_core.roster.formats.gather import tell_headers, together
from roster_core.roster.formats.grades import CEDS
from roster_core.roster.formats.oneroster_classes import put_classes
from roster_core.roster.formats.oneroster_columns import COLUMNS, NEEDED, NOT_CARRIED, PASSED_OVER, STRUCTURAL, TELLING
from roster_core.roster.formats.oneroster_enrollments import put_enrollments
from roster_core.roster.formats.oneroster_orgs import put_orgs
from roster_core.roster.formats.oneroster_people import put_people
from roster_core.roster.formats.oneroster_sessions import read_sessions
from roster_core.roster.formats.sheet import Sheet
from roster_core.roster.intake import FILE, Intake, SourceFile

FORMAT = "oneroster"

TO_BE_DELETED = Kind(
    "TO_BE_DELETED",
    Severity.INFO,
    "Rows marked as to be deleted, which were left out: {count}.",
)
MANIFEST_ABSENT = Kind(
    "MANIFEST_ABSENT",
    Severity.WARNING,
    "manifest.csv says that this file is absent; it was not read.",
    "Correct the manifest if the file belongs to the set.",
)
FILE_NOT_CARRIED = Kind("FILE_NOT_CARRIED", Severity.INFO, "{name} has no place in a roster and was not read.", "")

_GONE = ("tobedeleted", "inactive")
#: Tables of which a roster CSV file beside fills blank cells; any other such file is taken whole.
_CARRIED = ("schools", "students", "staff", "courses", "sections")


def kind_of(sheet: Sheet) -> str:
    """Which of OneRoster's files a sheet is, by its name and else by its headers; blank if none."""
    telling = dict(TELLING)
    if sheet.stem in telling and (sheet.has("sourcedId") or sheet.has(*telling[sheet.stem])):
        return sheet.stem
    return next((kind for kind, headers in TELLING if sheet.has(*headers)), "")


def read_oneroster(
    sheets: Sequence[Sheet], assumptions: Assumptions, facts: Facts, sources: tuple[SourceFile, ...] = ()
) -> Intake:
    """The intake that a bulk set makes.

    Files that manifest.csv calls absent are not read. The school year is the one that most classes are in, unless
    `facts` state it.

    Raises:
        Refusal: The set holds only changes (delta), or neither files nor `facts` tell the school year.
    """
    by_kind: dict[str, list[Sheet]] = {kind: [] for kind in COLUMNS}
    others: list[Sheet] = []
    found: list[Finding] = []
    for sheet in [sheet.under(FORMAT) for sheet in sheets]:
        if kind := kind_of(sheet):
            by_kind[kind].append(sheet)
        elif sheet.stem in PASSED_OVER:
            found.append(Finding(FILE_NOT_CARRIED, sheet.shown, facts={"name": sheet.name}))
        else:
            others.append(sheet)
    promised = _manifest(by_kind)
    found += _absent(by_kind, promised)
    blocks = _missing(by_kind, promised)
    read = [sheet for some in by_kind.values() for sheet in some]
    if blocks:
        findings = sorted_frame([to_frame([*found, *blocks]), *(sheet.findings for sheet in read)])
        return Intake(FORMAT, {}, findings, sources)
    rows = {kind: _current(together(by_kind[kind], columns), found) for kind, columns in COLUMNS.items()}
    sessions = read_sessions(rows["academicsessions"], rows["classes"], facts)
    draft = Draft(FORMAT, sessions.year, special_grades=CEDS)
    draft.note(*found, *sessions.findings)
    for kind, some in by_kind.items():
        for sheet in some:
            known = {**COLUMNS[kind], **dict.fromkeys(STRUCTURAL, ())}
            draft.findings += [sheet.findings, tell_headers(sheet, known, NOT_CARRIED.get(kind, ()))]
    orgs = put_orgs(draft, rows["orgs"])
    classes = put_classes(draft, rows["courses"], rows["classes"], orgs, sessions)
    people = put_people(draft, rows["users"], rows["roles"], rows["demographics"], orgs, assumptions)
    put_enrollments(draft, rows["enrollments"], classes, people, sessions)
    take_beside(draft, others, carried=_CARRIED)
    return finished(draft, assumptions, facts, sources=sources)


def _manifest(by_kind: Mapping[str, Sequence[Sheet]]) -> dict[str, str]:
    """File (in lower case) → `absent`, `bulk` as the manifest says; empty without one.

    Raises:
        Refusal: A file that would be read is a delta.
    """
    promised: dict[str, str] = {}
    for name, value in together(by_kind["manifest"], COLUMNS["manifest"]).select("propertyName", "value").iter_rows():
        if name and value and name.lower().startswith("file."):
            promised[name.lower().removeprefix("file.")] = value.lower()
    deltas = sorted(name for name, value in promised.items() if value == "delta" and name in COLUMNS)
    if deltas:
        raise Refusal(
            "The roster was not read.",
            why=f"manifest.csv says that {', '.join(deltas)} hold only changes (delta), but a load is a whole roster.",
            fix="Export in bulk mode and load that.",
        )
    return promised


def _absent(by_kind: dict[str, list[Sheet]], promised: Mapping[str, str]) -> list[Finding]:
    """Take out the files that the manifest calls absent."""
    found = []
    for kind, some in by_kind.items():
        if promised.get(kind) == "absent":
            found += [Finding(MANIFEST_ABSENT, sheet.shown) for sheet in some]
            some.clear()
    return found


def _missing(by_kind: Mapping[str, Sequence[Sheet]], promised: Mapping[str, str]) -> list[Finding]:
    """What blocks the load: files that are not there, columns without which no row of a file means anything."""
    found = []
    for kind, some in by_kind.items():
        name = f"{kind}.csv"
        if not some and (kind in NEEDED or promised.get(kind) == "bulk"):
            found.append(Finding(kinds.FILE_MISSING, f"{FORMAT}/{name}", facts={"name": name}))
        for sheet in some:
            for header in NEEDED.get(kind, ()):
                if not sheet.has(header):
                    facts = {"header": header, "name": sheet.name}
                    found.append(Finding(kinds.HEADER_MISSING, sheet.shown, header.lower(), header, facts))
    users = by_kind["users"]
    if users and not by_kind["roles"] and not any(sheet.has("role") for sheet in users):
        facts = {"header": "role", "name": users[0].name}
        found.append(Finding(kinds.HEADER_MISSING, users[0].shown, "role", "role", facts))
    return found


def _current(rows: pl.DataFrame, found: list[Finding]) -> pl.DataFrame:
    """Rows that are not marked as to be deleted."""
    if "status" not in rows.columns:
        return rows
    gone = pl.col("status").str.to_lowercase().is_in(_GONE).fill_null(value=False)
    for file, count in rows.filter(gone).group_by(FILE, maintain_order=True).len().iter_rows():
        found.append(Finding(TO_BE_DELETED, file, facts={"count": count}))
    return rows.filter(~gone)
