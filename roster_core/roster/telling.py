"""How rows of a roster are turned into findings: row keys, messages, and the person that one leads to."""

from string import Formatter

import polars as pl

from roster_core.findings import Kind, Severity, frame_of
from roster_core.roster.intake import FILE, ROW

#: What a finding says became of a row or cell.
ROW_LEFT_OUT = "the record was left out"
CELL_LEFT_BLANK = "the cell was left blank"

#: The most that a message shows of a cell, in code points.
SHOWN_LENGTH = 40


def shortened(text: pl.Expr) -> pl.Expr:
    """The text, cut to `SHOWN_LENGTH` with an ellipsis."""
    long = text.str.len_chars() > SHOWN_LENGTH
    return pl.when(long).then(text.str.slice(0, SHOWN_LENGTH - 1) + "…").otherwise(text)


def sentence(kind: Kind, **facts: str | pl.Expr) -> pl.Expr:
    """The message of `kind` over the rows of a frame: texts are filled in as they are, expressions row by row."""
    parts: list[pl.Expr] = []
    for literal, name, _, _ in Formatter().parse(kind.message):
        if literal:
            parts.append(pl.lit(literal))
        if name is not None:
            fact = facts[name]
            parts.append(pl.lit(fact) if isinstance(fact, str) else fact.cast(pl.String).fill_null(""))
    return pl.concat_str(parts)


#: The row key of a finding: the number of the record (roster-csv §3).
# Not pl.format: in Polars 2.1 it panics where a chunk of the column lost all its rows to a filter.
ROW_KEY = pl.concat_str([pl.lit("#"), pl.col(ROW)])
#: A record as messages name it.
RECORD = pl.concat_str([pl.col(FILE), pl.lit(" #"), pl.col(ROW)])


def row_findings(
    rows: pl.DataFrame,
    kind: Kind,
    *,
    column: str | pl.Expr = "",
    severity: Severity | None = None,
    **facts: str | pl.Expr,
) -> pl.DataFrame:
    """One finding of `kind` for each of `rows`, which have `FILE` and `ROW`; `facts` fill its message."""
    facts.setdefault("column", column)
    return frame_of(
        rows,
        kind,
        file=pl.col(FILE),
        row_key=ROW_KEY,
        column=column,
        message=sentence(kind, **facts),
        person=person(rows.columns),
        severity=severity,
    )


def person(columns: list[str]) -> pl.Expr:
    """The person whom a row with these columns is about, as findings link to people; null if nobody that has a page."""
    of_type = next((name for name in ("person_type", "applies_to") if name in columns), None)
    if "district_number" in columns:
        return pl.lit("student:") + pl.col("district_number")
    if "staff_id" in columns:
        return pl.lit("staff:") + pl.col("staff_id")
    if "shared_staff_id" in columns:
        return pl.lit("staff:") + pl.col("shared_staff_id")
    if of_type and "person_key" in columns:
        kind = pl.col(of_type).str.to_lowercase()
        return pl.when(kind.is_in(["student", "staff"])).then(kind + ":" + pl.col("person_key"))
    return pl.lit(None, pl.String)
