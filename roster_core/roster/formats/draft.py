"""A roster in the making: what a translator gathers before cells, assumptions and facts are settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from roster_core.findings import Finding, to_frame
from roster_core.roster.formats.cells import Manner
from roster_core.roster.formats.years import SchoolYear
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import FILE_BY_NAME


@dataclass
class Draft:
    """Tables as an intake has them, cells still as the source wrote them.

    `headers` names, by table, the source's header of a roster column. `extra` tables are kept beside the roster's while
    translating and do not become part of it.
    """

    format: str
    year: SchoolYear
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    findings: list[pl.DataFrame] = field(default_factory=list)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    special_grades: Mapping[str, str] = field(default_factory=dict)

    def put(self, name: str, frame: pl.DataFrame, headers: Mapping[str, str] | None = None) -> None:
        """Add rows to the table `name`; columns that its file does not have are refused."""
        file = FILE_BY_NAME[name]
        unknown = set(frame.columns) - {*file.headers, FILE, ROW}
        if unknown:
            raise KeyError(f"{name} has no columns {sorted(unknown)}")
        together = [self.tables[name], frame] if name in self.tables else [frame]
        self.tables[name] = pl.concat(together, how="diagonal")
        self.headers.setdefault(name, {}).update(headers or {})

    def note(self, *findings: Finding) -> None:
        """Add single findings."""
        self.findings.append(to_frame(findings))

    def manner(self, name: str, base: Manner) -> Manner:
        """How the cells of the table `name` are read."""
        return Manner(
            base.year_end, base.state, base.order, base.grades, self.special_grades, self.headers.get(name, {})
        )


def first_of(frame: pl.DataFrame, keys: Iterable[str]) -> pl.DataFrame:
    """The first row of each key, in order; codes are compared without regard to case, rows with a blank all stay."""
    names = list(keys)
    folded = frame.select(pl.col(name).str.to_lowercase() for name in names)
    blank = folded.select(pl.any_horizontal(pl.all().is_null())).to_series()
    first = folded.select(pl.struct(pl.all()).is_first_distinct()).to_series()
    return frame.filter(first | blank)


def text(value: str | None) -> pl.Expr:
    """A constant text column value."""
    return pl.lit(value, pl.String)
