"""A whole batch of photos where files lie on an S3 server: from the upload to the download, and through an outage."""

import io
import shutil
import threading
import zipfile
from datetime import timedelta

import pytest
from sqlmodel import select

from roster_core.batches.states import BatchState
from roster_core.clock import utc_now
from roster_core.jobs import carrying, passing
from roster_core.jobs.queue import read_job, wait_for
from roster_core.jobs.worker import Worker
from roster_core.journeys.batches import confirming, undoing
from roster_core.journeys.batches.sweeping import sweep
from roster_core.journeys.handlers import HANDLERS
from roster_core.journeys.photo_download import DownloadRequest, open_download
from roster_core.photos.download import Size
from roster_core.roster.tables.records import Photo
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.journeys.batches.conftest import PhotoDesk, face, packed

FILES = {"0104233.jpg": face(1), "0101118.jpg": face(2), "0101900.jpg": face(3)}


@pytest.fixture
def desk(s3, sqlite_roster, tmp_path):
    shutil.copytree(sqlite_roster, tmp_path / "data")
    url = f"s3://{s3.bucket}/{tmp_path.name}"
    store = open_store(Settings(data_dir=tmp_path / "data", object_url=url))
    yield PhotoDesk(store, tmp_path / "staged")
    store.close()


def _stored(desk):
    with desk.store.reading(1) as session:
        return {photo.original_name: photo for photo in session.exec(select(Photo)).all()}


def _unpacked(pieces):
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_photos_go_in_and_out_and_none_of_them_stays_on_this_machine(desk, s3, tmp_path):
    archive = packed(FILES)
    batch_id = desk.checked({"set.zip": archive})
    before = s3.files(tmp_path.name)
    assert archive in before.values()
    assert set(FILES.values()) <= set(before.values())
    assert desk.confirm(batch_id).state is BatchState.DONE
    kept, photos = s3.files(tmp_path.name), _stored(desk)
    assert set(photos) == set(FILES)
    for name, photo in photos.items():
        assert kept[photo.source_key] == FILES[name]
        assert len(kept[photo.storage_key]) == photo.bytes
    here = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not [path for path in here if path.read_bytes() in FILES.values()]


@pytest.mark.parametrize("size", [Size.ORIGINAL, Size.SMALL])
def test_a_download_holds_what_is_stored_and_goes_on_from_any_byte(desk, s3, tmp_path, size):
    desk.confirm(desk.checked(FILES))
    request = DownloadRequest(template="{district_number}", size=size)
    whole = b"".join(open_download(desk.store, desk.user, request).pieces())
    again = open_download(desk.store, desk.user, request)
    assert again.size == len(whole)
    assert b"".join(again.pieces(1000, 9000)) == whole[1000:9000]
    found, kept = _unpacked([whole]), s3.files(tmp_path.name)
    for name, photo in _stored(desk).items():
        assert (found[f"photos/{name}"] == kept[photo.storage_key]) == (size is Size.ORIGINAL)


def test_what_nobody_needs_goes_from_the_server_too(desk, s3, tmp_path):
    batch_id = desk.checked({"set.zip": packed(FILES)})
    desk.confirm(batch_id)
    desk.run("batch-undo", undoing.undo(desk.store, desk.user, batch_id))
    assert len(s3.files(tmp_path.name)) == 7
    swept = sweep(desk.store, desk.user, clock=lambda: utc_now() + timedelta(days=2))
    assert (swept.files, len(s3.files(tmp_path.name))) == (1, 6)


def test_a_batch_waits_for_a_server_that_is_away_and_goes_on_when_it_is_back(desk, s3, monkeypatch):
    monkeypatch.setattr(carrying, "FIRST_PAUSE_S", 0.05)
    batch_id = desk.checked(FILES)
    s3.stop()
    try:
        job_id = confirming.confirm(desk.store, desk.user, batch_id)
        with Worker(desk.store, HANDLERS, poll_s=0.05, tend_s=0.5):
            pause = threading.Event()
            while (job := read_job(desk.store, 1, job_id)) and job.step != passing.STORE_AWAY:
                assert job.waiting
                pause.wait(0.05)
            s3.start()
            done = wait_for(desk.store, 1, job_id)
            assert done is not None
            assert done.state == "done"
    finally:
        s3.stop()
        s3.start()
    assert set(desk.results(batch_id).values()) == {"Uploaded"}
    assert desk.versions("0104233") == [(1, True, "0104233.jpg")]
