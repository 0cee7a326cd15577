"""A small district with documents, on SQLite; `both` has it on either engine."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import col, select

from roster_core.access.rights import Right, User, granted, local_administrator
from roster_core.access.tables import AuditEvent
from roster_core.settings import Settings
from roster_core.store import Store, open_store
from tests.documents.made import Made, put_in
from tests.documents.small import small_district

ADMIN = local_administrator("ada")


def holder(*rights: Right, schools: set[str] | None = None) -> User:
    """Somebody who holds these rights only."""
    return granted("hal", "Hal", frozenset(rights), None if schools is None else frozenset(schools))


@dataclass(frozen=True)
class DocumentDesk:
    """A store with the district."""

    store: Store
    user: User = ADMIN

    def put_in(self, *made: Made) -> list[str]:
        return put_in(self.store, *made)

    def events(self, *actions: str) -> list[AuditEvent]:
        """What was written down, in order; with `actions` only those."""
        with self.store.reading(1) as session:
            found = session.exec(select(AuditEvent).order_by(col(AuditEvent.event))).all()
            return [one for one in found if not actions or one.action in actions]


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the district, to be copied."""
    folder = tmp_path_factory.mktemp("small")
    store = open_store(Settings(data_dir=folder))
    small_district(store)
    store.close()
    return folder


@pytest.fixture
def desk(small_folder: Path, tmp_path: Path) -> Iterator[DocumentDesk]:
    store = open_store(Settings(data_dir=shutil.copytree(small_folder, tmp_path / "data")))
    yield DocumentDesk(store)
    store.close()


@pytest.fixture
def both(store: Store) -> DocumentDesk:
    small_district(store)
    return DocumentDesk(store)
