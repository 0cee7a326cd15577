"""What tests of the store share: a database of their own on either engine."""

import asyncio
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from pydantic import SecretStr
from xdist.remote import Producer  # type: ignore[import-untyped] # it has no types
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # it has no types

from roster_core.access.rights import local_administrator
from roster_core.journeys.sample import load_sample
from roster_core.settings import Settings
from roster_core.store import Store, open_store
from tests.servers import forking
from tests.servers.postgres import PostgresServer, running_postgres
from tests.servers.s3 import S3Server, running_s3

GOLDEN = Path(__file__).resolve().parents[2] / "shared" / "reference" / "golden-roster"
BROWSER_TESTS = Path(__file__).parent / "browser"
_names = count()
#: Makes a folder by its name, filled by a function that gets it, unless another worker of the run has made it.
MadeOnce = Callable[[str, Callable[[Path], None]], Path]


def copied(installation: Path, folder: Path) -> Path:
    """A copy of an installation in `folder`; the files that it stores, which nobody changes, are linked."""

    def give(source: str, target: str) -> None:
        (os.link if f"{os.sep}objects{os.sep}" in source else shutil.copy2)(source, target)

    return shutil.copytree(installation, folder, copy_function=give, dirs_exist_ok=True)


class BrowserTogether(LoadScopeScheduling):  # type: ignore[misc] # see above
    """Deals tests out one by one, but those of the browser, by their modules, to two workers, which begin with them.

    So each module's server and the browser of a worker are started once, and no more than two browsers compete.
    """

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        self._modules: dict[str, int] = {}

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        if not module.startswith("tests/browser/"):
            return nodeid
        return f"browser-{self._modules.setdefault(module, len(self._modules)) % 2}"


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.register_profile("shared", deadline=None)  # on a busy machine a slow example tells nothing
    hypothesis.settings.load_profile("shared")
    # The engine of a worker would write for ever to the stream that was there when the first of them began.
    logging.getLogger("dbos").addHandler(logging.lastResort or logging.NullHandler())
    if forking.POSSIBLE:
        forking.fork_programs()
        if getattr(config.option, "numprocesses", None):  # one for all workers, from the start
            forking.begin()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> BrowserTogether:
    # Marks of groups do not reach xdist's own scheduler with this version of pytest.
    return BrowserTogether(config, log)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """Folders that are costly to fill, one for all workers of a run: to be copied, never changed."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, fill: Callable[[Path], None]) -> Path:
        folder = common / name
        with closing(sqlite3.connect(common / f"{name}.lock", timeout=600, isolation_level=None)) as lock:
            lock.execute("begin exclusive")
            if not folder.exists():
                filled = tmp_path_factory.mktemp("filled") / name
                filled.mkdir()
                fill(filled)
                filled.rename(folder)
        return folder

    return made


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
def sqlite_template(made_once: MadeOnce) -> Path:
    """A database with the present schema, to be copied."""
    return made_once("template", lambda folder: open_store(Settings(data_dir=folder)).close()) / "roster.sqlite3"


@pytest.fixture(scope="session")
def sample_district(made_once: MadeOnce) -> Path:
    """A folder with the installation of the sample district; to be copied."""

    def fill(folder: Path) -> None:
        store = open_store(Settings(data_dir=folder))
        load_sample(store, local_administrator())
        store.close()

    return made_once("sample-district", fill)


@pytest.fixture
def sqlite_settings(tmp_path: Path, sqlite_template: Path) -> Settings:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "roster.sqlite3")
    return Settings(data_dir=folder)


@pytest.fixture
def postgres_copy(request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Makes a copy of a database and gives its URL; the copies are gone after the test."""
    made: list[str] = []

    def copied(template: str) -> str:
        server: PostgresServer = request.getfixturevalue("postgres")  # only now: few tests need a server
        made.append(f"roster_{next(_names)}")
        return server.database(made[-1], template)

    yield copied
    for name in made:
        request.getfixturevalue("postgres").drop(name)


@pytest.fixture
def postgres_settings(tmp_path: Path, postgres_template: str, postgres_copy: Callable[[str], str]) -> Settings:
    return Settings(data_dir=tmp_path / "data", database_url=SecretStr(postgres_copy(postgres_template)))


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


@pytest.fixture(autouse=True)
def _no_loop_around(request: pytest.FixtureRequest) -> Iterator[None]:
    """While a browser of other tests is open, its loop counts as running in this thread; a worker's thread has none."""
    if request.path.is_relative_to(BROWSER_TESTS):
        yield
        return
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)
