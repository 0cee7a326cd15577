"""Work in a process of its own that outlives the page it was asked on."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from roster_core.project import PROJECT
from roster_core.settings import Settings

LOG = logging.getLogger(__name__)


def environment(settings: Settings) -> dict[str, str]:
    """This process's variables, and the settings in force as ROSTER_* ones."""
    stated = {
        "ROSTER_DATA_DIR": str(settings.data_dir),
        "ROSTER_DATABASE_URL": settings.database_url.get_secret_value(),
        "ROSTER_OBJECT_URL": settings.object_url,
        "ROSTER_ENCRYPT_FILES": str(settings.encrypt_files),
    }
    if settings.storage_key_file is not None:
        stated["ROSTER_STORAGE_KEY_FILE"] = str(settings.storage_key_file)
    if settings.storage_key is not None:
        stated["ROSTER_STORAGE_KEY"] = settings.storage_key.get_secret_value()
    return {**os.environ, **stated}


#: Seconds that a worker may take to come to the end of the piece it is at.
ENDS_WITHIN_S = 10
#: Seconds until a worker that ended of itself is started again: at first, and in the end.
AGAIN_S, LONGEST_AGAIN_S = 1.0, 60.0
#: A worker that ran for so many seconds was not ended by what it found when it started.
RAN_WELL_S = 60.0


@contextmanager
def running_worker(settings: Settings) -> Iterator[None]:
    """Within, a worker of this machine runs, started again if it ends; it ends with this process, however that ends.

    If one runs already, which another server has, this one stands by.
    """
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_running, args=(settings, stop), name="worker-keeper")
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep_running(settings: Settings, stop: threading.Event) -> None:
    pause = AGAIN_S
    while not stop.is_set():
        worker = start("roster_core", ["worker", "--while-stdin"], settings, log="worker", stdin=subprocess.PIPE)
        began = time.monotonic()
        while not stop.wait(AGAIN_S) and worker.poll() is None:
            pass
        if stop.is_set():
            _end(worker)
            return
        pause = AGAIN_S if time.monotonic() - began > RAN_WELL_S else min(2 * pause, LONGEST_AGAIN_S)
        LOG.warning("the worker ended (%s); it is started again in %d s", worker.returncode, pause)
        _end(worker)
        stop.wait(pause)


def _end(worker: subprocess.Popen[bytes]) -> None:
    if worker.stdin is not None:
        worker.stdin.close()  # which tells it to end
    try:
        worker.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:  # what it had begun is taken up again at the next start
        worker.kill()
        worker.wait()


def start(
    module: str, arguments: Sequence[str], settings: Settings, *, log: str = "", stdin: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Run `module` with `arguments`; what it prints goes to `log` in the data folder, by default of the module's name.

    The process has a session of its own: closing the terminal or the page does not end it.
    """
    logs = settings.data_dir / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / f"{log or module.rsplit('.', 1)[-1]}.log").open("ab") as written:
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            env={**environment(settings), "PYTHONPATH": _with_project()},
            stdin=stdin,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _with_project() -> str:
    return os.pathsep.join(part for part in (str(PROJECT), os.environ.get("PYTHONPATH", "")) if part)
