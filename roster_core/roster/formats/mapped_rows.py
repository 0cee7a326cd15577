"""What every mapped entity needs: rows of several files, names split, IDs respelled, differences told."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import polars as pl

from roster_core.findings import Finding
from roster_core.roster.formats.cells import distinct, replaced
from roster_core.roster.formats.draft import Draft, first_of, text
from roster_core.roster.formats.mapped_kinds import ROWS_DIFFER, ZEROS_MATCHED
from roster_core.roster.formats.names import Name, split_name
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.telling import row_findings


def whole(frames: Sequence[pl.DataFrame], targets: Iterable[str]) -> pl.DataFrame:
    """The rows of all frames with every target, null where a frame lacks it; no frames give no rows."""
    empty = pl.DataFrame(schema={**dict.fromkeys(targets, pl.String), FILE: pl.String, ROW: pl.Int64})
    return pl.concat([empty, *frames], how="diagonal")


def translated(frame: pl.DataFrame, name: str, read: Callable[[str], str | None]) -> pl.DataFrame:
    """The frame with each value of a column replaced by what `read` makes of it; None keeps it."""
    old = frame[name].drop_nulls().unique(maintain_order=True)
    return replaced(frame, name, old, pl.Series([read(value) or value for value in old], dtype=pl.String))


def with_names(rows: pl.DataFrame, source: str = "name", prefix: str = "") -> pl.DataFrame:
    """Rows with the whole name in `source` split where no last name is given."""
    of = {part: f"{prefix}{part}_name" for part in ("first", "middle", "last")}
    apart = pl.when(pl.col(of["last"]).is_null()).then(source).alias("_whole")
    texts = rows.select(apart)["_whole"].drop_nulls().unique(maintain_order=True)
    if texts.is_empty():
        return rows
    names = [split_name(value, middle=True) for value in texts]
    parts: dict[str, Callable[[Name], str]] = {
        of["first"]: lambda name: name.first,
        of["middle"]: lambda name: name.middle,
        of["last"]: lambda name: name.last,
        f"{prefix}suffix": lambda name: name.suffix,
    }
    parts = {column: part for column, part in parts.items() if column in rows.columns}
    table = pl.DataFrame(
        [texts.alias("_whole")]
        + [
            pl.Series(f"_new_{column}", [part(name) or None for name in names], pl.String)
            for column, part in parts.items()
        ]
    )
    joined = rows.with_columns(apart).join(table, on="_whole", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(column, f"_new_{column}").alias(column) for column in parts).select(
        rows.columns
    )


def respelled(draft: Draft, rows: pl.DataFrame, column: str, known: pl.Series, shown: str) -> pl.DataFrame:
    """Rows whose codes that are not among `known` are written as the one known code that differs in leading zeros."""
    values = distinct(rows, column)
    folded = pl.col("old").str.to_lowercase()
    values = values.filter(~folded.is_in(known.drop_nulls().str.to_lowercase().implode()))
    if values.is_empty() or known.is_empty():
        return rows
    bare = folded.str.strip_chars_start("0").alias("_bare")
    once = pl.DataFrame({"new": known.drop_nulls().unique(maintain_order=True)}).with_columns(
        pl.col("new").str.to_lowercase().str.strip_chars_start("0").alias("_bare")
    )
    once = once.filter((pl.len().over("_bare") == 1) & (pl.col("_bare") != ""))
    matched = values.with_columns(bare).join(once, on="_bare", maintain_order="left").drop("_bare")
    if matched.is_empty():
        return rows
    for one in (
        matched.group_by(FILE, maintain_order=True).agg(pl.col("old", "new").first(), pl.sum("count")).to_dicts()
    ):
        facts = {"column": shown, "old": one["old"], "new": one["new"], "count": one["count"]}
        draft.note(Finding(ZEROS_MATCHED, one[FILE], "", shown, facts))
    return replaced(rows, column, matched["old"], matched["new"])


def tell_differing(
    draft: Draft, rows: pl.DataFrame, key: str, compared: Sequence[str], headers: Mapping[str, str]
) -> None:
    """A finding for each later row of a key that says something else than the first one; blanks say nothing."""
    repeated = rows.filter(pl.col(key).is_not_null() & (pl.len().over(pl.col(key).str.to_lowercase()) > 1))
    if repeated.is_empty():
        return
    fold = pl.col(key).str.to_lowercase().alias("_key")
    first = first_of(repeated, [key]).select(fold, *compared)
    pairs = repeated.with_columns(fold).join(first, on="_key", suffix="_first", maintain_order="left")
    differing = [
        pl.when(pl.col(name).str.to_lowercase() != pl.col(f"{name}_first").str.to_lowercase()).then(
            text(headers.get(name, name))
        )
        for name in compared
    ]
    told = pairs.with_columns(columns=pl.concat_str(differing, separator=", ", ignore_nulls=True))
    told = told.filter(pl.col("columns") != "").select(key, "columns", FILE, ROW)
    draft.findings.append(row_findings(told, ROWS_DIFFER, person=pl.col(key), columns=pl.col("columns")))
