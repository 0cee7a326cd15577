import pytest

from roster_core.access.rights import granted
from roster_core.journeys.roster_facts import read_facts
from roster_core.refusals import Refusal
from roster_core.roster.formats.choices import Facts
from tests.conftest import GOLDEN
from tests.journeys.conftest import Desk


def test_before_the_first_load_nothing_is_known(desk: Desk) -> None:
    assert read_facts(desk.store, desk.user) is None


def test_what_the_roster_says_of_the_district_is_known(desk: Desk) -> None:
    desk.load(GOLDEN)
    facts = read_facts(desk.store, desk.user)
    assert facts is not None
    assert (facts.district_code, facts.school_year) == ("MHSD", "2026-27")
    assert facts.year_start is not None
    assert {school.code for school in facts.schools} >= {"MHE", "MHS"}
    assert Facts.model_validate(facts.model_dump(mode="json")) == facts


def test_who_may_not_load_is_told_nothing(desk: Desk) -> None:
    with pytest.raises(Refusal):
        read_facts(desk.store, granted("nobody", "Nobody"))
