"""The store: engine, sessions bound to a district, locks, and the schema brought up to date at start."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlmodel import Session

from roster_core.refusals import Refusal
from roster_core.settings import Settings
from roster_core.storage.file_box import open_file_box

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
#: How long a writer waits for another one.
BUSY_TIMEOUT_MS = 30_000
#: Classes that carry a district but are read to find it.
_UNBOUND = {"District"}


@dataclass(frozen=True)
class Store:
    """An open database. Make it with `open_store`; `close` it before a process that reads the file by itself starts."""

    settings: Settings
    engine: sa.Engine

    @contextmanager
    def reading(self, district_id: int | None = None) -> Iterator[Session]:
        """A session on one consistent state; ORM statements see rows of the district only.

        Without a district only the list of districts can be read.
        """
        with _TenantSession(self.engine) as session:
            session.info.update(district_id=district_id, box=open_file_box(self.settings))
            yield session

    @contextmanager
    def writing(self, district_id: int | None = None) -> Iterator[Session]:
        """The same for a transaction that writes: it queues behind other writers; an error undoes it."""
        with _TenantSession(self.engine.execution_options(writes=True)) as session:
            session.info.update(district_id=district_id, box=open_file_box(self.settings))
            yield session
            session.commit()

    @contextmanager
    def lock(self, name: str, *, wait_s: float = 30) -> Iterator[None]:
        """Hold the lock `name` alone among all processes of this installation.

        Raises:
            Refusal: Somebody else holds it for longer than `wait_s`.
        """
        held = _sqlite_lock(self.settings, name, wait_s) if self.settings.sqlite else _server_lock(self, name, wait_s)
        with held:
            yield

    def held(self, name: str) -> bool:
        """Whether some process holds the lock `name` at this moment."""
        try:
            with self.lock(name, wait_s=0):
                return False
        except Refusal:
            return True

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


class _TenantSession(Session):
    """A session whose ORM statements are limited to the district in `info`."""


@event.listens_for(_TenantSession, "do_orm_execute")
def _only_the_district(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load:
        return
    district_id = state.session.info.get("district_id")
    touched = [
        mapper.class_
        for mapper in state.all_mappers
        if "district_id" in mapper.columns and mapper.class_.__name__ not in _UNBOUND
    ]
    if touched and district_id is None:
        msg = f"no district is bound to the session that touches {touched[0].__name__}"
        raise RuntimeError(msg)
    if touched:
        state.statement = state.statement.options(
            *[
                with_loader_criteria(cls, cls.district_id == district_id, include_aliases=True)
                for cls in dict.fromkeys(touched)
            ]
        )


@event.listens_for(_TenantSession, "before_flush")
def _only_rows_of_the_district(session: Session, _context: Any, _instances: Any) -> None:
    bound = session.info.get("district_id")
    for row in [*session.new, *session.dirty, *session.deleted]:
        if type(row).__name__ not in _UNBOUND and getattr(row, "district_id", bound) != bound:
            msg = f"a {type(row).__name__} of another district cannot be written here"
            raise RuntimeError(msg)


def open_store(settings: Settings, *, upgrade: bool = True) -> Store:
    """Open the database of `settings`, made or upgraded to the present schema under a lock.

    Raises:
        Refusal: The database cannot be reached, or was written by a newer version.
    """
    if settings.sqlite:
        settings.make_data_dir()
    store = Store(settings, make_engine(settings.url))
    try:
        if upgrade:
            _bring_up(store)
    except Refusal:
        store.close()
        raise
    except sa.exc.OperationalError as exc:
        store.close()
        raise Refusal(
            "The database could not be opened.",
            why=str(exc.orig).splitlines()[0],
            fix="Check ROSTER_DATABASE_URL, that the server runs, and that the data folder can be written.",
        ) from exc
    return store


def _bring_up(store: Store) -> None:
    if _ready(store.engine):
        return
    with store.lock("schema", wait_s=120):
        if store.settings.sqlite:
            _write_ahead(str(store.engine.url.database))
        _upgrade(store.engine)


def make_engine(url: str) -> sa.Engine:
    """An engine for SQLite (foreign keys on, busy time-out) or PostgreSQL; transactions begin explicitly."""
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith("sqlite"):
        # Moments are written as text by bulk loads: every session speaks UTC.
        return sa.create_engine(url, connect_args={"options": "-c timezone=UTC"}, pool_pre_ping=True)
    engine = sa.create_engine(url)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; `_begin` does
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=full", "foreign_keys=on"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A writer takes its place in the queue at once, instead of failing when it turns from reader to writer.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def migration_config(connection: sa.Connection, metadata: sa.MetaData | None = None) -> "Config":
    """Alembic's configuration for an open connection."""
    from alembic.config import Config  # noqa: PLC0415 - see `_upgrade`

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes.update(connection=connection, metadata=metadata)
    return config


def _write_ahead(file: str) -> None:
    """Turn write-ahead logging on, which the file then keeps.

    The switch itself fails at once where another connection writes or switches, whatever the busy time-out is; taking
    the file for oneself waits. A connection in exclusive mode keeps what it has taken until it is closed. It must be a
    new one: an older one tells the mode that it saw when it last read.
    """
    with closing(sqlite3.connect(file, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None)) as connection:
        if connection.execute("pragma journal_mode").fetchone() == ("wal",):
            return  # by another process while this one waited for its turn
        for step in ("pragma locking_mode=exclusive", "begin exclusive", "commit", "pragma journal_mode=wal"):
            connection.execute(step)


def _ready(engine: sa.Engine) -> bool:
    """Whether the schema is the present one already: the newest revision is the last file's."""
    newest = max(path.name for path in (_MIGRATIONS / "versions").glob("0*.py")).partition("_")[0]
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite" and connection.exec_driver_sql("pragma journal_mode").scalar() != "wal":
            return False
        if not sa.inspect(connection).has_table("alembic_version"):
            return False
        return connection.exec_driver_sql("select version_num from alembic_version").scalar() == newest


def _upgrade(engine: sa.Engine) -> None:
    # Alembic is slow to import, and nearly always there is nothing to do.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.util import CommandError  # noqa: PLC0415 - see above

    with engine.execution_options(writes=True).begin() as connection:
        try:
            command.upgrade(migration_config(connection), "head")
        except CommandError as exc:  # it does not know the revision that the database is at
            raise Refusal(
                "The database was not opened.",
                why="It was written by a newer version of Roster Desk.",
                fix="Install that version, or restore a backup made with this one.",
            ) from exc


@contextmanager
def _sqlite_lock(settings: Settings, name: str, wait_s: float) -> Iterator[None]:
    # A database of its own: an exclusive transaction is the one lock between processes that every platform has.
    folder = settings.data_dir / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / f"{name}.sqlite3", timeout=wait_s, isolation_level=None)
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as exc:
            raise _taken(name) from exc
        yield


@contextmanager
def _server_lock(store: Store, name: str, wait_s: float) -> Iterator[None]:
    key = zlib.crc32(name.encode())
    with store.engine.connect() as connection:
        connection.exec_driver_sql(f"set lock_timeout = {max(1, int(wait_s * 1000))}")  # 0 would wait for ever
        try:
            connection.exec_driver_sql(f"select pg_advisory_lock({key})")
        except sa.exc.OperationalError as exc:
            raise _taken(name) from exc
        try:
            yield
        finally:
            connection.exec_driver_sql(f"select pg_advisory_unlock({key})")


def _taken(name: str) -> Refusal:
    return Refusal(
        "This was not started.",
        why=f"Another process is at the same work ({name}).",
        fix="Wait until it has finished, then try again.",
    )
