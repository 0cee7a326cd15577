"""Files as digests of their rows: enough to count what a change of options adds, removes and changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from roster_core.clever.changes.row_changes import THINGS

_KEY, _ROW = "key", "row"


@dataclass(frozen=True)
class FileEffect:
    """Rows before and after, and how many of the things that rows are about were added, removed, changed."""

    before: int
    after: int
    added: int
    removed: int
    changed: int


@dataclass
class DigestOutput:
    """Keeps 16 bytes of a row. Digests hold within one process only: they are never stored."""

    rows: dict[str, int] = field(default_factory=dict)
    _parts: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    _header: Sequence[str] = ()

    def start(self, name: str, header: Sequence[str]) -> None:
        """See `Output.start`."""
        self.rows[name], self._parts[name], self._header = 0, [], header

    def add(self, rows: pl.DataFrame) -> None:
        """See `Output.add`."""
        name = next(reversed(self._parts))
        named = rows.rename(dict(zip(rows.columns, self._header, strict=True)))
        self.rows[name] += len(rows)
        self._parts[name].append(named.select(_digest(THINGS[name]).alias(_KEY), _digest(self._header).alias(_ROW)))

    def things(self) -> dict[str, pl.DataFrame]:
        """By file, `key` and `row`: a digest of each thing's ID, and of all its rows in any order."""
        return {
            name: pl.concat(parts).group_by(_KEY).agg(pl.col(_ROW).sum()).sort(_KEY)
            for name, parts in self._parts.items()
            if parts
        }


def _digest(columns: Sequence[str]) -> pl.Expr:
    """A number for the cells: a blank cell adds nothing, so that an empty column changes no row."""
    return pl.sum_horizontal(_cell(name) for name in columns)


def _cell(name: str) -> pl.Expr:
    named = pl.concat_str(pl.lit(f"{name.casefold()}\x1f"), pl.col(name))
    return pl.when(pl.col(name).is_not_null()).then(named.hash()).otherwise(pl.lit(0, dtype=pl.UInt64))


def file_effects(
    before: Mapping[str, pl.DataFrame],
    after: Mapping[str, pl.DataFrame],
    rows_before: Mapping[str, int],
    rows_after: Mapping[str, int],
) -> dict[str, FileEffect]:
    """What happened to each file between two outputs; the things are as `DigestOutput.things` gave them."""
    nothing = pl.DataFrame(schema={_KEY: pl.UInt64, _ROW: pl.UInt64})
    told = {}
    for name in dict.fromkeys((*rows_before, *rows_after)):
        old, new = before.get(name, nothing), after.get(name, nothing)
        both = old.join(new, on=_KEY, suffix="_after")
        told[name] = FileEffect(
            rows_before.get(name, 0),
            rows_after.get(name, 0),
            added=len(new) - len(both),
            removed=len(old) - len(both),
            changed=both.filter(pl.col(_ROW) != pl.col(f"{_ROW}_after")).height,
        )
    return told
