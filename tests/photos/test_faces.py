"""Crops around the face: found in drawn portraits, and left where they were without one."""

import pytest
from PIL import Image

from roster_core.photos import faces
from roster_core.photos.check import check_photo, examine_photo
from roster_core.photos.faces import find_face
from roster_core.photos.fit import Crop, Plan, propose
from roster_core.photos.limits import Decoder
from roster_core.photos.rules import GATEWAY
from roster_core.project import PROJECT
from tests.photos.pictures import jpeg, portrait, saved

SAMPLE = sorted((PROJECT / "data" / "sample" / "photos" / "students").glob("*.jpg"))


def drawn(number=0):
    with Image.open(SAMPLE[number]) as image:
        return image.convert("RGB")


def wide(*people, width=1800, height=1200):
    """A picture too wide for any portrait, with people (a picture, its left and upper edge) on a plain wall."""
    wall = Image.new("RGB", (width, height), (205, 210, 214))
    for person, left, top in people:
        wall.paste(person, (left, top))
    return saved(wall, quality=90)


def cropped(plan):
    assert plan is not None
    assert plan.crop is not None
    return plan.crop


@pytest.fixture(autouse=True)
def _fresh_detector():
    yield
    faces._detector.cache_clear()


def test_the_faces_of_the_sample_are_found():
    for number in range(0, len(SAMPLE), 40):
        face = find_face(SAMPLE[number].read_bytes())
        assert face is not None, SAMPLE[number].name
        assert abs(face.x - 0.5) < 0.12
        assert 0.3 < face.y < 0.65


@pytest.mark.parametrize("left", [60, 640, 1240])
def test_a_crop_lies_around_the_face_wherever_it_is(left):
    person = drawn().resize((480, 600))
    check, _ = examine_photo("wide.jpg", wide((person, left, 560)), GATEWAY)
    plain = check_photo("wide.jpg", wide((person, left, 560)), GATEWAY)
    assert plain.plan == propose(1800, 1200, GATEWAY)  # the check alone looks for no face
    crop = cropped(check.plan)
    assert (crop.width, crop.height) == (960, 1200)
    middle = left + 240
    assert crop.left <= middle - 130
    assert crop.left + crop.width >= middle + 130


def test_the_decoding_process_finds_faces_within_its_limits():
    with Decoder() as decoder:
        check, _ = decoder.examine("wide.jpg", wide((drawn().resize((480, 600)), 60, 300)), GATEWAY)
    assert cropped(check.plan).left < 100


def test_a_picture_that_is_one_line_has_no_face_that_is_nowhere():
    lines = [portrait(*size) for size in ((240, 1), (240, 2), (1, 300), (240, 32))] * 8
    found = [face for line in lines if (face := find_face(saved(line)))]
    assert [face for face in found if not (0 <= face.x <= 1 and 0 <= face.y <= 1)] == []


def test_two_people_or_none_leave_the_crop_in_the_middle():
    pair = wide((drawn(0), 200, 300), (drawn(40), 1300, 300))
    nobody = wide((portrait(480, 600), 100, 300))
    for data in (pair, nobody):
        assert examine_photo("wide.jpg", data, GATEWAY)[0].plan == propose(1800, 1200, GATEWAY)


def test_a_face_is_looked_for_only_where_something_is_cropped(monkeypatch):
    monkeypatch.setattr("roster_core.photos.check.find_face", lambda _: pytest.fail("looked for a face"))
    assert examine_photo("fits.jpg", jpeg(), GATEWAY)[0].plan is None
    assert examine_photo("large.jpg", jpeg(1920, 2400), GATEWAY)[0].plan == Plan(960, 1200)


def test_without_the_optional_packages_no_face_is_found(monkeypatch):
    faces._detector.cache_clear()
    monkeypatch.setattr(faces, "PACKAGES", ("cv2", "no_such_package_is_installed"))
    assert find_face(SAMPLE[0].read_bytes()) is None


def test_a_picture_too_tall_is_cropped_around_the_face():
    person = drawn().resize((600, 750))
    data = wide((person, 0, 1600), width=600, height=2400)
    rules = GATEWAY.model_copy(update={"max_height": 1000})
    crop = cropped(examine_photo("tall.jpg", data, rules)[0].plan)
    assert cropped(propose(600, 2400, rules)).top < 700
    assert crop.top > 1300


@pytest.mark.parametrize(("face", "left", "top"), [
    (faces.Face(0.5, 0.5), 600, 0), (faces.Face(0, 0), 0, 0), (faces.Face(1, 1), 1200, 0),
])  # fmt: skip
def test_a_crop_stays_within_the_picture(face, left, top):
    assert propose(2000, 1000, GATEWAY, face) == Plan(800, 1000, Crop(left, top, 800, 1000))
