"""Rosters to load: copies of the golden one, changed cell by cell."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from roster_core.access.rights import User, local_administrator
from roster_core.journeys.roster_dump import dump_roster
from roster_core.journeys.roster_load import LoadRequest, begin, confirm
from roster_core.journeys.roster_loads import LoadView, read_load
from roster_core.journeys.work import carry_out
from roster_core.settings import Settings
from roster_core.store import Store, open_store
from tests.conftest import GOLDEN, MadeOnce
from tests.servers.postgres import PostgresServer


@dataclass(frozen=True)
class Desk:
    """A store and somebody who may do everything, with the steps of a load in one call."""

    store: Store
    user: User

    def check(self, folder: Path, **request: object) -> LoadView:
        load_id = begin(self.store, self.user, folder, LoadRequest(**request))  # type: ignore[arg-type]
        carry_out(self.store, "roster-check", load_id)
        return read_load(self.store, self.user, load_id)

    def switch(self, load_id: str, *, approve: bool = False, reason: str = "") -> LoadView:
        confirm(self.store, self.user, load_id, approve=approve, reason=reason)
        carry_out(self.store, "roster-switch", load_id)
        return read_load(self.store, self.user, load_id)

    def load(self, folder: Path) -> LoadView:
        view = self.check(folder)
        assert view.state in ("previewed", "held"), (view.state, view.error)
        return self.switch(view.load_id, approve=view.state == "held", reason="for the test")

    def dump(self, folder: Path) -> dict[str, bytes]:
        dump_roster(self.store, self.user, folder)
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, local_administrator())


def _load_golden(settings: Settings) -> None:
    store = open_store(settings)
    Desk(store, local_administrator()).load(GOLDEN)
    store.close()


@pytest.fixture(scope="session")
def golden_sqlite(made_once: MadeOnce) -> Path:
    """The data folder of an installation with the golden roster; to be copied."""
    return made_once("golden", lambda folder: _load_golden(Settings(data_dir=folder)))


@pytest.fixture(scope="session")
def golden_postgres(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The same on a server: the name of its database and its data folder, both to be copied."""
    name, folder = "golden", tmp_path_factory.mktemp("golden-postgres")
    _load_golden(Settings(data_dir=folder, database_url=SecretStr(postgres.database(name))))
    return name, folder


@pytest.fixture
def ready_here(golden_sqlite: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk with the golden roster loaded, on SQLite: for what asks nothing of the database that is its own."""
    yield from _opened(golden_sqlite, "", tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def ready(request: pytest.FixtureRequest, tmp_path: Path, postgres_copy: Callable[[str], str]) -> Iterator[Desk]:
    """The same on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("ready_here")
    else:
        database, folder = request.getfixturevalue("golden_postgres")
        yield from _opened(folder, postgres_copy(database), tmp_path)


def _opened(folder: Path, url: str, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(folder, tmp_path / "data")
    store = open_store(Settings(data_dir=tmp_path / "data", database_url=SecretStr(url)))
    yield Desk(store, local_administrator())
    store.close()


@pytest.fixture
def roster(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder with the golden roster; each keyword names a file and gives its text made from the old one."""
    made = 0

    def make(**edits: Callable[[str], str]) -> Path:
        nonlocal made
        made += 1
        folder = tmp_path / f"roster-{made}"
        shutil.copytree(GOLDEN, folder)
        for name, edit in edits.items():
            path = folder / f"{name}.csv"
            path.chmod(0o644)
            path.write_text(edit(path.read_text()))
        return folder

    return make
