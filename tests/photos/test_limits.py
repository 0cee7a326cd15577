from pathlib import Path

import pytest
from PIL import Image

from roster_core.confined import Limits
from roster_core.photos.check import check_photo
from roster_core.photos.exchange import check_from, check_to
from roster_core.photos.fit import Plan, fit, normalise
from roster_core.photos.jpeg import BrokenPicture
from roster_core.photos.limits import Decoder, Stopped
from roster_core.photos.rules import GATEWAY, GENERAL
from tests.photos.pictures import gif, jpeg, png, saved, turned


@pytest.fixture(scope="module")
def decoder():
    with Decoder() as one:
        yield one


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", jpeg()),
        ("a.png", png()),
        ("a.jpg", jpeg(1000, 1250)),
        ("a.jpg", turned(6, gps=True)),
        ("a.gif", gif(frames=2)),
        ("a.jpg", jpeg()[:400]),
        ("a.jpg", b""),
        ("Añ/\u202e.tif", b"II*\0"),
    ],
)
@pytest.mark.parametrize("rules", [GATEWAY, GENERAL])
def test_a_check_next_door_says_the_same(decoder, name, data, rules):
    assert decoder.check(name, data, rules) == check_photo(name, data, rules)
    assert check_from(check_to(check_photo(name, data, rules))) == check_photo(name, data, rules)


def test_a_photo_made_to_fit_next_door_is_the_same(decoder):
    data = jpeg(1000, 1250)
    assert decoder.fit(data, Plan(480, 600)) == fit(data, Plan(480, 600))
    assert decoder.fit(data) == normalise(data)
    with pytest.raises(BrokenPicture):
        decoder.fit(b"BM")
    with pytest.raises(ValueError, match="never enlarged"):
        decoder.fit(data, Plan(2000, 2500))


def test_a_file_far_too_large_is_refused_and_not_carried_over(decoder):
    found = decoder.check("a.jpg", jpeg() + b"\0" * (11 << 20), GATEWAY)
    assert [finding.kind.code for finding in found.findings] == ["TOO_LARGE"]


def large(side):
    """Nothing but black, in few bytes."""
    return saved(Image.new("RGB", (side, side)), "PNG")


def test_what_takes_too_long_is_stopped_and_the_next_file_is_read():
    data = large(6_000)
    with Decoder(Limits(wall_s=0.05)) as one:
        found = one.check("a.png", data, GENERAL)
        assert [finding.kind.code for finding in found.findings] == ["TOOK_TOO_LONG"]
        with pytest.raises(Stopped):
            one.fit(data, Plan(3_000, 3_000))
        one.limits = Limits()
        assert one.check("a.jpg", jpeg(), GENERAL).usable


def test_what_needs_too_much_memory_is_stopped_and_the_next_file_is_read():
    with Decoder(Limits(memory_bytes=48 << 20)) as one:
        found = one.check("a.png", large(6_000), GENERAL)
        assert [finding.kind.code for finding in found.findings] == ["TOOK_TOO_MUCH"]
        assert one.check("a.jpg", jpeg(), GENERAL).usable


def test_processor_time_is_limited_too():
    with Decoder(Limits(cpu_s=0.0)) as one:
        data = large(7_000)
        codes = set()
        for _ in range(8):
            codes |= {finding.kind.code for finding in one.check("a.png", data, GENERAL).findings}
    assert "TOOK_TOO_LONG" in codes


def test_a_process_that_was_killed_from_outside_is_started_again():
    with Decoder() as one:
        assert one.check("a.jpg", jpeg(), GENERAL).usable
        process = one._process
        assert process is not None
        process.kill()
        process.wait()
        assert not one.check("a.jpg", jpeg(), GENERAL).usable
        assert one.check("a.jpg", jpeg(), GENERAL).usable


def test_closing_ends_the_process():
    one = Decoder()
    one.check("a.jpg", jpeg(), GENERAL)
    process = one._process
    assert process is not None
    one.close()
    assert process.poll() is not None
    one.close()


@pytest.mark.parametrize(("mode", "options"), [("RGBA", {}), ("P", {"transparency": 0}), ("P", {}), ("I;16", {})])
def test_the_largest_pictures_taken_stay_within_the_memory_allowed(decoder, mode, options):
    data = saved(Image.new(mode, (7_000, 7_000)), "PNG", **options)
    assert [finding.kind.code for finding in decoder.check("a.png", data, GENERAL).findings] == ["LOW_DETAIL"]
    assert decoder.fit(data, Plan(960, 960)).width == 960


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux shows the variables of another process")
def test_no_setting_of_ours_is_known_to_the_process(monkeypatch):
    monkeypatch.setenv("ROSTER_DATABASE_URL", "postgresql://user:secret@host/db")
    with Decoder() as one:
        one.check("a.jpg", jpeg(), GENERAL)
        assert one._process is not None
        assert b"secret" not in Path(f"/proc/{one._process.pid}/environ").read_bytes()
