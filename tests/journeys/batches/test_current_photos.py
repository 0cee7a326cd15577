"""The photos of now beside a draft: shown to those who may see them, and to nobody else."""

import pytest

from roster_core.access.rights import granted
from roster_core.journeys.batches.current_photos import CurrentPhoto, read_current, read_current_picture
from roster_core.journeys.people import show_person
from roster_core.journeys.photo_versions import read_version_picture, read_versions
from roster_core.refusals import Refusal
from tests.journeys.batches.conftest import face
from tests.journeys.batches.engines import either

ANA, BO = "0104233", "0101118"


def _number(desk, key):
    return show_person(desk.store, desk.user, "student", key).person_id


@either
def test_a_draft_shows_what_people_have_now_and_since_when(desk):
    desk.confirm(desk.checked({f"{ANA}.jpg": face(1)}))
    draft = desk.checked({f"{ANA}.jpg": face(2)})
    ana, bo = _number(desk, ANA), _number(desk, BO)
    version = read_versions(desk.store, desk.user, "student", ANA)[0]
    assert read_current(desk.store, desk.user, draft, [ana, bo, 987_654]) == {
        ana: CurrentPhoto(version.content, version.created_at)
    }
    small = read_version_picture(desk.store, desk.user, "student", ANA, version.version, small=True)
    assert read_current_picture(desk.store, desk.user, draft, ana) == small
    for number in (bo, 987_654):
        with pytest.raises(Refusal, match="no picture"):
            read_current_picture(desk.store, desk.user, draft, number)


@either
def test_of_people_of_other_schools_nothing_is_told(desk, as_user):
    desk.confirm(desk.checked({f"{ANA}.jpg": face(1)}))
    ana = _number(desk, ANA)
    elsewhere = as_user(granted("kim", "Kim", desk.user.rights, frozenset({"ZZZ"})))
    draft = elsewhere.checked({f"{ANA}.jpg": face(2)})
    assert read_current(elsewhere.store, elsewhere.user, draft, [ana]) == {}
    with pytest.raises(Refusal, match="no picture"):
        read_current_picture(elsewhere.store, elsewhere.user, draft, ana)
    with pytest.raises(Refusal):
        read_current(elsewhere.store, elsewhere.user, desk.checked({f"{ANA}.jpg": face(3)}), [ana])
