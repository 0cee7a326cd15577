"""Passwords made from the district's secret: the same every run, nothing of them stored (export-options §4.2)."""

import hashlib
import hmac
from functools import partial

import polars as pl

#: Digits and letters without those that look alike.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 12


def derived(secret: str, kind: str, number: str) -> str:
    """The password of the person of this kind (`student`, `staff`) and number: HMAC-SHA-256, twelve characters."""
    digest = hmac.new(secret.encode(), f"{kind}:{number}".encode(), hashlib.sha256).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:_LENGTH])


def derived_passwords(secret: str, kind: str, number: str) -> pl.Expr:
    """The same for the numbers in a column."""
    return pl.col(number).map_elements(partial(derived, secret, kind), return_dtype=pl.String)
