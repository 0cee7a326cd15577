"""Loads and runs that a worker carries out while somebody looks on."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from roster_core.clock import utc_now
from roster_core.jobs.queue import JobView, cancel, read_waiting, wait_for
from roster_core.jobs.worker import Worker
from roster_core.journeys import clever_export, roster_work
from roster_core.journeys.asking import NO_WORKER, START_UP, lock_of
from roster_core.journeys.clever_export import preview_in_background
from roster_core.journeys.export_runs import read_run
from roster_core.journeys.handlers import HANDLERS
from roster_core.journeys.roster_load import (
    LoadRequest,
    begin,
    check_in_background,
    confirm,
    switch_in_background,
)
from roster_core.journeys.roster_loads import read_load
from roster_core.store import Store
from tests.journeys.conftest import Desk

Roster = Callable[..., Path]


def worked(store: Store) -> list[JobView]:
    """Every job that waits, when a worker has ended it."""
    waiting = read_waiting(store, 1)
    with Worker(store, HANDLERS, poll_s=0.02):
        jobs = [wait_for(store, 1, job.job_id) for job in waiting]
    return [job for job in jobs if job is not None]


def test_a_load_and_a_run_are_carried_out_by_a_worker(desk: Desk, roster: Roster) -> None:
    load_id = begin(desk.store, desk.user, roster(), LoadRequest())
    check_in_background(desk.store, load_id)
    assert [(job.state, job.by) for job in worked(desk.store)] == [("done", desk.user.login)]
    load = read_load(desk.store, desk.user, load_id)
    assert (load.state, load.running) == ("previewed", False)
    confirm(desk.store, desk.user, load_id)
    switch_in_background(desk.store, load_id)
    worked(desk.store)
    assert read_load(desk.store, desk.user, load_id).state == "loaded"
    run_id = clever_export.begin(desk.store, desk.user, {})
    preview_in_background(desk.store, run_id)
    assert [job.state for job in worked(desk.store)] == ["done"]
    assert read_run(desk.store, desk.user, run_id).state == "previewed"


def test_whoever_looks_on_is_told_that_no_worker_is_there(desk: Desk, roster: Roster) -> None:
    load_id = begin(desk.store, desk.user, roster(), LoadRequest())
    assert read_load(desk.store, desk.user, load_id).step == NO_WORKER
    with Worker(desk.store, {}):
        assert read_load(desk.store, desk.user, load_id).step == ""


def test_what_is_asked_for_and_not_done_is_not_asked_for_again(desk: Desk, roster: Roster) -> None:
    load_id = begin(desk.store, desk.user, roster(), LoadRequest())
    check_in_background(desk.store, load_id)
    check_in_background(desk.store, load_id)
    assert [(job.handler, job.subject) for job in worked(desk.store)] == [("roster-check", load_id)]


def test_work_is_cut_off_when_nobody_is_at_it_and_nobody_will_be(desk: Desk, roster: Roster) -> None:
    load_id = begin(desk.store, desk.user, roster(), LoadRequest())
    later = utc_now() + START_UP + timedelta(seconds=1)

    def interrupted() -> bool:
        return read_load(desk.store, desk.user, load_id, clock=lambda: later).interrupted

    assert interrupted()
    assert not read_load(desk.store, desk.user, load_id).interrupted  # its process may be about to begin
    with desk.store.lock(lock_of(load_id)):
        assert not interrupted()
    check_in_background(desk.store, load_id)
    assert not interrupted()
    with desk.store.writing(1) as session:
        cancel(session, 1, read_waiting(desk.store, 1)[0].job_id)
    assert interrupted()


def test_an_error_of_the_program_is_told_at_once_and_quotes_nobody(
    desk: Desk, roster: Roster, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    def break_down(*_arguments: object) -> None:
        tried.append(1)
        raise ValueError("Ana Ortega, 12 Elm St")

    monkeypatch.setattr(roster_work, "compare", break_down)
    load_id = begin(desk.store, desk.user, roster(), LoadRequest())
    check_in_background(desk.store, load_id)
    (job,) = worked(desk.store)
    load = read_load(desk.store, desk.user, load_id)
    assert (job.state, load.state, len(tried)) == ("failed", "failed", 1)
    assert job.error == load.error == "The program met an error it does not know (ValueError)."
    assert "ValueError at break_down" in caplog.text
    assert "Ana" not in caplog.text


def test_a_refusal_is_the_end_of_the_run(desk: Desk, roster: Roster) -> None:
    desk.load(roster())
    run_id = clever_export.begin(desk.store, desk.user, {})
    desk.load(roster())
    preview_in_background(desk.store, run_id)
    (job,) = worked(desk.store)
    run = read_run(desk.store, desk.user, run_id)
    assert (job.state, run.state) == ("failed", "failed")
    assert run.error == "Nothing was exported. The roster was loaded anew since. Preview again."
