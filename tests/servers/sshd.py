"""A real OpenSSH server of the tests' own, on a free port of this machine, for SFTP only."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from roster_core.delivery.sftp.keys import make_key, public_line, read_key


@dataclass(frozen=True)
class Sshd:
    """A running server; `home` is the folder that accounts begin in, `key` the private key that it lets in."""

    port: int
    home: Path
    key: str
    host_key: str
    log: Path
    user: str = getpass.getuser()


@contextmanager
def running_sshd(*lines: str, sftp: str = "", host_key_kind: str = "ed25519") -> Iterator[Sshd]:
    """Within, it runs with further `lines` in its configuration, and further arguments `sftp` to its SFTP part."""
    folder = Path(tempfile.mkdtemp(prefix="roster-sshd-"))
    home, key = folder / "home", make_key()
    home.mkdir()
    (folder / "authorized").write_text(public_line(read_key(key), "test") + "\n")
    subprocess.run(["ssh-keygen", "-q", "-t", host_key_kind, "-N", "", "-f", folder / "host"], check=True)  # noqa: S607 - the system's
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "config").write_text(
        "\n".join(
            (
                f"Port {port}",
                "ListenAddress 127.0.0.1",
                f"HostKey {folder / 'host'}",
                f"PidFile {folder / 'pid'}",
                f"AuthorizedKeysFile {folder / 'authorized'}",
                "UsePAM no",
                "StrictModes no",
                "PermitRootLogin prohibit-password",
                "PasswordAuthentication no",
                f"Subsystem sftp internal-sftp -d {home} {sftp}",
                *lines,
                "",
            )
        )
    )
    Path("/run/sshd").mkdir(exist_ok=True)  # it keeps nothing there, but wants the folder
    log = folder / "log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [_program(), "-D", "-e", "-f", folder / "config"], stdout=written, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(port, server, log)
        yield Sshd(port, home, key, (folder / "host.pub").read_text().rsplit(" ", 1)[0], log)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
        shutil.rmtree(folder)


def _program() -> str:
    found = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert found, "OpenSSH's sshd is not installed"
    return found


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as sock:
                sock.recv(3)
                return
        except OSError:
            try:
                server.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            break
    raise AssertionError(log.read_text())
