from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from roster_core.batches.items import Checked, Choice
from roster_core.batches.people import Criterion, People
from roster_core.batches.states import ItemState
from roster_core.photos.repeats import NEAREST, Stored, look_for_repeats, near_numbers
from tests.batches.deciding import match_names, note_checks, pick
from tests.batches.people_made import ANA, CHLOE, students


def noted(contents, look, **index):
    items = match_names(["0104233.jpg", "0101118.jpg", "x.jpg"], students(), **index)
    return note_checks(items, {at: Checked(content) for at, content in enumerate(contents, start=1)}, look)


def codes(items):
    return [[finding.kind.code for finding in item.findings] for item in items]


def test_the_same_bytes_for_two_people_are_warned_about_on_both():
    items = noted(["same", "same", "other"], look_for_repeats(Stored()))
    assert codes(items) == [["DUPLICATE_IMAGE"], ["DUPLICATE_IMAGE"], ["NO_MATCH"]]
    assert "0101118.jpg" in items[0].findings[0].message


def test_it_is_looked_at_again_when_somebody_is_picked():
    look = look_for_repeats(Stored())
    items = noted(["same", "other", "same"], look)
    assert codes(items) == [[], [], ["NO_MATCH"]]
    picked = pick(items, {2: Choice(skip=True), 3: Choice(person=CHLOE)}, look)
    assert codes(picked) == [["DUPLICATE_IMAGE"], ["SET_ASIDE"], ["DUPLICATE_IMAGE"]]
    assert pick(picked, {3: Choice(person=ANA)}, look)[0].state is ItemState.AMBIGUOUS


def test_what_is_stored_for_somebody_else_is_warned_about():
    chloe = frozenset({CHLOE.person_id})
    items = noted(["a", "b", "c"], look_for_repeats(Stored({"a": chloe, "b": chloe})))
    assert codes(items)[:2] == [["DUPLICATE_IMAGE"], []]


def test_what_looks_like_a_photo_stored_for_somebody_else_is_warned_about():
    chloe = frozenset({CHLOE.person_id})
    items = noted(["a", "b", "c"], look_for_repeats(Stored(near={1: chloe, 2: chloe})))
    assert codes(items)[:2] == [["SIMILAR_IMAGE"], []]
    assert "one that is stored already" in items[0].findings[0].message
    both = noted(["a", "b", "c"], look_for_repeats(Stored({"a": chloe}, near={1: chloe})))
    assert codes(both)[0] == ["DUPLICATE_IMAGE"]


def twins(hashes):
    return near_numbers(hashes, hashes)


def test_of_thousands_of_equal_pictures_a_few_names_are_told():
    names = [f"{number:07}.jpg" for number in range(3000)]
    people = People(
        Criterion.DISTRICT_NUMBER,
        tuple(replace(ANA, person_id=at, keys={Criterion.DISTRICT_NUMBER: f"{at:07}"}) for at in range(3000)),
        frozenset(),
    )
    look = look_for_repeats(Stored(), twins(dict.fromkeys(range(1, 3001), 0)))
    items = note_checks(match_names(names, people), {at: Checked("same") for at in range(1, 3001)}, look)
    assert {len(item.findings) for item in items} == {1}
    assert items[1].findings[0].message.endswith("(0000000.jpg, 0000002.jpg, 0000003.jpg and 2,996 more).")


def test_near_copies_for_two_people_are_warned_about():
    near, far = (1 << 16) - 1, (1 << 17) - 1
    assert (
        codes(noted(["a", "b", "c"], look_for_repeats(Stored(), twins({1: 0, 2: near}))))[:2] == [["SIMILAR_IMAGE"]] * 2
    )
    assert codes(noted(["a", "b", "c"], look_for_repeats(Stored(), twins({1: 0, 2: far}))))[:2] == [[], []]


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 2**20) | st.integers(0, 2**256 - 1)))
def test_near_copies_are_those_that_counting_bits_one_by_one_finds(hashes):
    plain = {
        one: {other for other in hashes if one != other and (hashes[one] ^ hashes[other]).bit_count() <= 16}
        for one in hashes
    }
    found = near_numbers(hashes, hashes)
    assert {number: set(near) for number, near in found.items()} == {one: near for one, near in plain.items() if near}


def test_the_nearest_copies_are_told_first_and_not_all():
    others = {number: (1 << number) - 1 for number in range(16, -1, -1)}
    assert near_numbers({99: 0}, others) == {99: tuple(range(NEAREST))}
