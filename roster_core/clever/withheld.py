"""Which findings say that a row was withheld: left out of a file because it cannot be right (export-options §1)."""

import polars as pl

from roster_core.findings import Severity

#: Codes of severity error that keep a row out; the others of that severity leave it in (export-options §9b).
WITHHOLDING = frozenset(
    (
        "PREG_NO_TRANSCRIPT_SCHOOL",
        "SECTION_NO_TEACHER",
        "SECTION_TEACHER_INACTIVE",
        "HOMEROOM_NO_TEACHER",
    )
)


def withheld_rows(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings of rows that were left out."""
    return findings.filter(pl.col("severity") == Severity.ERROR.value, pl.col("code").is_in(WITHHOLDING))
