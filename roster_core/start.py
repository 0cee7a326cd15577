"""Install and start with nothing but Python: `python3 -m roster_core.start`.

Makes `.venv` in the project, installs `requirements.txt` into it when that changed, and starts the app with the sample
district ready. Uses the standard library only, since nothing else is there yet.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from roster_core.project import PROJECT

_OLDEST = (3, 11)


def ensure_environment(*requirements: Path) -> Path:
    """A virtual environment in `.venv` with the packages of `requirements`; returns its Python.

    Installs only if one of the files changed since the last time. Ends the program with a message where it cannot.
    """
    if sys.version_info < _OLDEST:
        sys.exit(f"Roster Desk needs Python {'.'.join(map(str, _OLDEST))} or newer; this is {sys.version.split()[0]}.")
    folder = PROJECT / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not _runs_pip(python):
        _make_environment(folder)
    for file in requirements:
        stamp = folder / f"installed-{file.parent.name}.sha256"
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        if not stamp.exists() or stamp.read_text() != digest:
            print(f"Installing the packages of {file.relative_to(PROJECT)} …", flush=True)
            _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", file)
            stamp.write_text(digest)
    return python


def ensure_debian_packages(commands: dict[str, str]) -> None:
    """Install the Debian packages whose commands are missing; `commands` maps a command to its package."""
    missing = [package for command, package in commands.items() if shutil.which(command, path=_SEARCHED) is None]
    if not missing:
        return
    if shutil.which("apt-get") is None:
        sys.exit(f"Please install these first: {', '.join(missing)}.")
    as_root: list[str] = [] if os.name != "nt" and os.geteuid() == 0 else ["sudo"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {', '.join(missing)} …", flush=True)
    subprocess.run([*as_root, "apt-get", "update", "-qq"], check=True, env=environment)  # noqa: S603 - fixed words
    subprocess.run(  # noqa: S603 - fixed words
        [*as_root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True, env=environment
    )


# Servers lie in sbin, PostgreSQL's programs in a folder of their own.
_SEARCHED = os.pathsep.join(
    [os.environ.get("PATH", ""), "/usr/sbin", *map(str, Path("/usr/lib").glob("postgresql/*/bin"))]
)


def main(arguments: Sequence[str]) -> int:
    """Install what is missing, then serve; further arguments go to `roster_core serve`."""
    python = ensure_environment(PROJECT / "requirements.txt")
    command = [str(python), "-m", "roster_core", "serve", "--sample", *arguments]
    if os.name != "nt":
        os.chdir(PROJECT)
        os.execv(python, command)  # noqa: S606 - our own program takes this one's place
    return subprocess.run(command, check=False, cwd=PROJECT).returncode  # noqa: S603 - our own program


def _make_environment(folder: Path) -> None:
    print("Making a virtual environment in .venv …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=False, capture_output=True)  # noqa: S603 - this Python
    if made.returncode and sys.platform == "linux":  # Debian keeps venv in a package of its own
        ensure_debian_packages(
            {"ensurepip-is-missing": f"python{sys.version_info.major}.{sys.version_info.minor}-venv"}
        )
        _run(sys.executable, "-m", "venv", "--clear", folder)
    elif made.returncode:
        sys.exit(made.stderr.decode(errors="replace"))


def _runs_pip(python: Path) -> bool:
    if not python.exists():
        return False
    return subprocess.run([python, "-m", "pip", "--version"], check=False, capture_output=True).returncode == 0  # noqa: S603 - our own environment


def _run(*command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], check=False, cwd=PROJECT)  # noqa: S603 - our own programs
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
