"""Files by content hash, in a folder and in an object store in memory."""

import os
from datetime import UTC, datetime, timedelta
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


@pytest.mark.parametrize("key", ["../secret", "d/1/photo/../../../../secret"])
def test_nothing_outside_of_the_store_is_read(objects: Objects, tmp_path: Path, key: str) -> None:
    objects.put(1, "photo", b"abc")
    (tmp_path / "secret").write_bytes(b"s")
    for read in (objects.get, objects.path):
        with pytest.raises((FileNotFoundError, ValueError)):
            read(key)


def test_what_is_put_again_is_young_again_and_not_swept(objects: Objects) -> None:
    key = objects.put(1, "photo", b"abc")
    if objects.root is not None:
        os.utime(objects.root / key, (0, 0))
    between = datetime.now(UTC)
    assert [one for one, _ in objects.old(1, "photo", between)] == [key]
    assert list(objects.old(1, "upload", between)) == []
    objects.put_all(1, "photo", [(b"abc", "")])
    assert not objects.delete_old(key, between)
    assert objects.get(key) == b"abc"
    assert objects.delete_old(key, datetime.now(UTC) + timedelta(seconds=2))
    with pytest.raises(FileNotFoundError):
        objects.get(key)
    assert objects.delete_old(key, between)


def test_half_written_files_of_the_dead_are_removed(tmp_path: Path) -> None:
    objects = open_objects(Settings(data_dir=tmp_path))
    key = objects.put(1, "photo", b"abc")
    assert objects.root is not None
    half = objects.root / f"{key}#1"
    half.write_bytes(b"a")
    assert objects.delete_parts(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert objects.delete_parts(datetime.now(UTC) + timedelta(seconds=2)) == 1
    assert (half.exists(), objects.get(key)) == (False, b"abc")
