"""How much may come in: the size of a file and the number of files, checked while they still arrive."""

from collections.abc import Iterator, Sequence

from roster_core.batches import kinds
from roster_core.findings import Finding


def check_size(name: str, size: int, limit: int) -> Iterator[Finding]:
    """What is wrong with a file of `size` bytes where `limit` are allowed."""
    if size == 0:
        yield Finding(kinds.EMPTY, name)
    elif size > limit:
        yield Finding(kinds.TOO_LARGE, name, facts={"limit": limit})


def check_count(names: Sequence[str], limit: int, *, already: int = 0) -> tuple[Finding, ...]:
    """One finding for each file beyond `limit`; the first ones stay."""
    return tuple(Finding(kinds.BATCH_FULL, name, facts={"limit": limit}) for name in names[max(0, limit - already) :])


def check_together(files: Sequence[tuple[str, int]], limit: int, *, already: int = 0) -> tuple[Finding, ...]:
    """One finding for each file (name, bytes) with which all together would hold more than `limit` bytes."""
    found: list[Finding] = []
    together = already
    for name, size in files:
        if together + size > limit:
            found.append(Finding(kinds.TOGETHER_TOO_LARGE, name, facts={"limit": limit >> 20}))
        else:
            together += size
    return tuple(found)
