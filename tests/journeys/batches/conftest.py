"""A district with photos to give, and a desk that takes a batch from its files to the result."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydantic import SecretStr
from sqlmodel import select

from roster_core.access.rights import User, local_administrator
from roster_core.batches.people import Criterion
from roster_core.journeys.batches import confirming, intake, photo_start, reads
from roster_core.journeys.batches.photo_start import PhotoRequest
from roster_core.journeys.batches.reads import BatchView, ItemView
from roster_core.journeys.handlers import HANDLERS
from roster_core.journeys.people import show_person
from roster_core.journeys.roster_load import LoadRequest, begin, confirm
from roster_core.journeys.work import carry_out
from roster_core.photos.rules import RuleSet
from roster_core.roster.tables.records import Photo
from roster_core.settings import Settings
from roster_core.store import Store, open_store
from tests.conftest import GOLDEN, MadeOnce, copied
from tests.servers.postgres import PostgresServer

#: A name, and what is done once in a district whose copies bear it.
Filled = tuple[str, Callable[["PhotoDesk"], object]]
Rosters = Callable[[str, Filled | None], tuple[Path, str]]
#: Her numbers in the worked examples, and somebody with a weblogin.
IDS = (("0104233,,,", "0104233,7012345678,19ortea1,"), ("0100502,,,", "0100502,,19chanw1,"))


@dataclass
class PhotoDesk:
    """A store with a roster, and somebody who may do everything unless another user is given."""

    store: Store
    folder: Path
    user: User = field(default_factory=local_administrator)

    def given(self, files: Mapping[str, bytes]) -> list[tuple[str, Path]]:
        """Files as they were staged, under numbers."""
        self.folder.mkdir(exist_ok=True)
        staged = []
        for number, (name, data) in enumerate(files.items()):
            path = self.folder / f"{number}.bin"
            path.write_bytes(data)
            staged.append((name, path))
        return staged

    def start(
        self, criterion: Criterion = Criterion.DISTRICT_NUMBER, rules: RuleSet = RuleSet.GENERAL, **more: object
    ) -> str:
        return photo_start.start_photos(self.store, self.user, PhotoRequest(criterion, rules, **more))  # type: ignore[arg-type]

    def add(self, batch_id: str, files: Mapping[str, bytes]) -> BatchView:
        intake.add_files(self.store, self.user, batch_id, self.given(files))
        self.run("batch-check", batch_id)
        return self.view(batch_id)

    def checked(self, files: Mapping[str, bytes], **more: object) -> str:
        batch_id = self.start(**more)  # type: ignore[arg-type]
        self.add(batch_id, files)
        return batch_id

    def confirm(self, batch_id: str, *, leave_out: bool = False) -> BatchView:
        confirming.confirm(self.store, self.user, batch_id, leave_out=leave_out)
        self.run("batch-apply", batch_id)
        return self.view(batch_id)

    def run(self, handler: str, subject: str) -> None:
        """Carry out a job's work to its end, as a worker does."""
        while not HANDLERS[handler].advance(self.store, 1, subject).finished:
            pass

    def view(self, batch_id: str) -> BatchView:
        return reads.read_batch(self.store, self.user, batch_id)

    def items(self, batch_id: str) -> dict[str, ItemView]:
        return {item.name: item for item in reads.read_items(self.store, self.user, batch_id)[0]}

    def results(self, batch_id: str) -> dict[str, str | None]:
        return {name: item.result for name, item in self.items(batch_id).items()}

    def versions(self, key: str, kind: str = "student") -> list[tuple[int, bool, str]]:
        """The photos of somebody: version, whether it is current, the name it came under."""
        person = show_person(self.store, self.user, kind, key)
        with self.store.reading(1) as session:
            rows = session.exec(select(Photo).where(Photo.person_id == person.person_id)).all()
            return [(row.version, row.is_current, row.original_name) for row in sorted(rows, key=lambda r: r.version)]


def face(seed: int, width: int = 480, height: int = 600, kind: str = "JPEG") -> bytes:
    """A picture unlike that of any other seed."""
    blocks = np.random.default_rng(seed).integers(0, 255, (15, 12, 3), dtype=np.uint8)
    image = Image.fromarray(blocks).resize((width, height), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def load(settings: Settings, folder: Path) -> None:
    """Load the roster in `folder`."""
    store, user = open_store(settings), local_administrator()
    load_id = begin(store, user, folder, LoadRequest())
    carry_out(store, "roster-check", load_id)
    confirm(store, user, load_id, approve=True, reason="for the tests")
    carry_out(store, "roster-switch", load_id)
    store.close()


def _load(settings: Settings, folder: Path) -> None:
    shutil.copytree(GOLDEN, folder)
    path = folder / "students.csv"
    path.chmod(0o644)
    text = path.read_text()
    for old, new in IDS:
        text = text.replace(old, new)
    path.write_text(text)
    load(settings, folder)


@pytest.fixture(scope="session")
def sqlite_roster(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the roster loaded, to be copied."""
    roster = tmp_path_factory.mktemp("photo-roster") / "roster"
    return made_once("photo-roster", lambda folder: _load(Settings(data_dir=folder), roster))


@pytest.fixture(scope="session")
def postgres_roster(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("photo-roster")
    url = postgres.database("photo_roster")
    _load(Settings(data_dir=folder / "data", database_url=SecretStr(url)), folder / "roster")
    return "photo_roster"


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The database: SQLite, and PostgreSQL as well for what is marked as `either`."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def filled() -> Filled | None:
    """What is in the district of a module before each of its tests, made once; a module says so in its own fixture."""
    return None


@pytest.fixture(scope="session")
def rosters(request: pytest.FixtureRequest, made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Rosters:
    """The data folder and the URL of a database to copy, by engine and by what is filled in."""
    on_server: dict[str, Path] = {}

    def fill_in(settings: Settings, fill: Callable[[PhotoDesk], object]) -> None:
        store = open_store(settings)
        fill(PhotoDesk(store, tmp_path_factory.mktemp("staged") / "files"))
        store.close()

    def sqlite(filled: Filled | None) -> tuple[Path, str]:
        roster: Path = request.getfixturevalue("sqlite_roster")
        if filled is None:
            return roster, ""

        def fill(folder: Path) -> None:
            shutil.copytree(roster, folder, dirs_exist_ok=True)
            fill_in(Settings(data_dir=folder), filled[1])

        return made_once(filled[0], fill), ""

    def postgresql(filled: Filled | None) -> tuple[Path, str]:
        template = request.getfixturevalue("postgres_roster")
        name = template if filled is None else filled[0].replace("-", "_")
        if name not in on_server:
            on_server[name] = tmp_path_factory.mktemp("filled") / "data"
            on_server[name].mkdir()
            if filled is not None:
                url = request.getfixturevalue("postgres").database(name, template)
                fill_in(Settings(data_dir=on_server[name], database_url=SecretStr(url)), filled[1])
        return on_server[name], name

    return lambda engine, filled: (sqlite if engine == "sqlite" else postgresql)(filled)


@pytest.fixture
def photo_settings(
    engine: str, filled: Filled | None, rosters: Rosters, tmp_path: Path, postgres_copy: Callable[[str], str]
) -> Settings:
    folder, database = rosters(engine, filled)
    copied(folder, tmp_path / "data")
    return Settings(data_dir=tmp_path / "data", database_url=SecretStr(postgres_copy(database) if database else ""))


@pytest.fixture
def desk(photo_settings: Settings, tmp_path: Path) -> Iterator[PhotoDesk]:
    store = open_store(photo_settings)
    yield PhotoDesk(store, tmp_path / "staged")
    store.close()


@pytest.fixture
def as_user(desk: PhotoDesk) -> Callable[..., PhotoDesk]:
    """The same desk with somebody else at it."""
    return lambda user: PhotoDesk(desk.store, desk.folder, user)
