"""Photos with encryption on: from a ZIP on the page to the ZIP that is handed out, and none of them in the folder."""

import io
import zipfile
from pathlib import Path

import anyio
import pytest

from pages.shell.staging import Staging
from roster_core.access.rights import local_administrator
from roster_core.journeys.batches import intake, pictures, undoing
from roster_core.journeys.photo_download import DownloadRequest, open_download
from roster_core.journeys.stored_files import read_status
from roster_core.journeys.stored_pictures import PLAIN
from roster_core.photos.download import Size
from roster_core.settings import Settings
from roster_core.storage.file_box import open_file_box
from tests.journeys.batches.conftest import PhotoDesk, face, packed

ANA, DUNN = "0104233", "0101118"


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def photo_settings(photo_settings: Settings) -> Settings:
    return photo_settings.model_copy(update={"encrypt_files": True})


def _found(folder: Path, sought: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and sought in path.read_bytes()]


def test_photos_come_in_and_go_out_and_no_byte_of_them_lies_plain(desk: PhotoDesk) -> None:
    settings, photos = desk.store.settings, {f"{ANA}.jpg": face(1), f"{DUNN}.jpg": face(2)}
    before = read_status(desk.store, local_administrator()).files[PLAIN]  # what came with the roster
    staging = Staging(settings.data_dir / "staged", box=open_file_box(settings), keep_free=0)

    async def received():
        yield packed(photos)

    async def receive():
        return await staging.receive(received(), name="photos.zip", login="ada", limit=10_000_000)

    staged = anyio.run(receive)
    batch_id = desk.start()
    intake.add_files(desk.store, desk.user, batch_id, [(staged.name, staged.file)])
    desk.run("batch-check", batch_id)
    shown = pictures.read_item_picture(desk.store, desk.user, batch_id, 1, pictures.Shown.NEW).data
    desk.confirm(batch_id)

    def taken(size: Size) -> dict[str, bytes]:
        request = DownloadRequest(reason="for the tests", size=size)
        data = b"".join(open_download(desk.store, desk.user, request).pieces())
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist() if name.endswith(".jpg")}

    out = [taken(size) for size in (Size.ORIGINAL, Size.SMALL, Size.SMALL)]
    assert (len(out[0]), out[1]) == (2, out[2])
    for data in (shown, *photos.values(), *(data for files in out for data in files.values())):
        assert _found(settings.data_dir, data[len(data) // 2 :][:48]) == []
    desk.run("batch-undo", undoing.undo(desk.store, desk.user, batch_id))
    assert desk.versions(ANA) == [] or not any(current for _, current, _ in desk.versions(ANA))
    assert read_status(desk.store, local_administrator()).files[PLAIN] == before
