"""Files of roster CSV that lie beside a roster of another form, for what that form cannot say (roster-model §8)."""

from collections.abc import Collection, Sequence

import polars as pl

from roster_core.findings import Finding, Kind, Severity
from roster_core.roster import kinds
from roster_core.roster.formats.draft import Draft, text
from roster_core.roster.formats.gather import tell_headers
from roster_core.roster.formats.sheet import Sheet
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import FILE_BY_NAME
from roster_core.roster.notation import File
from roster_core.roster.telling import row_findings

BESIDE_WHOLE = Kind(
    "FILE_TAKEN",
    Severity.INFO,
    "{name} was taken as it is, in place of what the other files say of the same (rows: {count}).",
)
BESIDE_COLUMNS = Kind(
    "FILE_TAKEN",
    Severity.INFO,
    "{name} fills what the other files leave blank in {columns}.",
)
BESIDE_UNKNOWN = Kind(
    "KEY_UNKNOWN",
    Severity.WARNING,
    "No row of the other files has this key ({value}); this row was passed over.",
    "Correct the key, or see why the other files lack it.",
)
#: Written before the name of a file that would clash with one of the format (`roster-courses.csv`).
PREFIX = "roster-"
#: Tables that belong together: with one of them given, none is taken from the other files.
_GROUPS = (
    ("contact_persons", "student_contacts", "phones", "emails"),
    ("homerooms", "homeroom_staff"),
    ("departments", "staff_departments"),
    ("gpa_types", "student_gpas"),
)


def roster_name(sheet: Sheet) -> str:
    """The table of roster CSV that a sheet is by name and key columns, blank if none."""
    name = sheet.stem.removeprefix(PREFIX)
    file = FILE_BY_NAME.get(name)
    if file is None:
        return ""
    needed = [key for key in file.key if file.column(key).required]
    return name if sheet.has(*needed) else ""


def take_beside(draft: Draft, others: Sequence[Sheet], carried: Collection[str]) -> None:
    """Take the sheets that are files of roster CSV; any other is told as unknown.

    A table that the format carries (`carried`) keeps its rows: a file of it fills cells that are blank, by key. Any
    other table comes whole from its file, in place of what was derived.
    """
    given: dict[str, Sheet] = {}
    for sheet in others:
        if not sheet.headers:
            draft.findings.append(sheet.findings)
            continue
        name = roster_name(sheet)
        if name:
            given[name] = sheet.under(draft.format)
        else:
            draft.note(
                Finding(kinds.FILE_UNKNOWN, sheet.under(draft.format).shown, facts={"name": sheet.name, "hint": ""})
            )
    for group in _GROUPS:
        if any(name in given for name in group):
            for name in group:
                draft.tables.pop(name, None)
    for name, sheet in given.items():
        file = FILE_BY_NAME[name]
        draft.findings += [sheet.findings, tell_headers(sheet, dict.fromkeys(file.headers, ()))]
        rows = sheet.renamed({header: () for header in file.headers if sheet.has(header) or header in file.key})
        if name in carried and name in draft.tables:
            _fill(draft, file, rows, sheet)
        else:
            draft.tables.pop(name, None)
            draft.put(name, rows)
            draft.note(Finding(BESIDE_WHOLE, sheet.shown, facts={"name": sheet.name, "count": rows.height}))


def _fill(draft: Draft, file: File, rows: pl.DataFrame, sheet: Sheet) -> None:
    """Fill blank cells of a table from rows with the same key."""
    table = draft.tables[file.name]
    key = [f"_key_{name}" for name in file.key]
    columns = [name for name in rows.columns if name not in (*file.key, FILE, ROW)]
    table = table.with_columns(text(None).alias(name) for name in columns if name not in table.columns)
    folded = [pl.col(name).str.to_lowercase().alias(f"_key_{name}") for name in file.key]
    given = rows.with_columns(folded).unique(key, keep="first", maintain_order=True)
    joined = table.with_columns(folded).join(
        given.select(*key, *columns), on=key, how="left", suffix="_given", maintain_order="left", nulls_equal=True
    )
    filled = joined.with_columns(pl.coalesce(name, f"{name}_given").alias(name) for name in columns)
    draft.tables[file.name] = filled.select(table.columns)
    unmatched = given.join(table.with_columns(folded), on=key, how="anti", nulls_equal=True)
    value = pl.concat_str([pl.col(name).fill_null("") for name in file.key], separator=", ").alias("value")
    draft.findings.append(row_findings(unmatched.select(value, FILE, ROW), BESIDE_UNKNOWN, value=pl.col("value")))
    facts = {"name": sheet.name, "columns": ", ".join(columns)}
    draft.note(Finding(BESIDE_COLUMNS, sheet.shown, facts=facts))
