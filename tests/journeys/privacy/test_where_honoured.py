"""Every place that the README says honours restricted and confidential records has a test that is there."""

import re

import pytest

from roster_core.downloads.holders import Holder
from roster_core.journeys.districts import DistrictView
from roster_core.journeys.photo_gaps import Gaps, gaps_csv, gaps_page
from roster_core.photos.gaps import Gap, State
from roster_core.project import PROJECT

_TABLE = (
    (PROJECT / "README.md")
    .read_text(encoding="utf-8")
    .partition("| place | photo restricted |")[2]
    .partition("\n\n")[0]
)
PLACES = [[cell.strip() for cell in line.strip("|").split("|")] for line in _TABLE.splitlines()[2:]]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place[0])
def test_a_place_names_a_test_that_there_is(place):
    found = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", place[-1])
    assert found, f"{place[0]} names no test"
    assert f"def {found[2]}(" in (PROJECT / found[1]).read_text(encoding="utf-8")


def test_there_are_places():
    assert len(PLACES) >= 9


def test_a_confidential_record_is_on_no_list_for_the_photographer():
    people = [Holder(1, "student", "0104233", last_name="Ortega"),
              Holder(2, "student", "0101118", last_name="Dunn", confidential=True)]  # fmt: skip
    gaps = Gaps(
        DistrictView(1, "MHSD", "Maple Hollow", "UTC", "2026-27", None), "2026-27",
        tuple(Gap(one, State.NONE) for one in people), (),
    )  # fmt: skip
    for told in (gaps_csv(gaps), gaps_page(gaps)):
        assert b"Ortega" in told
        assert b"Dunn" not in told
