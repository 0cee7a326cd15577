"""Last stage: overlapping primary enrollments, keys and unique cells; the first accepted row stays (roster-csv §3).

These rules look at accepted rows only, so a row's fate depends on the rows before it, and on all three rules at once: a
row refused as an overlap takes no key, one refused for its key covers no dates. Nearly all rows are free of that and
are settled together; the groups (a student, or a student's year) where it can matter are settled row by row.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import polars as pl

from roster_core.roster import kinds, telling
from roster_core.roster.checks.stage import Stage, comparable
from roster_core.roster.notation import File

_KEY, _SECOND, _GROUP, _STARTS, _ENDS = "_key", "_second", "_group", "_starts", "_ends"
_AT, _OTHER, _KIND, _RECORD = "_at", "_other", "_kind", "_record"


def check_duplicates(file: File, rows: pl.DataFrame) -> Stage:
    """The accepted rows of the file, with repeated `u` cells blanked."""
    marked = _marked(file, rows)
    contested = _contested(marked) if marked[_GROUP].dtype != pl.Null else marked.clear()
    settled = pl.concat([_together(marked, contested), _one_by_one(marked, contested)])
    findings: list[pl.DataFrame] = []
    accepted = rows
    if not settled.is_empty():
        refused = settled.join(rows.with_row_index(_AT), on=_AT, how="left", maintain_order="left")
        findings += _refusals(file, refused)
        taken = pl.repeat(value=True, n=rows.height, eager=True).scatter(settled[_AT], values=False)
        accepted = rows.filter(taken)
    unique = _check_unique(file, accepted)
    return Stage(unique.rows, (*findings, *unique.findings))


def _marked(file: File, rows: pl.DataFrame) -> pl.DataFrame:
    """Of each row its key, its second key, the dates that it covers as primary, and the group that these lie in."""
    second: pl.Expr = pl.lit(None, pl.String)
    starts = ends = pl.lit(None, pl.Date)
    group = pl.lit(None)
    if file.second_key:
        among, word = file.second_key.among
        second = pl.when(pl.col(among) == word).then(comparable(file, file.second_key.columns))
        group = comparable(file, tuple(name for name in file.key if name in file.second_key.columns))
    elif file.name == "student_enrollments":
        covers = pl.col("is_primary") & (pl.col("status") == "ACTIVE")
        starts = pl.when(covers).then("entry_date")
        ends = pl.when(covers).then(pl.col("exit_date").fill_null(date.max))
        group = comparable(file, ("district_number", "school_year"))
    return rows.select(
        comparable(file, file.key).alias(_KEY),
        second.alias(_SECOND),
        group.alias(_GROUP),
        starts.alias(_STARTS),
        ends.alias(_ENDS),
        telling.RECORD.alias(_RECORD),
    ).with_row_index(_AT)


def _contested(marked: pl.DataFrame) -> pl.DataFrame:
    """The rows of groups in which a second key is repeated or primary dates overlap, whatever becomes of them."""
    repeated = marked.filter(pl.col(_SECOND).is_not_null() & pl.col(_SECOND).is_duplicated())
    covering = marked.filter(pl.col(_STARTS).is_not_null()).sort(_GROUP, _STARTS)
    until = pl.col(_ENDS).cum_max().shift(1).over(_GROUP)
    overlapping = covering.filter(pl.col(_STARTS) <= until)
    groups = pl.concat([repeated[_GROUP], overlapping[_GROUP]]).unique()
    return marked.filter(pl.col(_GROUP).is_in(groups.implode()))


_SETTLED = {_AT: pl.get_index_type(), _KIND: pl.String, _OTHER: pl.String}


def _together(marked: pl.DataFrame, contested: pl.DataFrame) -> pl.DataFrame:
    """Refusals among the rows where only the key counts: every row but the first of a key."""
    free = marked if contested.is_empty() else marked.join(contested, on=_AT, how="anti", maintain_order="left")
    first = free[_KEY].is_first_distinct()
    if first.all():
        return pl.DataFrame(schema=_SETTLED)
    holders = free.filter(first).select(_KEY, pl.col(_RECORD).alias(_OTHER))
    again = free.filter(~first).join(holders, on=_KEY, how="left", maintain_order="left")
    return again.select(_AT, pl.lit(kinds.KEY_DUPLICATE.code).alias(_KIND), _OTHER)


class _Period(NamedTuple):
    starts: date
    ends: date
    record: str


@dataclass
class _Taken:
    """What the accepted rows so far hold."""

    keys: dict[str, str] = field(default_factory=dict)
    #: By group, sorted by start; none overlaps another, so they are sorted by end too.
    periods: defaultdict[str, list[_Period]] = field(default_factory=lambda: defaultdict(list))

    def covering(self, group: str, period: _Period) -> _Period | None:
        """The accepted period that overlaps `period`, both ends included."""
        periods = self.periods[group]
        before = bisect_right(periods, period.ends, key=lambda held: held.starts)
        return periods[before - 1] if before and periods[before - 1].ends >= period.starts else None


def _one_by_one(marked: pl.DataFrame, contested: pl.DataFrame) -> pl.DataFrame:
    """Refusals among the rows where the rules depend on one another, in the order of the file."""
    if contested.is_empty():
        return pl.DataFrame(schema=_SETTLED)
    return pl.DataFrame(list(_refused(contested.select(marked.columns))), schema=_SETTLED, orient="row")


def _refused(contested: pl.DataFrame) -> Iterator[tuple[int, str, str]]:
    taken = _Taken()
    columns = (_AT, _KEY, _SECOND, _GROUP, _STARTS, _ENDS, _RECORD)
    for at, key, second, group, starts, ends, record in contested.select(columns).iter_rows():
        period = _Period(starts, ends, record) if starts is not None else None
        overlapping = taken.covering(group, period) if period else None
        # No key begins with a blank part, so the mark in front keeps the two kinds of key apart.
        keys = [key] if second is None else [key, f"\x1f{second}"]
        holder = next((taken.keys[held] for held in keys if held in taken.keys), None)
        if overlapping:
            yield at, kinds.PRIMARY_OVERLAP.code, overlapping.record
        elif holder:
            yield at, kinds.KEY_DUPLICATE.code, holder
        else:
            taken.keys.update(dict.fromkeys(keys, record))
            if period:
                insort(taken.periods[group], period)


def _refusals(file: File, refused: pl.DataFrame) -> Iterator[pl.DataFrame]:
    overlaps = refused.filter(pl.col(_KIND) == kinds.PRIMARY_OVERLAP.code)
    if not overlaps.is_empty():
        yield telling.row_findings(
            overlaps,
            kinds.PRIMARY_OVERLAP,
            value=pl.col("district_number"),
            year=pl.col("school_year"),
            other=pl.col(_OTHER),
        )
    repeated = refused.filter(pl.col(_KIND) == kinds.KEY_DUPLICATE.code)
    if not repeated.is_empty():
        shown = _shown(file.key)
        if file.second_key:
            shown += pl.lit(" or ") + _shown(file.second_key.columns)
        yield telling.row_findings(repeated, kinds.KEY_DUPLICATE, value=shown, other=pl.col(_OTHER))


def _shown(names: tuple[str, ...]) -> pl.Expr:
    cells = [pl.lit(f"{name} ") + pl.col(name).cast(pl.String).fill_null("(blank)") for name in names]
    return pl.concat_str(cells, separator=", ")


def _check_unique(file: File, rows: pl.DataFrame) -> Stage:
    findings = []
    for column in file.columns:
        if not column.unique:
            continue
        held = rows.select(comparable(file, (column.name,))).to_series()
        again = ~held.is_first_distinct() & (held != "")
        if again.any():
            holders = rows.select(held.alias(_KEY), telling.RECORD.alias(_OTHER)).unique(_KEY, keep="first")
            repeated = rows.with_columns(held.alias(_KEY)).filter(again).join(holders, on=_KEY, how="left")
            findings.append(_unique_duplicates(column.name, repeated))
            rows = rows.with_columns(rows[column.name].set(again, None))
    return Stage(rows, tuple(findings))


def _unique_duplicates(column: str, rows: pl.DataFrame) -> pl.DataFrame:
    shown = telling.shortened(pl.col(column))
    return telling.row_findings(rows, kinds.UNIQUE_DUPLICATE, column=column, value=shown, other=pl.col(_OTHER))
