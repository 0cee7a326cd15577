"""What a stage of the checks hands to the next one.

"Order of checks: number of cells → cells → references → dates → special rules → key → u" (roster-csv §3) is read as
stages: everything that one stage finds in a row is told, and a row refused by it is not judged by the next.
"""

from dataclasses import dataclass

import polars as pl

from roster_core.roster.notation import CellType, File


@dataclass(frozen=True)
class Stage:
    """The rows of a file that are not refused yet, in the order of the file, and what the stage found."""

    rows: pl.DataFrame
    findings: tuple[pl.DataFrame, ...] = ()


#: No cell holds it: the text rule makes a space of control characters.
_SEPARATOR = "\x1f"


def comparable(file: File, names: tuple[str, ...]) -> pl.Expr:
    """Typed columns as one text that is equal where they are: codes without regard to case, blank as a value."""
    parts = [
        pl.col(name).str.to_lowercase() if file.column(name).type is CellType.CODE else pl.col(name).cast(pl.String)
        for name in names
    ]
    if len(parts) == 1:
        return parts[0].fill_null("")
    return pl.concat_str([part.fill_null("") for part in parts], separator=_SEPARATOR)
