"""The worker is killed again and again while it carries out a batch of 300 photos; `ROSTER_SOAK_ROUNDS` for more."""

import csv
import hashlib
import os
import random
import shutil
import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import select

from roster_core.access.audit import check_chain
from roster_core.batches.people import Criterion
from roster_core.batches.states import BatchState
from roster_core.batches.tables import BatchItem
from roster_core.clock import utc_now
from roster_core.jobs.queue import read_job
from roster_core.journeys.batches import confirming, intake, undoing
from roster_core.journeys.batches.sweeping import sweep
from roster_core.journeys.handlers import HANDLERS
from roster_core.photos.rules import RuleSet
from roster_core.roster.tables.records import Photo, PhotoThumbnail
from roster_core.sample.scale import write_roster
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.jobs import faults
from tests.journeys.batches.conftest import PhotoDesk, face, load, packed

PHOTOS = 300
ROUNDS = int(os.environ.get("ROSTER_SOAK_ROUNDS", "1"))


@pytest.fixture(scope="module")
def district(tmp_path_factory):
    """The roster of a district of so many students, an installation with it loaded, and their photos in a ZIP."""
    folder = tmp_path_factory.mktemp("district")
    write_roster(folder / "roster", PHOTOS)
    load(Settings(data_dir=folder / "data"), folder / "roster")
    with (folder / "roster" / "students.csv").open(encoding="utf-8") as file:
        names = [f"{row['district_number']}.jpg" for row in csv.DictReader(file)]
    return folder / "roster", folder / "data", packed({name: face(at, 96, 120) for at, name in enumerate(names)})


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request, district, tmp_path):
    """An installation with that district loaded, on either database."""
    roster, data, _ = district
    if request.param == "sqlite":
        shutil.copytree(data, tmp_path / "data")
        return Settings(data_dir=tmp_path / "data")
    made = request.getfixturevalue("postgres_settings")
    load(made, roster)
    return made


def waiting(desk, job_id):
    """The job unless it has ended."""
    job = read_job(desk.store, 1, job_id)
    assert job is not None
    return job if job.waiting else None


def carried_out(desk, job_id, chance):
    """Workers, one after another, each killed at some moment, until the job has ended; how many were killed."""
    killed, pause = 0, threading.Event()
    while (job := waiting(desk, job_id)) is not None:
        with faults.worker(desk.store.settings, handlers=HANDLERS) as worker:
            enough = job.done + 25 * chance.randint(2, 8)
            while worker.is_alive() and (now := waiting(desk, job_id)) is not None and now.done < enough:
                pause.wait(0.02)
            pause.wait(chance.uniform(0, 0.3))
        killed += 1
    return killed


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_batch_is_carried_out_once_however_often_its_worker_is_killed(settings, district, tmp_path, seed):
    _, _, photos = district
    store = open_store(settings)
    desk, chance = PhotoDesk(store, tmp_path / "staged"), random.Random(seed)  # noqa: S311 - a fixed seed, not a secret
    batch_id = desk.start(Criterion.DISTRICT_NUMBER, RuleSet.GENERAL)
    added = intake.add_files(store, desk.user, batch_id, desk.given({"all.zip": photos}))
    killed = carried_out(desk, added, chance)
    assert desk.view(batch_id).counts["new"] == PHOTOS
    killed += carried_out(desk, confirming.confirm(store, desk.user, batch_id), chance)
    assert killed >= 4
    assert (desk.view(batch_id).state, Counter(desk.results(batch_id).values())) == (
        BatchState.DONE,
        {"Uploaded": PHOTOS},
    )
    with store.reading(1) as session:
        items = session.exec(select(BatchItem)).all()
        stored = session.exec(select(Photo)).all()
        assert len(session.exec(select(PhotoThumbnail)).all()) == PHOTOS
        assert list(check_chain(session, 1)) == []
    assert len(items) == len({item.name for item in items}) == PHOTOS
    assert {(photo.person_id, photo.version, photo.is_current) for photo in stored} == {
        (item.person_id, 1, True) for item in items
    }
    sweep(store, desk.user, clock=lambda: utc_now() + timedelta(days=2))
    assert_files_are_those_of(store, stored)
    undone = undoing.undo(store, desk.user, batch_id)
    carried_out(desk, desk.view(undone).job_id, chance)
    assert Counter(desk.results(undone).values()) == {"Taken back": PHOTOS}
    store.close()


def assert_files_are_those_of(store, photos):
    """Every file of the rows is there and whole, and there is no other."""
    objects = store.settings.data_dir / "objects"
    root = objects / "d" / "1"
    there = {path for kind in ("photo", "upload") for path in (root / kind).rglob("*") if path.is_file()}
    keys = {key for photo in photos for key in (photo.storage_key, photo.source_key)}
    assert {path.relative_to(objects).as_posix() for path in there} == keys
    for path in there:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name.partition(".")[0]
