"""Names folded to ASCII letters and digits, for what is made from them (export-options §1)."""

import polars as pl

_LETTERS = {
    "ß": "ss",
    "Æ": "AE",
    "æ": "ae",
    "Œ": "OE",
    "œ": "oe",
    "Ø": "O",
    "ø": "o",
    "Đ": "D",
    "đ": "d",
    "Ð": "D",
    "ð": "d",
    "Ł": "L",
    "ł": "l",
    "Þ": "Th",
    "þ": "th",
    "ı": "i",  # noqa: RUF001 - the letter without a dot is meant
}


def folded(name: pl.Expr) -> pl.Expr:
    """The letters A–Z, a–z and digits of `name`, case kept; null where nothing is left."""
    plain = name.str.replace_many(list(_LETTERS), list(_LETTERS.values())).str.normalize("NFKD")
    text = plain.str.replace_all(r"[^A-Za-z0-9]", "")
    return pl.when(text != "").then(text)
