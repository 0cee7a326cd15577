"""Both sources answer alike (export-engine §5, §9)."""

import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from roster_core.clever.source.adbc import statement
from roster_core.clever.source.source import FrameSource, Read
from roster_core.project import PROJECT
from roster_core.roster.frames import insert_frame
from tests.clever.stored import keep
from tests.roster.golden_roster import golden

DAY = date(2026, 10, 1)
ROWS = pl.DataFrame(
    {
        "district_id": [1] * 6,
        "number": [1, 2, 3, 4, 5, None],
        "name": ["a", None, "", "d'e", "a", "f"],
        "good": [True, False, None, True, True, False],
        "begin": [None, DAY, date(2026, 10, 2), date(2026, 9, 30), None, DAY],
        "end": [None, DAY, None, None, date(2026, 9, 30), date(2027, 1, 1)],
    }
)
ALL = Read("thing", {"number": pl.Int64, "name": pl.String, "good": pl.Boolean, "begin": pl.Date})
READS = [
    ALL,
    ALL.where(name="d'e"),
    ALL.where(name="a", good=True),
    ALL.where(good=False),
    ALL.where(number=4),
    ALL.on("begin", "end", DAY),
    ALL.between("number", 2, 4),
    ALL.between("number", 9, 8),
    ALL.within("number", Read("thing", {"number": pl.Int64}).where(good=True)),
    ALL.within("number", Read("thing", {"number": pl.Int64}).between("number", 2, 3)).where(good=False),
    Read("thing", {"name": pl.String}).between("number", 1, 3).on("begin", "end", DAY),
]


@pytest.fixture(scope="module")
def database() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute('create table thing (district_id, number, name, good, "begin", "end")')
    rows = ROWS.with_columns(pl.col("begin", "end").dt.strftime("%Y-%m-%d")).rows()
    others = [(2, *row[1:]) for row in rows]
    connection.executemany("insert into thing values (?, ?, ?, ?, ?, ?)", rows + others)
    return connection


@pytest.mark.parametrize("read", READS, ids=range(len(READS)))
def test_the_statement_of_a_read_asks_for_what_frames_give(database, read):
    frame = FrameSource({"thing": ROWS}).table(read)
    shown = frame.with_columns(pl.col(pl.Date).dt.strftime("%Y-%m-%d"), pl.col(pl.Boolean).cast(pl.Int64))
    texts = [name for name, type_ in read.columns.items() if type_ in (pl.String, pl.Date)]
    wanted = shown.with_columns(pl.col(texts).fill_null("")).rows()
    for alone in (False, True):
        given = database.execute(statement(read, 1, sqlite=True, alone=alone)).fetchall()
        assert sorted(given, key=str) == sorted(wanted, key=str)


def test_frames_give_the_types_asked_for_and_blank_as_null():
    frame = FrameSource({"thing": ROWS}).table(Read("thing", {**ALL.columns, "absent": pl.String}))
    assert dict(frame.schema) == {**ALL.columns, "absent": pl.String}
    assert frame["name"].to_list() == ["a", None, None, "d'e", "a", "f"]


def test_a_table_that_is_absent_has_no_rows():
    assert FrameSource({}).table(ALL.where(name="a").on("begin", "end", DAY)).is_empty()


def test_batches_are_the_table_in_pieces():
    source = FrameSource({"thing": ROWS}, batch_rows=4)
    assert [len(batch) for batch in source.batches(ALL)] == [4, 2]
    assert pl.concat(source.batches(ALL)).equals(source.table(ALL))
    assert list(source.batches(ALL.where(name="nobody"))) == []


def test_a_statement_for_postgresql_keeps_types_of_its_own():
    text = statement(ALL.where(good=True), 7, sqlite=False)
    assert text == (
        """SELECT CAST("number" AS BIGINT) AS "number", COALESCE(CAST("name" AS TEXT), '') AS "name", """
        """"good", "begin" """
        """FROM "thing" WHERE district_id = 7 AND "good" = True"""
    )


_READ = """
import sys, polars as pl
from roster_core.clever.source.adbc import open_source
from roster_core.clever.source.source import Read
columns = {"person_id": pl.Int64, "first_name": pl.String, "birth_date": pl.Date, "photo_restricted": pl.Boolean,
           "same_as_person_id": pl.Int64, "left_at": pl.String}
people = Read("person", columns)
with open_source(sys.argv[1], 1) as source:
    table = source.table(people.where(kind="GUARDIAN"))
    assert dict(table.schema) == columns
    pieces = list(source.batches(people.where(kind="GUARDIAN")))
    assert pl.concat(pieces).sort("person_id").equals(table.sort("person_id"))
    none = source.table(people.where(kind="NOBODY"))
    assert dict(none.schema) == columns and none.is_empty()
    assert list(source.batches(people.where(kind="NOBODY"))) == []
    table.sort("person_id").write_parquet(sys.argv[2])
"""


def test_types_hold_where_the_first_rows_are_blank(store, settings, tmp_path):
    keep(store, golden())
    now, many = datetime(2026, 9, 1, tzinfo=UTC), 70_000
    last = pl.col("person_id") == 1000 + many - 1
    rows = pl.DataFrame({"person_id": range(1000, 1000 + many)}).select(
        "person_id",
        district_id=pl.lit(1, pl.Int64),
        kind=pl.lit("GUARDIAN"),
        person_key=pl.concat_str(pl.lit("K"), "person_id"),
        first_name=pl.when(last).then(pl.lit("0x")),
        last_name=pl.lit("Last"),
        birth_date=pl.when(last).then(pl.lit(date(1980, 2, 29))),
        status=pl.lit("ACTIVE"),
        photo_restricted=last,
        record_confidential=pl.lit(value=False),
        created_at=pl.lit(now),
        updated_at=pl.lit(now),
    )
    with store.engine.execution_options(writes=True).begin() as connection:
        insert_frame(connection, "person", rows)
    store.close()
    frame = read_in_child(settings.url, tmp_path / "people.parquet")
    late = frame.filter(pl.col("person_id") >= 1000)
    assert late.height == many
    assert late.row(-1)[1:5] == ("0x", date(1980, 2, 29), True, None)
    assert late["first_name"].null_count() == many - 1


def read_in_child(url: str, path: Path) -> pl.DataFrame:
    done = subprocess.run(
        [sys.executable, "-c", _READ, url, str(path)], check=False, capture_output=True, text=True, cwd=PROJECT
    )
    assert done.returncode == 0, done.stderr
    return pl.read_parquet(path)


_SPACED = """
import sys, polars as pl
from roster_core.clever.source.adbc import open_source
from roster_core.clever.source.source import Read
with open_source(sys.argv[1], 1) as source:
    print(len(source.table(Read("district", {"code": pl.String}))))
"""


def test_a_database_in_a_folder_with_an_odd_name_is_found(tmp_path):
    folder = tmp_path / "a b#ü%20&=x"
    folder.mkdir()
    path = folder / "roster.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("create table district (district_id, code)")
        connection.execute("insert into district values (1, 'X')")
    connection.close()
    done = subprocess.run(
        [sys.executable, "-c", _SPACED, f"sqlite:///{path.as_posix()}"],
        check=False,
        capture_output=True,
        text=True,
        cwd=PROJECT,
    )
    assert done.stdout == "1\n", done.stderr
