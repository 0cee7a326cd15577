import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from roster_core.photos.check import check_photo
from roster_core.photos.fit import Crop, Done, Plan, fit, normalise, plan_crop, propose, stripped
from roster_core.photos.jpeg import BrokenPicture
from roster_core.photos.rules import GATEWAY, GENERAL, PhotoRules
from roster_core.photos.types import PhotoType
from tests.photos.pictures import SECRET, crowded, damaged, gif, jpeg, png, portrait, saved, srgb, swapped, turned

GRADIENT = Image.merge("RGB", [Image.linear_gradient("L").resize((480, 600))] * 3)


def opened(fitted):
    with Image.open(io.BytesIO(fitted.data)) as image:
        image.load()
        return image


@pytest.mark.parametrize(
    ("size", "plan"),
    [
        ((4000, 5000), Plan(960, 1200)),
        ((961, 1200), Plan(960, 1199)),
        ((960, 1201), Plan(959, 1200)),
        ((5000, 4000), Plan(960, 768)),
        ((3000, 1000), Plan(800, 1000, Crop(1100, 0, 800, 1000))),
        ((1000, 4000), Plan(960, 1200, Crop(0, 962, 1000, 1250))),
        ((480, 2000), Plan(480, 600, Crop(0, 490, 480, 600))),
        ((479, 5000), None),
        ((5000, 599), None),
    ],
)
def test_a_larger_photo_is_reduced_and_cropped_only_if_it_must_be(size, plan):
    width, height = size
    assert propose(width, height, GATEWAY) == plan


sides = st.integers(1, 15_000)


@given(sides, sides, st.tuples(sides, sides, sides, sides))
def test_what_is_proposed_always_fits_and_never_enlarges(width, height, numbers):
    low_width, high_width = sorted(numbers[:2])
    low_height, high_height = sorted(numbers[2:])
    custom = {"min_width": low_width, "max_width": high_width, "min_height": low_height, "max_height": high_height}
    every = [GATEWAY, GENERAL]
    if low_width * low_height <= 50_000_000:
        every.append(PhotoRules(**custom))
    for rules in every:
        plan = propose(width, height, rules)
        if plan is not None:
            crop = plan.crop or Crop(0, 0, width, height)
            assert rules.takes(plan.width, plan.height)
            assert plan.width <= crop.width <= width - crop.left
            assert plan.height <= crop.height <= height - crop.top
    assert (propose(width, height, GATEWAY) is None) is (width < 480 or height < 600)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_that_lies_is_turned_upright(orientation):
    fitted = normalise(turned(orientation, 480, 600))
    expected = (600, 480) if orientation > 4 else (480, 600)
    image = opened(fitted)
    assert (fitted.width, fitted.height) == image.size == expected
    assert not image.getexif()
    assert (Done.TURNED in fitted.done) is (orientation != 1)
    grey = np.asarray(image.convert("L"))
    corners = {1: (0, 0), 2: (0, -1), 3: (-1, -1), 4: (-1, 0), 5: (0, 0), 6: (0, -1), 7: (-1, -1), 8: (-1, 0)}
    row, column = corners[orientation]
    assert grey[row, column] > 200  # the mark at the upper left of the stored picture


def test_what_is_as_it_should_be_is_stripped_and_not_made_anew():
    fitted = normalise(crowded())
    assert fitted.done == (Done.STRIPPED,)
    assert SECRET not in fitted.data
    assert (np.asarray(opened(fitted)) == np.asarray(Image.open(io.BytesIO(jpeg())))).all()
    assert normalise(png()).type is PhotoType.PNG
    assert normalise(saved(portrait(), icc_profile=srgb())).done == (Done.STRIPPED,)


@pytest.mark.parametrize("data", [jpeg(), jpeg(mode="L")])
def test_a_usual_jpeg_is_stripped_by_its_segments(data):
    assert stripped(data) == normalise(data)
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(normalise(data).data)) as after:
        assert (before.mode, before.tobytes()) == (after.mode, after.tobytes())


@pytest.mark.parametrize(
    "data", [png(), gif(), jpeg(mode="CMYK"), turned(6), saved(portrait(), quality=85, icc_profile=srgb())]
)
def test_what_takes_more_than_stripping_is_left_to_the_decoder(data):
    assert stripped(data) is None
    assert normalise(data).data


def test_a_camera_photo_comes_into_the_limits():
    data = jpeg(2000, 2500)
    plan = check_photo("a.jpg", data, GATEWAY).plan
    assert plan is not None
    fitted = fit(data, plan)
    again = check_photo("a.jpg", fitted.data, GATEWAY)
    assert (again.findings, again.width, again.height) == ((), 960, 1200)
    assert fitted.done == (Done.REDUCED, Done.MADE_ANEW)
    small, whole = (
        np.asarray(one.convert("L").resize((48, 60)), float) for one in (opened(fitted), portrait(2000, 2500))
    )
    assert abs(small - whole).mean() < 3


def test_a_crop_is_the_part_asked_for():
    data = saved(GRADIENT, quality=95)
    fitted = fit(data, Plan(240, 300, Crop(0, 300, 240, 300)))
    assert opened(fitted).size == (240, 300)
    assert abs(np.asarray(opened(fitted).convert("L"))[[0, -1], 100].astype(int) - [127, 255]).max() < 4
    assert Done.CROPPED in fitted.done
    assert Done.REDUCED not in fitted.done


def test_a_crop_of_a_reduced_and_turned_photo_is_in_upright_pixels():
    lying = saved(GRADIENT.resize((1600, 2000)).transpose(Image.Transpose.ROTATE_90), quality=95)
    turned_by_hand = fit(lying, Plan(400, 500, Crop(0, 1000, 800, 1000), quarters=1))
    assert abs(np.asarray(opened(turned_by_hand).convert("L"))[[0, -1], 100].astype(int) - [127, 255]).max() < 5


@pytest.mark.parametrize(
    "plan",
    [
        Plan(480, 600, Crop(1, 0, 480, 600)),
        Plan(480, 600, Crop(-1, 0, 480, 600)),
        Plan(481, 600),
        Plan(300, 300, Crop(0, 0, 299, 300)),
        Plan(0, 0),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(plan):
    with pytest.raises(ValueError, match=r"outside of the picture|never enlarged"):
        fit(jpeg(), plan)


def test_a_drawn_crop_is_reduced_as_far_as_it_must_be():
    assert plan_crop(Crop(0, 0, 1600, 2000), GATEWAY) == Plan(960, 1200, Crop(0, 0, 1600, 2000))
    assert plan_crop(Crop(0, 0, 470, 600), GATEWAY) is None
    assert plan_crop(Crop(0, 0, 4000, 800), GATEWAY) is None


def test_transparency_is_put_on_white_and_hides_what_it_hid():
    image = Image.new("RGBA", (480, 600), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 240, 600))
    fitted = normalise(saved(image, "PNG"))
    left, right = opened(fitted).getpixel((50, 300)), opened(fitted).getpixel((400, 300))
    assert Done.ON_WHITE in fitted.done
    assert left[2] > 240
    assert left[0] < 20
    assert min(right) > 250


def test_a_palette_with_a_transparent_colour_is_put_on_white_too():
    image = portrait().quantize(8)
    data = saved(image, "PNG", transparency=0)
    hidden = np.asarray(image) == 0
    fitted = normalise(data)
    assert np.asarray(opened(fitted))[hidden].mean() > 240


def test_greys_of_16_bits_are_not_clipped_to_white():
    image = Image.fromarray(np.full((600, 480), 140 * 257, dtype=np.uint16))
    fitted = normalise(saved(image, "PNG"))
    assert np.asarray(opened(fitted)).mean() == pytest.approx(140, abs=1)


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_colours_are_brought_to_srgb(mode):
    fitted = normalise(saved(portrait(mode=mode), quality=95))
    seen, meant = (
        np.asarray(opened(fitted).convert("RGB"), float),
        np.asarray(portrait(mode=mode).convert("RGB"), float),
    )
    assert abs(seen - meant).mean() < 6
    assert opened(fitted).mode in {"RGB", "L"}


def test_a_foreign_profile_is_applied_and_dropped():
    fitted = normalise(saved(Image.new("RGB", (480, 600), (220, 30, 30)), icc_profile=swapped()))
    red, green, _ = opened(fitted).getpixel((9, 9))
    assert green - red > 100
    assert "icc_profile" not in opened(fitted).info
    assert Done.COLOUR in fitted.done
    assert normalise(saved(portrait(), icc_profile=b"junk" * 60)).done == (Done.STRIPPED,)


def test_a_comment_does_not_travel_along():
    assert SECRET not in fit(saved(portrait(1000, 1250), comment=SECRET), Plan(480, 600)).data


def test_of_a_moving_picture_the_first_is_taken():
    fitted = normalise(gif(frames=3))
    assert Done.FIRST_FRAME in fitted.done
    first = np.asarray(portrait().convert("L"), float)
    assert abs(np.asarray(opened(fitted).convert("L"), float) - first).mean() < 12


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", jpeg()[:300], b"BM" + b"\0" * 60, gif()[:40]])
def test_what_cannot_be_decoded_says_so(data):
    with pytest.raises(BrokenPicture):
        normalise(data)


def test_a_damaged_photo_that_was_accepted_can_still_be_made_to_fit():
    assert opened(fit(damaged(jpeg()), Plan(240, 300))).size == (240, 300)
