"""A list of new addresses, CSV or XLSX, becomes rows (batch-updates §4.1)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from roster_core.batches.people import Criterion
from roster_core.findings import Finding, Severity
from roster_core.refusals import Refusal
from roster_core.roster.formats.formulas import formulas_without_value
from roster_core.roster.formats.sheet import Sheet, normal
from roster_core.roster.formats.tolerant import read_sheets
from roster_core.roster.formats.workbook import is_workbook
from roster_core.roster.intake import ROW
from roster_core.updates import email_kinds as kinds

#: How large a file may be, and how many rows it may have.
MAX_BYTES, MAX_ROWS = 5 * 1024 * 1024, 20_000
#: Headers of the column that says whose row it is, in normal form; one that names an ID is the criterion.
KEY_HEADERS: Mapping[str, Criterion | None] = {
    "studentkey": None,
    "webloginid": Criterion.WEBLOGIN_ID,
    "studentid": Criterion.DISTRICT_NUMBER,
    "stateid": Criterion.STATE_ID,
}
#: The header of each criterion in a template.
HEADER_OF = {
    Criterion.WEBLOGIN_ID: "weblogin_id",
    Criterion.DISTRICT_NUMBER: "student_id",
    Criterion.STATE_ID: "state_id",
}
_NEW, _CURRENT, _LAST, _FIRST = "newemail", "currentemail", "lastname", "firstname"
_USED = frozenset({*KEY_HEADERS, _NEW, _CURRENT, _LAST, _FIRST})
#: Columns that a filled template has for who reads it; nobody wonders that they are not used.
TEMPLATE_EXTRAS = ("grade", "homeroom", "school")
_NEEDED = "The first row must name the columns: student_key (or weblogin_id, student_id, state_id) and new_email."
#: What the reader notes and nobody who sends a list wants to know.
_UNTOLD = frozenset({"DELIMITER_READ"})
_NO_TABLE = frozenset({"FILE_NOT_A_TABLE", "FILE_BLANK"})
_QUOTED = re.compile(r"“(.*)”")


@dataclass(frozen=True)
class EmailRow:
    """One row as it was written; `number` is that which a spreadsheet shows, blank cells are blank text."""

    number: int
    key: str
    new_email: str
    current_email: str = ""
    last_name: str = ""
    first_name: str = ""
    #: What is wrong or to be told whatever the address is.
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """What the row is called."""
        return f"row {self.number}"


@dataclass(frozen=True)
class EmailTable:
    """The rows of a list; `criterion` is what its header says, `notices` (severity, code, message) are of all of it."""

    rows: tuple[EmailRow, ...]
    criterion: Criterion | None = None
    notices: tuple[Mapping[str, str], ...] = ()


def read_table(name: str, content: bytes) -> EmailTable:
    """The rows of a CSV (any usual encoding; comma, semicolon or tab) or of the first sheet of an XLSX.

    Raises:
        Refusal: The file is too large, is no table, lacks a required column or has one twice, or has no or too many
            rows.
    """
    if len(content) > MAX_BYTES:
        raise _refused(f"{name} has {len(content):,} bytes; {MAX_BYTES:,} are allowed.", "Divide it into several.")
    sheets = read_sheets(name, content)
    sheet = sheets[0]
    told = sheet.findings
    if useless := told.filter(pl.col("code").is_in(_NO_TABLE)).to_dicts():
        raise _refused(f"{name}: {useless[0]['message']}", "Save the list as CSV (UTF-8) or as a workbook (.xlsx).")
    columns = _columns(sheet)
    cells = sheet.frame.select(ROW, *(pl.col(header).fill_null("").alias(role) for role, header in columns.items()))
    row_findings = _by_row(told, name)
    for number, found in _empty_formulas(content, sheet, columns, name).items():
        row_findings.setdefault(number, []).append(found)
    rows = _rows(cells, row_findings)
    if not rows:
        raise _refused(f"{name} has no row below its header.", "Write a row for each student whose address changes.")
    if len(rows) > MAX_ROWS:
        raise _refused(f"{name} has {len(rows):,} rows; {MAX_ROWS:,} are allowed.", "Divide it into several.")
    key_header = normal(columns["key"])
    return EmailTable(rows, KEY_HEADERS[key_header], tuple(_notices(sheet, sheets, columns)))


def _columns(sheet: Sheet) -> dict[str, str]:
    """Role → header.

    Raises:
        Refusal: A required column is missing, or one that is used is there twice.
    """
    twice = [_QUOTED.findall(one["message"])[0] for one in sheet.findings.to_dicts() if one["code"] == "HEADER_TWICE"]
    by_form: dict[str, list[str]] = {}
    for header in (*sheet.headers, *twice):
        by_form.setdefault(normal(header), []).append(header)
    if repeated := [headers for form, headers in by_form.items() if form in _USED and len(headers) > 1]:
        raise _refused(f"The column “{repeated[0][0]}” is there more than once.", "Leave one of them in the file.")
    keys = [by_form[form][0] for form in KEY_HEADERS if form in by_form]
    if len(keys) > 1:
        raise _refused(
            f"Several columns say whose address it is: {', '.join(keys)}.",
            "Leave one of them in, or rename the others.",
        )
    missing = ["student_key"] * (not keys) + ["new_email"] * (_NEW not in by_form)
    if missing:
        here = ", ".join(sheet.headers[:8])
        raise _refused(f"There is no column {' and no column '.join(missing)}; there are: {here}.", _NEEDED)
    roles = {"key": keys[0], "new": by_form[_NEW][0]}
    others = (("current", _CURRENT), ("last", _LAST), ("first", _FIRST))
    return roles | {role: by_form[form][0] for role, form in others if form in by_form}


def _by_row(told: pl.DataFrame, name: str) -> dict[int, list[Finding]]:
    """What the reader found wrong with single rows, which are then not to be used."""
    found: dict[int, list[Finding]] = {}
    for one in told.filter(pl.col("row_key") != "").to_dicts():
        number = int(one["row_key"].lstrip("#").partition(" ")[0])
        facts = {"why": one["message"][0].lower() + one["message"][1:]}
        found.setdefault(number, []).append(Finding(kinds.ROW_UNREADABLE, name, f"row {number}", facts=facts))
    return found


def _rows(cells: pl.DataFrame, found: Mapping[int, Sequence[Finding]]) -> tuple[EmailRow, ...]:
    """The rows in order, with those that could not be read at all among them."""
    blank = dict.fromkeys(("key", "new", "current", "last", "first"), "")
    read = [
        EmailRow(
            one[ROW], one["key"], one["new"], one["current"], one["last"], one["first"], tuple(found.get(one[ROW], ()))
        )
        for one in (blank | row for row in cells.iter_rows(named=True))
    ]
    known = {row.number for row in read}
    lost = [EmailRow(number, "", "", findings=tuple(some)) for number, some in found.items() if number not in known]
    return tuple(sorted([*read, *lost], key=lambda row: row.number)) if lost else tuple(read)


def _empty_formulas(content: bytes, sheet: Sheet, columns: Mapping[str, str], name: str) -> dict[int, Finding]:
    """The rows in which a cell that counts holds a formula without a value."""
    if not is_workbook(content):
        return {}
    letters = {_letters(sheet.places[header]) for header in columns.values()}
    found: dict[int, Finding] = {}
    for cell in sorted(formulas_without_value(content, sheet.title)):
        column, number = cell.rstrip("0123456789"), int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        if column in letters:
            found.setdefault(number, Finding(kinds.FORMULA_EMPTY, name, f"row {number}", facts={"cell": cell}))
    return found


def _letters(place: int) -> str:
    """The name that a spreadsheet gives to the column at `place` (from 0)."""
    name = ""
    while place >= 0:
        name, place = chr(ord("A") + place % 26) + name, place // 26 - 1
    return name


def _notices(sheet: Sheet, sheets: Sequence[Sheet], columns: Mapping[str, str]) -> Iterable[dict[str, str]]:
    for one in sheet.findings.filter(pl.col("row_key") == "").to_dicts():
        if one["code"] not in _UNTOLD:
            yield {name: one[name] for name in ("severity", "code", "message")}
    if len(sheets) > 1:
        yield notice(Finding(kinds.SHEETS_IGNORED, sheet.name, facts={"count": len(sheets) - 1}))
    used = {*columns.values()}
    left = [header for header in sheet.headers if header not in used and normal(header) not in TEMPLATE_EXTRAS]
    if left:
        yield notice(Finding(kinds.COLUMNS_IGNORED, sheet.name, facts={"columns": ", ".join(left)}))


def notice(finding: Finding, severity: Severity | None = None) -> dict[str, Any]:
    """A finding about a whole list, as it is kept."""
    told = (severity or finding.severity).value
    return {"severity": told, "code": finding.kind.code, "message": finding.message, "fix": finding.kind.fix}


def _refused(why: str, fix: str) -> Refusal:
    return Refusal("The list was not taken.", why=why, fix=fix)
