"""Stored files brought from one form into the other: cut off, again, under another key, and none of them lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from roster_core.access.rights import local_administrator
from roster_core.journeys.stored_files import Form, Rewritten, StorageStatus, read_status, rewrite
from roster_core.journeys.stored_pictures import PLAIN
from roster_core.refusals import Refusal
from roster_core.settings import Settings
from roster_core.storage.file_box import open_file_box
from roster_core.storage.objects import Objects, open_objects
from roster_core.store import Store, open_store

FILES = [b"a photo", b"a document" * 50_000, b""]


@dataclass
class Place:
    """An installation whose encryption is switched on and off."""

    folder: Path
    url: str = ""
    stores: list[Store] = field(default_factory=list)

    def store(self, *, on: bool) -> Store:
        self.stores.append(open_store(Settings(data_dir=self.folder, object_url=self.url, encrypt_files=on)))
        return self.stores[-1]

    def objects(self, *, on: bool) -> Objects:
        return open_objects(Settings(data_dir=self.folder, object_url=self.url, encrypt_files=on))

    def status(self) -> StorageStatus:
        return read_status(self.store(on=True), local_administrator())

    def bring(self, form: Form, told: Callable[[int], None] = lambda _: None) -> Rewritten:
        return rewrite(self.store(on=form is not Form.DECRYPTED), local_administrator(), form, told=told)


@pytest.fixture
def place(tmp_path: Path):
    made = Place(tmp_path)
    yield made
    for store in made.stores:
        store.close()


def _break_off(_done: int) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("where", ["folder", "s3"])
def test_files_go_from_form_to_form_and_back_and_can_be_read_at_every_moment(
    place: Place, where: str, request: pytest.FixtureRequest
) -> None:
    if where == "s3":
        place.url = f"s3://{request.getfixturevalue('s3').bucket}/{place.folder.name}"
    objects = place.objects(on=False)
    keys = objects.put_all(1, "photo", [(data, ".jpg") for data in FILES])

    def read() -> list[bytes]:
        return [place.objects(on=on).get(key) for on in (False, True) for key in keys]

    assert place.status().files == {PLAIN: 3}
    with pytest.raises(KeyboardInterrupt):
        place.bring(Form.ENCRYPTED, _break_off)
    (first,) = place.status().keys
    assert (place.status().files, read()) == ({PLAIN: 2, first: 1}, FILES * 2)
    assert place.bring(Form.ENCRYPTED) == Rewritten(done=2, right=1)
    assert (place.status().files, read()) == ({first: 3}, FILES * 2)

    with pytest.raises(KeyboardInterrupt):
        place.bring(Form.ROTATED, _break_off)
    second = place.status().keys[0]
    assert (place.status().files, read()) == ({first: 2, second: 1}, FILES * 2)
    told = place.bring(Form.ROTATED)
    assert (told.done, bool(told.kept)) == (2, where == "s3")
    assert (place.status().files, read()) == ({second: 3}, FILES * 2)
    assert place.status().keys == ((second, first) if where == "s3" else (second,))

    assert place.bring(Form.DECRYPTED).done == 3
    assert (place.status().files, read()) == ({PLAIN: 3}, FILES * 2)


def test_what_is_damaged_stays_as_it_is_and_is_told(place: Place) -> None:
    objects = place.objects(on=False)
    key, _ = (objects.put(1, "photo", data) for data in FILES[:2])
    objects.path(key).write_bytes(b"another")
    assert place.bring(Form.ENCRYPTED) == Rewritten(done=1, right=0, damaged=[key])
    assert objects.path(key).read_bytes() == b"another"
    assert not list((place.folder / "objects").rglob("*#*"))


def test_no_file_is_touched_while_the_setting_says_the_opposite_or_a_key_is_lacking(place: Place) -> None:
    place.objects(on=True).put(1, "photo", b"abc")
    for form, on in ((Form.ENCRYPTED, False), (Form.ROTATED, False), (Form.DECRYPTED, True)):
        with pytest.raises(Refusal, match=r"No file was changed.*still come in.*ROSTER_ENCRYPT_FILES"):
            rewrite(place.store(on=on), local_administrator(), form)
    box = open_file_box(Settings(data_dir=place.folder, encrypt_files=True))
    (key_id,) = box.keys()
    box.path.unlink()
    box.used.unlink()
    assert place.status().lacking == (key_id,)
    with pytest.raises(Refusal, match=f"storage key {key_id}, which is not in the key file"):
        place.bring(Form.ENCRYPTED)
