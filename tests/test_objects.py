"""Files by content hash, in a folder and in an object store in memory."""

from pathlib import Path

import pytest
from obstore.store import MemoryStore

from roster_core.objects import Objects, open_objects
from roster_core.settings import Settings


@pytest.fixture(params=["folder", "object store"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    if request.param == "folder":
        return open_objects(Settings(data_dir=tmp_path))
    return Objects(MemoryStore(), None, tmp_path / "cache")


def test_a_key_is_made_of_the_content_and_a_repeat_is_harmless(objects: Objects) -> None:
    key = objects.put(1, "photo", b"abc", ".jpg")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert key == f"d/1/photo/ba/{digest}.jpg"
    assert objects.put(1, "photo", b"abc", ".jpg") == key
    assert objects.get(key) == b"abc"
    assert objects.path(key).read_bytes() == b"abc"


def test_a_file_is_kept_like_its_bytes(objects: Objects, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_bytes(b"a,b\n")
    assert objects.put_file(7, "export", path, ".csv") == objects.put(7, "export", b"a,b\n", ".csv")


def test_what_is_not_kept_is_told_and_forgetting_it_is_no_error(objects: Objects) -> None:
    key = objects.put(1, "photo", b"abc")
    objects.delete(key)
    objects.delete(key)
    with pytest.raises(FileNotFoundError):
        objects.get(key)
    with pytest.raises(FileNotFoundError):
        objects.path(key)
