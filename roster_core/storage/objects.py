"""Files by content hash, in a local folder or an object store: written once, never overwritten.

This is the one place where they are encrypted and opened again (`file_box`). Keys and hashes are always those of the
plain bytes, so encryption is switched on and off without a change in the database.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from roster_core.settings import Settings
from roster_core.storage.file_box import FileBox, open_file_box
from roster_core.storage.stored_file import StoredFile

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

#: Small files that are sent to an object store at the same time, and parts of a large one, each of 5 MB.
_AT_ONCE, _PARTS = 8, 2
#: A large file may take as long as it takes if only something comes; who is silent is given up.
_PATIENCE: "ClientConfig" = {"timeout": "12h", "read_timeout": "30s"}
#: What fails for a moment is asked for again, for no longer than somebody waits before a page.
_AGAIN: "RetryConfig" = {"max_retries": 5, "retry_timeout": timedelta(seconds=15)}


#: Of what is made by hand: nothing is encrypted.
_PLAIN = FileBox(on=False, path=Path(os.devnull), used=Path(os.devnull))
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Objects:
    """A place for files. `root` is its folder if it is a local one, `cache` where fetched files are kept if not."""

    store: ObjectStore
    root: Path | None
    cache: Path
    box: FileBox = _PLAIN

    def put(self, district_id: int, kind: str, data: bytes, suffix: str = "") -> str:
        """Keep `data`; returns its key, which is made of the content's SHA-256 alone.

        When this returns the bytes are on the disk, so that a row may point at them.
        """
        digest = hashlib.sha256(data).hexdigest()
        key = f"d/{district_id}/{kind}/{digest[:2]}/{digest}{suffix}"
        if self._there(key):
            return key
        obstore.put(self.store, key, self.box.keep(data, key))
        if self.root is not None:
            _sync(self.root, [key])
        return key

    def put_all(self, district_id: int, kind: str, files: Iterable[tuple[bytes, str]]) -> list[str]:
        """Keep many files (bytes and suffix) and return their keys in order; all are on the disk when this returns."""
        keys, lacking = [], {}
        for data, suffix in files:
            digest = hashlib.sha256(data).hexdigest()
            key = f"d/{district_id}/{kind}/{digest[:2]}/{digest}{suffix}"
            keys.append(key)
            if key not in lacking and not self._there(key):
                lacking[key] = data
        if self.root is None:
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                for _ in pool.map(lambda key: obstore.put(self.store, key, self.box.keep(lacking[key], key)), lacking):
                    pass
            return keys
        for key, data in lacking.items():
            obstore.put(self.store, key, self.box.keep(data, key))
        if lacking:
            _sync(self.root, lacking)
        return keys

    def put_file(self, district_id: int, kind: str, source: Path | StoredFile, suffix: str = "") -> str:
        """The same for a file, which may be larger than memory."""
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        key = f"d/{district_id}/{kind}/{digest[:2]}/{digest}{suffix}"
        if self._there(key):
            return key
        if isinstance(source, Path) and not self.box.on:
            self._keep_as_it_is(key, source)
        else:
            with source.open("rb") as file:
                self.replace(key, iter(partial(file.read, _BLOCK), b""), sealed=self.box.on)
        return key

    def _keep_as_it_is(self, key: str, path: Path) -> None:
        if self.root is None:
            obstore.put(self.store, key, path, max_concurrency=_PARTS)
            return
        part = self._part(self.root, key)  # the system copies it by itself, in a third of the library's time
        shutil.copyfile(path, part)
        part.replace(self.root / key)
        _sync(self.root, [key])

    def replace(self, key: str, blocks: Iterator[bytes], *, sealed: bool) -> None:
        """Keep the plain bytes `blocks` under `key`, in place of the same bytes in whatever form.

        What lies there stays until all of the new file is on the disk.
        """
        written = self.box.sealed(blocks, key) if sealed else blocks
        if self.root is None:
            obstore.put(self.store, key, written, max_concurrency=_PARTS)
            return
        part = self._part(self.root, key)
        try:
            with part.open("wb") as file:
                file.writelines(written)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.root / key)
        finally:
            part.unlink(missing_ok=True)
        _sync(self.root, [key])

    @staticmethod
    def _part(root: Path, key: str) -> Path:
        part = root / f"{key}#{secrets.token_hex(4)}"
        part.parent.mkdir(parents=True, exist_ok=True)
        return part

    def _there(self, key: str) -> bool:
        """Whether `key` needs no writing; from now on it counts as written just now, so that no sweep takes it."""
        if self.root is None:  # writing it again is what makes it young there
            return False
        try:
            os.utime(self.root / key)
        except FileNotFoundError:
            return False
        return True

    def old(self, district_id: int, kind: str, before: datetime) -> Iterator[tuple[str, int]]:
        """Keys and sizes of what was last put before that moment."""
        for some in obstore.list(self.store, f"d/{district_id}/{kind}/"):
            yield from ((one["path"], one["size"]) for one in some if one["last_modified"] < before)

    def delete_old(self, key: str, before: datetime) -> bool:
        """Forget `key` unless somebody put it again meanwhile; whether it is gone."""
        with suppress(FileNotFoundError):
            if obstore.head(self.store, key)["last_modified"] >= before:
                return False
            obstore.delete(self.store, key)
        return True

    def delete_parts(self, before: datetime) -> int:
        """Forget what writers that were killed left half written in a local folder; how many those are."""
        found = [] if self.root is None else [one for one in self.root.rglob("*#*") if one.is_file()]
        parts = [one for one in found if one.stat().st_mtime < before.timestamp()]
        for part in parts:
            part.unlink(missing_ok=True)
        return len(parts)

    def file(self, key: str) -> StoredFile:
        """What is kept under `key` as a file to read; from an object store it is fetched once and kept for a while.

        Raises:
            FileNotFoundError: Nothing is kept under `key`.
        """
        return StoredFile(self.path(key), key, self.box, self.cache.parent / "scratch")

    @contextmanager
    def lending(self) -> Iterator[Callable[[str], Path]]:
        """Within, paths of plain files by key, for what reads only those; copies of sealed ones are removed after."""
        with ExitStack() as stack:
            yield lambda key: stack.enter_context(self.file(key).lent())

    def path(self, key: str) -> Path:
        """The local file that is kept under `key`, as it is, sealed or not; else as `file`.

        Raises:
            FileNotFoundError: Nothing is kept under `key`.
        """
        if self.root is not None:
            found = self._file(self.root, key)
            if not found.is_file():
                raise FileNotFoundError(key)
            return found
        cached = self._file(self.cache, key)
        try:
            os.utime(cached)
        except FileNotFoundError:
            self._fetch(key, cached)
        return cached

    def _fetch(self, key: str, to: Path) -> None:
        blocks = obstore.get(self.store, key).stream()
        to.parent.mkdir(parents=True, exist_ok=True)
        part = to.with_name(f"{secrets.token_hex(8)}.part")
        try:
            with part.open("wb") as file:
                for block in blocks:
                    file.write(block)
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)

    def forget_fetched(self, before: datetime) -> None:
        """Remove what was fetched from an object store and not used since that moment."""
        fetched = () if self.root is not None else self.cache.rglob("*")
        for path in fetched:
            if path.is_file() and path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)

    def get(self, key: str) -> bytes:
        """The bytes kept under `key`.

        Raises:
            FileNotFoundError: There are none.
        """
        if self.root is not None:  # several times as fast as through the library
            return self.box.read(self._file(self.root, key).read_bytes(), key)
        return self.box.read(bytes(obstore.get(self.store, key).bytes()), key)

    @staticmethod
    def _file(root: Path, key: str) -> Path:
        """The file under `key`; whatever stands in a key, it lies within the folder."""
        if ".." in key.split("/"):
            raise FileNotFoundError(key)
        return root / key

    def delete(self, key: str) -> None:
        """Forget what is kept under `key`; that nothing is, is no error."""
        with suppress(FileNotFoundError):
            obstore.delete(self.store, key)


def open_objects(settings: Settings) -> Objects:
    """The place that the settings name; a local folder is made if need be."""
    if settings.object_url:
        cache = settings.data_dir / "cache" / "objects"
        return Objects(_distant(settings.object_url), None, cache, open_file_box(settings))
    root = settings.data_dir / "objects"
    root.mkdir(parents=True, exist_ok=True)
    return Objects(LocalStore(root), root, root, open_file_box(settings))


@lru_cache(maxsize=4)
def _distant(url: str) -> ObjectStore:
    """The object store at `url`, opened once: each one keeps connections of its own."""
    # Of the variables for object stores this one is not read by the library any more once it is given other options.
    allow_http = os.environ.get("AWS_ALLOW_HTTP", "").lower() in {"1", "true"}
    return from_url(url, client_options={**_PATIENCE, "allow_http": allow_http}, retry_config=_AGAIN)


def _sync(root: Path, keys: Iterable[str]) -> None:
    """Have the files on the disk, then every folder on their way, innermost first: one may have been made just now."""
    files = list(keys)
    for key in files:
        _fsync(f"{root}/{key}")
    folders: set[str] = set()
    for key in files:
        while (key := key.rpartition("/")[0]) and key not in folders:
            folders.add(key)
    for folder in sorted(folders, key=lambda folder: -folder.count("/")):
        _fsync(f"{root}/{folder}")
    _fsync(str(root))


def _fsync(path: str) -> None:
    windows = os.name == "nt"
    if windows and os.path.isdir(path):  # noqa: PTH112 - Windows cannot open a folder for that
        return
    handle = os.open(path, os.O_RDWR if windows else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
