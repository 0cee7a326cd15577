import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from roster_core.photos.jpeg import BrokenPicture
from roster_core.photos.strip import strip
from tests.photos.pictures import (
    SECRET,
    bmp,
    crowded,
    exif,
    gif,
    jpeg,
    png,
    portrait,
    saved,
    segment,
    srgb,
    turned,
    with_chunks,
    with_segments,
)


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image).copy()


SOUND = [
    jpeg(),
    saved(portrait(), progressive=True),
    saved(portrait(), restart_marker_rows=1),
    saved(portrait(), subsampling=0),
    saved(portrait(480, 600, "CMYK")),
    saved(portrait(480, 600, "L")),
    saved(portrait(), keep_rgb=True),
]


@pytest.mark.parametrize("data", SOUND)
def test_pixels_are_the_same_to_the_bit(data):
    full = with_segments(data, segment(0xE1, b"Exif\0\0" + exif(gps=True)), segment(0xFE, SECRET)) + jpeg(48, 60)
    bare = strip(full)
    assert (pixels(bare) == pixels(data)).all()
    assert SECRET not in bare
    assert bare.endswith(b"\xff\xd9")
    assert strip(bare) == bare


def test_nothing_that_must_not_leave_the_house_is_left():
    assert crowded().count(SECRET) >= 6
    bare = strip(crowded())
    assert SECRET not in bare
    assert b"ICC_PROFILE" not in bare
    assert bare.count(b"\xff\xd8\xff") == 1
    assert bare.count(b"\xff\xd9") == 1
    with Image.open(io.BytesIO(bare)) as image:
        assert {"exif", "comment", "icc_profile", "photoshop", "xmp"}.isdisjoint(image.info)
        assert not image.getexif()


def test_the_thumbnail_in_a_jfif_header_is_gone():
    bare = strip(crowded())
    assert bare[2:20] == b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"


def test_a_colour_profile_stays_if_asked_for():
    data = saved(portrait(), icc_profile=srgb())
    assert b"ICC_PROFILE" not in strip(data)
    with Image.open(io.BytesIO(strip(data, keep_profile=True))) as image:
        assert image.info["icc_profile"] == srgb()


def test_an_end_marker_inside_a_thumbnail_does_not_end_the_picture():
    data = with_segments(jpeg(), segment(0xE1, b"Exif\0\0" + jpeg(48, 60)[:3000]))
    assert strip(data) == strip(jpeg())


@pytest.mark.parametrize("image", [portrait(), portrait(mode="RGBA"), portrait(mode="P"), portrait(mode="L")])
def test_a_png_keeps_its_pixels_and_loses_the_rest(image):
    plain = saved(image, "PNG")
    full = with_chunks(plain, (b"tEXt", b"Comment\0" + SECRET), (b"eXIf", exif()), (b"tIME", b"\7\xea\1\1\1\1\1"))
    bare = strip(full + SECRET)
    assert SECRET not in bare
    assert (pixels(bare) == pixels(plain)).all()
    assert strip(bare) == bare


def test_a_moving_png_becomes_its_first_picture():
    moving = saved(portrait(), "PNG", save_all=True, append_images=[portrait().rotate(180)])
    assert (pixels(strip(moving)) == pixels(png())).all()
    assert len(strip(moving)) < 0.7 * len(moving)


@pytest.mark.parametrize("data", [gif(), bmp(), b"", b"hello"])
def test_other_types_cannot_be_stripped(data):
    with pytest.raises(ValueError, match="cannot be stripped"):
        strip(data)


markers = st.sampled_from([0xE1, 0xE3, 0xE8, 0xED, 0xEF, 0xFE])


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(SOUND), st.lists(st.tuples(markers, st.binary(max_size=300)), max_size=5), st.binary(max_size=200)
)
def test_whatever_was_added_strip_always_gives_the_same_picture(data, added, trailing):
    full = with_segments(data, *[segment(marker, payload) for marker, payload in added]) + trailing
    assert strip(full) == strip(data)
    assert (pixels(strip(full)) == pixels(data)).all()


@settings(deadline=None)
@given(st.sampled_from([jpeg(48, 60), png(48, 60), turned(6, 48, 60)]), st.data())
def test_broken_bytes_never_raise_anything_but_that_they_are_broken(whole, data):
    changed = bytearray(whole)
    changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        strip(bytes(changed[: data.draw(st.integers(12, len(changed)))]))
    except (BrokenPicture, ValueError):
        return
