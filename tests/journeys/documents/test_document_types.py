"""The list of assessment types is the district's, and administrators keep it."""

from dataclasses import replace
from datetime import date

import pytest

from roster_core.access.rights import Right
from roster_core.journeys import document_types as types
from roster_core.journeys.document_types import TypeSettings
from roster_core.journeys.documents import read_document
from roster_core.refusals import Refusal
from tests.documents.made import Made
from tests.documents.small import ANA, BEN, YEAR
from tests.journeys.documents.conftest import holder

PLAIN = TypeSettings("Placement test")


def _codes(desk, **more):
    return [one.code for one in types.read_types(desk.store, desk.user, **more)]


def _type(desk, code):
    return next(one for one in types.read_types(desk.store, desk.user) if one.code == code)


def test_a_district_starts_with_the_list_of_the_model(desk):
    assert _codes(desk)[:3] == ["NJSLA-ELA", "NJSLA-M", "NJSLA-S"]
    assert len(_codes(desk)) == 15


def test_a_type_is_added_changed_switched_off_and_removed(desk):
    types.add_type(desk.store, desk.user, "PLACE", PLAIN)
    assert _codes(desk)[-1] == "PLACE"
    changed = TypeSettings("Placement", "STAFF_FAMILY", one_per_year=True, retention_years=7)
    types.change_type(desk.store, desk.user, "place", changed)
    assert _type(desk, "PLACE").settings == changed
    types.set_active(desk.store, desk.user, "PLACE", active=False)
    assert "PLACE" not in _codes(desk, active=True)
    assert "PLACE" in _codes(desk)
    types.set_active(desk.store, desk.user, "PLACE", active=True)
    types.delete_type(desk.store, desk.user, "PLACE")
    assert "PLACE" not in _codes(desk)
    assert [event.action.removeprefix("assessment_type_") for event in desk.events()] == [
        "added", "changed", "switched_off", "switched_on", "removed",
    ]  # fmt: skip
    assert desk.events()[1].facts["before"]["name"] == "Placement test"


@pytest.mark.parametrize(
    ("code", "settings", "why"),
    [
        ("", PLAIN, "cannot be a code"),
        ("a b", PLAIN, "cannot be a code"),
        ("../x", PLAIN, "cannot be a code"),
        ("X" * 31, PLAIN, "cannot be a code"),
        ("map", PLAIN, "already"),
        ("NEW", replace(PLAIN, name="  "), "blank"),
        ("NEW", replace(PLAIN, name="x" * 121), "too long"),
        ("NEW", replace(PLAIN, name="report CARD"), "Another type"),
        ("NEW", replace(PLAIN, default_visibility="ALL"), "who sees"),
        ("NEW", replace(PLAIN, retention_years=-1), "no number of years"),
        ("NEW", replace(PLAIN, retention_years=101), "no number of years"),
    ],
)
def test_what_cannot_be_a_type_is_refused(desk, code, settings, why):
    with pytest.raises(Refusal, match=why):
        types.add_type(desk.store, desk.user, code, settings)
    assert (len(_codes(desk)), desk.events()) == (15, [])


def test_a_type_with_documents_is_switched_off_but_not_removed(desk):
    desk.put_in(Made(ANA, withdrawn=True))
    with pytest.raises(Refusal, match="a document of it"):
        types.delete_type(desk.store, desk.user, "NJSLA-ELA")
    types.set_active(desk.store, desk.user, "NJSLA-ELA", active=False)
    assert (_type(desk, "NJSLA-ELA").active, _type(desk, "NJSLA-ELA").documents) == (False, 1)


def test_one_a_year_is_refused_while_somebody_has_two(desk):
    desk.put_in(Made(ANA, "Fall", "MAP"), Made(ANA, "Winter", "MAP"), Made(BEN, "Fall", "MAP"))
    with pytest.raises(Refusal, match="A student has more than one"):
        types.change_type(desk.store, desk.user, "MAP", replace(_type(desk, "MAP").settings, one_per_year=True))


def test_other_years_of_retention_give_its_documents_another_last_day(both):
    now, old, other = both.put_in(Made(ANA, "Fall", "MAP"), Made(ANA, "Fall", "MAP", "2019-20"), Made(ANA))
    settings = replace(_type(both, "MAP").settings, retention_years=3)
    assert types.count_due(both.store, both.user, "MAP", 3) == 1
    assert types.change_type(both.store, both.user, "MAP", settings) == 2
    days = {one: read_document(both.store, both.user, one)[0].dispose_on for one in (now, old, other)}
    # The end of the school year is what the roster says, or else June.
    assert days == {now: date(2030, 6, 20), old: date(2023, 6, 30), other: None}
    types.change_type(both.store, both.user, "MAP", replace(settings, retention_years=None))
    assert read_document(both.store, both.user, now)[0].dispose_on is None
    assert both.events("assessment_type_changed")[0].facts["documents_kept_otherwise"] == 2


def test_the_order_is_changed_and_names_each_type_once(desk):
    codes = _codes(desk)
    types.order_types(desk.store, desk.user, codes[::-1])
    assert _codes(desk) == codes[::-1]
    for wrong in (codes[1:], [*codes[1:], codes[1]]):
        with pytest.raises(Refusal, match="each type once"):
            types.order_types(desk.store, desk.user, wrong)


@pytest.mark.parametrize("right", sorted(set(Right) - {Right.ADMIN}))
def test_only_an_administrator_changes_types(desk, right):
    user = holder(right)
    for change in (
        lambda: types.add_type(desk.store, user, "NEW", PLAIN),
        lambda: types.change_type(desk.store, user, "MAP", PLAIN),
        lambda: types.set_active(desk.store, user, "MAP", active=False),
        lambda: types.delete_type(desk.store, user, "MAP"),
        lambda: types.order_types(desk.store, user, _codes(desk)[::-1]),
        lambda: types.count_due(desk.store, user, "MAP", 1),
    ):
        with pytest.raises(Refusal, match="admin"):
            change()
    assert desk.events() == []
    assert _type(desk, "MAP").name == "MAP"
    assert YEAR


def test_a_type_that_is_not_there_is_said_so(desk):
    with pytest.raises(Refusal, match="no assessment type NONE"):
        types.change_type(desk.store, desk.user, "NONE", PLAIN)
