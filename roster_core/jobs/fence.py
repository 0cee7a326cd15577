"""A worker's name, held by one process at a time: whose name nobody holds is gone, and its jobs are for others."""

import threading
import zlib
from contextlib import ExitStack, suppress
from typing import Self

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from roster_core.refusals import Refusal
from roster_core.store import Store

#: Half of the key under which a server locks the name of a worker; the other half is made of the name.
_LOCK = 0x574F524B
#: A machine that lost its power lets go of its name within half a minute, not after hours.
_ALIVE = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
#: Seconds between two tries at a name that another process holds.
_AGAIN_S = 0.1


class NameTakenError(Refusal):
    """A worker of that name runs already."""


class Fence:
    """The name `name` among the workers of an installation. A context manager, within which it is this process's.

    On SQLite it is a lock on a file, which lasts as long as the process. On a server it lasts as long as a connection:
    `keep` takes it again after the server was started anew.
    """

    def __init__(self, store: Store, name: str, *, wait_s: float = 1) -> None:
        self.store = store
        self.name = name
        self._wait_s = wait_s
        self._held = ExitStack()
        self._connection: sa.Connection | None = None

    def __enter__(self) -> Self:
        """Raises: NameTakenError: another process holds the name for longer than `wait_s`."""
        with ExitStack() as taking:
            if self.store.settings.sqlite:
                try:
                    taking.enter_context(self.store.lock(_lock(self.name), wait_s=self._wait_s))
                except Refusal as refusal:
                    raise self._taken() from refusal
            else:
                taking.callback(self._leave)
                self._take()
            self._held = taking.pop_all()
        return self

    def __exit__(self, *raised: object) -> None:
        self._held.close()

    def keep(self) -> bool:
        """Whether the name is still this process's, or is again.

        Raises:
            sa.exc.OperationalError: The server is away, and so it is not known.
        """
        if self.store.settings.sqlite:
            return True
        if self._connection is not None:
            try:
                self._connection.exec_driver_sql("select 1")
            except sa.exc.OperationalError:
                self._let_go()
            else:
                return True
        return self._try()

    def _take(self) -> None:
        pause, waited = threading.Event(), 0.0
        while not self._try():
            if waited >= self._wait_s:
                raise self._taken()
            pause.wait(_AGAIN_S)
            waited += _AGAIN_S

    def _taken(self) -> NameTakenError:
        return NameTakenError(
            "The worker was not started.",
            why=f"A worker with the name “{self.name}” runs already.",
            fix="Stop that one first, or give this one another name (--name).",
        )

    def _try(self) -> bool:
        if self._connection is None:
            self._connection = sa.create_engine(
                self.store.engine.url,
                poolclass=NullPool,
                isolation_level="AUTOCOMMIT",
                connect_args={"options": _ALIVE},
            ).connect()
        return bool(self._connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_LOCK, _number(self.name)))))

    def _leave(self) -> None:
        """Give the name back, so that it is free once this returns; a connection alone ends some time after."""
        if self._connection is not None:
            with suppress(sa.exc.OperationalError):  # the server is away, and the lock with it
                self._connection.scalar(sa.select(sa.func.pg_advisory_unlock(_LOCK, _number(self.name))))
        self._let_go()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # the server lets go of the lock with the connection, if it has not done so
            connection.close()


def alive(store: Store, name: str) -> bool:
    """Whether a worker of that name runs, on this machine or another."""
    if store.settings.sqlite:
        return store.held(_lock(name))
    return _key(name) in _on_server(store)


def any_alive(store: Store) -> bool:
    """Whether any worker runs, so that what is asked for is going to be done."""
    if store.settings.sqlite:
        locks = (store.settings.data_dir / "locks").glob(f"{_lock('')}*.sqlite3")
        return any(store.held(lock.stem) for lock in locks)
    return bool(_on_server(store))


def _on_server(store: Store) -> set[int]:
    held = sa.text(
        "select objid::bigint from pg_locks where locktype = 'advisory' and granted and classid = :lock"
        " and objsubid = 2 and database = (select oid from pg_database where datname = current_database())"
    )
    with store.engine.connect() as connection:
        return set(connection.scalars(held, {"lock": _LOCK}))


def _lock(name: str) -> str:
    return f"worker-{name}"


def _key(name: str) -> int:
    return zlib.crc32(name.encode())


def _number(name: str) -> int:
    """The key as a signed number of 32 bits, which the server's function takes."""
    key = _key(name)
    return key - (1 << 32) if key >= 1 << 31 else key
