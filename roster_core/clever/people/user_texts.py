"""Values of a User Text: a text that the district added to its students or staff (roster-model §3)."""

import polars as pl

from roster_core.clever.profile.validity import spelled
from roster_core.clever.source.source import Read, Source

_DEFINITIONS = Read("user_text_definition", {"applies_to": pl.String, "user_text_code": pl.String})
_VALUES = Read("user_text_value", {"person_id": pl.Int64, "value": pl.String})


def with_user_text(persons: pl.DataFrame, source: Source, applies_to: str, code: str | None, name: str) -> pl.DataFrame:
    """The persons with their value of the User Text `code` as column `name`; null where blank or no code is given.

    `applies_to` is `STUDENT` or `STAFF`; codes are the same whatever their case.
    """
    known = spelled(code, source.table(_DEFINITIONS.where(applies_to=applies_to))["user_text_code"]) if code else None
    if known is None or persons.is_empty():
        return persons.with_columns(pl.lit(None, dtype=pl.String).alias(name))
    low, high = persons.select(low=pl.col("person_id").min(), high=pl.col("person_id").max()).row(0)
    values = _VALUES.where(applies_to=applies_to, user_text_code=known).between("person_id", low, high)
    return persons.join(source.table(values).rename({"value": name}), on="person_id", how="left")
