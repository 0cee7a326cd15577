"""The worker is killed while it changes the addresses of a whole district: all are changed, each once, or none."""

import csv
import threading
from collections import Counter

import pytest
from sqlmodel import select

from roster_core.access.audit import check_chain
from roster_core.batches.states import BatchState
from roster_core.jobs.queue import read_job
from roster_core.journeys.batches import confirming, undoing
from roster_core.journeys.batches.email_intake import EmailRequest, begin_from_file
from roster_core.journeys.handlers import HANDLERS
from roster_core.roster.tables.people import Student
from roster_core.roster.tables.updates import EmailChange
from roster_core.sample.scale import write_roster
from roster_core.store import open_store
from tests.jobs import faults
from tests.journeys.batches.conftest import PhotoDesk, load

STUDENTS = 400
#: When workers are killed, in seconds after they started: before, while and after they write.
KILLS = (0.4, 0.8, 1.2)


def stored(store):
    with store.reading(1) as session:
        return dict(session.exec(select(Student.district_number, Student.school_email)).all())


def waiting(desk, job_id):
    job = read_job(desk.store, 1, job_id)
    return job is not None and job.waiting


def carried_out(desk, job_id):
    """Workers, one after another, the first ones killed, until the job has ended."""
    pauses, pause = iter(KILLS), threading.Event()
    while waiting(desk, job_id):
        with faults.worker(desk.store.settings, handlers=HANDLERS) as worker:
            limit = next(pauses, None)
            waited = 0.0
            while worker.is_alive() and (limit is None or waited < limit) and waiting(desk, job_id):
                pause.wait(0.05)
                waited += 0.05
        yield stored(desk.store)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_addresses_change_all_at_once_however_often_the_worker_is_killed(engine, request, tmp_path):
    settings = request.getfixturevalue(f"{'sqlite' if engine == 'sqlite' else 'postgres'}_settings")
    write_roster(tmp_path / "roster", STUDENTS)
    load(settings, tmp_path / "roster")
    with (tmp_path / "roster" / "students.csv").open(encoding="utf-8") as file:
        keys = [row["district_number"] for row in csv.DictReader(file)]
    store = open_store(settings)
    desk, before = PhotoDesk(store, tmp_path / "staged"), stored(store)
    # Everybody gets the address of the next one: any half of it would leave two with the same.
    ring = dict(zip(keys, [*keys[1:], keys[0]], strict=True))
    after = {key: before[ring[key]] for key in keys}
    text = "".join(f"{key},{address or 'CLEAR'}\n" for key, address in after.items())
    batch_id = begin_from_file(store, desk.user, EmailRequest(), "ring.csv", f"student_id,new_email\n{text}".encode())
    for seen in carried_out(desk, confirming.confirm(store, desk.user, batch_id)):
        assert seen in (before, after)
    assert (stored(store), desk.view(batch_id).state) == (after, BatchState.DONE)
    changed = sum(1 for key in keys if before[key] != after[key])
    assert Counter(desk.results(batch_id).values())["Updated"] == changed
    for seen in carried_out(desk, desk.view(undoing.undo(store, desk.user, batch_id)).job_id):
        assert seen in (before, after)
    assert stored(store) == before
    with store.reading(1) as session:
        history = session.exec(select(EmailChange)).all()
        assert list(check_chain(session, 1)) == []
    assert len(history) == 2 * changed == len({(one.batch_id, one.batch_sequence) for one in history})
    store.close()
