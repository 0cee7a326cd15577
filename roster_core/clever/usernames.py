"""Usernames: where they come from, and what is said of them (export-options §4.1, §6.1)."""

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.emails import repeated
from roster_core.clever.report import amount, found, full_name, link


def username(source: str, number: str) -> pl.Expr:
    """The base of a username by its source, over `email` and the columns of IDs; `number` is the ID of the person."""
    match source:
        case "email":
            return pl.col("email")
        case "email_local_part":
            return pl.col("email").str.split("@").list.first()
        case "student_id" | "staff_id":
            return pl.col(number)
        case "logon_id":
            return pl.col("logon_id")
        case _:
            return pl.lit(None, dtype=pl.String)


def username_findings(persons: pl.DataFrame, *, kind: str, file: str, number: str, source: str) -> pl.DataFrame:
    """What is said of `username` of the persons of one file, each person once; nothing if no source is chosen."""
    if source == "none":
        return found(persons.clear(), kinds.USERNAME_MISSING, file, "")
    name = pl.col("username")
    found_rows = (
        (persons.filter(name.is_null()), kinds.USERNAME_MISSING),
        (persons.filter(name.str.contains("[ ,]")), kinds.USERNAME_BAD_CHARS),
        (repeated(persons, "username"), kinds.USERNAME_DUPLICATE),
    )
    return pl.concat(
        found(
            rows,
            what,
            file,
            pl.col(number),
            column="Username",
            facts={
                "name": full_name(),
                "username": name,
                "others": amount(pl.col("others"), "other") if "others" in rows.columns else "",
            },
            person=link(kind, number),
        )
        for rows, what in found_rows
    )
