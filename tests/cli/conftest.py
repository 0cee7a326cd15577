"""Commands as they are typed: in this process, or in one of their own where that is what a test is about."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from roster_core.cli.app import main
from roster_core.project import PROJECT

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def data_dir(tmp_path: Path, sqlite_template: Path) -> Path:
    """The data folder of the commands, with the present schema."""
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    if not (folder / sqlite_template.name).exists():
        shutil.copy(sqlite_template, folder)
    return folder


@pytest.fixture
def run(
    data_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs a command in this process, which has imported everything; what it returns is as from a process."""
    monkeypatch.chdir(tmp_path)  # a developer's .env stays out
    monkeypatch.setenv("ROSTER_DATA_DIR", str(data_dir))

    def run(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        typed = ["roster_core", *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", typed)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        done = subprocess.CompletedProcess(typed, int(ended.value.code or 0), told.out, told.err)
        return _as_wanted(done, code)

    return run


@pytest.fixture
def run_apart(tmp_path: Path) -> Run:
    """Runs a command in a process of its own, as it is typed."""

    def run(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "roster_core", *map(str, arguments)],
            cwd=PROJECT, env={**os.environ, "ROSTER_DATA_DIR": str(tmp_path / "data")},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return _as_wanted(done, code)

    return run


def _as_wanted(done: subprocess.CompletedProcess[str], code: int) -> subprocess.CompletedProcess[str]:
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done
