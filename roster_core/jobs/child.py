"""Work in a process of its own that outlives the page it was asked on."""

import os
import subprocess
import sys
from collections.abc import Sequence

from roster_core.settings import PROJECT, Settings


def environment(settings: Settings) -> dict[str, str]:
    """This process's variables, and the settings in force as ROSTER_* ones."""
    stated = {
        "ROSTER_DATA_DIR": str(settings.data_dir),
        "ROSTER_DATABASE_URL": settings.database_url.get_secret_value(),
        "ROSTER_OBJECT_URL": settings.object_url,
    }
    return {**os.environ, **stated}


def start(module: str, arguments: Sequence[str], settings: Settings) -> subprocess.Popen[bytes]:
    """Run `module` with `arguments`; what it prints goes to a log in the data folder.

    The process has a session of its own: closing the terminal or the page does not end it.
    """
    logs = settings.data_dir / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / f"{module.rsplit('.', 1)[-1]}.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            env={**environment(settings), "PYTHONPATH": _with_project()},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _with_project() -> str:
    return os.pathsep.join(part for part in (str(PROJECT), os.environ.get("PYTHONPATH", "")) if part)
