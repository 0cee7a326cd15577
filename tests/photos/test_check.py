import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from roster_core.batches.amounts import check_count
from roster_core.batches.states import ItemState, state_of
from roster_core.photos import kinds
from roster_core.photos.check import check_photo
from roster_core.photos.rules import GATEWAY, GENERAL
from roster_core.photos.types import PhotoType
from roster_core.project import PROJECT
from tests.photos.pictures import (
    bmp,
    claims,
    damaged,
    exif,
    gif,
    jpeg,
    png,
    portrait,
    saved,
    scan_bomb,
    segment,
    swapped,
    turned,
    with_chunks,
    with_segments,
)


def codes(check):
    return [finding.kind.code for finding in check.findings]


def check(name, data, rules=GENERAL):
    found = check_photo(name, data, rules)
    assert all(finding.message and (finding.kind.fix or finding.severity == "info") for finding in found.findings)
    return found


@pytest.mark.parametrize(
    ("width", "height", "accepted"),
    [
        (480, 600, True),
        (960, 1200, True),
        (479, 600, False),
        (480, 599, False),
        (961, 1200, False),
        (960, 1201, False),
    ],
)
def test_the_limits_of_gateway_are_inclusive(width, height, accepted):
    found = check("19chanw1.jpg", jpeg(width, height), GATEWAY)
    assert codes(found) == ([] if accepted else ["DIMENSIONS"])
    assert found.usable is accepted
    if not accepted:
        assert found.findings[0].message == f"It is {width} × {height} px; 480–960 × 600–1200 px is taken."


@pytest.mark.parametrize(("size", "code"), [(10_485_760, []), (10_485_761, ["TOO_LARGE"]), (0, ["EMPTY"])])
@pytest.mark.parametrize("rules", [GATEWAY, GENERAL])
def test_ten_megabytes_are_the_most_and_nothing_is_too_little(size, code, rules):
    data = jpeg()
    padded = (data + b"\0" * (size - len(data)))[:size]
    assert codes(check("a.jpg", padded, rules)) == code


@pytest.mark.parametrize(("files", "refused"), [(200, 0), (201, 1)])
def test_the_201st_file_is_refused_and_the_first_200_stay(files, refused):
    names = [f"{number}.jpg" for number in range(1, files + 1)]
    findings = check_count(names, GATEWAY.max_files)
    assert [finding.file for finding in findings] == names[200:]
    assert len(findings) == refused
    assert len(check_count(names, 200, already=150)) == files - 50


@pytest.mark.parametrize("data", [jpeg(), png(), gif(), bmp()])
def test_general_takes_four_types_and_gateway_only_one(data):
    kind = check("a.jpg", data).type
    name = f"0104233{kind.suffix.upper()}"
    assert codes(check(name, data)) == []
    gateway = check(name, data, GATEWAY)
    assert codes(gateway) == ([] if kind is PhotoType.JPEG else ["TYPE_NOT_ALLOWED"])


@pytest.mark.parametrize("name", ["a.jpg", "a.JPG", "a.jpeg", "a.jpe", "a.jfif", "x/y.Jpg"])
def test_every_usual_extension_of_a_jpeg_is_one(name):
    assert codes(check(name, jpeg(), GATEWAY)) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.jpg", png()), ("a.png", jpeg()), ("a.bmp", gif()), ("a.gif", bmp())],
)
def test_a_lying_extension_is_warned_about_and_the_content_decides(name, data):
    found = check(name, data)
    assert codes(found) == ["EXTENSION_MISMATCH"]
    assert state_of(found.findings) is ItemState.WARNING
    assert found.as_checked().content == found.sha256 != ""


def test_gateway_refuses_what_only_calls_itself_a_jpeg():
    assert codes(check("a.jpg", png(), GATEWAY)) == ["TYPE_NOT_ALLOWED"]


def zipped():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("a", "b")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (saved(portrait(), "TIFF"), "a TIFF picture"),
        (saved(portrait(), "WEBP"), "a WebP picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC picture"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "an AVIF picture"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "a film"),
        (b'<?xml version="1.0"?><svg xmlns="x"/>', "an SVG drawing"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "a web page"),
        (b"MZ\x90\0", "a program"),
        (b"\x7fELF", "a program"),
        (zipped(), "a ZIP or Office file"),
        (b"hello", "text"),
        (b"\x01\x02\x03", "of an unknown type"),
    ],
)
@pytest.mark.parametrize("name", ["0104233.jpg", "0104233.tif", "readme.txt", "0104233"])
def test_what_is_no_photo_is_called_by_its_name(name, data, what):
    found = check(name, data)
    assert codes(found) == ["TYPE_NOT_ALLOWED"]
    assert what in found.findings[0].message


@pytest.mark.parametrize("name", ["0104233.tif", "0104233.exe", "0104233"])
def test_an_extension_of_no_photo_type_is_refused_whatever_is_inside(name):
    assert codes(check(name, jpeg())) == ["TYPE_NOT_ALLOWED"]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_size_is_measured_as_one_sees_the_picture(orientation):
    lying = orientation > 4
    found = check("a.jpg", turned(orientation, *((600, 480) if lying else (480, 600))), GATEWAY)
    assert (found.width, found.height, found.orientation) == (480, 600, orientation)
    assert codes(found) == []


def test_a_lying_phone_portrait_of_the_wrong_size_tells_the_size_seen():
    found = check("a.jpg", turned(6, 480, 600), GATEWAY)
    assert "600 × 480" in found.findings[0].message
    assert codes(found) == ["DIMENSIONS", "LANDSCAPE"]


@pytest.mark.parametrize(
    "block",
    [b"", b"II*\0", exif(9), exif(0), b"II*\0\xff\xff\xff\xff", b"II*\0" + b"\x08\0\0\0\xff\xff" + b"\0" * 30],
)
def test_a_broken_exif_block_does_not_sink_a_photo(block):
    found = check("a.jpg", with_segments(jpeg(), segment(0xE1, b"Exif\0\0" + block)))
    assert (codes(found), found.orientation) == ([], 1)


def test_orientation_and_place_are_read_from_a_png_too():
    found = check("a.png", with_chunks(png(600, 480), (b"eXIf", exif(8, gps=True))))
    assert (found.width, found.height, found.has_location) == (480, 600, True)
    assert codes(found) == ["LOCATION_REMOVED"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP"])
@pytest.mark.parametrize(("width", "height"), [(15_001, 10), (10, 15_001), (10_000, 5_001), (14_000, 14_000)])
def test_a_header_that_claims_too_much_is_refused_before_any_decode(kind, width, height, monkeypatch):
    monkeypatch.setattr("roster_core.photos.check.decode", lambda *_: pytest.fail("it was decoded"))
    found = check(f"a.{kind.lower()}", claims(kind, width, height))
    assert codes(found) in (["DIMENSIONS"], ["UNREADABLE"])
    assert not found.usable


@pytest.mark.parametrize(("scans", "code"), [(64, []), (65, ["TOO_MANY_SCANS"]), (500, ["TOO_MANY_SCANS"])])
def test_more_scans_than_any_camera_makes_are_refused(scans, code):
    data = scan_bomb(scans)
    assert data.count(b"\xff\xda") == scans
    assert [one for one in codes(check("a.jpg", data)) if one == "TOO_MANY_SCANS"] == code


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
@pytest.mark.parametrize(("name", "data"), [("a.jpg", jpeg()), ("a.png", png()), ("a.gif", gif()), ("a.bmp", bmp())])
def test_a_file_that_was_cut_off_is_refused_or_held_for_a_look(name, data, part):
    found = check(name, data[: int(len(data) * part)])
    assert codes(found) in (["UNREADABLE"], ["DAMAGED"]) or "UNREADABLE" in codes(found) or "DAMAGED" in codes(found)
    if part < 0.9:
        assert codes(found) == ["UNREADABLE"]
        assert "cut off" in found.findings[0].message or "damaged" in found.findings[0].message


@pytest.mark.parametrize(
    "data",
    [
        damaged(jpeg()),
        damaged(saved(portrait(), progressive=True)),
        jpeg()[: len(jpeg()) // 2] + b"\xff\xd9",
    ],
)
def test_damage_that_pillow_does_not_mention_is_never_taken_silently(data):
    with Image.open(io.BytesIO(data)) as image:
        image.load()
    found = check("a.jpg", data)
    assert "DAMAGED" in codes(found)
    assert state_of(found.findings) is ItemState.WARNING


def test_a_png_whose_check_sum_does_not_fit_is_held_for_a_look():
    data = bytearray(png())
    data[-14] ^= 0xFF
    assert "DAMAGED" in codes(check("a.png", bytes(data)))


@pytest.mark.parametrize(
    "data",
    [
        jpeg()[:20] + b"\0\0\0" + jpeg()[20:],
        with_segments(jpeg(), segment(0xE2, b"ICC_PROFILE\0\1\1" + b"junk" * 30)),
        jpeg() + b"PK\3\4 a second file",
        jpeg() + jpeg(48, 60),
        saved(portrait(), progressive=True),
        saved(portrait(), subsampling=0),
        saved(portrait(), restart_marker_rows=1),
        saved(portrait(480, 600, "CMYK")),
        saved(portrait(480, 600, "L")),
        saved(portrait(), icc_profile=swapped()),
        with_segments(jpeg(), *[segment(0xE1, b"Exif\0\0" + b"x" * 60_000)] * 150),
    ],
)
def test_harmless_oddities_are_taken(data):
    assert codes(check("a.jpg", data)) == []


@pytest.mark.parametrize(
    "image",
    [
        portrait(480, 600, "RGBA"),
        portrait(480, 600, "LA"),
        portrait(480, 600, "P"),
        portrait(480, 600, "1"),
        Image.linear_gradient("L").resize((480, 600)).convert("I;16").point(lambda value: value * 257),
    ],
)
def test_every_kind_of_png_is_taken(image):
    assert codes(check("a.png", saved(image, "PNG"))) == []


def test_of_a_moving_picture_the_first_is_used_with_a_warning():
    assert codes(check("0104233.gif", gif(frames=3))) == ["ANIMATED"]
    moving = saved(portrait(), "PNG", save_all=True, append_images=[portrait().rotate(180)])
    assert codes(check("0104233.png", moving)) == ["ANIMATED"]


def test_lying_and_empty_pictures_are_worth_a_look():
    assert codes(check("a.jpg", jpeg(800, 600))) == ["LANDSCAPE"]
    assert codes(check("a.jpg", saved(Image.new("RGB", (480, 600), "grey")))) == ["LOW_DETAIL"]
    clear = Image.new("RGBA", (480, 600), (0, 0, 0, 0))
    clear.paste((200, 10, 10, 0), (0, 0, 240, 600))
    assert codes(check("a.png", saved(clear, "PNG"))) == ["LOW_DETAIL"]


def test_a_larger_photo_comes_with_a_plan_and_a_smaller_one_without():
    assert check("a.jpg", jpeg(1000, 1250), GATEWAY).plan is not None
    assert check("a.jpg", jpeg(400, 500), GATEWAY).plan is None
    assert check("a.jpg", jpeg(), GATEWAY).plan is None


def test_near_copies_are_alike_and_other_pictures_are_not():
    def likeness(data):
        return check("a.jpg", data).likeness

    bits = (likeness(jpeg()) ^ likeness(saved(portrait().resize((240, 300)), quality=60))).bit_count()
    assert bits <= 28
    other = portrait().transpose(Image.Transpose.ROTATE_180)
    assert (likeness(jpeg()) ^ likeness(saved(other))).bit_count() > 28


def test_kinds_have_codes_of_their_own():
    found = [kind.code for kind in kinds.KINDS]
    assert len(set(found)) == len(found)
    assert all(kind.fix or kind.severity == "info" for kind in kinds.KINDS)


def test_the_oddities_of_the_sample_photographer_are_found():
    seen: dict[str, list[str]] = {}
    with zipfile.ZipFile(PROJECT / "data" / "sample" / "photographer.zip") as archive:
        for name in archive.namelist():
            if name.lower().endswith(".jpg") and "._" not in name:
                for code in codes(check(name, archive.read(name), GATEWAY)):
                    seen.setdefault(code, []).append(name)
    assert {"DIMENSIONS", "TYPE_NOT_ALLOWED", "EMPTY", "LANDSCAPE", "LOCATION_REMOVED"} <= set(seen)
    assert len(seen.get("UNREADABLE", []) + seen.get("DAMAGED", [])) == 1
    assert sum(len(names) for names in seen.values()) < 20


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([jpeg(48, 60), png(48, 60), gif(48, 60), bmp(48, 60)]), st.data())
def test_no_bytes_ever_raise(whole, data):
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(changed[: data.draw(st.integers(0, len(changed)))])
    check("a.jpg", cut)
