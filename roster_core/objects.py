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
    """A place for files. `root` is its folder if it is a local one."""

    store: ObjectStore
    root: Path | None

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
        return Objects(from_url(settings.object_url), None)
    root = settings.data_dir / "objects"
    root.mkdir(parents=True, exist_ok=True)
    return Objects(LocalStore(root), root)


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
