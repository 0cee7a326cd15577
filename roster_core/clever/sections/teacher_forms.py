"""How a teacher is named in Section_id and Name (export-options §1)."""

import polars as pl

from roster_core.clever.folding import folded


def token(first: str = "first_name", last: str = "last_name") -> pl.Expr:
    """Folded last name and folded first initial, such as ONeilM; null where one of the two folds to nothing."""
    return pl.concat_str(folded(pl.col(last)), folded(pl.col(first)).str.head(1))


def label(first: str = "first_name", last: str = "last_name") -> pl.Expr:
    """Last name, comma and initial as they are, such as O'Neil, M.; whichever is blank is left out."""
    initial = pl.concat_str(pl.col(first).str.head(1), pl.lit("."))
    return pl.concat_str(pl.col(last), initial, separator=", ", ignore_nulls=True)
