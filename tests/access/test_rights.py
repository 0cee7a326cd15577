import pytest

from roster_core.access.rights import (
    EVERYBODY,
    MAY,
    WHOLE_DISTRICT,
    Grant,
    NotAllowed,
    People,
    Right,
    User,
    as_markdown,
    granted,
    local_administrator,
    require,
    require_everywhere,
    within,
)
from roster_core.project import PROJECT

STUDENTS, STAFF = frozenset({People.STUDENTS}), frozenset({People.STAFF})
#: Photos of students at two schools and of staff at a third, people everywhere, documents at one school.
VERA = User(
    "vera",
    "Vera",
    frozenset(
        {
            Grant(Right.BULK_IMAGE_UPLOAD, frozenset({"MMS"}), STUDENTS),
            Grant(Right.BULK_IMAGE_UPLOAD, frozenset({"MHS"}), STUDENTS),
            Grant(Right.BULK_IMAGE_UPLOAD, frozenset({"OOD"}), STAFF),
            Grant(Right.ROSTER_VIEW),
            Grant(Right.DOCUMENT_VIEW, frozenset({"MHE"}), STUDENTS),
            Grant(Right.EXPORT_RUN, frozenset({"MMS"})),
            Grant(Right.EXPORT_VIEW, None, STUDENTS),
            Grant(Right.EXPORT_VIEW, None, STAFF),
        }
    ),
)


@pytest.mark.parametrize(
    ("rights", "people", "schools"),
    [
        ([Right.BULK_IMAGE_UPLOAD], People.STUDENTS, {"MMS", "MHS"}),
        ([Right.BULK_IMAGE_UPLOAD], People.STAFF, {"OOD"}),
        ([Right.BULK_IMAGE_UPLOAD, Right.DOCUMENT_VIEW], People.STUDENTS, {"MMS", "MHS", "MHE"}),
        ([Right.DOCUMENT_VIEW], People.STAFF, set()),
        ([Right.DOCUMENT_VIEW, Right.ROSTER_VIEW], People.STAFF, None),
        ([], People.STUDENTS, set()),
    ],
)
def test_schools_are_those_of_the_rights_asked_for_and_of_no_other(rights, people, schools):
    assert VERA.schools_for(*rights, people=people) == schools


def test_a_right_for_one_of_a_persons_schools_is_enough():
    assert VERA.covers(Right.BULK_IMAGE_UPLOAD, ["MHE", "MHS"], People.STUDENTS)
    assert not VERA.covers(Right.BULK_IMAGE_UPLOAD, ["MHE"], People.STUDENTS)
    assert not VERA.covers(Right.BULK_IMAGE_UPLOAD, ["MMS"], People.STAFF)
    assert not VERA.covers(Right.BULK_IMAGE_UPLOAD, [], People.STUDENTS)
    assert VERA.covers(Right.ROSTER_VIEW, [], People.STAFF)


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (lambda: require(VERA, Right.ADMIN), "“admin”, which Vera does not hold"),
        (lambda: require(VERA, Right.DOCUMENT_VIEW, people=People.STAFF), "for other people than staff"),
        (lambda: require(VERA, Right.EXPORT_RUN), "concerns the whole district"),
        (lambda: require_everywhere(VERA, Right.DOCUMENT_VIEW), "for a part of it only"),
        (lambda: require_everywhere(VERA, Right.ADMIN), "does not hold"),
        (lambda: require_everywhere(granted("a", "A", Right, {"MMS"}), Right.ADMIN), "concerns the whole district"),
    ],
)
def test_a_refusal_says_whether_the_right_or_only_its_reach_is_missing(ask, reason):
    with pytest.raises(NotAllowed, match=reason):
        ask()


def test_what_is_held_for_all_schools_by_several_grants_is_held_everywhere():
    require_everywhere(VERA, Right.EXPORT_VIEW)
    assert VERA.may(Right.EXPORT_VIEW)
    assert not VERA.may(Right.EXPORT_RUN)


@pytest.mark.parametrize("right", Right)
def test_the_local_administrator_may_everything_for_everybody(right):
    admin = local_administrator()
    require(admin, right)
    require_everywhere(admin, right)
    assert all(admin.schools_for(right, people=kind) is None for kind in EVERYBODY)


@pytest.mark.parametrize("right", sorted(WHOLE_DISTRICT))
def test_a_right_over_the_whole_district_opens_nothing_for_a_part_of_it(right):
    for user in (granted("a", "A", [right], {"MMS"}), granted("a", "A", [right], None, STUDENTS)):
        assert not user.may(right)


def test_all_schools_are_within_all_and_within_no_choice_of_them():
    assert within(None, None)
    assert within({"MMS"}, frozenset({"MMS", "MHS"}))
    assert not within(None, frozenset({"MMS"}))
    assert not within({"MMS", "MHE"}, frozenset({"MMS"}))


def test_the_documentation_tells_of_every_right_what_it_lets_somebody_do():
    assert list(MAY) == list(Right)
    assert as_markdown() in (PROJECT / "README.md").read_text(encoding="utf-8")
