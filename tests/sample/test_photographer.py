"""The photographer's ZIP: every oddity in it is what the page says it is."""

import io
import zipfile

import pytest
from PIL import Image, UnidentifiedImageError

from roster_core.sample.build import SEED
from roster_core.sample.photographer import entries

TOP = "Millbrook Middle 2026-10/"


@pytest.fixture(scope="module")
def delivery(sample):
    with zipfile.ZipFile(sample / "photographer.zip") as archive:
        assert archive.testzip() is None
        return {info.filename.removeprefix(TOP): archive.read(info) for info in archive.infolist()}


@pytest.fixture(scope="module")
def shown(book):
    found: dict[str, str] = {}
    for entry in entries(book, SEED):
        if entry.shows:
            found[entry.name] = entry.shows
    return found


def named(shown, words: str) -> list[str]:
    found = [name for name, text in shown.items() if words in text]
    assert found, words
    return found


def test_it_holds_about_sixty_pictures(delivery):
    assert 55 <= sum(name.lower().endswith(".jpg") for name in delivery) <= 75


def test_pictures_without_a_remark_match_somebody_and_fit_the_rules(delivery, shown, book):
    logins = {row["weblogin_id"].lower() for row in book.rows("students")} - {""}
    plain = [name for name in delivery if name not in shown]
    assert len(plain) >= 40
    for name in plain:
        assert name.rpartition("/")[2].rpartition(".")[0].lower() in logins
        with Image.open(io.BytesIO(delivery[name]), formats=("JPEG",)) as image:
            image.load()
            assert image.size == (480, 600)


def test_somebody_is_unknown_and_a_number_stands_for_a_login(shown, book):
    logins = {row["weblogin_id"] for row in book.rows("students")}
    assert "19nobodyx1" not in logins
    assert named(shown, "a district number") == ["7-A/0101118.jpg"]
    assert book.get("students", "0101118")["weblogin_id"] != "0101118"


def test_leading_zeros_were_lost(shown, book):
    (name,) = named(shown, "LEADING_ZEROS")
    stem = name.rpartition("/")[2].removesuffix(".jpg")
    assert [row["weblogin_id"] for row in book.rows("students") if row["weblogin_id"].lstrip("0") == stem] == [
        "0017342"
    ]


def test_a_retake_doubles_a_picture_of_another_folder(delivery, shown):
    (name,) = named(shown, "ambiguous")
    stem = name.rpartition("/")[2]
    twins = [other for other in delivery if other.rpartition("/")[2].lower() == stem.lower()]
    assert len(twins) == 2
    assert delivery[twins[0]] != delivery[twins[1]]


@pytest.mark.parametrize(
    ("words", "size", "kind"),
    [("DIMENSIONS", (240, 300), "JPEG"), ("a GIF called", (480, 600), "GIF"), ("LANDSCAPE", (960, 600), "JPEG"),
     ("LOW_DETAIL", (480, 600), "JPEG"), ("with the place in it", (600, 480), "JPEG")],
)  # fmt: skip
def test_misshapen_pictures_are_as_said(delivery, shown, words, size, kind):
    (name,) = named(shown, words)
    with Image.open(io.BytesIO(delivery[name])) as image:
        image.load()
        assert (image.size, image.format) == (size, kind)


def test_the_lying_picture_is_turned_and_tells_the_place(delivery, shown):
    (name,) = named(shown, "with the place in it")
    with Image.open(io.BytesIO(delivery[name])) as image:
        exif = image.getexif()
        assert exif[0x0112] == 6
        assert exif.get_ifd(0x8825)[1] == "N"


def test_what_is_no_picture_cannot_be_opened(delivery, shown):
    for words in ("a web page", "EMPTY"):
        (name,) = named(shown, words)
        with pytest.raises(UnidentifiedImageError):
            Image.open(io.BytesIO(delivery[name]))
    (name,) = named(shown, "UNREADABLE")
    with Image.open(io.BytesIO(delivery[name])) as image, pytest.raises(OSError, match="truncated"):
        image.load()


def test_one_picture_stands_for_two_people(delivery, shown):
    one, other = named(shown, "DUPLICATE_IMAGE")
    assert delivery[one] == delivery[other]


def test_one_picture_is_the_stored_one(delivery, shown, sample):
    (name,) = named(shown, "unchanged")
    assert delivery[name] == (sample / "photos" / "students" / name.rpartition("/")[2]).read_bytes()


def test_one_pupil_has_left(shown, book):
    (name,) = named(shown, "PERSON_INACTIVE")
    assert book.one("students", weblogin_id=name.rpartition("/")[2].removesuffix(".jpg"))["status"] == "INACTIVE"


def test_the_index_names_files_that_are_there_in_thirteen_columns(delivery):
    lines = delivery["INDEX.TXT"].decode().split("\r\n")
    assert lines.pop() == ""
    for line in lines:
        cells = line.split("\t")
        assert len(cells) == 13
        assert f"{cells[1]}/{cells[2]}" in delivery
