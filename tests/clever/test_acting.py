import pytest

from roster_core.clever.profile.acting import ACTS_ON, acts_on
from roster_core.clever.profile.options import FIELDS
from roster_core.clever.spec.files import BY_NAME
from roster_core.options import meta


def test_every_option_says_where_it_acts():
    assert set(ACTS_ON) <= set(FIELDS)
    assert {name for name in FIELDS if not acts_on(name)} == {name for name in FIELDS if name.startswith("deliver_")}


@pytest.mark.parametrize("name", [name for name in FIELDS if meta(FIELDS[name]).get("file")])
def test_an_option_acts_first_of_all_on_the_file_that_it_is_declared_for(name):
    assert acts_on(name)[0].file == meta(FIELDS[name])["file"]


@pytest.mark.parametrize("name", FIELDS)
def test_the_columns_are_those_of_the_file(name):
    extras = {"Home_language", "Unweighted_gpa", "Weighted_gpa", "Teacher_2_id", "Teacher_3_id", "Teacher_4_id"}
    for place in acts_on(name):
        known = {column.name.lower() for column in BY_NAME[place.file].columns} | {extra.lower() for extra in extras}
        assert {column.lower() for column in place.columns} <= known
