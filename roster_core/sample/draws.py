"""Chance that comes out the same on every machine: one independent stream for each thing that is drawn."""

import random
from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, *path: object) -> random.Random:
    """A generator that depends on `seed` and `path` alone, so that adding one thing leaves all others as they were."""
    digest = sha256("/".join(map(str, (seed, *path))).encode()).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 - made-up data, nothing secret


def weighted(draw: random.Random, choices: Sequence[tuple[T, float]]) -> T:
    """One of `choices`, each given with its weight."""
    return draw.choices([choice for choice, _ in choices], [weight for _, weight in choices])[0]


def happens(draw: random.Random, share: float) -> bool:
    """Whether something comes about that does in `share` (0 to 1) of all cases."""
    return draw.random() < share
