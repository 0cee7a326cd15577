"""How much of a batch is done at a time: files that are small together, so that memory does not grow with theirs."""

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TypeVar

#: The most files in a piece, and the bytes with which it is full.
FILES, FULL_BYTES = 50, 16 << 20
T = TypeVar("T")


def first_piece(files: Sequence[T], size: Callable[[T], int]) -> Sequence[T]:
    """The first of `files` that are done together, at least one; `size` tells the bytes of each."""
    some = files[:FILES]
    before = accumulate(map(size, some), initial=0)
    return [file for file, so_far in zip(some, before, strict=False) if so_far < FULL_BYTES]
