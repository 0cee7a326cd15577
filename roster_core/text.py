"""The text rule for every roster cell and profile text (export-options §1)."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

import polars as pl

# Unicode White_Space and category Cc; Python's \s leaves out nothing of White_Space that is not in Cc.
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
#: The same for Polars (Rust regular expressions).
_BLANKS_POLARS = r"[\s\p{Cc}]+"


def clean(value: str) -> str:
    """`value` with each run of white space or control characters as one space, trimmed, in NFC; may be blank."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", value).strip(" "))


def cleaned(column: pl.Expr) -> pl.Expr:
    """The same rule as an expression; blank becomes null."""
    text = column.str.replace_all(_BLANKS_POLARS, " ").str.strip_chars(" ").str.normalize("NFC")
    return pl.when(text != "").then(text)


def listed(names: Iterable[str], count: int, *, most: int = 3) -> str:
    """The first of `count` names, and how many more there are."""
    told = list(islice(names, most))
    more = count - len(told)
    return ", ".join(told) + (f" and {more:,} more" if more > 0 else "")


def same(value: str) -> str:
    """The form in which codes and e-mail addresses are compared: Unicode lower case."""
    return value.lower()


def fold(text: str) -> str:
    """Lower case without accents, as names are compared."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))
