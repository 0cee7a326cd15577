"""Items that depend on one another come together, and are cut nowhere."""

from hypothesis import given
from hypothesis import strategies as st

from roster_core.batches.links import reached, sliced, together


@given(st.dictionaries(st.integers(1, 30), st.lists(st.integers(0, 20), max_size=3)))
def test_groups_are_the_items_that_can_be_reached_by_shared_keys(keys):
    groups = together(keys)
    assert sorted(one for group in groups for one in group) == sorted(keys)
    for group in groups:
        seen, border = {group[0]}, [group[0]]
        while border:
            shared = set(keys[border.pop()])
            more = [one for one in keys if one not in seen and shared & set(keys[one])]
            seen |= set(more)
            border += more
        assert seen == set(group)


@given(st.lists(st.lists(st.integers(), min_size=1, max_size=5), max_size=20), st.integers(1, 8))
def test_slices_hold_whole_groups_in_order(groups, length):
    slices = list(sliced(groups, length))
    assert [one for some in slices for one in some] == [one for group in groups for one in group]
    assert all(len(some) <= max(length, *map(len, groups)) for some in slices)


def test_the_groups_of_those_wanted_are_found():
    assert list(reached([[1, 2], [3], [4, 5]], {5, 1, 9})) == [[1, 2], [4, 5]]
