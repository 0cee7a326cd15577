"""The worker that the web app starts: it is started again when it ends, and ends with the app."""

import os
import signal
import subprocess
import sys

import pytest

from roster_core.jobs import child
from roster_core.jobs.fence import alive
from roster_core.journeys.waiting import NAME
from roster_core.project import PROJECT
from roster_core.store import open_store
from tests.jobs.faults import until

#: The start of an app that is killed: it has a worker until its input ends.
_APP = """
import sys
from roster_core.jobs.child import running_worker
from roster_core.settings import Settings
with running_worker(Settings()):
    print("up", flush=True)
    sys.stdin.read()
"""


def works(settings, workers):
    """Whether so many workers have begun to work, one after another."""
    log = settings.data_dir / "logs" / "worker.log"
    return log.exists() and log.read_text(encoding="utf-8").count("carries out jobs") == workers


@pytest.fixture
def store(sqlite_settings):
    opened = open_store(sqlite_settings)
    yield opened
    opened.close()


@pytest.fixture
def started(monkeypatch):
    """Every process that was started, in order."""
    monkeypatch.setattr(child, "AGAIN_S", 0.05)
    processes = []
    start = child.start

    def noted(*said, **more):
        processes.append(start(*said, **more))
        return processes[-1]

    monkeypatch.setattr(child, "start", noted)
    return processes


def test_the_apps_worker_is_started_again_and_ends_with_the_app(store, started):
    with child.running_worker(store.settings):
        until(lambda: alive(store, NAME))
        started[0].kill()
        until(lambda: len(started) == 2 and alive(store, NAME))
    assert [process.returncode for process in started] == [-signal.SIGKILL, 0]
    assert not alive(store, NAME)


def test_the_worker_of_a_second_app_stands_by(store, started):
    with child.running_worker(store.settings):
        until(lambda: works(store.settings, 1))
        with child.running_worker(store.settings):
            until(lambda: len(started) == 2)
            started[0].kill()
            until(lambda: works(store.settings, 2))
            assert started[1].poll() is None
            assert alive(store, NAME)


def test_the_worker_of_an_app_that_was_killed_ends(store):
    app = subprocess.Popen(
        [sys.executable, "-c", _APP],
        cwd=PROJECT,
        env=child.environment(store.settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with app:
        assert app.stdout is not None
        assert app.stdout.readline() == b"up\n"
        until(lambda: alive(store, NAME))
        os.kill(app.pid, signal.SIGKILL)
        until(lambda: not alive(store, NAME))
