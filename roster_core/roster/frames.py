"""Bulk traffic between tables and frames: reads of whole columns, inserts, updates and deletes without the ORM."""

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
import sqlalchemy as sa

from roster_core.rows import UtcTime

_TYPES: dict[type, type[pl.DataType]] = {
    sa.Integer: pl.Int64,
    sa.Boolean: pl.Boolean,
    sa.Date: pl.Date,
}


def schema_of(table: sa.Table, columns: Iterable[str]) -> dict[str, type[pl.DataType]]:
    """The frame types of table columns: Int64, Boolean, Date; decimals, moments (in UTC) and all else are text."""
    return {name: _TYPES.get(type(table.c[name].type), pl.String) for name in columns}


def read_frame(
    connection: sa.Connection, table: sa.Table, district_id: int, columns: Sequence[str], where: str = ""
) -> pl.DataFrame:
    """The rows of a district as a frame with `columns`; `where` is a further SQL condition without parameters."""
    schema = schema_of(table, columns)
    names = ", ".join(_as_text(connection, table, name) for name in columns)
    condition = f"district_id = {int(district_id)}" + (f" and {where}" if where else "")
    # Names come from our own tables, the district is a number: nothing here was typed by anybody.
    statement = f'select {names} from "{table.name}" where {condition}'  # noqa: S608 - see above
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement)
        rows = cursor.fetchall()
    finally:
        cursor.close()
    if connection.dialect.name != "sqlite":
        return pl.DataFrame(rows, schema=schema, orient="row")
    stored = {pl.Date: pl.String, pl.Boolean: pl.Int64}
    raw = {name: stored.get(kind, kind) for name, kind in schema.items()}
    dates = [name for name, kind in schema.items() if kind == pl.Date]
    truths = [name for name, kind in schema.items() if kind == pl.Boolean]
    return pl.DataFrame(rows, schema=raw, orient="row").with_columns(
        pl.col(dates).str.to_date("%Y-%m-%d"), pl.col(truths).cast(pl.Boolean)
    )


def insert_frame(connection: sa.Connection, table: str, frame: pl.DataFrame) -> None:
    """Append the rows of `frame`, whose columns are columns of `table`, within the connection's transaction."""
    if frame.is_empty():
        return
    names = ", ".join(f'"{name}"' for name in frame.columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * frame.width)
        cursor = connection.connection.cursor()
        statement = f'insert into "{table}" ({names}) values ({marks})'  # noqa: S608 - our own names
        cursor.executemany(statement, _sqlite_rows(frame))  # type: ignore[arg-type] # the driver takes any iterable
        cursor.close()
        return
    driver: Any = connection.connection  # psycopg's: COPY is not in the DB-API
    with driver.cursor() as cursor, cursor.copy(f'copy "{table}" ({names}) from stdin with (format csv)') as copy:
        for block in frame.iter_slices(50_000):
            copy.write(block.write_csv(include_header=False, datetime_format="%Y-%m-%d %H:%M:%S%.6f"))


def delete_rows(connection: sa.Connection, table: str, district_id: int, keys: pl.DataFrame) -> None:
    """Delete the rows of the district whose key columns equal a row of `keys`."""
    if keys.is_empty():
        return
    stage = _stage(connection, table, keys, keys.columns)
    match = " and ".join(f'"{table}"."{name}" = {stage}."{name}"' for name in keys.columns)
    connection.exec_driver_sql(
        f'delete from "{table}" where district_id = {int(district_id)} '  # noqa: S608 - our own names
        f"and exists (select 1 from {stage} where {match})"
    )
    connection.exec_driver_sql(f"drop table {stage}")


def update_rows(
    connection: sa.Connection, table: str, district_id: int, rows: pl.DataFrame, keys: Sequence[str]
) -> None:
    """Set all other columns of `rows` on the rows of the district with equal `keys`."""
    others = [name for name in rows.columns if name not in keys]
    if rows.is_empty() or not others:
        return
    stage = _stage(connection, table, rows, keys)
    match = " and ".join(f'"{table}"."{name}" = {stage}."{name}"' for name in keys)
    values = ", ".join(f'"{name}" = {stage}."{name}"' for name in others)
    connection.exec_driver_sql(
        f'update "{table}" set {values} from {stage} where "{table}".district_id = {int(district_id)} and {match}'  # noqa: S608 - our own names
    )
    connection.exec_driver_sql(f"drop table {stage}")


def _stage(connection: sa.Connection, table: str, rows: pl.DataFrame, keys: Sequence[str]) -> str:
    stage = f"stage_{table}"
    names = ", ".join(f'"{name}"' for name in rows.columns)
    connection.exec_driver_sql(f'create temp table {stage} as select {names} from "{table}" where 1 = 0')  # noqa: S608 - our own names
    insert_frame(connection, stage, rows)
    key_names = ", ".join(f'"{name}"' for name in keys)
    connection.exec_driver_sql(f"create index ix_{stage} on {stage} ({key_names})")
    return stage


def _as_text(connection: sa.Connection, table: sa.Table, name: str) -> str:
    sqlite = connection.dialect.name == "sqlite"
    match table.c[name].type:
        case sa.Numeric():  # SQLite keeps a decimal as a float
            return f"""printf('%.4f', "{name}")""" if sqlite else f'"{name}"::numeric(7,4)::text'
        case UtcTime() if not sqlite:
            return f"""to_char("{name}" at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"""
        case _:
            return f'"{name}"'


def _sqlite_rows(frame: pl.DataFrame) -> Iterable[tuple[object, ...]]:
    plain = frame.with_columns(
        pl.col(pl.Date).dt.strftime("%Y-%m-%d"),
        pl.col(pl.Boolean).cast(pl.Int64),
        pl.col(pl.Datetime).dt.strftime("%Y-%m-%d %H:%M:%S%.6f"),
    )
    return plain.iter_rows()
