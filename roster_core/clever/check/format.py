"""C rules: encoding, quotes, line ends, and characters that no cell should hold."""

from collections.abc import Iterator

import polars as pl

from roster_core.clever.check import kinds
from roster_core.clever.check.findings import CONTROLS, cells_where, rows_found, shown, text_columns
from roster_core.clever.folders.csv_cut import QUOTE_FAULTS
from roster_core.clever.folders.reading import CsvFile
from roster_core.findings import Finding, to_frame

#: White space that is no control character: what hides at the end of a value (Unicode category Zs).
_SPACES = " \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
_FAULT_WORDS = dict(enumerate(QUOTE_FAULTS, start=1))


def check_format(file: CsvFile) -> Iterator[pl.DataFrame]:
    """Findings about how the file is written."""
    layout = file.layout
    yield to_frame(_about_file(file))
    why = pl.col("fault").replace_strict(_FAULT_WORDS, return_dtype=pl.String)
    yield rows_found(layout.faults, kinds.C03, file.name, facts={"why": why})
    yield rows_found(layout.widths, kinds.C04, file.name, facts={"cells": pl.col("cells"), "width": layout.width})
    yield rows_found(layout.blank_rows.to_frame(), kinds.C07, file.name, facts={"what": "The line is blank"})
    yield from _check_cells(file)


def _about_file(file: CsvFile) -> Iterator[Finding]:
    layout = file.layout
    if layout.bad_line:
        facts = {"encoding": layout.encoding.capitalize().replace("Utf", "UTF"), "line": layout.bad_line}
        yield Finding(kinds.C01, file.name, facts=facts)
    elif layout.byte_order_mark:
        yield Finding(kinds.C02, file.name)
    ends = layout.line_ends
    kept = [f"{name} ({count})" for name, count in (("LF", ends.lf), ("CRLF", ends.crlf), ("CR", ends.cr)) if count]
    if len(kept) > 1 or ends.cr:
        yield Finding(kinds.C05, file.name, facts={"ends": " and ".join(kept)})


def _check_cells(file: CsvFile) -> Iterator[pl.DataFrame]:
    columns = text_columns(file)
    if file.layout.controls:
        for column, rows in cells_where(file.frame, columns, lambda cell: cell.str.contains(CONTROLS)):
            yield rows_found(rows, kinds.C06, file.name, column, {"value": shown(of=column)})
    # Nearly no cell has outer space: the quick look spares most columns the exact one.
    outer = [column for column, _ in cells_where(file.frame, columns, lambda cell: cell.str.strip_chars() != cell)]
    for column, rows in cells_where(file.frame, outer, lambda cell: cell.str.strip_chars(_SPACES) != cell):
        what = pl.concat_str(pl.lit(f"{column} has spaces at the beginning or end of “"), shown(of=column), pl.lit("”"))
        yield rows_found(rows, kinds.C07, file.name, column, {"what": what})
