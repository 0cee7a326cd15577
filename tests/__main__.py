"""Install what tests need and run them all: `python3 -m tests`. Further arguments go to pytest.

Standard library only, since nothing else is there yet: browser and servers come from Debian's packages.
"""

import os
import subprocess
import sys

from roster_core.project import PROJECT
from roster_core.start import ensure_debian_packages, ensure_environment

#: Command → Debian package, for what the tests talk to.
PEERS = {"chromium": "chromium", "initdb": "postgresql", "sqlite3": "sqlite3"}
CHECKS = (("ruff", "format", "--check", "."), ("ruff", "check", "."), ("mypy",), ("lint-imports",))


def main(arguments: list[str]) -> int:
    """Every check, then pytest; the first failure ends it."""
    python = ensure_environment(PROJECT / "requirements.txt", PROJECT / "tests" / "requirements.txt")
    if sys.platform == "linux":
        ensure_debian_packages(PEERS)
    for check in CHECKS:
        print(f"— {' '.join(check)}", flush=True)
        command = [python.parent / check[0], *check[1:]]
        if subprocess.run(command, check=False, cwd=PROJECT).returncode:
            return 1
    tests = [str(python), "-m", "pytest", "-n", "2", "--dist", "loadgroup", *arguments]
    # Workers share the machine, often two cores: threads of their own would only wait for each other.
    environment = {**os.environ, "POLARS_MAX_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would each compile the program anew
    return subprocess.run(tests, check=False, cwd=PROJECT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
