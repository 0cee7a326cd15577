"""Addresses change hands: swaps and chains pass, and nobody ends up with that of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.updates.email_moves import blocked_moves


def blocked(moves, current):
    holders: dict[str, set[int]] = {}
    for person, address in current.items():
        holders.setdefault(address, set()).add(person)
    return blocked_moves(moves, current, holders)


@pytest.mark.parametrize(
    ("moves", "current", "stopped"),
    [
        ({1: "b", 2: "a"}, {1: "a", 2: "b"}, {}),
        ({1: "b", 2: "c", 3: "a"}, {1: "a", 2: "b", 3: "c"}, {}),
        ({1: "b", 2: ""}, {1: "a", 2: "b"}, {}),
        ({1: "b"}, {1: "a", 2: "b"}, {1: {2}}),
        ({1: "b", 2: "c"}, {1: "a", 2: "b", 3: "c"}, {1: {2}, 2: {3}}),
        ({1: "x", 2: "x"}, {1: "a", 2: "b"}, {1: {2}, 2: {1}}),
        ({1: "", 2: ""}, {1: "a", 2: "b"}, {}),
    ],
    ids=["swap", "ring", "handed on", "taken", "chain that is stopped", "both want one", "both removed"],
)
def test_what_can_be_made(moves, current, stopped):
    assert blocked(moves, current) == stopped


_PEOPLE = st.integers(0, 5)


@given(
    st.dictionaries(_PEOPLE, st.sampled_from(["a", "b", "c", "d", ""])),
    st.permutations(["a", "b", "c", "", "", ""]),
)
def test_what_is_not_blocked_leaves_each_address_to_one(moves, addresses):
    current = dict(enumerate(addresses))
    stopped = blocked(moves, current)
    after = current | {person: address for person, address in moves.items() if person not in stopped}
    held = [address for address in after.values() if address]
    assert len(held) == len(set(held))
    for person, others in stopped.items():  # and each that is blocked would have met somebody
        assert others
        assert all(after[other] == moves[person] or moves.get(other) == moves[person] for other in others)
