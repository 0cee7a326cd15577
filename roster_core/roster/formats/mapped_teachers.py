"""Who teaches a mapped section: staff IDs as written, respelled, or found by name or e-mail."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from roster_core.findings import Finding
from roster_core.roster.formats.draft import Draft, first_of
from roster_core.roster.formats.mapped_kinds import STAFF_DERIVED, TEACHER_UNKNOWN
from roster_core.roster.formats.mapped_people import name_key, staff_by_name
from roster_core.roster.formats.mapped_rows import respelled, with_names
from roster_core.roster.intake import FILE, ROW

STAFF_SLOTS = ("staff_id", "staff_id_2", "staff_id_3")


@dataclass(frozen=True)
class Teaching:
    """Rows of sections with their teachers' staff IDs, and what they say of the staff.

    `pairs` has `staff_id`, `school_code`, `FILE` and `ROW` of who teaches where. `derived` are rows of staff for those
    whom no file of staff has.
    """

    rows: pl.DataFrame
    pairs: pl.DataFrame
    derived: pl.DataFrame


def with_teachers(draft: Draft, rows: pl.DataFrame, staff: pl.DataFrame, headers: Mapping[str, str]) -> Teaching:
    """Settle who teaches the sections; a name that does not lead to one person is told."""
    rows = with_names(rows, "teacher_name", "teacher_")
    for slot in STAFF_SLOTS:
        rows = respelled(draft, rows, slot, staff["staff_id"], headers.get(slot, slot))
    rows = _found_by_name(draft, rows, staff, headers)
    pairs = pl.concat([
        rows.select(pl.col(slot).alias("staff_id"), "school_code", FILE, ROW) for slot in STAFF_SLOTS
    ]).drop_nulls(["staff_id", "school_code"])  # fmt: skip
    derived = _derived(draft, rows, staff)
    return Teaching(rows, first_of(pairs, ["staff_id", "school_code"]), derived)


def _found_by_name(draft: Draft, rows: pl.DataFrame, staff: pl.DataFrame, headers: Mapping[str, str]) -> pl.DataFrame:
    """Rows without a staff ID, with that of the one person of this e-mail, else of this name."""
    parts = ["teacher_email", "teacher_first_name", "teacher_last_name", "teacher_name"]
    silent = rows.filter(pl.col("staff_id").is_null() & pl.any_horizontal(pl.col(parts).is_not_null()))
    if silent.is_empty():
        return rows
    by_email = {
        str(email).lower(): staff_id
        for email, staff_id in staff.select("work_email", "staff_id").drop_nulls().reverse().iter_rows()
    }
    by_name = staff_by_name(staff)
    said = silent.group_by(parts, maintain_order=True).agg(pl.len().alias("count"), pl.col(FILE, ROW).first())
    found: list[str | None] = []
    for row in said.iter_rows(named=True):
        whole = " ".join(row[part] for part in parts[1:3] if row[part]) or row["teacher_name"] or ""
        staff_id = by_email.get((row["teacher_email"] or "").lower()) or by_name.get(name_key(whole))
        found.append(staff_id)
        if staff_id is None:
            facts = {"name": whole or row["teacher_email"], "count": row["count"]}
            shown = headers.get("teacher_name") or headers.get("teacher_last_name") or headers.get("teacher_email", "")
            draft.note(Finding(TEACHER_UNKNOWN, row[FILE], f"#{row[ROW]}", shown, facts))
    table = said.select(parts).with_columns(_found=pl.Series(found, dtype=pl.String))
    joined = rows.join(table, on=parts, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(staff_id=pl.coalesce("staff_id", "_found")).drop("_found")


def _derived(draft: Draft, rows: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Rows of staff for IDs that no file of staff has, as far as the sections give their names."""
    known = staff["staff_id"].str.to_lowercase()
    named = rows.filter(
        pl.col("staff_id").is_not_null()
        & pl.col("teacher_last_name").is_not_null()
        & ~pl.col("staff_id").str.to_lowercase().is_in(known.implode())
    )
    first = first_of(named, ["staff_id"])
    if first.height:
        draft.note(Finding(STAFF_DERIVED, first[FILE][0], facts={"count": first.height}))
    return first.select(
        "staff_id",
        pl.col("teacher_first_name").alias("first_name"),
        pl.col("teacher_last_name").alias("last_name"),
        pl.col("teacher_email").alias("work_email"),
        "school_code",
        FILE,
        ROW,
    )
