"""The fast way for files that nothing is wrong with: cut all at once, as roster CSV is."""

import numpy as np
import polars as pl

from roster_core.findings import Finding, Kind, to_frame
from roster_core.roster.csv_text import BrokenCsvError, NotUtf8Error, Records, split_records, utf8
from roster_core.roster.formats.headers import HEADER_SEARCHED, choose_columns, header_position, located, read_headers
from roster_core.roster.formats.lenient_csv import delimiter_of, unified
from roster_core.roster.formats.sheet import Sheet
from roster_core.roster.formats.tolerant_kinds import HEADER_LOWER

_HEAD_BYTES = 1 << 16
#: The trace of a file copied in text mode, whose line ends would be read as blank lines.
_DOUBLED = b"\r\r\n"


def plain_sheet(name: str, content: bytes) -> Sheet | None:
    """The sheet of a comma-separated file in UTF-8 whose rows all have as many cells as its header.

    None for any other, which then has to be read with patience; so has one with NUL bytes or without a header.
    """
    if b"\0" in content or _DOUBLED in content:
        return None
    try:
        head = unified(content[:_HEAD_BYTES].decode("utf-8", "ignore"))
        records = split_records(utf8(content)) if delimiter_of(head) == "," and head[:4].lower() != "sep=" else None
    except (NotUtf8Error, BrokenCsvError):
        return None
    if records is None or len(records) < _line_ends(content):
        return None  # a cell goes over several lines: whether it is meant to has to be looked at
    return _sheet(name, records)


def _line_ends(content: bytes) -> int:
    return content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n")


def _sheet(name: str, records: Records) -> Sheet | None:
    first = [records.record(index) for index in range(min(len(records), HEADER_SEARCHED))]
    start = header_position(first)
    if start is None:
        return None
    width = len(first[start])
    kept = np.flatnonzero(~records.blank)
    kept = kept[kept > start]
    if (records.widths[kept] != width).any():
        return None
    headers = read_headers(first[start])
    if any(records.column(place, kept).is_not_null().any() for place in range(len(headers), width)):
        return None
    chosen = choose_columns(headers, lambda place: records.column(place, kept).is_not_null().any())
    told: list[tuple[Kind, dict[str, object]]] = [(HEADER_LOWER, {"row": start + 1})] if start else []
    findings = [Finding(kind, name, facts=facts) for kind, facts in (*told, *chosen.told)]
    cells = records.columns(list(chosen.places), list(chosen.places.values()), kept)
    return Sheet(name, located(cells, pl.Series(kept + 1), name), to_frame(findings), name)
