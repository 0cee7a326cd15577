"""The worked cases of batch-updates §6, from files or a ZIP to the preview and what would come of it."""

import io
import zipfile

import pytest

from roster_core.batches.archive import Archive
from roster_core.batches.items import Choice, accept_kind, keep
from roster_core.batches.people import Criterion, People
from roster_core.batches.states import BatchKind, ItemState, result_applied, result_not_applied
from roster_core.batches.suggest import suggest
from roster_core.photos.check import check_photo
from roster_core.photos.rules import GATEWAY, GENERAL
from tests.batches.deciding import match_names, note_checks, pick
from tests.batches.people_made import ANA, MARIA, WEN, students
from tests.photos.pictures import bmp, gif, jpeg, png, portrait, saved

STAFF = People(Criterion.STAFF_ID, (MARIA,))
NUMBER, LOCAL = students(Criterion.DISTRICT_NUMBER), students(Criterion.STATE_ID)


def previewed(files, people, rules=GENERAL):
    items = match_names([name for name, _ in files], people)
    checks = {number: check_photo(name, data, rules).as_checked() for number, (name, data) in enumerate(files, 1)}
    return note_checks(items, checks)


def result(item):
    if item.confirmable:
        return result_applied(BatchKind.PHOTO, replaced=bool(item.person.current))
    return result_not_applied(item.state)


@pytest.mark.parametrize(
    ("people", "name", "data", "word", "person"),
    [
        (NUMBER, "0104233.png", png(), "Uploaded", ANA),
        (LOCAL, "7012345678.jpg", jpeg(), "Uploaded", ANA),
        (NUMBER, "7012345678.jpg", jpeg(), "No Match", None),
        (STAFF, "2001.bmp", bmp(), "Uploaded", MARIA),
        (NUMBER, "0104233.tif", saved(portrait(), "TIFF"), "Rejected", ANA),
        (students(Criterion.WEBLOGIN_ID), "19CHANW1.JPG", jpeg(), "Uploaded (replaced)", WEN),
    ],
)
def test_one_file_comes_to_what_the_sources_say(people, name, data, word, person):
    (item,) = previewed([(name, data)], people)
    assert (result(item), item.person) == (word, person)


def test_the_other_criterion_is_suggested():
    assert [one.why for one in suggest("7012345678.jpg", NUMBER)] == ["matches as Local ID (government number)"]


def test_a_zip_of_known_and_unknown_files_and_litter(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in ("0104233.jpg", "0104300.jpg", "0101118.jpg", "0999999.jpg"):
            made.writestr(f"pictures/{name}", jpeg())
        made.writestr("readme.txt", "hello")
        made.writestr("__MACOSX/pictures/._0104233.jpg", "x")
    path = tmp_path / "_Studentimages.zip"
    path.write_bytes(buffer.getvalue())
    with Archive(path) as archive:
        files = [(entry.path, archive.read(entry)) for entry in archive.entries]
        assert archive.litter == 1
    results = [result(item) for item in previewed(files, NUMBER)]
    assert results == ["Uploaded", "Uploaded (replaced)", "Uploaded", "No Match", "Rejected"]


def test_a_moving_picture_is_uploaded_after_a_look():
    items = previewed([("0104233.gif", gif(frames=3))], NUMBER)
    assert (items[0].state, result(items[0])) == (ItemState.WARNING, "Skipped")
    assert result(*pick(items, accept_kind(items, "ANIMATED"))) == "Uploaded"


def test_of_two_files_for_one_person_the_user_picks():
    items = previewed([("a/0104233.jpg", jpeg()), ("b/0104233.jpg", jpeg(481, 601))], NUMBER)
    assert [item.state for item in items] == [ItemState.AMBIGUOUS] * 2
    assert [result(item) for item in pick(items, keep(items, 2))] == ["Skipped", "Uploaded"]


def test_an_unmatched_file_is_picked_by_hand():
    items = previewed([("DSC_0001.jpg", jpeg())], students(Criterion.WEBLOGIN_ID), GATEWAY)
    assert result(items[0]) == "No Match"
    assert result(*pick(items, {1: Choice(person=ANA)})) == "Uploaded"
