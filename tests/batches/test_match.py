from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster_core.batches.items import Checked, Choice, Matched, accept_kind, count, keep
from roster_core.batches.kinds import ENTRY_DAMAGED
from roster_core.batches.match import match_keys
from roster_core.batches.names import base_name, key_of
from roster_core.batches.people import OFFERED, Criterion, People, Target
from roster_core.batches.states import ItemState
from roster_core.batches.suggest import suggest, suggest_named
from roster_core.findings import Finding
from tests.batches.deciding import match_names, note_checks, pick
from tests.batches.people_made import ANA, CHLOE, LEFT, MARIA, STUDENTS, WEN, student, students

NUMBER, LOGIN, STATE = Criterion.DISTRICT_NUMBER, Criterion.WEBLOGIN_ID, Criterion.STATE_ID


def only(name, people):
    (item,) = match_names([name], people)
    return item


def codes(item):
    return [finding.kind.code for finding in item.findings]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("19chanw1.jpg", "19chanw1"),
        ("a/b/0104233.JPG", "0104233"),
        ("a\\b\\0104233.jpg", "0104233"),
        ("C:\\photos\\..\\0104233.jpg", "0104233"),
        ("../../0104233.jpg", "0104233"),
        ("0104233.tar.jpg", "0104233.tar"),
        (" 0104233 .jpg", "0104233"),
        ("0104233", "0104233"),
        ("0104233.", "0104233"),
        (".jpg", ""),
        ("", ""),
        ("\u200e0104233\u200b.jpg", "0104233"),
        ("0104233\x00.jpg", "0104233"),
        ("Jose\u0301.jpg", "Jos\xe9"),
    ],
)
def test_the_key_is_the_last_part_without_its_last_extension(name, key):
    assert key_of(name) == key


@given(st.text())
def test_a_shown_name_is_never_a_path_nor_hides_anything(name):
    assert "/" not in base_name(name)
    assert "\\" not in base_name(name)
    assert base_name(name).isprintable() or any(sign.isspace() or ord(sign) > 0x7F for sign in base_name(name))
    assert len(base_name(name)) <= 255


@pytest.mark.parametrize(
    ("criterion", "name", "person"),
    [
        (NUMBER, "0104233.png", ANA),
        (STATE, "7012345678.jpg", ANA),
        (NUMBER, "7012345678.jpg", None),
        (LOGIN, "19CHANW1.JPG", WEN),
        (LOGIN, "19chanw1.jpg", WEN),
        (LOGIN, "19chanw.jpg", None),
        (LOGIN, "19chanw11.jpg", None),
        (NUMBER, "0104233_Ortega.jpg", None),
        (NUMBER, "Ortega_Ana.jpg", None),
        (NUMBER, "0104233 - Copy.jpg", None),
        (NUMBER, ".jpg", None),
    ],
)
def test_only_a_whole_key_of_the_criterion_matches(criterion, name, person):
    item = only(name, students(criterion))
    assert item.person is person
    assert item.state is (ItemState.READY if person else ItemState.NEEDS_PERSON)
    assert item.matched_by is (Matched.EXACT if person else None)


def test_staff_and_students_with_the_same_number_are_never_confused():
    item = only("2001.bmp", People(Criterion.STAFF_ID, (MARIA,)))
    assert (item.person, item.state) == (MARIA, ItemState.READY)


def test_the_two_local_ids_are_told_apart_on_screen():
    labels = [criterion.label for criterion in OFFERED[Target.STUDENTS]]
    assert labels == ["Weblogin ID", "Proprietary ID (district number)", "Local ID (government number)"]
    assert all(criterion.target is target for target in Target for criterion in OFFERED[target])


@pytest.mark.parametrize("name", ["104233.jpg", "00104233.jpg"])
def test_leading_zeros_match_with_a_warning(name):
    item = only(name, students())
    assert (item.person, item.matched_by, item.state) == (ANA, Matched.ZEROS, ItemState.WARNING)
    assert codes(item) == ["LEADING_ZEROS"]
    assert not item.confirmable
    (accepted,) = pick([item], accept_kind([item], "LEADING_ZEROS"))
    assert (accepted.state, accepted.confirmable, accepted.unresolved) == (ItemState.WARNING, True, False)


def test_an_exact_key_wins_over_one_with_other_zeros():
    people = People(NUMBER, (short := student("42"), student("0042")))
    assert only("42.jpg", people).person is short


def test_two_people_but_for_zeros_are_left_to_the_coordinator():
    people = People(NUMBER, (student("042"), student("0042")))
    item = only("42.jpg", people)
    assert (item.person, item.state, codes(item)) == (None, ItemState.AMBIGUOUS, ["SEVERAL_PEOPLE"])


def test_zeros_count_in_numbers_only():
    assert only("00a1.jpg", People(LOGIN, (student("1", weblogin="a1"),))).person is None
    assert only("٠٤٢.jpg", People(NUMBER, (student("42"),))).person is None  # Arabic digits


@pytest.mark.parametrize("name", ["0555555.jpg", "555555.jpg"])
def test_of_somebody_in_a_foreign_school_only_that_is_told(name):
    people = students(foreign=frozenset({"0555555"}))
    item = only(name, people)
    assert (item.person, item.state, codes(item)) == (None, ItemState.NEEDS_PERSON, ["OUT_OF_SCOPE"])
    assert item.findings[0].message == f"{item.key} is not in your schools."
    assert suggest(name, people) == ()


def test_a_foreign_person_with_other_zeros_makes_a_match_unsure():
    assert only("104233.jpg", students(foreign=frozenset({"00104233"}))).person is None


def test_foreign_logins_are_compared_without_regard_to_case():
    assert codes(only("ABC1.jpg", students(LOGIN, foreign=frozenset({"abc1"})))) == ["OUT_OF_SCOPE"]


def test_who_left_matches_only_if_that_was_ticked():
    item = only("0100999.jpg", students())
    assert (item.person, item.state, codes(item)) == (None, ItemState.NEEDS_PERSON, ["PERSON_LEFT"])
    item = only("0100999.jpg", students(include_left=True))
    assert (item.person, item.state, codes(item)) == (LEFT, ItemState.WARNING, ["PERSON_INACTIVE"])


def test_a_retake_in_another_folder_is_left_to_the_coordinator():
    items = match_names(["a/0104233.jpg", "b/0104233.jpg", "0101118.jpg"], students())
    assert [item.state for item in items] == [ItemState.AMBIGUOUS, ItemState.AMBIGUOUS, ItemState.READY]
    chosen = pick(items, keep(items, 2))
    assert [item.state for item in chosen] == [ItemState.SKIPPED, ItemState.READY, ItemState.READY]
    other = pick(chosen, keep(chosen, 1))
    assert [item.state for item in other] == [ItemState.READY, ItemState.SKIPPED, ItemState.READY]


def test_a_retake_under_another_extension_or_without_zeros_clashes_too():
    items = match_names(["0104233.jpg", "0104233.PNG", "104233.gif"], students())
    assert {item.state for item in items} == {ItemState.AMBIGUOUS}


def test_a_file_that_cannot_be_used_does_not_stand_in_the_way_of_its_retake():
    items = match_names(["a/0104233.jpg", "b/0104233.jpg"], students())
    broken = Checked(findings=(Finding(ENTRY_DAMAGED, "a/0104233.jpg", facts={"why": "cut"}),))
    checked = note_checks(items, {1: broken, 2: Checked("hash")})
    assert [item.state for item in checked] == [ItemState.REJECTED, ItemState.READY]


def test_a_person_picked_by_hand_is_recorded_so_and_clashes_like_any_other():
    items = match_names(["stranger.jpg", "0104233.jpg"], students())
    assert items[0].state is ItemState.NEEDS_PERSON
    picked = pick(items, {1: Choice(person=CHLOE)})
    assert (picked[0].person, picked[0].matched_by, picked[0].state) == (CHLOE, Matched.MANUAL, ItemState.READY)
    clash = pick(items, {1: Choice(person=ANA)})
    assert [item.state for item in clash] == [ItemState.AMBIGUOUS, ItemState.AMBIGUOUS]
    assert pick(clash, {1: Choice()}) == items


def test_setting_one_of_two_aside_settles_the_other():
    items = match_names(["a/0104233.jpg", "b/0104233.jpg"], students())
    left = pick(items, {1: Choice(skip=True)})
    assert [item.state for item in left] == [ItemState.SKIPPED, ItemState.READY]


def test_what_is_stored_already_is_unchanged_and_a_new_one_replaces():
    items = match_names(["0104300.jpg", "0104233.jpg", "0101118.jpg", "nobody.jpg"], students())
    same = note_checks(items, {1: Checked("old-photo"), 2: Checked("new")})
    assert [item.state for item in same][:2] == [ItemState.UNCHANGED, ItemState.READY]
    counts = count(pick(same, {3: Choice(skip=True)}))
    assert (counts.new, counts.replaces, counts.unchanged, counts.skipped, counts.left_out) == (1, 0, 1, 1, 1)
    assert (counts.unresolved, count(pick(same, {4: Choice(skip=True)})).unresolved) == (1, 0)
    assert count(note_checks(items, {1: Checked("newer")})).replaces == 1


def test_one_person_may_have_several_documents_but_not_two_for_one_place():
    items = match_keys([("a.pdf", "0104233"), ("b.pdf", "0104233"), ("c.pdf", "0104233")], students())
    placed = [replace(item, place=target) for item, target in zip(items, ["ELA", "MATH", "ELA"], strict=True)]
    assert [item.state for item in pick(placed, {})] == [ItemState.AMBIGUOUS, ItemState.READY, ItemState.AMBIGUOUS]


def test_a_rule_over_all_items_is_asked_again_after_each_choice():
    seen = []

    def look(items):
        seen.append([item.person for item in items])
        return {2: (Finding(ENTRY_DAMAGED, "b", facts={"why": "so"}),)} if items[0].person else {}

    items = match_names(["x.jpg", "y.jpg"], students())
    assert [item.state for item in pick(items, {}, look)] == [ItemState.NEEDS_PERSON, ItemState.NEEDS_PERSON]
    picked = pick(items, {1: Choice(person=ANA)}, look)
    assert [item.state for item in picked] == [ItemState.READY, ItemState.REJECTED]
    assert seen == [[None, None], [ANA, None]]


def test_an_index_gives_the_key_in_place_of_the_file_name():
    items = match_names(["P/00012345.JPG", "0101118.jpg"], students(), index={"00012345.jpg": "0104233"})
    assert [item.person for item in items] == [ANA, CHLOE]


@pytest.mark.parametrize(
    ("criterion", "name", "person", "why"),
    [
        (NUMBER, "7012345678.jpg", ANA, "matches as Local ID (government number)"),
        (NUMBER, "0104233_Ortega.jpg", ANA, "0104233 in the name is the Proprietary ID (district number)"),
        (NUMBER, "104233_Ortega.jpg", ANA, "104233 in the name is the Proprietary ID (district number)"),
        (NUMBER, "0104233 - Copy.jpg", ANA, "0104233 in the name is the Proprietary ID (district number)"),
        (NUMBER, "retake 19chanw1.jpg", WEN, "19chanw1 in the name is the Weblogin ID"),
        (NUMBER, "Ortega_Ana.jpg", ANA, "the name is like ortega ana"),
        (NUMBER, "Ana Ortéga.jpg", ANA, "the name is like ortega ana"),
        (NUMBER, "0104234.jpg", ANA, "one letter or digit away from 0104233"),
        (NUMBER, "0104323.jpg", ANA, "one letter or digit away from 0104233"),
        (LOGIN, "19chamw1.jpg", WEN, "one letter or digit away from 19chanw1"),
    ],
)
def test_the_likely_person_is_offered_and_never_applied(criterion, name, person, why):
    people = students(criterion)
    assert only(name, people).person is None
    first, *_ = suggest(name, people)
    assert (first.person, first.why) == (person, why)


def test_who_left_is_not_offered_unless_that_was_ticked():
    assert suggest("Moss_Ida.jpg", students()) == ()
    assert [one.person for one in suggest("Moss_Ida.jpg", students(include_left=True))] == [LEFT]


def test_an_index_without_ids_offers_people_by_name_and_grade():
    twin = student("77", "Chan", "Wen", grade="05")
    found = suggest_named("Chan", "Wen", students(NUMBER, twin), grade="7")
    assert [one.person for one in found] == [WEN, twin]
    assert found[0].score > found[1].score


names = st.sampled_from(
    ["0104233.jpg", "a/0104233.jpg", "104233.png", "0101118.jpg", "0104300.gif", "0100999.jpg", "x.jpg", "0555555.jpg"]
)
choice = st.builds(
    Choice,
    person=st.none() | st.sampled_from(STUDENTS),
    skip=st.booleans(),
    keep=st.booleans(),
    accepted=st.frozensets(st.sampled_from(["LEADING_ZEROS", "PERSON_INACTIVE"])),
)


@given(st.lists(names, max_size=8), st.dictionaries(st.integers(1, 8), choice), st.booleans())
def test_no_person_ever_gets_two_photos_and_pick_is_idempotent(files, choices, include_left):
    items = match_names(files, students(include_left=include_left, foreign=frozenset({"0555555"})))
    picked = pick(items, choices)
    assert pick(picked, choices) == picked == pick(pick(items, {}), choices)
    getting = [item.person.person_id for item in picked if item.confirmable and item.person]
    assert len(set(getting)) == len(getting)
    counts = count(picked)
    assert counts.new + counts.replaces == len(getting)
    assert (
        counts.new + counts.replaces + counts.unchanged + counts.skipped + counts.left_out
        == len(picked)
        == sum(counts.states.values())
    )


@given(st.lists(names, max_size=8))
def test_every_item_that_may_be_confirmed_has_a_person(files):
    assert all(item.person for item in match_names(files, students()) if item.confirmable)
