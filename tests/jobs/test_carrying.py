"""What a worker does about errors that pass, errors that stay, and being told to end."""

import errno
import logging
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from dbos import DBOS

from roster_core.clock import utc_now
from roster_core.jobs import carrying, passing
from roster_core.jobs.carrying import ATTEMPTS, TRIES, Carrier, LeftError
from roster_core.jobs.fence import Fence
from roster_core.jobs.handlers import Handler, Progress
from roster_core.jobs.queue import Work, cancel, read_job, submit, wait_for
from roster_core.jobs.tending import NOTES_KEPT, Tending
from roster_core.jobs.worker import Worker
from roster_core.store import Store, open_store


class Counting:
    """A handler with three pieces; before the second it does what a test wants."""

    def __init__(self, before_second=lambda: None, fail=lambda: None):
        self.before_second, self.fail = before_second, fail
        self.done, self.failed = 0, []

    def advance(self, _store, _district_id, _subject):
        if self.done == 1:
            self.before_second()
        self.done += 1
        return Progress(self.done, 3, "counting", finished=self.done == 3)

    def failing(self, _store, _district_id, _subject, why):
        self.failed.append(why)
        self.fail()

    @property
    def handlers(self):
        return {"count": Handler(self.advance, self.failing)}


class Times:
    """Raises `error` so many times, and then no more."""

    def __init__(self, error, count):
        self.error, self.left = error, count

    def __call__(self):
        if self.left:
            self.left -= 1
            raise self.error


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(carrying, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setitem(carrying._STEP, "interval_seconds", 0.01)


def asked_for(store, *, district_id=1, job_id=None):
    with store.writing(district_id) as session:
        return submit(session, district_id, Work("count", "a", "dana"), job_id=job_id)


def job_of(store, job_id):
    job = read_job(store, 1, job_id)
    assert job is not None
    return job


def end_of(store, job_id, district_id=1):
    job = wait_for(store, district_id, job_id)
    assert job is not None
    return job


@contextmanager
def working(store, handlers):
    with Worker(store, handlers, poll_s=0.02, tend_s=0.1) as worker:
        yield worker


def ended(store, counting, job_id=None):
    job_id = job_id or asked_for(store)
    with working(store, counting.handlers):
        return end_of(store, job_id)


def no_space():
    return OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_waited_for(store):
    job = ended(store, Counting(Times(no_space(), TRIES + 2)))
    assert (job.state, job.done, job.attempts, job.error) == ("done", 3, 1, None)


def test_whoever_looks_is_told_that_the_disk_is_full(store):
    full, job_id = Counting(Times(no_space(), 10_000)), asked_for(store)
    with working(store, full.handlers):
        wait_for(store, 1, job_id, while_true=lambda: job_of(store, job_id).step != passing.FULL)
        full.before_second.left = 0
        assert end_of(store, job_id).state == "done"


def test_nothing_is_begun_while_little_space_is_left(store, monkeypatch):
    counting, job_id = Counting(), asked_for(store)
    monkeypatch.setattr(passing, "LEAST_FREE_BYTES", 1 << 80)
    with working(store, counting.handlers):
        wait_for(store, 1, job_id, while_true=lambda: job_of(store, job_id).step != passing.FULL)
        assert counting.done == 0
        monkeypatch.setattr(passing, "LEAST_FREE_BYTES", 0)
        assert end_of(store, job_id).state == "done"


def test_an_error_that_stays_fails_the_job_and_its_words_stay_unsaid(store, caplog):
    counting = Counting(Times(ValueError("Ada Pupil"), 10_000))
    job = ended(store, counting)
    assert (job.state, job.done) == ("failed", 1)
    assert job.error == f"The program met an error it does not know (ValueError), {TRIES} times."
    assert counting.failed == [job.error]
    assert "a piece of count failed: ValueError at __call__" in caplog.text
    assert "Ada" not in caplog.text


def test_an_error_that_goes_away_is_tried_again(store):
    job = ended(store, Counting(Times(ValueError(), TRIES - 1)))
    assert (job.state, job.done, job.error) == ("done", 3, None)


def test_a_job_fails_even_if_that_cannot_be_noted_where_it_belongs(store):
    counting = Counting(Times(ValueError(), 10_000), fail=Times(KeyError(), 10_000))
    job = ended(store, counting)
    assert job.state == "failed"
    assert job.error.endswith("(ValueError), 5 times. Noting this met an error (KeyError).")


class Gate:
    """Where a piece waits until the test lets it go on."""

    def __init__(self):
        self.at_it, self.go_on = threading.Event(), threading.Event()

    def __call__(self):
        self.at_it.set()
        assert self.go_on.wait(30)


def test_a_job_cancelled_at_a_piece_ends_after_it(store):
    gate, job_id = Gate(), asked_for(store)
    counting = Counting(gate)
    with working(store, counting.handlers):
        assert gate.at_it.wait(30)
        with store.writing(1) as session:
            cancel(session, 1, job_id)
        following = asked_for(store)
        gate.go_on.set()
        wait_for(store, 1, following)
    assert job_of(store, job_id).state == "cancelled"
    assert counting.done == 3  # two of the first and one of the following, for which it was the last


def test_a_worker_told_to_end_leaves_the_rest_to_the_next(store):
    gate, job_id = Gate(), asked_for(store)
    counting = Counting(gate)
    with working(store, counting.handlers) as worker:
        assert gate.at_it.wait(30)
        worker.carrier.stop.set()
        gate.go_on.set()
    left = job_of(store, job_id)
    assert (left.state, left.done, left.error) == ("running", 2, None)
    assert ended(store, counting, job_id).state == "done"
    assert counting.done == 3


@pytest.mark.parametrize("error", [RuntimeError("outside"), LeftError()], ids=["engine-ends-it", "thread-is-gone"])
def test_a_job_that_was_let_go_of_is_taken_up_again(store, monkeypatch, error):
    once = Times(error, 1)
    begin = Carrier._begin
    monkeypatch.setattr(Carrier, "_begin", lambda self, task: once() or begin(self, task))
    assert ended(store, Counting()).state == "done"
    assert once.left == 0


def test_what_is_let_go_of_each_time_comes_to_an_end(store, monkeypatch):
    ending = Carrier._ended
    once = Times(RuntimeError(), ATTEMPTS)
    monkeypatch.setattr(Carrier, "_ended", lambda self, task, why: once() or ending(self, task, why))
    counting = Counting(Times(ValueError(), 10_000))
    job = ended(store, counting)
    assert (job.state, job.error) == ("failed", "It stopped the program each time that it was tried.")


def test_the_same_job_id_in_two_districts_is_two_jobs(store):
    seen = []

    def advance(_store, district_id, _subject):
        seen.append(district_id)
        return Progress(finished=True)

    for district_id in (1, 2):
        asked_for(store, district_id=district_id, job_id="nightly")
    with working(store, {"count": Handler(advance, Counting().failing)}):
        for district_id in (1, 2):
            assert end_of(store, "nightly", district_id).state == "done"
    assert sorted(seen) == [1, 2]


def test_the_notes_of_the_engine_are_forgotten_and_the_job_is_not(store):
    job_id = asked_for(store)
    with working(store, Counting().handlers) as worker:
        wait_for(store, 1, job_id)
        worker.carrier.wait_until_left(30)
        for day, kept in ((NOTES_KEPT - timedelta(hours=1), 1), (NOTES_KEPT + timedelta(hours=1), 0)):
            later = utc_now() + day
            Tending(store, Fence(store, "local"), worker.carrier, clock=later.astimezone).tidy()
            assert len(DBOS.list_workflows()) == kept
    assert job_of(store, job_id).state == "done"


def test_jobs_that_ended_long_ago_are_forgotten_and_those_at_work_are_not(store):
    at_it, go_on = threading.Event(), threading.Event()

    def advance(_store, _district_id, subject):
        if subject == "long":
            at_it.set()
            go_on.wait(30)
        return Progress(finished=True)

    ended = [asked_for(store, job_id=f"ended-{number}", district_id=number % 2 + 1) for number in range(4)]
    with working(store, {"count": Handler(advance, Counting().failing)}) as worker:
        for number, job_id in enumerate(ended):
            wait_for(store, number % 2 + 1, job_id)
        with store.writing(1) as session:
            at_work = submit(session, 1, Work("count", "long", "dana"))
        assert at_it.wait(30)
        left = []
        for days in (399, 401):
            later = utc_now() + timedelta(days=days)
            Tending(store, Fence(store, "local"), worker.carrier, clock=later.astimezone).tidy()
            with store.engine.connect() as connection:
                left.append({*connection.execute(sa.text("select job_id from job")).scalars()})
        go_on.set()
    assert left == [{*ended, at_work}, {at_work}]


def test_what_is_due_once_in_a_while_is_done_no_more_often(store):
    moment = [utc_now()]
    called: list[Store] = []
    with working(store, {}) as worker:
        tending = Tending(store, Fence(store, "local"), worker.carrier, hourly=called.append, clock=lambda: moment[0])
        for later in (0, 59, 61):
            moment[0] += timedelta(minutes=later)
            tending.tidy()
            tending.tidy()
    assert called == [store, store]


def test_a_busy_database_is_waited_for(sqlite_store):
    @sa.event.listens_for(sqlite_store.engine, "begin")
    def _impatient(connection):
        connection.exec_driver_sql("pragma busy_timeout = 20")

    gate, job_id = Gate(), asked_for(sqlite_store)
    with working(sqlite_store, Counting(gate).handlers):
        assert gate.at_it.wait(30)
        with sqlite_store.writing(1):
            gate.go_on.set()
            threading.Event().wait(0.5)  # longer than a writer waits
        job = end_of(sqlite_store, job_id)
    assert (job.state, job.attempts, job.error) == ("done", 1, None)


def test_a_database_that_is_full_is_waited_for(sqlite_store):
    pages = [1 << 30]

    @sa.event.listens_for(sqlite_store.engine, "connect")
    @sa.event.listens_for(sqlite_store.engine, "checkout")
    def _limited(connection, *_):
        connection.execute(f"pragma max_page_count = {pages[0]}")

    with sqlite_store.engine.begin() as connection:
        connection.exec_driver_sql("create table filled (data blob)")

    def fill(store, _district_id, _subject):
        with store.engine.execution_options(writes=True).begin() as connection:
            connection.exec_driver_sql("insert into filled values (zeroblob(400000))")
        return Progress(1, 1, finished=True)

    job_id = asked_for(sqlite_store)
    pages[0] = 1  # as few as there are
    with working(sqlite_store, {"count": Handler(fill, Counting().failing)}):
        wait_for(sqlite_store, 1, job_id, while_true=lambda: job_of(sqlite_store, job_id).step != passing.FULL)
        pages[0] = 1 << 30
        assert end_of(sqlite_store, job_id).state == "done"


@pytest.fixture
def sqlite_store(sqlite_settings):
    opened = open_store(sqlite_settings)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _logged(caplog):
    caplog.set_level(logging.INFO)
