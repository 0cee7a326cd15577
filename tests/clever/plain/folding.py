"""Names folded to plain letters, and what is made of them (export-options §1)."""

import unicodedata

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
    "ı": "i",  # noqa: RUF001 - the letter meant
}
_KEPT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def fold(name: str | None) -> str:
    """The letters and digits of a name."""
    mapped = "".join(_LETTERS.get(letter, letter) for letter in name or "")
    return "".join(letter for letter in unicodedata.normalize("NFKD", mapped) if letter in _KEPT)


def initial_and_last(first: str, last: str) -> str:
    """`moneil`; blank if a name folds to nothing."""
    return (fold(first)[:1] + fold(last)).lower() if fold(first) and fold(last) else ""


def token(first: str, last: str) -> str:
    """`ONeilM`; blank if a name folds to nothing."""
    return fold(last) + fold(first)[:1] if fold(first) and fold(last) else ""


def label(first: str, last: str) -> str:
    """`O'Neil, M.`"""
    return f"{last}, {first[0]}."
