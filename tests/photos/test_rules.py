import pytest
from pydantic import ValidationError

from roster_core.batches.people import Criterion, Target
from roster_core.options import each_option, meta
from roster_core.photos.rules import GATEWAY, GENERAL, RULES, TARGETS, PhotoRules, RuleSet, default_criterion
from roster_core.photos.types import PhotoType


def test_the_two_rule_sets_are_those_of_the_sources():
    assert (GATEWAY.types, GATEWAY.limits) == ((PhotoType.JPEG,), "480–960 × 600–1200 px")
    assert (GATEWAY.max_bytes, GATEWAY.max_files, GATEWAY.max_archive_files) == (10_485_760, 200, 200)
    assert set(GENERAL.types) == set(PhotoType)
    assert (GENERAL.limits, GENERAL.max_archive_files) == ("1–10000 × 1–10000 px", 5_000)
    assert RULES[RuleSet("gateway")] is GATEWAY
    assert TARGETS[RuleSet.GATEWAY] == (Target.STUDENTS,)


def test_each_option_says_what_it_is_and_where_it_comes_from():
    for _, info in each_option(PhotoRules):
        assert info.title
        assert info.description
        assert meta(info)["source"]


@pytest.mark.parametrize(
    "numbers",
    [
        {"min_width": 961},
        {"max_height": 599},
        {"min_width": 0},
        {"max_width": 15_001},
        {"types": ()},
        {"max_files": 0},
        {"max_bytes": 10_485_761},
        {"min_width": 9_000, "max_width": 9_000, "min_height": 9_000, "max_height": 9_000},
        {"no_such": 1},
    ],
)
def test_numbers_that_nothing_could_meet_are_refused(numbers):
    with pytest.raises(ValidationError):
        PhotoRules(**numbers)


def test_rules_survive_being_stored():
    changed = PhotoRules(min_width=240, types=(PhotoType.JPEG, PhotoType.PNG))
    assert PhotoRules.model_validate_json(changed.model_dump_json()) == changed


@pytest.mark.parametrize(
    ("rules", "target", "criterion"),
    [
        (RuleSet.GATEWAY, Target.STUDENTS, Criterion.WEBLOGIN_ID),
        (RuleSet.GENERAL, Target.STUDENTS, Criterion.DISTRICT_NUMBER),
        (RuleSet.GENERAL, Target.STAFF, Criterion.STAFF_ID),
    ],
)
def test_each_target_has_its_usual_criterion(rules, target, criterion):
    assert default_criterion(rules, target) is criterion
