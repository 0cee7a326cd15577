"""What tests of the store share: a database of their own on either engine."""

import asyncio
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from pydantic import SecretStr

from roster_core.access.rights import local_administrator
from roster_core.journeys.sample import load_sample
from roster_core.settings import Settings
from roster_core.store import Store, open_store
from tests.servers.postgres import PostgresServer, running_postgres
from tests.servers.s3 import S3Server, running_s3

GOLDEN = Path(__file__).resolve().parents[2] / "shared" / "reference" / "golden-roster"
_names = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    with running_s3() as server:
        yield server


@pytest.fixture
def s3(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """An S3 server that the program finds by its usual variables."""
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    return s3_server


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the present schema, to be copied."""
    name = "roster_template"
    url = postgres.database(name)
    open_store(Settings(data_dir=tmp_path_factory.mktemp("template"), database_url=SecretStr(url))).close()
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    open_store(Settings(data_dir=folder)).close()
    return folder / "roster.sqlite3"


@pytest.fixture(scope="session")
def sample_district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installation of the sample district; to be copied."""
    folder = tmp_path_factory.mktemp("sample")
    store = open_store(Settings(data_dir=folder))
    load_sample(store, local_administrator())
    store.close()
    return folder


@pytest.fixture
def sqlite_settings(tmp_path: Path, sqlite_template: Path) -> Settings:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "roster.sqlite3")
    return Settings(data_dir=folder)


@pytest.fixture
def postgres_settings(tmp_path: Path, postgres: PostgresServer, postgres_template: str) -> Iterator[Settings]:
    name = f"roster_{next(_names)}"
    url = postgres.database(name, postgres_template)
    yield Settings(data_dir=tmp_path / "data", database_url=SecretStr(url))
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of an empty installation, on SQLite and on PostgreSQL."""
    name = "sqlite_settings" if request.param == "sqlite" else "postgres_settings"
    made = request.getfixturevalue(name)
    assert isinstance(made, Settings)
    return made


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def no_loop_around() -> Iterator[None]:
    """While a browser of other tests is open, its loop counts as running in this thread; a worker's thread has none."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)
