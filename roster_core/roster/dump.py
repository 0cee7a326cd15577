"""The roster back out as roster CSV, the same bytes whenever the roster is the same (roster-csv §1)."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from roster_core.roster.layout import FILES


def to_csv(frame: pl.DataFrame, key: tuple[str, ...]) -> bytes:
    """A file: UTF-8, LF, quotes only where needed, sorted by key as text and then by the whole row."""
    text = frame.select(pl.all().cast(pl.String))
    others = [name for name in text.columns if name not in key]
    ordered = text.sort([*key, *others], nulls_last=False)
    return ordered.with_columns(pl.when(pl.all() != "").then(pl.all())).write_csv(quote_style="necessary").encode()


def write_roster(files: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """Write every file of roster-csv §4 into `folder`, header only where there are no rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        (folder / file.csv_name).write_bytes(to_csv(files[file.name].select(file.headers), file.key))
