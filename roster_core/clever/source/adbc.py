"""The roster read from SQLite or PostgreSQL, column by column, in one transaction that changes nothing.

Only for a process of its own: the reader brings a second SQLite library, and two of them in one process can corrupt the
file (export-engine §9 no. 3).
"""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import polars as pl

from roster_core.clever.source.source import Read, Scalar, Type

#: Rows from which the driver takes the types of a column; text is never null (§9 no. 1), so any number would do.
_BATCH_ROWS = 65_536


@dataclass(frozen=True)
class AdbcSource:
    """A source over an open connection. Make it with `open_source`.

    `alone` says that the database has no other district.
    """

    connection: Any
    district_id: int
    sqlite: bool
    alone: bool

    def table(self, read: Read) -> pl.DataFrame:
        """See `Source.table`."""
        with closing(self._cursor(read)) as cursor:
            return self._typed(pl.from_arrow(cursor.fetch_arrow_table()), read)

    def batches(self, read: Read) -> Iterator[pl.DataFrame]:
        """See `Source.batches`."""
        with closing(self._cursor(read)) as cursor:
            for batch in cursor.fetch_record_batch():
                if batch.num_rows:
                    yield self._typed(pl.from_arrow(batch), read)

    def _cursor(self, read: Read) -> Any:
        options = {"adbc.sqlite.query.batch_rows": _BATCH_ROWS} if self.sqlite else {}
        cursor = self.connection.cursor(adbc_stmt_kwargs=options)
        cursor.execute(statement(read, self.district_id, sqlite=self.sqlite, alone=self.alone))
        return cursor

    def _typed(self, rows: pl.DataFrame | pl.Series, read: Read) -> pl.DataFrame:
        frame = pl.DataFrame(rows)
        return frame.select(_cast(name, type_, frame.schema[name]) for name, type_ in read.columns.items())


@contextmanager
def open_source(url: str, district_id: int) -> Iterator[AdbcSource]:
    """The roster of the district in the database at `url` (as in `Settings.url`), as it is at this moment."""
    with closing(_connect(url)) as connection:
        sqlite = url.startswith("sqlite")
        with connection.cursor() as cursor:
            for text in _opening(url):
                cursor.execute(text)
            cursor.execute("SELECT COUNT(*) FROM district")
            (districts,) = cursor.fetchone()
        yield AdbcSource(connection, district_id, sqlite, alone=districts == 1)


def statement(read: Read, district_id: int, *, sqlite: bool, alone: bool = False) -> str:
    """The SQL of a read. Names are ours; values are whole numbers, days, and texts with their quotes doubled.

    `alone` says that no other district is in the database.
    """
    columns = ", ".join(_selected(name, type_, sqlite=sqlite) for name, type_ in read.columns.items())
    conditions = _conditions(read, district_id, sqlite=sqlite)
    if sqlite and alone and not (read.among or read.keys or read.listed):
        # The sign stops SQLite from going through an index of the district, which names every row, one by one.
        conditions = f"+{conditions}"
    return f"SELECT {columns} FROM {_name(read.table)} WHERE {conditions}"  # noqa: S608 - no name or value is a person's words: see above


def _conditions(read: Read, district_id: int, *, sqlite: bool) -> str:
    parts = [f"district_id = {district_id:d}"]
    parts += [f"{_name(column)} = {_literal(value, sqlite=sqlite)}" for column, value in read.equals]
    if read.window:
        start, end, day = _name(read.window.start), _name(read.window.end), _literal(read.window.day, sqlite=sqlite)
        parts += [f"({start} IS NULL OR {start} <= {day})", f"({end} IS NULL OR {end} >= {day})"]
    if read.among:
        column, other = read.among
        inner = f"SELECT {_name(*other.columns)} FROM {_name(other.table)} WHERE "  # noqa: S608 - as above
        parts.append(f"{_name(column)} IN ({inner}{_conditions(other, district_id, sqlite=sqlite)})")
    if read.keys:
        column, low, high = read.keys
        parts.append(f"{_name(column)} BETWEEN {low:d} AND {high:d}")
    if read.listed:
        column, values = read.listed
        # A list of nothing is no SQL.
        parts.append(f"{_name(column)} IN ({', '.join(f'{value:d}' for value in values)})" if values else "1 = 0")
    return " AND ".join(parts)


def _selected(name: str, type_: Type, *, sqlite: bool) -> str:
    column = _name(name)
    if type_ is pl.String or (type_ is pl.Date and sqlite):
        return f"COALESCE(CAST({column} AS TEXT), '') AS {column}"
    return f"CAST({column} AS BIGINT) AS {column}" if type_ is pl.Int64 and not sqlite else column


def _name(name: str) -> str:
    return f'"{name}"'


def _literal(value: Scalar | date, *, sqlite: bool) -> str:
    if isinstance(value, bool):
        return str(int(value)) if sqlite else str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    return "'" + value.replace("'", "''") + "'"


def _cast(name: str, type_: Type, present: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if type_ is pl.String:
        text = column.cast(pl.String)
        return pl.when(text != "").then(text).alias(name)
    if type_ is pl.Date and present == pl.String:
        return pl.when(column != "").then(column).str.to_date("%Y-%m-%d").alias(name)
    return column.cast(type_)


def _connect(url: str) -> Any:
    if url.startswith("sqlite"):
        with _without_pandas():
            import adbc_driver_sqlite.dbapi as driver  # noqa: PLC0415 - only in the process that reads: see the module

        return driver.connect(f"file:{quote(str(_sqlite_path(url).resolve()))}?mode=ro")
    with _without_pandas():
        import adbc_driver_postgresql.dbapi as server_driver  # type: ignore[import-untyped] # noqa: PLC0415 - as above

    parts = urlsplit(url)
    return server_driver.connect(urlunsplit(parts._replace(scheme="postgresql")))


@contextmanager
def _without_pandas() -> Iterator[None]:
    """While the driver is imported: what it imports loads pandas if it finds it, half a second for nothing."""
    sys.meta_path.insert(0, _NoPandas)
    try:
        yield
    finally:
        sys.meta_path.remove(_NoPandas)


class _NoPandas(MetaPathFinder):
    @classmethod
    def find_spec(cls, name: str, _path: object = None, _target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def _opening(url: str) -> list[str]:
    if url.startswith("sqlite"):
        return [f"PRAGMA mmap_size = {_sqlite_path(url).stat().st_size}", "PRAGMA busy_timeout = 30000"]
    # Without it each statement sees what others committed before it (export-engine §9 no. 4).
    return ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"]


def _sqlite_path(url: str) -> Path:
    # As SQLAlchemy reads it: the path stands as it is, nothing in it is escaped.
    return Path(url.partition(":///")[2].partition("?")[0])
