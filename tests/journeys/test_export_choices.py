import pytest

from roster_core.access.rights import Right, granted
from roster_core.clever.profile.options import FIELDS
from roster_core.journeys.export_choices import read_export_choices
from roster_core.options import meta
from roster_core.refusals import Refusal

NOBODY = granted("nobody", "Nobody", frozenset({Right.ROSTER_VIEW}))


def test_the_roster_offers_what_every_option_with_codes_needs(ready):
    offered = read_export_choices(ready.store, ready.user)
    wanted = {meta(info)["choices"] for info in FIELDS.values() if "choices" in meta(info)}
    assert wanted == set(offered.named)
    assert all(offered.named[name] for name in ("school_years", "state_grades", "roles", "student_user_texts"))


def test_schools_are_offered_with_their_names_and_only_if_they_may_be_exported(ready):
    offered = read_export_choices(ready.store, ready.user)
    assert offered.named["schools"]["MHE"] == "Maple Hollow Elementary (MHE)"
    assert set(offered.usual_schools) <= set(offered.named["schools"])
    assert "OOD" in offered.named["schools"]
    assert "OOD" not in offered.usual_schools
    everything = {"MHE", "MMS", "MHS"}
    assert everything <= set(offered.usual_schools)


def test_gpas_are_offered_by_whether_they_are_weighted(ready):
    named = read_export_choices(ready.store, ready.user).named
    assert set(named["unweighted_gpa_types"]) == {"CUM_U"}
    assert set(named["weighted_gpa_types"]) == {"CUM_W"}


def test_without_a_roster_or_a_right_nothing_is_offered(desk, roster):
    with pytest.raises(Refusal, match="no roster to work on"):
        read_export_choices(desk.store, desk.user)
    desk.load(roster())
    with pytest.raises(Refusal, match="export_view"):
        read_export_choices(desk.store, NOBODY)
