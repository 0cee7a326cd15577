"""Decoding processes that stay."""

from contextlib import AbstractContextManager

from roster_core.confined import Pool
from roster_core.photos.limits import Decoder

_POOL = Pool(Decoder)


def decoding() -> AbstractContextManager[Decoder]:
    """A decoder for this thread alone, kept for the next one; all end with the program."""
    return _POOL.one()
