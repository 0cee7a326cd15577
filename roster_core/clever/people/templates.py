"""Texts with tokens in braces, filled in per person (export-options §4.2)."""

from collections.abc import Mapping

import polars as pl

from roster_core.clever.profile.validity import TOKEN


def tokens_of(template: str) -> tuple[str, ...]:
    """The names between braces, each once, in order."""
    return tuple(dict.fromkeys(TOKEN.findall(template)))


def filled(template: str, tokens: Mapping[str, pl.Expr]) -> pl.Expr:
    """The template with every token replaced; null where one of them is blank.

    Raises:
        KeyError: The template has a token that `tokens` lacks.
    """
    # Split by a pattern with one group: texts and names of tokens take turns.
    parts = TOKEN.split(template)
    pieces = [tokens[part] if place % 2 else pl.lit(part) for place, part in enumerate(parts)]
    return pl.concat_str(piece.cast(pl.String) for piece in pieces)
