"""A district's own numbers for photos, and what a user chose last."""

import pytest
from sqlmodel import select

from roster_core.access.rights import Right, granted
from roster_core.access.tables import AuditEvent
from roster_core.batches.people import Criterion, Target
from roster_core.batches.states import ItemState
from roster_core.journeys.batches.photo_rules import keep_choice, read_choice, read_rules, save_rules
from roster_core.photos.rules import GATEWAY, GENERAL, RULES, RuleSet
from roster_core.refusals import Refusal
from tests.journeys.batches.conftest import face

SMALL = GATEWAY.model_copy(update={"min_width": 120, "min_height": 150})


def test_the_numbers_saved_hold_for_batches_begun_afterwards(desk):
    before = desk.start(rules=RuleSet.GATEWAY)
    save_rules(desk.store, desk.user, RuleSet.GATEWAY, SMALL)
    assert read_rules(desk.store, desk.user) == {RuleSet.GATEWAY: SMALL, RuleSet.GENERAL: GENERAL}
    files = {"0104233.jpg": face(1, 240, 300)}
    desk.add(before, files)
    assert desk.items(before)["0104233.jpg"].state is ItemState.REJECTED
    after = desk.checked(files, rules=RuleSet.GATEWAY)
    assert desk.items(after)["0104233.jpg"].state is ItemState.READY


def test_a_change_of_rules_is_recorded_with_old_and_new_once(desk):
    for _ in range(2):
        save_rules(desk.store, desk.user, RuleSet.GATEWAY, SMALL)
    with desk.store.reading(1) as session:
        told = session.exec(select(AuditEvent.facts).where(AuditEvent.action == "photo_rules_changed")).all()
    assert told == [{"min_width": [480, 120], "min_height": [600, 150]}]


def test_only_an_administrator_changes_the_rules(desk):
    clerk = granted("clerk", "Clerk", frozenset({Right.BULK_IMAGE_UPLOAD}))
    with pytest.raises(Refusal, match="admin"):
        save_rules(desk.store, clerk, RuleSet.GATEWAY, SMALL)
    assert read_rules(desk.store, clerk) == RULES


def test_what_was_chosen_last_is_offered_to_the_same_user_for_the_same_people(desk):
    assert read_choice(desk.store, desk.user).target is Target.STUDENTS
    keep_choice(desk.store, desk.user, Criterion.STATE_ID, RuleSet.GATEWAY)
    keep_choice(desk.store, desk.user, Criterion.LOGON_ID, RuleSet.GENERAL)
    choice = read_choice(desk.store, desk.user)
    assert choice.target is Target.STAFF
    assert choice.criteria == {Target.STUDENTS: Criterion.STATE_ID, Target.STAFF: Criterion.LOGON_ID}
    assert choice.rule_sets == {Target.STUDENTS: RuleSet.GATEWAY, Target.STAFF: RuleSet.GENERAL}
    other = read_choice(desk.store, granted("clerk", "Clerk", frozenset({Right.BULK_IMAGE_UPLOAD})))
    assert other.criteria[Target.STUDENTS] is Criterion.DISTRICT_NUMBER
