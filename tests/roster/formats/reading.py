"""How tests of formats read files and look at what came out."""

import polars as pl

from roster_core.roster.checks.roster import check
from roster_core.roster.formats.tolerant import read_sheets
from roster_core.roster.intake import FILE, ROW


def sheets(files):
    """Sheets of contents by name; texts are UTF-8."""
    return [
        sheet
        for name, content in files.items()
        for sheet in read_sheets(name, content.encode() if isinstance(content, str) else content)
    ]


def table(intake, name, *columns):
    """The rows of a table as tuples of the columns given (all but those of origin if none)."""
    frame = intake.tables[name]
    return frame.select(columns or pl.all().exclude(FILE, ROW)).rows()


def told(intake, code):
    """Where and what findings with this code say."""
    found = intake.findings.filter(pl.col("code") == code)
    return found.select("severity", "file", "row_key", "column", "message").rows()


def codes(intake):
    """Every code found."""
    return set(intake.findings["code"])


def errors(intake):
    """What the check of the roster refuses, after the reading."""
    found = check(intake, district_code=None).findings
    return found.filter(pl.col("severity").is_in(["block", "error"])).select("code", "file", "row_key", "column").rows()
