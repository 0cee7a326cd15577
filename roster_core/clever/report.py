"""Findings for many rows at once: the kind's sentence filled by columns instead of by Python."""

from collections.abc import Mapping
from string import Formatter

import polars as pl

from roster_core.findings import FRAME_SCHEMA, Kind, Severity, frame_of

Fact = str | int | pl.Expr


def sentence(kind: Kind, facts: Mapping[str, Fact]) -> pl.Expr:
    """The message of `kind` as an expression; a null fact is written as nothing.

    Raises:
        KeyError: The kind's sentence has a field that `facts` lacks.
    """
    parts: list[pl.Expr] = []
    for words, name, _spec, _conversion in Formatter().parse(kind.message):
        parts.append(pl.lit(words))
        if name is not None:
            fact = facts[name]
            parts.append((fact if isinstance(fact, pl.Expr) else pl.lit(str(fact))).cast(pl.String).fill_null(""))
    return pl.concat_str(parts)


def found(
    rows: pl.DataFrame,
    kind: Kind,
    file: str,
    key: str | pl.Expr,
    *,
    facts: Mapping[str, Fact] | None = None,
    column: str = "",
    person: str | pl.Expr = "",
    severity: Severity | None = None,
) -> pl.DataFrame:
    """One finding of `kind` for each row of `rows`, as a findings frame."""
    if rows.is_empty():
        return pl.DataFrame(schema=FRAME_SCHEMA)
    return frame_of(
        rows,
        kind,
        file=file,
        row_key=key,
        column=column,
        message=sentence(kind, facts or {}),
        person=person,
        severity=severity,
    )


def amount(count: int | pl.Expr, noun: str) -> Fact:
    """A number with its noun: 1 student, 2 students."""
    if isinstance(count, int):
        return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
    return pl.concat_str(count, pl.when(count == 1).then(pl.lit(f" {noun}")).otherwise(pl.lit(f" {noun}s")))


def full_name(first: str = "first_name", last: str = "last_name") -> pl.Expr:
    """First and last name with a space between; whichever is blank is left out."""
    return pl.concat_str(first, last, separator=" ", ignore_nulls=True)


def link(kind: str, key: str) -> pl.Expr:
    """The person that a finding leads to, such as `student:0104233`, from the column `key`."""
    return pl.concat_str(pl.lit(f"{kind}:"), pl.col(key))
