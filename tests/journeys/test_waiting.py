"""A command waits for a job: for the worker to do it, or by being the worker."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from roster_core.jobs.fence import Fence, alive
from roster_core.jobs.queue import read_waiting
from roster_core.journeys.roster_load import LoadRequest, begin, check_in_background
from roster_core.journeys.waiting import NAME, finish
from tests.journeys.conftest import Desk

Roster = Callable[..., Path]


def asked_for(desk: Desk, roster: Roster) -> str:
    check_in_background(desk.store, begin(desk.store, desk.user, roster(), LoadRequest()))
    return read_waiting(desk.store, 1)[-1].job_id


def test_without_a_worker_the_command_is_one_while_it_waits(desk: Desk, roster: Roster) -> None:
    assert finish(desk.store, 1, asked_for(desk, roster)).state == "done"
    assert not alive(desk.store, NAME)


def test_a_command_takes_the_place_of_a_worker_that_ends(desk: Desk, roster: Roster) -> None:
    job_id = asked_for(desk, roster)
    with ThreadPoolExecutor(1) as beside:
        with Fence(desk.store, NAME):  # a worker that does not come to it
            waiting = beside.submit(finish, desk.store, 1, job_id)
            assert not wait([waiting], timeout=0.5).done
            assert [job.state for job in read_waiting(desk.store, 1)] == ["queued"]
        assert waiting.result(60).state == "done"
