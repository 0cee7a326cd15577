"""A real PostgreSQL server of the tests' own, on a free port of this machine."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

_ACCOUNT = "postgres"
#: Nothing of it outlives a run, and hundreds of databases are made: what guards against a lost machine is left out.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "autovacuum": "off",
}


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `database` makes a new database as a copy of another."""

    port: int
    #: Stops the server as a power cut would, and starts it.
    restart: Callable[[], None] = field(repr=False)

    def url(self, database: str) -> str:
        return f"postgresql://{_ACCOUNT}@127.0.0.1:{self.port}/{database}"

    def database(self, name: str, template: str = "template0") -> str:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            # Through the log, which is the default, takes three times as long for databases of this size.
            connection.execute(f'create database "{name}" template "{template}" strategy file_copy')
        return self.url(name)

    def drop(self, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)')


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    # PostgreSQL refuses to run as root: then it gets the account that its package made, and a folder of its own.
    account = _ACCOUNT if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="roster-postgres-"))
    if account:
        shutil.chown(folder, account)
    programs = _programs()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(*command: str | Path) -> None:
        done = subprocess.run(
            [str(part) for part in command], user=account, cwd=folder, capture_output=True, check=False, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr

    data = folder / "data"
    run(programs / "initdb", "-D", data, "-A", "trust", "-U", _ACCOUNT, "-E", "UTF8", "--locale=C", "--no-sync")
    options = " ".join([f"-p {port}", *(f"-c {name}={value}" for name, value in _SETTINGS.items())])

    def start() -> None:
        run(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")

    def stop() -> None:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")

    def restart() -> None:
        stop()
        start()

    start()
    try:
        yield PostgresServer(port, restart)
    finally:
        stop()
        shutil.rmtree(folder)


def _programs() -> Path:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name))
    if places:
        return places[-1]
    found = shutil.which("initdb")
    assert found, "PostgreSQL's initdb is not installed"
    return Path(found).parent
