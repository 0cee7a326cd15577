"""Files by content hash, in a folder, in an object store in memory and on an S3 server."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.exceptions import BaseError, PermissionDeniedError
from obstore.store import MemoryStore

from roster_core.jobs.passing import STORE_AWAY, passing
from roster_core.settings import Settings
from roster_core.storage.file_box import open_file_box
from roster_core.storage.objects import Objects, open_objects
from roster_core.storage.sealed_files import sealed_size
from tests.servers.s3 import S3Server


@pytest.fixture(params=["folder", "object store", "s3", "encrypted folder", "encrypted object store"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    if request.param == "folder":
        return open_objects(Settings(data_dir=tmp_path))
    settings = Settings(data_dir=tmp_path, encrypt_files=True)
    if request.param == "encrypted folder":
        return open_objects(settings)
    if request.param == "encrypted object store":
        return Objects(MemoryStore(), None, tmp_path / "cache" / "objects", open_file_box(settings))
    if request.param == "s3":
        server: S3Server = request.getfixturevalue("s3")
        return open_objects(Settings(data_dir=tmp_path, object_url=f"s3://{server.bucket}/{tmp_path.name}"))
    return Objects(MemoryStore(), None, tmp_path / "cache")


def test_a_key_is_made_of_the_content_and_a_repeat_is_harmless(objects: Objects) -> None:
    key = objects.put(1, "photo", b"abc", ".jpg")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert key == f"d/1/photo/ba/{digest}.jpg"
    assert objects.put(1, "photo", b"abc", ".jpg") == key
    assert objects.get(key) == b"abc"
    assert objects.file(key).read_bytes() == b"abc"
    assert (b"abc" in objects.path(key).read_bytes()) is not objects.box.on
    with objects.file(key).lent() as plain:
        assert plain.read_bytes() == b"abc"
    assert objects.box.on is not plain.exists()


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
    objects.path(objects.put(1, "photo", b"abc"))
    (tmp_path / "secret").write_bytes(b"s")
    (objects.cache.parent / "secret").write_bytes(b"s")
    for read in (objects.get, objects.path):
        with pytest.raises((FileNotFoundError, ValueError)):
            read(key)


def test_what_is_put_again_is_young_again_and_not_swept(objects: Objects) -> None:
    key = objects.put(1, "photo", b"abc")
    before, after = (datetime.now(UTC) + timedelta(seconds=some) for some in (-9, 9))
    if objects.root is not None:
        os.utime(objects.root / key, (0, 0))
        assert [one for one, _ in objects.old(1, "photo", before)] == [key]
    assert list(objects.old(1, "photo", after)) == [(key, sealed_size(3) if objects.box.on else 3)]
    assert list(objects.old(1, "upload", after)) == []
    objects.put_all(1, "photo", [(b"abc", "")])
    assert not objects.delete_old(key, before)
    assert objects.get(key) == b"abc"
    assert objects.delete_old(key, after)
    with pytest.raises(FileNotFoundError):
        objects.get(key)
    assert objects.delete_old(key, before)


def test_many_files_are_kept_under_their_keys_in_order(objects: Objects) -> None:
    files = [(f"photo {number % 30}".encode(), ".jpg") for number in range(40)]
    keys = objects.put_all(1, "photo", files)
    assert [objects.get(key) for key in keys] == [data for data, _ in files]
    assert len(list(objects.old(1, "photo", datetime.now(UTC) + timedelta(minutes=1)))) == 30


def test_a_large_file_comes_back_as_it_was(objects: Objects, tmp_path: Path) -> None:
    path = tmp_path / "large.zip"
    path.write_bytes(b"a few bytes more" * 1_500_000)
    key = objects.put_file(1, "upload", path)
    with objects.file(key).open() as file:
        assert f"/{hashlib.file_digest(file, 'sha256').hexdigest()}" in key


def test_what_was_fetched_is_read_from_the_disk_and_forgotten_when_nobody_uses_it(s3: S3Server, tmp_path: Path) -> None:
    objects = open_objects(Settings(data_dir=tmp_path, object_url=f"s3://{s3.bucket}/{tmp_path.name}"))
    key = objects.put(1, "upload", b"abc")
    assert list(s3.files(tmp_path.name)) == [key]
    fetched = objects.path(key)
    objects.delete(key)
    assert objects.path(key).read_bytes() == b"abc"
    objects.forget_fetched(datetime.now(UTC) - timedelta(minutes=1))
    assert fetched.exists()
    objects.forget_fetched(datetime.now(UTC) + timedelta(minutes=1))
    with pytest.raises(FileNotFoundError):
        objects.path(key)
    assert not any(path.is_file() for path in objects.cache.rglob("*"))


def test_a_server_that_is_away_is_waited_for_and_a_wrong_secret_is_not(
    s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(folder: str) -> Exception:
        objects = open_objects(Settings(data_dir=tmp_path, object_url=f"s3://{s3.bucket}/{folder}"))
        with pytest.raises(BaseError) as raised:
            objects.put(1, "photo", b"abc")
        return raised.value

    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "guessed")
    wrong = refused("wrong-secret")
    assert (type(wrong), passing(wrong)) == (PermissionDeniedError, "")
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:9")
    assert passing(refused("away")) == STORE_AWAY


def test_half_written_files_of_the_dead_are_removed(tmp_path: Path) -> None:
    objects = open_objects(Settings(data_dir=tmp_path))
    key = objects.put(1, "photo", b"abc")
    assert objects.root is not None
    half = objects.root / f"{key}#1"
    half.write_bytes(b"a")
    assert objects.delete_parts(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert objects.delete_parts(datetime.now(UTC) + timedelta(seconds=2)) == 1
    assert (half.exists(), objects.get(key)) == (False, b"abc")
