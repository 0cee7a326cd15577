"""Which row of a table is its header, which columns count, and the frame that a sheet has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from roster_core.findings import Kind
from roster_core.roster.formats.tolerant_kinds import HEADER_BLANK, HEADER_TWICE
from roster_core.roster.intake import FILE, ROW
from roster_core.text import clean

#: Titles above a table take no more rows than this.
HEADER_SEARCHED = 20
#: `="0104233"`, by which exports keep Excel from dropping zeros, and the apostrophe that does the same.
_GUARDED = r'^(?:="(?P<formula>[^"]*)"|\'(?P<apostrophe>[0-9][^\']*))$'


@dataclass(frozen=True)
class Chosen:
    """The columns that count: name → place (from 0), and the kinds and facts of what is to be told."""

    places: Mapping[str, int]
    told: tuple[tuple[Kind, Mapping[str, object]], ...]


def header_position(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row with two filled cells among the first rows (titles have one), else the first filled row."""
    for place, row in enumerate(rows[:HEADER_SEARCHED]):
        if sum(1 for cell in row if cell.strip()) > 1:
            return place
    return next((place for place, row in enumerate(rows) if any(cell.strip() for cell in row)), None)


def read_headers(cells: Sequence[str]) -> list[str]:
    """The headers under the text rule, without blank ones at the end."""
    headers = [clean(cell.strip("\ufeff\u200b")) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    return headers


def choose_columns(headers: Sequence[str], has_content: Callable[[int], bool]) -> Chosen:
    """The columns with a header that was not there before; others are told, if blank ones have content."""
    places: dict[str, int] = {}
    told: list[tuple[Kind, Mapping[str, object]]] = []
    spellings: set[str] = set()
    unnamed = 0
    for place, header in enumerate(headers):
        if not header:
            unnamed += has_content(place)
        elif header.casefold() in spellings:
            told.append((HEADER_TWICE, {"header": header}))
        else:
            spellings.add(header.casefold())
            places[_plain(header, place + 1)] = place
    if unnamed:
        told.append((HEADER_BLANK, {"count": unnamed}))
    return Chosen(places, tuple(told))


def _plain(header: str, number: int) -> str:
    """The header, unless Polars would read it as a pattern for columns or it is a name of ours."""
    special = header in (FILE, ROW) or header == "*" or (header.startswith("^") and header.endswith("$"))
    return f"{header} (column {number})" if special else header


def located(cells: pl.DataFrame, numbers: Sequence[int] | pl.Series, shown: str) -> pl.DataFrame:
    """Columns under the text rule with `FILE` and `ROW`, in the order of the records, without blank rows."""
    frame = pl.DataFrame([_unguarded(column) for column in cells.get_columns()])
    numbered = frame.with_columns(pl.lit(shown).alias(FILE), pl.Series(ROW, numbers, pl.Int64))
    return numbered.filter(frame.select(pl.any_horizontal(pl.all().is_not_null())).to_series()).sort(ROW)


def _unguarded(cells: pl.Series) -> pl.Series:
    guarded = cells.str.starts_with('="') | cells.str.starts_with("'")
    if not guarded.any():
        return cells
    inner = cells.str.extract_groups(_GUARDED).struct.unnest()
    bare = inner["formula"].fill_null(inner["apostrophe"]).fill_null(cells).str.strip_chars(" ")
    return bare.set(bare == "", None).alias(cells.name)
