"""What a PostgreSQL server on this machine has used of the processors."""

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import click

#: Fields of /proc/PID/stat behind the program's name: own and waited-for children's ticks, user and system.
_TICKS = slice(11, 15)
#: How the server names the processes that serve a connection.
_SERVING = (b"127.0.0.1(", b"[local]")
#: How long a connection that was closed may take to end, and how often it is looked for.
_ENDS_WITHIN_S, _LOOK_EVERY_S = 10.0, 0.005


@dataclass(frozen=True)
class Server:
    """The server behind `url`, asked through `psql`; the account must be allowed to see where its data lie."""

    psql: str
    url: str

    def cpu_s(self) -> float:
        """Processor seconds of the server and of every connection, all of which have ended by then.

        Raises:
            click.ClickException: A connection stays open.
        """
        folder = self._asked("show data_directory")
        pid = int((Path(folder) / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
        _wait_for_connections_to_end(pid)
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return sum(map(int, fields[_TICKS])) / os.sysconf("SC_CLK_TCK")

    def _asked(self, query: str) -> str:
        done = subprocess.run(  # noqa: S603 - a program of the benchmark
            [self.psql, self.url, "-Atc", query], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()


def _wait_for_connections_to_end(server: int) -> None:
    """What a connection used counts for the server once it has seen its process end."""
    patience, until = threading.Event(), time.monotonic() + _ENDS_WITHIN_S
    while any(_serves(child) for child in _children(server)):
        if time.monotonic() > until:
            raise click.ClickException("A connection to the PostgreSQL server stays open, so its cost is not known.")
        patience.wait(_LOOK_EVERY_S)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def _serves(pid: int) -> bool:
    try:
        told = Path(f"/proc/{pid}/stat").read_bytes(), Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:  # it ended since it was listed
        return False
    ended = told[0].rpartition(b")")[2].split()[:1] == [b"Z"]  # its use counts when the server has taken note
    return ended or any(sign in told[1] for sign in _SERVING)
