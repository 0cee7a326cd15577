"""The store on SQLite and PostgreSQL: schema, tenants, locks."""

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import threading
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlmodel import SQLModel, select

from roster_core import store as store_module
from roster_core.access import tables as access_tables  # noqa: F401 - all tables, for the comparison
from roster_core.access import user_tables  # noqa: F401
from roster_core.batches import tables as batch_tables  # noqa: F401
from roster_core.jobs import tables as job_tables  # noqa: F401
from roster_core.refusals import Refusal
from roster_core.roster.tables import additions, contacts, people, profiles, records, schedules, scheduling  # noqa: F401 - all tables, for the comparison
from roster_core.roster.tables.organisation import Department, District, School
from roster_core.settings import Settings
from roster_core.store import Store, migration_config, open_store

VERSIONS = Path(store_module.__file__).parent / "migrations" / "versions"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STAMPS: dict[str, Any] = {"created_at": NOW, "updated_at": NOW}


def district(number: int) -> District:
    return District(
        district_id=number,
        code=f"D{number}",
        name="Maple",
        state="NJ",
        time_zone="America/New_York",
        current_school_year="2026-27",
        **STAMPS,
    )


def department(number: int, code: str) -> Department:
    return Department(district_id=number, department_code=code, **STAMPS)


@pytest.fixture
def two_districts(store: Store) -> Store:
    for number in (1, 2):
        with store.writing(number) as session:
            session.add(district(number))
            session.flush()
            session.add(department(number, f"DEPT{number}"))
    return store


def test_the_migrations_make_exactly_the_tables_declared(store: Store) -> None:
    with store.engine.connect() as connection, warnings.catch_warnings():
        # Indexes over expressions are not reflected on SQLite; PostgreSQL sees them.
        warnings.filterwarnings("ignore", message="autogenerate skipping")
        warnings.filterwarnings("ignore", message="Skipped unsupported reflection")
        drift = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), SQLModel.metadata)
        indexes = (
            {index["name"] for table in SQLModel.metadata.tables for index in sa.inspect(connection).get_indexes(table)}
            if connection.dialect.name == "postgresql"
            else None
        )
    assert drift == []
    if indexes is not None:
        assert {"uq_person_key", "uq_student_state_id", "uq_section_code"} <= indexes


def test_opening_again_changes_nothing(settings: Settings) -> None:
    open_store(settings).close()
    again = open_store(settings)
    with again.engine.connect() as connection:
        assert connection.execute(sa.text("select count(*) from alembic_version")).scalar_one() == 1
    again.close()


def test_the_last_revision_by_name_is_the_head(settings: Settings) -> None:
    store = open_store(settings)
    with store.engine.connect() as connection:
        (head,) = ScriptDirectory.from_config(migration_config(connection)).get_heads()
        assert connection.execute(sa.text("select version_num from alembic_version")).scalar_one() == head
    store.close()
    assert max(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py")) == head


def test_what_is_up_to_date_opens_without_alembic(settings: Settings) -> None:
    open_store(settings).close()
    told = (
        "import sys; from roster_core.store import *; open_store(Settings()).close(); print('alembic' in sys.modules)"
    )
    environment = {**os.environ, "ROSTER_DATA_DIR": str(settings.data_dir)}
    if not settings.sqlite:
        environment["ROSTER_DATABASE_URL"] = settings.url
    done = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


def test_a_database_of_a_newer_version_is_refused(settings: Settings) -> None:
    store = open_store(settings)
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    store.close()
    with pytest.raises(Refusal, match="newer version"):
        open_store(settings)


def test_a_session_sees_its_district_only(two_districts: Store) -> None:
    with two_districts.reading(1) as session:
        assert [row.department_code for row in session.exec(select(Department))] == ["DEPT1"]
        assert session.get(Department, (2, "DEPT2")) is None


def test_without_a_district_only_the_list_of_districts_is_read(two_districts: Store) -> None:
    with two_districts.reading() as session:
        assert len(session.exec(select(District)).all()) == 2
        with pytest.raises(RuntimeError, match="no district is bound"):
            session.exec(select(Department)).all()


def test_a_row_of_another_district_is_not_written(two_districts: Store) -> None:
    with pytest.raises(RuntimeError, match="another district"), two_districts.writing(1) as session:
        session.add(department(2, "X"))


def test_an_error_leaves_nothing_written(two_districts: Store) -> None:
    with pytest.raises(ZeroDivisionError), two_districts.writing(1) as session:
        _ = session.add(department(1, "X")), session.flush(), 1 / 0  # type: ignore[func-returns-value]
    with two_districts.reading(1) as session:
        assert session.get(Department, (1, "X")) is None


def test_dangling_references_and_unknown_words_are_refused_by_the_database(two_districts: Store) -> None:
    def school(**changes: object) -> School:
        fields: dict[str, Any] = {
            "district_id": 1,
            "school_id": 1,
            "school_code": "MHE",
            "name": "M",
            "school_type": "ELEM",
            "active": True,
            "do_not_export": False,
            **STAMPS,
            **changes,
        }
        return School(**fields)

    with pytest.raises(sa.exc.IntegrityError), two_districts.writing(1) as session:
        session.add(school(school_type="PALACE"))
    with pytest.raises(sa.exc.IntegrityError), two_districts.writing(3) as session:
        session.add(school(district_id=3))
    with pytest.raises(sa.exc.IntegrityError), two_districts.writing(1) as session:
        session.add_all([school(), school(school_id=2, school_code="mhe")])


def test_moments_come_back_in_utc_and_naive_ones_are_refused(two_districts: Store) -> None:
    with two_districts.reading(1) as session:
        row = session.get(Department, (1, "DEPT1"))
        assert row is not None
        assert row.created_at == NOW
        assert row.created_at.tzinfo is UTC
    with pytest.raises(sa.exc.StatementError, match="time zone"), two_districts.writing(1) as session:
        session.add(Department(district_id=1, department_code="N", created_at=NOW.replace(tzinfo=None), updated_at=NOW))


def _hold(settings: Settings, taken: Any, release: Any) -> None:
    store = open_store(settings, upgrade=False)
    with store.lock("work"):
        taken.set()
        release.wait(30)
    store.close()


def test_a_lock_keeps_other_processes_out_and_ends_with_its_process(store: Store, settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    taken, release = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(settings, taken, release))
    other.start()
    assert taken.wait(30)
    assert store.held("work")
    with pytest.raises(Refusal, match="Another process"), store.lock("work", wait_s=0.2):
        pass
    other.kill()
    other.join()
    with store.lock("work", wait_s=5):
        pass
    assert not store.held("work")


def test_a_new_database_to_which_somebody_writes_is_waited_for(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    writer = sqlite3.connect(tmp_path / "roster.sqlite3", isolation_level=None, check_same_thread=False)
    writer.execute("create table seen (n)")
    writer.execute("begin immediate")
    writer.execute("insert into seen values (1)")
    done = threading.Timer(1, writer.close)  # SQLite refuses the switch to write-ahead logging until then
    done.start()
    store = open_store(settings)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
    done.join()
    store.close()


def _open(settings: Settings, ready: Any) -> None:
    ready.wait(30)
    open_store(settings).close()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_processes_that_start_at_once_upgrade_an_empty_database_once(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    settings = Settings(data_dir=tmp_path)
    if engine == "postgresql":
        server = request.getfixturevalue("postgres")
        settings = Settings(data_dir=tmp_path, database_url=SecretStr(server.database("roster_race")))
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(3)
    processes = [context.Process(target=_open, args=(settings, ready)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    store = open_store(settings)
    with store.reading() as session:
        assert session.exec(select(District)).all() == []
    store.close()
    if engine == "postgresql":
        server.drop("roster_race")
