"""A roster as rows of text, exported without a database."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from roster_core.clever.build import build
from roster_core.clever.output import into_folder
from roster_core.clever.profile.file import parse_options
from roster_core.clever.source.source import FrameSource
from roster_core.roster.numbering import Known, place
from roster_core.roster.switch import district_row
from tests.roster.golden_roster import Roster, load

TODAY = date(2026, 10, 1)
_NOBODY = Known(
    schools=pl.DataFrame(schema={"school_id": pl.Int64, "school_code": pl.String}),
    persons=pl.DataFrame(schema={"person_id": pl.Int64, "kind": pl.String, "person_key": pl.String}),
    courses=pl.DataFrame(
        schema={"course_id": pl.Int64, "school_id": pl.Int64, "school_year": pl.String, "course_code": pl.String}
    ),
    sections=pl.DataFrame(schema={"section_id": pl.Int64, "course_id": pl.Int64, "section_code": pl.String}),
)


@dataclass(frozen=True)
class Exported:
    """The files as text, and the findings."""

    files: dict[str, str]
    findings: pl.DataFrame
    counts: dict[str, int]

    def rows(self, file: str) -> list[dict[str, str]]:
        """The rows of a file, blank as ""."""
        frame = pl.read_csv(self.files[file].encode(), infer_schema=False).fill_null("")
        return frame.to_dicts()

    def row(self, file: str, **key: str) -> dict[str, str]:
        """The one row with these cells."""
        [row] = [row for row in self.rows(file) if all(row[name] == value for name, value in key.items())]
        return row

    def column(self, file: str, name: str) -> list[str]:
        """The cells of a column, top down."""
        return [row[name] for row in self.rows(file)]

    @property
    def told(self) -> list[tuple[str, str, str, str]]:
        """Severity, code, file and row key of every finding."""
        return list(self.findings.select("severity", "code", "file", "row_key").iter_rows())

    def keys(self, code: str) -> list[str]:
        """The row keys of the findings with this code."""
        return self.findings.filter(pl.col("code") == code)["row_key"].to_list()

    def codes(self, row_key: str) -> list[str]:
        """The codes of the findings with this row key."""
        return self.findings.filter(pl.col("row_key") == row_key)["code"].to_list()


def source_of(roster: Roster) -> FrameSource:
    """The tables of a roster that loads without a refused row, the same for the same rows: nobody may change them."""
    return _source_of(json.dumps(roster))


@lru_cache(maxsize=100)
def _source_of(roster: str) -> FrameSource:
    checked = load(json.loads(roster), code=None)
    refused = checked.findings.filter(pl.col("severity").is_in(["block", "error"]))
    assert refused.is_empty(), refused.rows()
    district = pl.DataFrame([{"district_id": 1, **district_row(checked.tables)}])
    return FrameSource({"district": district, **place(checked.tables, _NOBODY)})


def export(roster: Roster, *, block_size: int = 50_000, today: date = TODAY, **options: Any) -> Exported:
    """Export in the layout `genesis` unless told otherwise, with the default of every other option."""
    return export_source(source_of(roster), block_size=block_size, today=today, **options)


def export_source(
    source: FrameSource,
    *,
    block_size: int = 50_000,
    today: date = TODAY,
    secret: str | None = None,
    **options: Any,
) -> Exported:
    """The same from tables."""
    given = parse_options({"column_layout": "genesis", **options})
    with TemporaryDirectory() as name:
        folder = Path(name)
        with into_folder(folder) as output:
            result = build(source, given, output, today=today, block_size=block_size, scratch=folder, secret=secret)
            output.publish()
        files = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    return Exported(files, result.findings, result.counts)
