"""A real OpenSSH server on this machine for a measurement, with an account of its own."""

import getpass
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import click

from roster_core.cli.bench.place import program
from roster_core.refusals import Refusal


@dataclass(frozen=True)
class Account:
    """Where it listens, the folder that one begins in, a private key that it lets in, and its own key."""

    port: int
    home: Path
    key: Path
    host_key: str
    user: str

    def known_hosts(self, port: int) -> Path:
        """A file by which OpenSSH knows the server behind a port."""
        path = self.key.with_name(f"known-{port}")
        path.write_text(f"[127.0.0.1]:{port} {self.host_key}\n", encoding="ascii")
        return path


@contextmanager
def ssh_server(folder: Path) -> Iterator[Account]:
    """Within, the server runs; all that it has lies in `folder`.

    Raises:
        Refusal: It is not installed.
    """
    found = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        raise Refusal("Nothing was measured.", why="sshd is not installed.", fix="Install the package openssh-server.")
    home, keygen = folder / "home", program("ssh-keygen", "openssh-client")
    home.mkdir()
    for name in ("host", "client"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)  # noqa: S603 - see above
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = (
        f"Port {port}", "ListenAddress 127.0.0.1", f"HostKey {folder / 'host'}", f"PidFile {folder / 'pid'}",
        f"AuthorizedKeysFile {folder / 'client.pub'}", "UsePAM no", "StrictModes no", "PasswordAuthentication no",
        "PermitRootLogin prohibit-password", f"Subsystem sftp internal-sftp -d {home}", "",
    )  # fmt: skip
    (folder / "config").write_text("\n".join(lines), encoding="ascii")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen([found, "-D", "-e", "-f", str(folder / "config")], stderr=subprocess.PIPE)  # noqa: S603 - see above
    try:
        _wait_until_ready(cast("IO[bytes]", server.stderr))
        public = (folder / "host.pub").read_text(encoding="ascii").split()
        yield Account(port, home, folder / "client", " ".join(public[:2]), getpass.getuser())
    finally:
        server.terminate()
        server.wait()


def _wait_until_ready(says: IO[bytes]) -> None:
    """Read what the server says until it listens; the rest is taken too, or it would wait for somebody to."""
    if not any(b"Server listening" in line for line in says):
        raise click.ClickException("The SSH server did not start.")
    threading.Thread(target=says.read, daemon=True).start()
