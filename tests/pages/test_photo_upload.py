"""The states of the upload page: nothing yet, a preview, a refused archive, a failed check, and what rights change."""

import csv

import pytest

from pages.shell import catalog, session
from roster_core.access.rights import Right, local_administrator
from roster_core.batches.people import Criterion
from roster_core.batches.tables import Batch
from roster_core.jobs.tables import Job
from roster_core.journeys.batches.intake import add_files
from roster_core.journeys.batches.photo_start import PhotoRequest, start_photos
from roster_core.journeys.handlers import HANDLERS
from roster_core.photos.rules import RuleSet
from tests.journeys.batches.conftest import face, packed

PAGE = "photo_upload.py"
ENROLLMENTS = catalog.PAGES_FOLDER.parent / "data" / "sample" / "roster" / "student_enrollments.csv"

pytestmark = pytest.mark.usefixtures("with_sample")


@pytest.fixture
def checked(tmp_path):
    """Begins a batch of these files and checks them, as the worker does."""

    def begun(files, rules=RuleSet.GENERAL):
        store, user = session.store(), local_administrator()
        batch_id = start_photos(store, user, PhotoRequest(Criterion.DISTRICT_NUMBER, rules))
        given = []
        for number, (name, data) in enumerate(files.items()):
            path = tmp_path / f"{number}.bin"
            path.write_bytes(data)
            given.append((name, path))
        add_files(store, user, batch_id, given)
        while not HANDLERS["batch-check"].advance(store, 1, batch_id).finished:
            pass
        with store.writing(1) as db:
            batch = db.get_one(Batch, (1, batch_id))
            db.get_one(Job, (1, batch.job_id)).state = "done"
        return batch_id

    return begun


def test_nothing_is_asked_twice_the_choice_of_last_time_is_offered(open_page):
    at = open_page(PAGE)
    assert at.selectbox(key="photos.criterion.Students.general").value is Criterion.DISTRICT_NUMBER
    assert at.button(key="photos.rules.change")
    assert not at.exception


def test_who_is_no_administrator_cannot_change_the_rules(open_page, as_holder_of):
    as_holder_of(Right.BULK_IMAGE_UPLOAD)
    at = open_page(PAGE)
    assert not at.exception
    assert "photos.rules.change" not in {button.key for button in at.button}


def test_a_draft_is_taken_up_again_and_a_card_can_be_set_aside(open_page, checked):
    checked({"0101118.jpg": face(1), "nobody.jpg": face(2)})
    at = open_page(PAGE)
    assert not at.exception
    assert at.button(key="batch.submit").disabled
    at.button(key="photos.1.skip").click().run()
    assert not at.exception
    assert [one for one in at.markdown if "**1** set aside" in one.value]
    at.checkbox(key="batch.leave").check().run()
    assert not at.button(key="batch.submit").disabled


def test_a_search_that_finds_nothing_says_what_was_looked_for(open_page, checked):
    checked({"0101118.jpg": face(1)})
    at = open_page(PAGE)
    at.text_input(key="photos.find").set_value("zeppelin").run()
    assert not at.exception
    assert "is named “zeppelin”" in at.info[0].value


def test_the_columns_of_an_index_can_be_told_where_they_were_taken_for_others(open_page, checked):
    listed = b"Set\tPicture of\tShot\r\nA\t0104233\tIMG_1.JPG\r\nA\t0101118\tIMG_9.JPG\r\n"
    checked({"set.zip": packed({"INDEX.TXT": listed, "IMG_1.JPG": face(1)})})
    at = open_page(PAGE)
    assert any("says of no picture whose it is" in one.value for one in at.markdown)
    at.button(key="photos.index.0").click().run()
    assert [box.label for box in at.selectbox if box.key.startswith("photos.index.0")] == [
        "Column 1",
        "Column 2",
        "Column 3",
    ]
    assert ["A", "0104233", "IMG_1.JPG"] in at.dataframe[0].value.to_numpy().tolist()
    assert not at.exception
    assert "3 remarks on the index" in {one.label for one in at.expander}


def test_a_batch_without_any_file_offers_the_drop_zone_again(open_page, checked):
    checked({"broken.zip": b"PK\3\4 no"})
    at = open_page(PAGE)
    assert "broken" in at.error[0].value
    assert "batch.submit" not in {button.key for button in at.button}
    assert not at.exception


def test_a_check_that_failed_can_be_run_again(open_page, checked):
    batch_id = checked({"0101118.jpg": face(1)})
    with session.store().writing(1) as db:
        db.get_one(Batch, (1, batch_id)).error = "The disk is full."
    at = open_page(PAGE)
    assert "The disk is full" in at.error[0].value
    at.button(key="photos.again").click().run()
    assert not at.exception
    with session.store().reading(1) as db:
        assert db.get_one(Batch, (1, batch_id)).error is None


def test_who_of_a_photographed_homeroom_is_in_no_file_is_listed(open_page, checked):
    with ENROLLMENTS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if (row["school_code"], row["homeroom_code"]) == ("MMS", "7-A")]
    room = sorted({row["district_number"] for row in rows if row["is_primary"] == "true"})
    missing = room.pop()
    checked({f"{number}.jpg": face(at) for at, number in enumerate(room)})
    at = open_page(PAGE)
    at.session_state["photos.section"] = "Not in it"
    at.run()
    assert not at.exception
    listed = at.dataframe[0].value
    assert [missing in ids for ids in listed["IDs"]] == [True]
    assert list(listed["Homeroom"]) == ["7-A"]
