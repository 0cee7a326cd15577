"""Addresses change hands within one batch: which changes leave nobody with the address of another one."""

from collections import defaultdict
from collections.abc import Collection, Mapping


def blocked_moves(
    moves: Mapping[int, str], current: Mapping[int, str], holders: Mapping[str, Collection[int]]
) -> dict[int, frozenset[int]]:
    """The changes that cannot be made, by person, with those who would have the address too.

    `moves` are the new addresses by person, `current` those of now, `holders` who has each new address now; all in
    the form in which addresses are compared, blank = none. A change that cannot be made leaves its person the old
    address, which may block another one: what is left can be made all at once, so that swaps and chains are fine.
    """
    moving = dict(moves)
    wanted: dict[str, set[int]] = defaultdict(set)
    for person, address in moves.items():
        wanted[address].add(person)

    def others(person: int) -> frozenset[int]:
        address = moves[person]
        if not address:
            return frozenset()
        staying = {one for one in holders.get(address, ()) if moving.get(one, address) == address}
        coming = {one for one in wanted[address] if one in moving}
        return frozenset((staying | coming) - {person})

    blocked: dict[int, frozenset[int]] = {}
    asked = set(moving)
    while asked:
        stopped = {person: found for person in asked if person in moving and (found := others(person))}
        blocked |= stopped
        for person in stopped:
            del moving[person]
        asked = {one for person in stopped for one in wanted.get(current.get(person, ""), ()) if one in moving}
    return blocked
