"""Phone numbers and zip codes as Clever takes them (export-options §4.8, §4.11)."""

import polars as pl

_DIGITS = 10
_ZIP = r"^[0-9]{5}(-[0-9]{4})?$"


def phone_digits(column: pl.Expr) -> pl.Expr:
    """The ten digits of a number as entered, without extension and country code; null if there are not ten."""
    digits = column.str.replace(r"(?i)x.*$", "").str.replace_all("[^0-9]", "")
    national = (
        pl.when((digits.str.len_chars() == _DIGITS + 1) & digits.str.starts_with("1"))
        .then(digits.str.slice(1))
        .otherwise(digits)
    )
    return pl.when(national.str.len_chars() == _DIGITS).then(national)


def zip_code(column: pl.Expr) -> pl.Expr:
    """The zip code if it has the form nnnnn or nnnnn-nnnn, else null."""
    return pl.when(column.str.contains(_ZIP)).then(column)
