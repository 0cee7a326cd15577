"""Cells by their types (roster-csv §2): what one holds, what it should have held, and what a blank one means."""

import polars as pl

from roster_core.roster.notation import CellType, Column

# `\d` would take the digits of every script.
_DATE = r"^(?:19[0-9]{2}|20[0-9]{2}|2100)-[0-9]{2}-[0-9]{2}$"
_WHOLE = r"^[0-9]{1,5}$"
_DECIMAL = r"^[0-9]{1,3}(?:\.[0-9]{1,4})?$"
_BOOLEANS = {"true": True, "false": False}


def value(column: Column) -> pl.Expr:
    """The typed value of a text cell under the text rule; null if it is blank or not of its type."""
    text = pl.col(column.name)
    held: pl.Expr
    match column.type:
        case CellType.CODE | CellType.TEXT:
            held = pl.when(text.str.len_chars() <= column.max_length).then(text)
        case CellType.BOOLEAN:
            held = text.str.to_lowercase().replace_strict(_BOOLEANS, default=None, return_dtype=pl.Boolean)
        case CellType.DATE:
            held = pl.when(text.str.contains(_DATE)).then(text).str.to_date("%Y-%m-%d", strict=False)
        case CellType.WHOLE:
            held = pl.when(text.str.contains(_WHOLE)).then(text).cast(pl.Int64)
        case CellType.POSITIVE:
            number = pl.when(text.str.contains(_WHOLE)).then(text).cast(pl.Int64)
            held = pl.when(number > 0).then(number)
        case CellType.DECIMAL:
            held = pl.when(text.str.contains(_DECIMAL)).then(_shortest(text))
        case CellType.WORD:
            words = {word.lower(): word for word in column.words}
            held = text.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.String)
        case CellType.LIST:
            items = text.str.replace_all("[ ;]*;[ ;]*", ";").str.strip_chars(";")
            held = pl.when(items != "").then(items)
    return held.alias(column.name)


def _shortest(decimal: pl.Expr) -> pl.Expr:
    """`003.90` as `3.9`, `4.0` as `4`."""
    whole = decimal.str.replace("^0+([0-9])", "$1")
    return whole.str.replace(r"(\.[0-9]*?)0+$", "$1").str.strip_suffix(".")


def may_be_bad(column: Column) -> bool:
    """Whether a cell with something in it can fail to be of the column's type; a list takes everything."""
    return column.type is not CellType.LIST


def default(column: Column) -> pl.Expr | None:
    """What a blank cell means (the mark `=x`), or None if blank stays blank."""
    if not column.default:
        return None
    return pl.lit(_BOOLEANS[column.default] if column.type is CellType.BOOLEAN else column.default)


_EXPECTED = {
    CellType.BOOLEAN: "true or false",
    CellType.DATE: "a date from 1900 to 2100 written like 2026-09-08",
    CellType.WHOLE: "a whole number of at most 5 digits",
    CellType.POSITIVE: "a whole number of at most 5 digits, counted from 1",
    CellType.DECIMAL: "a number such as 3.9, with at most 3 digits before the point and 4 after it",
    CellType.LIST: "a list with ; between its items",
}


def expected(column: Column) -> str:
    """What the cell must hold, as a phrase for a message."""
    if column.words:
        return f"one of {', '.join(column.words)}"
    return _EXPECTED.get(column.type) or f"at most {column.max_length} characters"
