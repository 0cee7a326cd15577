"""Jobs are carried out piece by piece, on both databases."""

import threading

import pytest
import sqlalchemy as sa
from sqlmodel import select

from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import Work, cancel, read_job, read_waiting, submit, wait_for
from roster_core.jobs.tables import Job
from roster_core.jobs.worker import AT_ONCE, Worker
from roster_core.refusals import Refusal


class Pieces:
    """A handler that has so many pieces for each subject, and keeps what it was asked."""

    def __init__(self, count, error=None):
        self.count, self.error = count, error
        self.asked, self.failed = [], []

    def advance(self, _store, _district_id, subject):
        self.asked.append(subject)
        done = self.asked.count(subject)
        if self.error and done == self.count:
            raise self.error
        return Progress(done, self.count, "counting", finished=done == self.count)

    def fail(self, _store, _district_id, subject, why):
        self.failed.append((subject, why))

    @property
    def handlers(self):
        return {"pieces": Handler(self.advance, self.fail)}


def asked_for(store, subject="a", *, district_id=1, job_id=None):
    with store.writing(district_id) as session:
        return submit(session, district_id, Work("pieces", subject, "dana"), job_id=job_id)


def test_a_job_goes_from_piece_to_piece_to_its_end(store):
    pieces, job_id = Pieces(3), asked_for(store)
    with Worker(store, pieces.handlers):
        wait_for(store, 1, job_id)
    job = read_job(store, 1, job_id)
    assert job is not None
    assert (job.state, job.done, job.total, job.attempts, job.error) == ("done", 3, 3, 1, None)
    assert pieces.asked == ["a"] * 3
    assert read_waiting(store, 1) == ()


def test_jobs_of_every_district_are_carried_out(store):
    pieces = Pieces(2)
    jobs = [(district, asked_for(store, f"of-{district}", district_id=district)) for district in (1, 2, 3)]
    with Worker(store, pieces.handlers):
        for district, job_id in jobs:
            wait_for(store, district, job_id)
    assert sorted(pieces.asked) == ["of-1", "of-1", "of-2", "of-2", "of-3", "of-3"]


def test_what_is_refused_ends_the_job_with_the_reason(store):
    pieces = Pieces(2, Refusal("Nothing was sent.", why="The folder is gone.", fix="Make it."))
    job_id = asked_for(store)
    with Worker(store, pieces.handlers):
        wait_for(store, 1, job_id)
    job = read_job(store, 1, job_id)
    assert job is not None
    assert (job.state, job.error) == ("failed", "Nothing was sent. The folder is gone. Make it.")
    assert pieces.failed == [("a", job.error)]
    assert len(pieces.asked) == 2


def test_work_that_this_version_does_not_know_fails(store):
    job_id = asked_for(store)
    with Worker(store, {}):
        wait_for(store, 1, job_id)
    job = read_job(store, 1, job_id)
    assert job is not None
    assert (job.state, job.error) == ("failed", "This version does not know the work “pieces”.")


def test_a_job_vanishes_with_the_change_that_was_undone(store):
    with pytest.raises(sa.exc.IntegrityError), store.writing(1) as session:
        _submit_and_fail(session)
    assert read_waiting(store, 1) == ()


def _submit_and_fail(session):
    submit(session, 1, Work("pieces", "a", "dana"), job_id="twice")
    row = session.exec(select(Job)).one()
    session.connection().execute(sa.insert(Job).values(**row.model_dump()))


def test_two_clicks_are_one_job(store):
    pieces = Pieces(1)
    assert asked_for(store, job_id="confirm-1") == asked_for(store, job_id="confirm-1")
    with Worker(store, pieces.handlers):
        wait_for(store, 1, "confirm-1")
    assert pieces.asked == ["a"]


def test_a_job_taken_back_is_not_begun(store):
    pieces, job_id = Pieces(1), asked_for(store, "a")
    with store.writing(1) as session:
        cancel(session, 1, job_id)
    after = asked_for(store, "b")
    with Worker(store, pieces.handlers):
        wait_for(store, 1, after)
    assert pieces.asked == ["b"]
    with pytest.raises(Refusal, match="It has ended already"), store.writing(1) as session:
        cancel(session, 1, job_id)


def test_of_one_name_there_is_one_worker(store):
    with Worker(store, {}), pytest.raises(Refusal, match="A worker with the name “local” runs already"):
        Worker(store, {}).__enter__()


def test_what_somebody_waits_for_does_not_queue_up_behind_what_takes_long(store):
    gate, quick = threading.Event(), Pieces(1)

    def long(_store, _district_id, _subject):
        assert gate.wait(30)
        return Progress(finished=True)

    handlers = {"long": Handler(long, quick.fail), "quick": Handler(quick.advance, quick.fail, prompt=True)}
    with store.writing(1) as session:
        slow = [submit(session, 1, Work("long", str(n), "dana", lane=str(n))) for n in range(2 * AT_ONCE)]
        prompt = submit(session, 1, Work("quick", "a", "dana"))
    with Worker(store, handlers):
        wait_for(store, 1, prompt)
        assert {job.job_id for job in read_waiting(store, 1)} == set(slow)
        gate.set()
