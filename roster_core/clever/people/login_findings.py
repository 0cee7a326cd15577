"""What is said of usernames and passwords, person by person and once for a file (export-options §4.1, §4.2, §9b)."""

from dataclasses import dataclass

import polars as pl

from roster_core.clever import kinds
from roster_core.clever.emails import repeated
from roster_core.clever.people.logins import PasswordRule
from roster_core.clever.report import amount, found, full_name, link
from roster_core.clever.run import District
from roster_core.findings import Finding, Kind


@dataclass(frozen=True)
class About:
    """Whose logins they are: `kind` is `student` or `staff`, `number` the column of the ID, `file` their file."""

    kind: str
    number: str
    file: str


def username_findings(persons: pl.DataFrame, about: About, *, source: str) -> pl.DataFrame:
    """What is said of `username` of the persons of one file, each person once; nothing if no source is chosen."""
    if source == "none":
        persons = persons.clear()
    name = pl.col("username")
    unfoldable = pl.col("username_unfoldable")
    found_rows = (
        (persons.filter(unfoldable), kinds.NAME_NOT_FOLDABLE),
        (persons.filter(name.is_null() & ~unfoldable), kinds.USERNAME_MISSING),
        (persons.filter(name.str.contains("[ ,]")), kinds.USERNAME_BAD_CHARS),
        (repeated(persons, "username"), kinds.USERNAME_DUPLICATE),
    )
    return pl.concat(_found(rows, kind, about, "Username") for rows, kind in found_rows)


def password_findings(persons: pl.DataFrame, about: About, rule: PasswordRule) -> pl.DataFrame:
    """The same for `password`, which no finding quotes."""
    rows = persons if rule.in_use else persons.clear()
    unfoldable = pl.col("password_unfoldable")
    missing = rows.filter(pl.col("password").is_null() & ~unfoldable)
    return pl.concat(
        (
            _found(rows.filter(unfoldable), kinds.NAME_NOT_FOLDABLE, about, "Password"),
            _found(missing, kinds.PASSWORD_MISSING, about, "Password"),
        )
    )


def password_notes(file: str, rule: PasswordRule, district: District) -> list[Finding]:
    """What is said once of the passwords of a file."""
    told = (
        (rule.guessable, kinds.PASSWORD_GUESSABLE),
        (rule.shared, kinds.PASSWORD_SHARED),
        (rule.in_use and district.sso_only, kinds.PASSWORD_NOT_NEEDED),
    )
    return [Finding(kind, file, column="Password") for said, kind in told if said]


def _found(rows: pl.DataFrame, kind: Kind, about: About, column: str) -> pl.DataFrame:
    return found(
        rows,
        kind,
        about.file,
        pl.col(about.number),
        column=column,
        facts={
            "name": full_name(),
            "column": column,
            "username": pl.col("username") if column == "Username" else "",
            "others": amount(pl.col("others"), "other") if "others" in rows.columns else "",
        },
        person=link(about.kind, about.number),
    )
