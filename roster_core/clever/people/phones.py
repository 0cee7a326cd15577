"""Phone numbers and zip codes as Clever takes them (export-options §4.8, §4.11)."""

import polars as pl

_ZIP = r"^[0-9]{5}(-[0-9]{4})?$"


def phone_digits(column: pl.Expr) -> pl.Expr:
    """The ten digits of a number as entered, without extension and country code; null if there are not ten."""
    return column.str.replace_all("[xX].*$|[^0-9]", "").str.extract("^1?([0-9]{10})$")


def zip_code(column: pl.Expr) -> pl.Expr:
    """The zip code if it has the form nnnnn or nnnnn-nnnn, else null."""
    return pl.when(column.str.contains(_ZIP)).then(column)
