"""A roster of text rows as the rows that a load accepts, and what "on the date" means (export-options §1)."""

from datetime import date
from typing import Any

from roster_core.roster.layout import FILES
from tests.roster.golden_roster import Roster
from tests.roster.plain_checks import PlainChecker

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def load(roster: Roster) -> Tables:
    """The accepted rows of every file, cells typed and references spelled as the record referred to."""
    whole = {
        file.name: [{header: row.get(header, "") for header in file.headers} for row in roster.get(file.name, [])]
        for file in FILES
    }
    return PlainChecker(whole, None).run().tables


def on(day: date, start: date | None, end: date | None) -> bool:
    """Whether a window holds the day; a blank end is open."""
    return (start is None or start <= day) and (end is None or day <= end)


def same(one: str | None, other: str | None) -> bool:
    """Whether two codes are the same code."""
    return (one or "").lower() == (other or "").lower()


def known(code: str, codes: Any) -> str | None:
    """The one of `codes` that `code` refers to."""
    return next((found for found in codes if same(found, code)), None)


def user_texts(tables: Tables, applies_to: str, code: str | None) -> dict[str, str]:
    """Person → value of a User Text."""
    return {
        row["person_key"]: row["value"]
        for row in tables["user_text_values"]
        if row["applies_to"] == applies_to and code and same(row["user_text_code"], code)
    }
