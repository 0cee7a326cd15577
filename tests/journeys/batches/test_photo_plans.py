"""Photos turned and cropped by hand."""

import pytest

from roster_core.batches.states import ItemState
from roster_core.journeys.batches import pictures
from roster_core.journeys.batches.photo_plans import Part, crop, plan_of_part, read_croppable
from roster_core.journeys.batches.pictures import WHOLE, Shown
from roster_core.photos.decode import open_image
from roster_core.photos.fit import Crop, Plan
from roster_core.photos.rules import GATEWAY, RuleSet
from roster_core.photos.stored import plan_of
from roster_core.refusals import Refusal
from tests.journeys.batches.conftest import face
from tests.journeys.batches.engines import either


@pytest.mark.parametrize(
    ("part", "plan"),
    [
        (Part(), Plan(960, 1200, Crop(0, 0, 4000, 5000))),
        (Part(0.25, 0.1, 0.2, 0.2), Plan(800, 1000, Crop(1000, 500, 800, 1000))),
        (Part(0.25, 0.1, 0.1, 0.1), None),
        (Part(0, 0, 1, 0.1), None),
        (Part(0.5, 0, 0.5, 1, quarters=1), Plan(750, 1200, Crop(2500, 0, 2500, 4000), 1)),
        (Part(0.9, 0.9, 0.5, 0.5), None),
    ],
    ids=["whole", "a face", "too small", "too oblong", "turned", "past the edge"],
)
def test_a_part_becomes_a_plan_within_the_rules_or_none(part, plan):
    assert plan_of_part(part, 4000, 5000, GATEWAY) == plan


@either
def test_a_part_is_taken_of_all_photos_alike_and_stored_so(desk):
    files = {"0104233.jpg": face(1, 1600, 1500), "0101118.jpg": face(2, 1600, 1500), "0101900.jpg": face(3)}
    batch_id = desk.checked(files, rules=RuleSet.GATEWAY)
    one = desk.items(batch_id)["0104233.jpg"]
    assert one.state is ItemState.REJECTED
    known = read_croppable(desk.store, desk.user, batch_id, one.sequence)
    assert (known.width, known.height, known.smallest) == (1600, 1500, (480, 600))
    assert known.alike == (desk.items(batch_id)["0101118.jpg"].sequence,)
    crop(desk.store, desk.user, batch_id, [one.sequence, *known.alike], Part(0.25, 0, 0.5, 0.7))
    after = desk.items(batch_id)
    assert {after[name].state for name in files} == {ItemState.READY}
    assert plan_of(after["0101118.jpg"].plan) == Plan(800, 1050, Crop(400, 0, 800, 1050))
    again = read_croppable(desk.store, desk.user, batch_id, one.sequence)
    assert again.part == Part(0.25, 0, 0.5, 0.7)
    shown = pictures.read_item_picture(desk.store, desk.user, batch_id, one.sequence, Shown.NEW_LARGE)
    assert _size(shown.data) == (800, 1050)


@either
def test_the_whole_picture_is_shown_turned_and_reduced(desk):
    batch_id = desk.checked({"0104233.jpg": face(1, 2000, 1500)})
    shown = [pictures.read_item_picture(desk.store, desk.user, batch_id, 1, one).data for one in WHOLE]
    assert [_size(data) for data in shown] == [(1000, 750), (750, 1000), (1000, 750), (750, 1000)]
    assert len(set(shown)) == len(WHOLE)


@either
def test_a_part_that_the_rules_cannot_take_changes_nothing(desk):
    batch_id = desk.checked({"0104233.jpg": face(1, 1600, 1500)}, rules=RuleSet.GATEWAY)
    with pytest.raises(Refusal, match="480–960 × 600–1200 px"):
        crop(desk.store, desk.user, batch_id, [1], Part(0, 0, 0.1, 0.1))
    assert desk.items(batch_id)["0104233.jpg"].plan == ""


@either
def test_what_cannot_be_read_cannot_be_cropped(desk):
    batch_id = desk.checked({"0104233.jpg": b"hello"})
    with pytest.raises(Refusal, match="cannot be shown"):
        read_croppable(desk.store, desk.user, batch_id, 1)


def _size(data):
    with open_image(data) as image:
        return image.size
