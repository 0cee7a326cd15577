"""Files of a load read as sheets, and what a sheet says in columns that a translator knows."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from roster_core.findings import FRAME_SCHEMA, Finding, Kind, Severity, to_frame
from roster_core.roster import kinds
from roster_core.roster.formats.sheet import Sheet, normal
from roster_core.roster.formats.tolerant import read_sheets
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import SHOWN_LENGTH
from roster_core.text import clean

NOT_CARRIED = Kind(
    "COLUMN_NOT_CARRIED",
    Severity.INFO,
    "These columns have no place in a roster and were not read: {columns}.",
)
_TABLES = ("csv", "txt", "text", "tsv", "tab", "dat", "xlsx", "xlsm")


def is_table_name(name: str) -> bool:
    """Whether a file of this name may hold a table."""
    return name.rpartition(".")[2].lower() in _TABLES if "." in name else True


def shown_name(name: str) -> str:
    """A file's name as findings can show it: a name may hold anything that a file system or ZIP allows."""
    return clean(name.encode("utf-8", "replace").decode("utf-8"))


def read_all(sources: Mapping[str, bytes]) -> list[Sheet]:
    """Every sheet of every file that may hold a table, by the order of the files' names."""
    return [
        sheet
        for name in sorted(sources)
        if is_table_name(name)
        for sheet in read_sheets(shown_name(name), sources[name])
    ]


def other_files(sources: Mapping[str, bytes], folder: str) -> list[Finding]:
    """A finding for each file that can hold no table."""
    return [
        Finding(kinds.FILE_UNKNOWN, f"{folder}/{shown}", facts={"name": shown, "hint": ""})
        for shown in (shown_name(name) for name in sorted(sources) if not is_table_name(name))
    ]


def together(sheets: Sequence[Sheet], columns: Mapping[str, Iterable[str]]) -> pl.DataFrame:
    """The rows of several sheets of one kind, with the columns of `Sheet.renamed`; no sheets give no rows."""
    empty = pl.DataFrame(schema={**dict.fromkeys(columns, pl.String), FILE: pl.String, ROW: pl.Int64})
    return pl.concat([empty, *(sheet.renamed(columns) for sheet in sheets)])


def tell_headers(sheet: Sheet, read: Mapping[str, Iterable[str]], not_carried: Iterable[str] = ()) -> pl.DataFrame:
    """What is said of columns that were not read: one finding for those known to have no place, one for each other."""
    if not sheet.headers:
        return pl.DataFrame(schema=FRAME_SCHEMA)
    known = {normal(name) for column, aliases in read.items() for name in (column, *aliases)}
    silent = {normal(name) for name in not_carried}
    left = [header for header in sheet.headers if normal(header) not in known]
    named = [header for header in left if normal(header) in silent or header.lower().startswith(("ext.", "metadata."))]
    found = [
        Finding(
            kinds.HEADER_UNKNOWN,
            sheet.shown,
            header.lower(),
            header,
            {"header": header[:SHOWN_LENGTH], "name": sheet.name},
        )
        for header in left
        if header not in named
    ]
    if named:
        found.append(Finding(NOT_CARRIED, sheet.shown, facts={"columns": ", ".join(named)}))
    return to_frame(found)
