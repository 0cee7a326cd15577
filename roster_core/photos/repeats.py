"""The same picture for two people, to the byte or nearly: a hint that one file has the wrong name (photos §4)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from roster_core.batches.items import Item, Look
from roster_core.findings import Finding
from roster_core.photos import kinds
from roster_core.text import listed

#: Bits of 256 in which two pictures may differ and still be the same photo.
SAME_BITS = 16
#: So many near copies of a photo are looked at: with more of them one is surely of somebody else.
NEAREST = 8
#: How many pictures are compared with all others at once.
_BLOCK = 256

Words = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Stored:
    """Who has a picture already: by content, and the owners of near copies by sequence."""

    equal: Mapping[str, frozenset[int]] = field(default_factory=dict)
    near: Mapping[int, frozenset[int]] = field(default_factory=dict)


def look_for_repeats(stored: Stored, twins: Mapping[int, tuple[int, ...]] | None = None) -> Look:
    """A rule for `settle`: `DUPLICATE_IMAGE` and `SIMILAR_IMAGE` for items whose picture is another person's too.

    `twins` are the near copies among the items themselves, by sequence.
    """
    near = twins or {}

    def look(items: Sequence[Item]) -> Mapping[int, tuple[Finding, ...]]:
        placed = [item for item in items if item.person is not None and item.content]
        found: dict[int, list[Finding]] = defaultdict(list)
        for item, finding in (*_equal(placed, stored.equal), *_similar(placed, near, stored)):
            found[item.sequence].append(finding)
        return {sequence: tuple(findings) for sequence, findings in found.items()}

    return look


def near_numbers(
    some: Mapping[int, int], others: Mapping[int, int], *, within: int = SAME_BITS
) -> dict[int, tuple[int, ...]]:
    """Which of `others` (numbers to difference hashes) are near copies of each of `some`, the nearest first.

    At most `NEAREST` are told of each; a number is no copy of itself.
    """
    wanted, known = list(some), list(others)
    near: dict[int, tuple[int, ...]] = {}
    if not known:
        return near
    all_words, words = _words(others.values()), _words(some.values())
    for start in range(0, len(wanted), _BLOCK):
        block = words[start : start + _BLOCK]
        bits = np.zeros((len(block), len(known)), dtype=np.uint16)
        for word in range(4):
            bits += np.bitwise_count(block[:, word, None] ^ all_words[None, :, word])
        rows, columns = np.nonzero(bits <= within)
        for at in np.unique(rows):
            found = columns[rows == at]
            number = wanted[start + int(at)]
            nearest = found[np.argsort(bits[at, found], kind="stable")[: NEAREST + 1]]
            told = tuple(one for column in nearest if (one := known[int(column)]) != number)[:NEAREST]
            if told:
                near[number] = told
    return near


def _words(hashes: Iterable[int]) -> Words:
    return np.frombuffer(b"".join(one.to_bytes(32, "big") for one in hashes), dtype=np.uint64).reshape(-1, 4)


def _equal(items: Sequence[Item], stored: Mapping[str, frozenset[int]]) -> Iterator[tuple[Item, Finding]]:
    alike: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        alike[item.content].append(item)
    for content, group in alike.items():
        owners: dict[int, list[str]] = defaultdict(list)
        for item in group:
            owners[_owner(item)].append(item.name)
        for item in group:
            where = []
            if len(owners) > 1:
                others = len(group) - len(owners[_owner(item)])
                names = (name for owner, names in owners.items() if owner != _owner(item) for name in names)
                where.append(f"in this batch for somebody else ({listed(names, others)})")
            if stored.get(content, frozenset()) - {_owner(item)}:
                where.append("stored for somebody else already")
            if where:
                yield item, Finding(kinds.DUPLICATE_IMAGE, item.name, facts={"where": " and ".join(where)})


def _similar(
    items: Sequence[Item], near: Mapping[int, tuple[int, ...]], stored: Stored
) -> Iterator[tuple[Item, Finding]]:
    """One finding for each item that has a near copy for somebody else; equal bytes are told as such."""
    placed = {item.sequence: item for item in items}
    for item in items:
        twins = (placed[number] for number in near.get(item.sequence, ()) if number in placed)
        twin = next((one for one in twins if _owner(one) != _owner(item) and one.content != item.content), None)
        if twin is not None:
            yield item, Finding(kinds.SIMILAR_IMAGE, item.name, facts={"name": twin.name})
        elif stored.near.get(item.sequence, frozenset()) - stored.equal.get(item.content, frozenset()) - {_owner(item)}:
            yield item, Finding(kinds.SIMILAR_IMAGE, item.name, facts={"name": "one that is stored already"})


def _owner(item: Item) -> int:
    return -1 if item.person is None else item.person.person_id
