"""E-mail addresses: their form, the district's domains, and what is said of them (export-options §4.3, §6.1)."""

from collections.abc import Sequence

import polars as pl

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
#: A domain: labels of letters, digits and inner hyphens with at least one dot.
DOMAIN = rf"{_LABEL}(?:\.{_LABEL})+"
_LOCAL = r"[A-Za-z0-9_+'-]+(?:\.[A-Za-z0-9_+'-]+)*"
_ADDRESS = rf"^{_LOCAL}@{DOMAIN}$"
_LONGEST_LOCAL = 64
_LONGEST = 254


def is_address(column: pl.Expr) -> pl.Expr:
    """Whether the text is an address (batch-updates §4.2, `EMAIL_SYNTAX`); false for null."""
    # What has the form is of ASCII letters, so bytes may be counted.
    local, whole = column.str.find("@", literal=True), column.str.len_bytes()
    form = column.str.contains(_ADDRESS) & (local <= _LONGEST_LOCAL) & (whole <= _LONGEST)
    return form.fill_null(value=False)


def in_domains(column: pl.Expr, domains: Sequence[str]) -> pl.Expr:
    """Whether the domain of the address is one of `domains`, or under one written `*.example`; true without any."""
    if not domains:
        return pl.lit(value=True)
    domain = column.str.split("@").list.last().str.to_lowercase()
    exact = [name.lower() for name in domains if not name.startswith("*.")]
    under = [domain.str.ends_with(name[1:].lower()) for name in domains if name.startswith("*.")]
    return pl.any_horizontal(domain.is_in(exact), *under)


def repeated(rows: pl.DataFrame, text: str) -> pl.DataFrame:
    """The rows whose `text` another row has too, upper and lower case being equal; `others` counts those."""
    compared = pl.col(text).str.to_lowercase()
    # Few repeat: whole rows are looked at only where the hash of the text is there again.
    return (
        rows.filter(pl.col(text).is_not_null() & compared.hash().is_duplicated())
        .with_columns(others=pl.len().over(compared).cast(pl.Int64) - 1)
        .filter(pl.col("others") > 0)
    )
