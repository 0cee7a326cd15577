"""Files by content hash, in a local folder or an object store: written once, never overwritten."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from roster_core.settings import Settings


@dataclass(frozen=True)
class Objects:
    """A place for files. `root` is its folder if it is a local one, `cache` where fetched files are kept if not."""

    store: ObjectStore
    root: Path | None
    cache: Path

    def put(self, district_id: int, kind: str, data: bytes, suffix: str = "") -> str:
        """Keep `data`; returns its key, which is made of the content's SHA-256 alone.

        When this returns the bytes are on the disk, so that a row may point at them.
        """
        digest = hashlib.sha256(data).hexdigest()
        key = f"d/{district_id}/{kind}/{digest[:2]}/{digest}{suffix}"
        if self.root is not None and (self.root / key).exists():
            return key
        obstore.put(self.store, key, data)
        if self.root is not None:
            _sync(self.root, self.root / key)
        return key

    def put_file(self, district_id: int, kind: str, path: Path, suffix: str = "") -> str:
        """The same for a file, which may be larger than memory."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        key = f"d/{district_id}/{kind}/{digest[:2]}/{digest}{suffix}"
        if self.root is None or not (self.root / key).exists():
            obstore.put(self.store, key, path)
            if self.root is not None:
                _sync(self.root, self.root / key)
        return key

    def path(self, key: str) -> Path:
        """A local file with what is kept under `key`; from an object store it is fetched once.

        Raises:
            FileNotFoundError: Nothing is kept under `key`.
        """
        if self.root is not None:
            found = self.root / key
            if not found.is_file():
                raise FileNotFoundError(key)
            return found
        cached = self.cache / key
        if not cached.exists():
            cached.parent.mkdir(parents=True, exist_ok=True)
            part = cached.with_name(f"{cached.name}.{os.getpid()}.part")
            with part.open("wb") as file:
                for block in obstore.get(self.store, key).stream():
                    file.write(block)
            part.replace(cached)
        return cached

    def get(self, key: str) -> bytes:
        """The bytes kept under `key`.

        Raises:
            FileNotFoundError: There are none.
        """
        return bytes(obstore.get(self.store, key).bytes())

    def delete(self, key: str) -> None:
        """Forget what is kept under `key`; that nothing is, is no error."""
        with suppress(FileNotFoundError):
            obstore.delete(self.store, key)


def open_objects(settings: Settings) -> Objects:
    """The place that the settings name; a local folder is made if need be."""
    if settings.object_url:
        return Objects(from_url(settings.object_url), None, settings.data_dir / "cache")
    root = settings.data_dir / "objects"
    root.mkdir(parents=True, exist_ok=True)
    return Objects(LocalStore(root), root, root)


def _sync(root: Path, path: Path) -> None:
    _fsync(path)
    while path != root:  # up to the root: a folder on the way may have been made just now
        path = path.parent
        _fsync(path)


def _fsync(path: Path) -> None:
    windows = os.name == "nt"
    if windows and path.is_dir():  # Windows cannot open a folder for that
        return
    handle = os.open(path, os.O_RDWR if windows else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
