"""What a load would change: added, changed and gone rows of every file, and whether that is too much."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from roster_core.roster.layout import FILE_BY_NAME
from roster_core.roster.notation import File

#: A load that loses more than this share of the active students or staff is held (roster-model §7, 9).
HOLD_ABOVE = 0.10
#: Columns that show who or what a row is about, in the order shown.
_LABELS = ("last_name", "first_name", "title", "name", "label")
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class EntityChange:
    """One file's rows in the load, and those added, changed and gone against what is stored.

    `added` and `gone` have the columns `key` (its parts joined by `/`) and `label`; `changed` has `key`, `label`,
    `column`, `old` and `new`, one row per changed cell, blank for nothing.
    """

    rows: int
    added: pl.DataFrame
    changed: pl.DataFrame
    gone: pl.DataFrame

    def counts(self) -> dict[str, int]:
        """Rows in the load, and how many rows are added, changed and gone."""
        return {
            "rows": self.rows,
            "added": self.added.height,
            "changed": self.changed["key"].n_unique(),
            "gone": self.gone.height,
        }


def compare(wanted: Mapping[str, pl.DataFrame], stored: Mapping[str, pl.DataFrame]) -> dict[str, EntityChange]:
    """What is different, by file; both sides are checked roster files (see `stored.as_files`)."""
    return {name: _compare_file(FILE_BY_NAME[name], frame, stored[name]) for name, frame in wanted.items()}


def check_holds(wanted: Mapping[str, pl.DataFrame], stored: Mapping[str, pl.DataFrame]) -> list[str]:
    """Why the load must wait for somebody's approval, one sentence each; empty if it need not (roster-model §7, 9)."""
    holds = [
        f"{FILE_BY_NAME[name].csv_name} has no rows, though {stored[name].height:,} are stored: all would be dropped."
        for name, frame in wanted.items()
        if frame.is_empty() and not stored[name].is_empty()
    ]
    for name, what in (("students", "students"), ("staff", "members of the staff")):
        before = _active(name, stored[name])
        lost = before.join(_active(name, wanted[name]), on="key", how="anti").height
        if before.height and lost / before.height > HOLD_ABOVE:
            share = f"{100 * lost / before.height:.1f} %"
            holds.append(f"{lost:,} of {before.height:,} active {what} ({share}) would be gone or no longer active.")
    return holds


def _active(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    active = pl.col("status") == "ACTIVE"
    if name == "staff":
        active &= pl.col("employment_status") != "TERMINATED"
    return frame.filter(active).select(key=pl.col(FILE_BY_NAME[name].key[0]).str.to_lowercase())


def _compare_file(file: File, wanted: pl.DataFrame, stored: pl.DataFrame) -> EntityChange:
    values = [column.name for column in file.columns if column.name not in file.key]
    new, old = _keyed(file, wanted), _keyed(file, stored)
    both = new.join(old, on="_folded", how="inner", suffix="_old")
    who = (pl.col("_key").alias("key"), pl.col("_label").alias("label"))
    changed = [
        both.filter(pl.col(name).ne_missing(pl.col(f"{name}_old"))).select(
            *who,
            pl.lit(name).alias("column"),
            pl.col(f"{name}_old").fill_null("").alias("old"),
            pl.col(name).fill_null("").alias("new"),
        )
        for name in values
    ]
    none = pl.DataFrame(schema=dict.fromkeys(("key", "label", "column", "old", "new"), pl.String))
    return EntityChange(
        rows=wanted.height,
        added=new.join(old, on="_folded", how="anti").select(who).sort("key"),
        changed=pl.concat([none, *changed]).sort("key", "column"),
        gone=old.join(new, on="_folded", how="anti").select(who).sort("key"),
    )


def _keyed(file: File, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows as text, with `_folded` to join by, `_key` and `_label` to show."""
    text = frame.select(pl.col(column.name).cast(pl.String) for column in file.columns)
    labels = [name for name in _LABELS if name in text.columns]
    parts = [pl.col(name).fill_null("") for name in file.key]
    return text.with_columns(
        _folded=pl.concat_str([part.str.to_lowercase() for part in parts], separator=_SEPARATOR),
        _key=pl.concat_str(parts, separator="/"),
        _label=pl.concat_str(labels, separator=", ", ignore_nulls=True) if labels else pl.lit(""),
    )
