"""Which items of a batch depend on one another, so that those alone are settled again that a decision can touch."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

#: What several items may share; who shares one depends on the others.
Key = Hashable


@dataclass(frozen=True)
class Link:
    """What of an item others can depend on: whom it is for, where it goes, what it holds, and what is there now.

    `twins` are the sequences of items that are nearly equal to it.
    """

    sequence: int
    person_id: int | None
    place: str
    content: str
    current: str
    twins: tuple[int, ...] = ()


def together(keys: Mapping[int, Iterable[Key]]) -> list[list[int]]:
    """The items (by sequence) in groups: those that share a key, directly or over others; each item is in one."""
    parent: dict[int, int] = {}
    first: dict[Key, int] = {}
    for sequence, own in keys.items():
        parent[sequence] = root = sequence
        for key in own:
            other = first.setdefault(key, sequence)
            if other != sequence:
                root, other = _root(parent, root), _root(parent, other)
                parent[root] = other
                root = other
    groups: dict[int, list[int]] = defaultdict(list)
    for sequence in parent:
        groups[_root(parent, sequence)].append(sequence)
    return list(groups.values())


def _root(parent: dict[int, int], sequence: int) -> int:
    while (above := parent[sequence]) != sequence:
        parent[sequence] = sequence = parent[above]
    return sequence


def reached(groups: Iterable[Sequence[int]], wanted: Collection[int]) -> Iterator[Sequence[int]]:
    """The groups with one of the items wanted."""
    inside = frozenset(wanted)
    return (group for group in groups if not inside.isdisjoint(group))


def sliced(groups: Iterable[Sequence[int]], length: int) -> Iterator[list[int]]:
    """The groups put together to slices of about `length` items, none of them cut."""
    some: list[int] = []
    for group in groups:
        if some and len(some) + len(group) > length:
            yield some
            some = []
        some.extend(group)
    if some:
        yield some
