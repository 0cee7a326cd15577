"""Workers are killed, the database goes away, the disk is full: nothing is lost and nothing is done twice."""

import os
import random
import threading

import pytest
from pydantic import SecretStr

from roster_core.jobs.carrying import ATTEMPTS
from roster_core.jobs.fence import NameTakenError, alive, any_alive
from roster_core.jobs.queue import read_job, read_waiting, wait_for
from roster_core.jobs.worker import Worker
from roster_core.settings import Settings
from roster_core.store import open_store
from tests.jobs import faults
from tests.servers.postgres import running_postgres

#: With it every moment is tried; without, so many that the tests of all take no longer than they may.
SOAK = bool(os.environ.get("ROSTER_SOAK_ROUNDS"))


@pytest.fixture
def store(settings):
    opened = open_store(settings)
    faults.prepare(opened)
    yield opened
    opened.close()


def finished(store, jobs, *workers):
    """The jobs when they have ended, while workers live."""
    for job_id in jobs:
        ended = wait_for(store, 1, job_id, while_true=lambda: any(worker.is_alive() for worker in workers))
        assert ended is not None, "every worker is gone"
        yield ended


def steps_of_a_job(store):
    counted = faults.PROCESSES.Value("i", 0)
    jobs = faults.ask(store, ["counted"])
    with faults.worker(store.settings, counted=counted) as worker:
        assert [job.state for job in finished(store, jobs, worker)] == ["done"]
    return counted.value


def test_a_worker_may_be_gone_before_any_step_of_a_job(store):
    steps = steps_of_a_job(store)
    assert steps > 20
    every = 1 if SOAK else 3 if store.settings.sqlite else 5  # each takes half a second
    gone_before_each(store, range(1, steps + 1, every), faults.IN_JOBS, ["counted"])


def test_a_worker_may_be_gone_before_any_step_that_hands_a_job_over(store):
    gone_before_each(store, range(1, 17, 1 if SOAK else 3), faults.ON_THE_WAY, [])


def gone_before_each(store, steps, threads, subjects):
    for number in steps:
        subjects.append(f"gone-before-{number:03}")
        jobs = faults.ask(store, subjects[-1:])
        with faults.worker(store.settings, threads=threads, die_at=number) as worker:
            worker.join(90)
            assert worker.exitcode == 9
        with faults.worker(store.settings) as worker:
            assert [job.state for job in finished(store, jobs, worker)] == ["done"]
    faults.check_ledger(store, subjects)


def test_workers_may_be_killed_at_any_moment(store, settings):
    chance = random.Random(4)  # noqa: S311 - a fixed seed, not a secret
    names = ["local"] if settings.sqlite else ["one", "two"]
    kills = 30 if SOAK else 12
    subjects = [f"job-{n:03}" for n in range(5 * kills)]
    jobs = faults.ask(store, subjects)
    running = {name: faults.PROCESSES.Process(target=faults.work, args=(settings, name)) for name in names}
    for process in running.values():
        process.start()
    pause = threading.Event()
    for _ in range(kills):
        pause.wait(chance.uniform(0.05, 0.45))
        name = chance.choice(names)
        faults.kill(running[name])
        running[name] = faults.PROCESSES.Process(target=faults.work, args=(settings, name))
        running[name].start()
    try:
        assert read_waiting(store, 1), "there was less work than kills"
        assert {job.state for job in finished(store, jobs, *running.values())} == {"done"}
    finally:
        for process in running.values():
            faults.kill(process)
    faults.check_ledger(store, subjects)


def test_a_job_that_kills_its_worker_is_given_up_and_the_others_go_on(store):
    (bad,) = faults.ask(store, ["poison"], handler="poison", lane="one-lane")
    good = faults.ask(store, ["good"], handler="poison", lane="one-lane")
    starts = 0
    while (job := read_job(store, 1, bad)) is not None and job.waiting:
        starts += 1
        assert starts <= ATTEMPTS + 1
        with faults.worker(store.settings) as worker:
            wait_for(store, 1, bad, while_true=worker.is_alive)
    with faults.worker(store.settings) as worker:
        assert [one.state for one in finished(store, good, worker)] == ["done"]
    assert job is not None
    assert (job.state, starts) == ("failed", ATTEMPTS + 1)
    assert job.error == "It stopped the program each time that it was tried."


def test_a_worker_that_never_comes_back_is_replaced_by_another(store):
    subjects = [f"job-{n}" for n in range(6)]
    jobs = faults.ask(store, subjects)
    with faults.worker(store.settings, "one", die_at=12) as one:
        one.join(90)
        assert one.exitcode == 9
    with faults.worker(store.settings, "two") as two:
        ended = list(finished(store, jobs, two))
    assert {job.state for job in ended} == {"done"}
    faults.check_ledger(store, subjects)


def test_what_the_last_version_had_begun_and_queued_is_done_by_the_next(store):
    subjects = [f"job-{n}" for n in range(6)]
    jobs = faults.ask(store, subjects)
    with faults.worker(store.settings, die_at=30) as last:
        last.join(90)
        assert last.exitcode == 9
    begun = {job.state for job in read_waiting(store, 1)}
    assert begun == {"queued", "running"}
    with faults.worker(store.settings, handlers=faults.NEXT_VERSION) as following:
        assert {job.state for job in finished(store, jobs, following)} == {"done"}
    faults.check_ledger(store, subjects)


def test_of_one_name_there_is_one_worker_among_processes(store):
    with faults.worker(store.settings) as first:
        list(finished(store, faults.ask(store, ["a"]), first))
        with pytest.raises(NameTakenError, match="A worker with the name “local” runs already"):
            Worker(store, {}).__enter__()
        assert (alive(store, "local"), alive(store, "other"), any_alive(store)) == (True, False, True)
    faults.until(lambda: not any_alive(store))  # a server notices a moment later


def test_workers_live_on_when_the_database_was_started_anew(tmp_path):
    with running_postgres() as server:
        settings = Settings(data_dir=tmp_path / "data", database_url=SecretStr(server.database("roster_restarted")))
        store = open_store(settings)
        faults.prepare(store)
        subjects = [f"job-{n:03}" for n in range(60)]
        jobs = faults.ask(store, subjects)
        with faults.worker(settings, "one") as one, faults.worker(settings, "two") as two:
            for count in (5, 20, 40):
                for job_id in jobs[:count]:
                    wait_for(store, 1, job_id)
                server.restart()
            assert {job.state for job in finished(store, jobs, one, two)} == {"done"}
            assert one.is_alive()
            assert two.is_alive()
        faults.check_ledger(store, subjects)
        store.close()
