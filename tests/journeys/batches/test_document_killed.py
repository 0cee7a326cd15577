"""The worker is killed again and again while it stores documents: none is lost and none is stored twice."""

import random
import shutil
import threading
from collections import Counter

import pytest
from sqlmodel import select

from roster_core.batches.states import BatchState
from roster_core.journeys.batches import confirming, undoing
from roster_core.journeys.handlers import HANDLERS
from roster_core.roster.tables.updates import Document, DocumentVersion
from roster_core.sample.scale import write_roster
from roster_core.settings import Settings
from roster_core.storage.objects import open_objects
from roster_core.store import open_store
from tests.jobs import faults
from tests.journeys.batches.conftest import load, packed
from tests.journeys.batches.document_desk import DocumentDesk
from tests.journeys.batches.test_killed import waiting
from tests.updates.pdfs import report

DOCUMENTS = 150


@pytest.fixture(params=["sqlite", "postgresql"])
def documents(request, tmp_path):
    """A desk in a district of so many students, with their numbers."""
    write_roster(tmp_path / "roster", DOCUMENTS)
    if request.param == "sqlite":
        settings = Settings(data_dir=tmp_path / "data")
    else:
        settings = request.getfixturevalue("postgres_settings")
    load(settings, tmp_path / "roster")
    lines = (tmp_path / "roster" / "students.csv").read_text().splitlines()[1:]
    store = open_store(settings)
    yield DocumentDesk(store, tmp_path / "staged"), [line.partition(",")[0] for line in lines]
    store.close()
    shutil.rmtree(tmp_path / "roster")


def killed_while(desk, job_id, chance):
    """Workers, one after another, each killed at some moment, until the job has ended; how many were killed."""
    killed, pause = 0, threading.Event()
    while (job := waiting(desk, job_id)) is not None:
        with faults.worker(desk.store.settings, handlers=HANDLERS) as worker:
            enough = job.done + 25 * chance.randint(1, 2)
            while worker.is_alive() and (now := waiting(desk, job_id)) is not None and now.done < enough:
                pause.wait(0.02)
            pause.wait(chance.uniform(0, 0.05))
        killed += 1
    return killed


def test_every_document_is_stored_once_however_often_the_worker_is_killed(documents):
    desk, numbers = documents
    chance = random.Random(7)  # noqa: S311 - a fixed seed, not a secret
    files = {f"{number}.pdf": report(f"Student {number}", number) for number in numbers}
    first = desk.checked({"all.zip": packed(files)})
    desk.confirm(first)
    assert Counter(desk.results(first).values()) == {"Uploaded": DOCUMENTS}
    again = desk.checked({"all.zip": packed({name: data + b"\n" for name, data in files.items()})})
    assert killed_while(desk, confirming.confirm(desk.store, desk.user, again), chance) >= 2
    assert (desk.view(again).state, Counter(desk.results(again).values())) == (
        BatchState.DONE,
        {"New version": DOCUMENTS},
    )
    undone = undoing.undo(desk.store, desk.user, again)
    desk.run("batch-undo", undone)
    assert Counter(desk.results(undone).values()) == {"Put back": DOCUMENTS}
    with desk.store.reading(1) as session:
        stored = session.exec(select(Document)).all()
        versions = session.exec(select(DocumentVersion)).all()
    assert len(stored) == len({one.person_id for one in stored}) == DOCUMENTS
    assert {one.current_version for one in stored} == {1}
    assert Counter(one.version for one in versions) == {1: DOCUMENTS, 2: DOCUMENTS}
    objects = open_objects(desk.store.settings)
    assert {objects.get(one.storage_key) for one in versions if one.version == 1} == set(files.values())
