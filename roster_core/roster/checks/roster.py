"""A whole roster checked, whatever format it came in: from text cells to the rows that are accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl

from roster_core.findings import Severity, sorted_frame
from roster_core.roster.checks.cells import as_laid_out, check_cells
from roster_core.roster.checks.duplicates import check_duplicates
from roster_core.roster.checks.references import Records, check_references
from roster_core.roster.checks.rows import check_dates, check_shared_members
from roster_core.roster.checks.totals import check_district, check_totals
from roster_core.roster.intake import Intake
from roster_core.roster.layout import FILES
from roster_core.roster.notation import File


@dataclass(frozen=True)
class Checked:
    """The accepted rows of every file, and everything found.

    `tables` is keyed like `FILE_BY_NAME`. Each frame has the columns of the layout in order, with their types
    (`CellType.dtype`), defaults filled in and references in the spelling of the record referred to, then `FILE` and
    `ROW`; rows stand in the order of the intake. After a block while reading the frames are empty. `findings` is a
    findings frame sorted by file, row key, code, that of the intake included.
    """

    tables: Mapping[str, pl.DataFrame]
    findings: pl.DataFrame

    @property
    def refused(self) -> bool:
        """Whether the load is refused: something found is a block."""
        return _has_block(self.findings)


def check(intake: Intake, *, district_code: str | None) -> Checked:
    """Apply the rules of roster-csv §3, file by file in the order of the layout.

    `district_code` is the district loaded into, None if the roster's own decides. A file that the intake does not have
    counts as one without rows.
    """
    # What blocks while reading leaves tables out; judged without them, rows would be refused for no fault of theirs.
    unreadable = _has_block(intake.findings)
    readable = {} if unreadable else intake.tables
    accepted: dict[str, pl.DataFrame] = {}
    records = Records(accepted)
    findings = [intake.findings]
    for file in FILES:
        table = readable.get(file.name)
        if table is None or table.is_empty():
            accepted[file.name] = _without_rows(file)
            continue
        cells = check_cells(file, as_laid_out(file, table))
        references = check_references(file, cells.rows, records)
        dates = check_dates(file, references.rows)
        shared = check_shared_members(file, dates.rows, accepted)
        settled = check_duplicates(file, shared.rows)
        accepted[file.name] = settled.rows
        for stage in (cells, references, dates, shared, settled):
            findings.extend(stage.findings)
    if not unreadable:
        findings += [check_district(accepted["district"], district_code), *check_totals(accepted)]
    return Checked(accepted, sorted_frame(findings))


@cache
def _without_rows(file: File) -> pl.DataFrame:
    """What every stage leaves of no rows: the columns with their types."""
    return check_cells(file, as_laid_out(file, None)).rows


def _has_block(findings: pl.DataFrame) -> bool:
    return Severity.BLOCK.value in findings["severity"]
