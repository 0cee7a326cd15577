"""Roster CSV read into an intake: files, encodings, headers and the number of cells (roster-csv §1)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from roster_core import text
from roster_core.findings import Finding, Kind, Severity, sorted_frame, to_frame
from roster_core.roster import kinds, telling
from roster_core.roster.archive import Sources, source_files
from roster_core.roster.csv_text import BrokenCsvError, NotUtf8Error, Records, split_records, utf8
from roster_core.roster.intake import FILE, ROW, Intake
from roster_core.roster.layout import FILE_BY_NAME, FILES
from roster_core.roster.notation import File

#: The name of this format in an intake.
FORMAT = "roster"


def read_roster_csv(sources: Mapping[str, bytes]) -> Intake:
    """The files of a roster by name (`students.csv`), read as far as they can be.

    All that is wrong with files and headers is found at once. As soon as one of it blocks the load there is nothing to
    say about rows: the tables are empty and rows of a wrong number of cells are not told either.
    """
    found = _unknown_files(sources)
    tables: dict[str, pl.DataFrame] = {}
    of_rows: list[pl.DataFrame] = []
    contents: dict[str, bytes] = {}
    for file in FILES:
        if file.csv_name not in sources:
            found += [Finding(kinds.FILE_MISSING, file.shown, facts={"name": file.csv_name})] if file.required else []
            continue
        contents[file.csv_name] = sources[file.csv_name]
        try:
            records = split_records(utf8(contents[file.csv_name]))
        except NotUtf8Error as error:
            facts = {"name": file.csv_name, "position": error.position + 1}
            found.append(Finding(kinds.FILE_ENCODING, file.shown, facts=facts))
            continue
        except BrokenCsvError as error:
            facts = {"name": file.csv_name, "record": error.record, "why": error.why}
            found.append(Finding(kinds.CSV_BROKEN, file.shown, facts=facts))
            continue
        header = [cell.lower() for cell in records.record(0)] if len(records) else []
        in_header = _check_header(file, header)
        found += in_header
        if not _blocks(in_header):
            body = _body(file, header, records)
            tables[file.name] = body.table
            of_rows.append(body.findings)
    if _blocks(found):
        tables, of_rows = {}, []
    return Intake(FORMAT, tables, sorted_frame([to_frame(found), *of_rows]), source_files(contents))


def _blocks(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.BLOCK for finding in findings)


def _unknown_files(sources: Mapping[str, bytes]) -> list[Finding]:
    beside = sources.beside if isinstance(sources, Sources) else ()
    known = {file.csv_name for file in FILES}
    return [_unknown_file(name) for name in (*sorted(sources), *beside) if name not in known]


def _unknown_file(name: str) -> Finding:
    # A name may hold anything that a file system or ZIP allows, half characters included.
    shown = text.clean(name.encode("utf-8", "replace").decode("utf-8"))
    meant = name.strip().lower().removesuffix(".txt").removesuffix(".csv")
    if name.endswith("/"):
        hint = " It is a folder within the ZIP."
    else:
        hint = f" Did you mean {meant}.csv?" if meant in FILE_BY_NAME else ""
    return Finding(kinds.FILE_UNKNOWN, f"roster/{shown}", facts={"name": shown, "hint": hint})


def _check_header(file: File, header: list[str]) -> list[Finding]:
    times = Counter(header)
    missing = [column.name for column in file.columns if column.required and column.name not in times]
    duplicate = [name for name, count in times.items() if count > 1]
    unknown = [name for name in times if name not in file.headers]

    def found(kind: Kind, names: list[str]) -> list[Finding]:
        return [
            Finding(
                kind,
                file.shown,
                name,
                name,
                facts={
                    "header": name[: telling.SHOWN_LENGTH] or "(blank)",
                    "name": file.csv_name,
                    "count": times[name],
                },
            )
            for name in names
        ]

    return [
        *found(kinds.HEADER_MISSING, missing),
        *found(kinds.HEADER_DUPLICATE, duplicate),
        *found(kinds.HEADER_UNKNOWN, unknown),
    ]


@dataclass(frozen=True)
class _Body:
    table: pl.DataFrame
    findings: pl.DataFrame


def _body(file: File, header: list[str], records: Records) -> _Body:
    filled = ~records.blank
    filled[0] = False
    fits = records.widths == len(header)
    names = [name for name in file.headers if name in header]
    kept = np.flatnonzero(filled & fits)
    table = _located(file, kept).hstack(records.columns(names, [header.index(name) for name in names], kept))
    misfits = np.flatnonzero(filled & ~fits)
    located = _located(file, misfits).with_columns(cells=pl.Series(records.widths[misfits]))
    findings = telling.row_findings(located, kinds.FIELD_COUNT, cells=pl.col("cells"), headers=str(len(header)))
    return _Body(table, findings)


def _located(file: File, at: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pl.DataFrame:
    """Where the records come from; the header is record 1."""
    return pl.DataFrame({ROW: pl.Series(at + 1, dtype=pl.Int64)}).select(pl.lit(file.shown).alias(FILE), ROW)
