"""Install what tests need and run them all: `python3 -m tests`. Further arguments go to pytest.

Standard library only, since nothing else is there yet: browser and servers come from Debian's packages.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from roster_core.project import PROJECT
from roster_core.start import ensure_debian_packages, ensure_environment

#: Command → Debian package, for what the tests talk to.
PEERS = {
    "chromium": "chromium",
    "chromium-headless-shell": "chromium-headless-shell",
    "initdb": "postgresql",
    "sqlite3": "sqlite3",
    "sshd": "openssh-server",
}
#: Over in a moment, so they come first; the others go on while the tests wait for browsers and servers.
FIRST: tuple[tuple[str, ...], ...] = (("ruff", "format", "--check", "."), ("ruff", "check", "."))
BESIDE: tuple[tuple[str, ...], ...] = (("mypy",), ("lint-imports",), ("python", "-m", "tests.advisories"))


def main(arguments: list[str]) -> int:
    """Every check and every test; 0 if all of them pass."""
    python = ensure_environment(PROJECT / "requirements.txt", PROJECT / "tests" / "requirements.txt")
    if sys.platform == "linux":
        ensure_debian_packages(PEERS)
    for check in FIRST:
        print(_title(check), flush=True)
        if subprocess.run([python.parent / check[0], *check[1:]], check=False, cwd=PROJECT).returncode:
            return 1
    beside = [(check, _begin_quietly(python.parent, check)) for check in BESIDE]
    tests = _begin_tests(python, arguments)
    failed = [check for check, process in beside if _ends_badly(check, process)]
    code = tests.wait()
    for check in failed:
        print(f"{_title(check)}: failed, as told above", flush=True)
    return code or int(bool(failed))


def _begin_tests(python: Path, arguments: list[str]) -> subprocess.Popen[bytes]:
    command = [str(python), "-m", "pytest", "-n", "3", "--dist", "load", *arguments]
    # Workers share the machine, often two cores: threads of their own would only wait for each other.
    environment = {**os.environ, "POLARS_MAX_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would each compile the program anew
    return subprocess.Popen(command, cwd=PROJECT, env=environment)


def _begin_quietly(programs: Path, check: tuple[str, ...]) -> subprocess.Popen[str]:
    """The check, begun; it gets the time that the tests leave over, so that no browser is kept waiting for it."""
    nice = shutil.which("nice")
    command = [*([nice, "-n", "10"] if nice else []), str(programs / check[0]), *check[1:]]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _ends_badly(check: tuple[str, ...], process: subprocess.Popen[str]) -> bool:
    """Wait for the check and tell at once what it says."""
    told, _ = process.communicate()
    print(f"{_title(check)}\n{told}", flush=True)
    return process.returncode != 0


def _title(check: tuple[str, ...]) -> str:
    return f"— {' '.join(check)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
