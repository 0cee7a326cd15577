"""Whether and with what keys the files of an installation are encrypted; both forms are always read."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from roster_core.refusals import Refusal
from roster_core.settings import Settings
from roster_core.storage.key_files import keys_of, new_key, read_keys, write_keys
from roster_core.storage.sealed_files import HEADER, MAGIC, SealedReader, Sealing, key_id_of, seal

_NO_KEY = "The storage key was not taken."
_BLOCK = 1 << 20


class Plainly:
    """In place of `Sealing` where nothing is encrypted."""

    @staticmethod
    def add(block: bytes) -> bytes:
        """The same."""
        return block

    end = add


@dataclass(frozen=True)
class FileBox:
    """Seals files if it is on, and opens sealed and plain ones.

    `given` is what the environment says in place of a file, `used` the file that remembers the IDs of keys that were
    made here, so that a lost key file is never silently replaced by a new one.
    """

    on: bool
    path: Path
    used: Path
    given: str = field(default="", repr=False)

    def keys(self) -> dict[str, bytes]:
        """The keys at hand by ID, the one in force first; none if there is no key file.

        Raises:
            Refusal: They cannot be used.
        """
        if self.given:
            return keys_of(self.given.replace(",", " ").split(), _NO_KEY)
        try:
            told = self.path.stat()
        except FileNotFoundError:
            return {}
        return _read(self.path, told.st_mtime_ns, told.st_ino)

    @property
    def may_have_sealed(self) -> bool:
        """Whether there may be sealed files: false only where none was ever made."""
        return self.on or bool(self.given) or self.path.exists() or self.used.exists()

    def current(self) -> tuple[str, bytes]:
        """The key in force and its ID; the key file is made at first.

        Raises:
            Refusal: The file is lost although one was made here before, or cannot be used.
        """
        keys = self.keys()
        if not keys:
            if self.used.exists():
                raise Refusal(
                    "Nothing was encrypted.",
                    why=f"The key file {self.path.name} is gone; files were encrypted with {self._told()}.",
                    fix=f"Bring the key file back, or remove {self.used.name} if those files are not needed any more.",
                )
            write_keys(self.path, [new_key()], anew=True)
            keys = self.keys()
            self.remember(keys)
        return next(iter(keys.items()))

    def _told(self) -> str:
        return ", ".join(self.used.read_text(encoding="ascii").split()) or "a key"

    def remember(self, key_ids: Iterable[str]) -> None:
        """Note which keys files may be sealed with; these IDs are no secret."""
        self.used.write_text("".join(f"{key_id}\n" for key_id in key_ids), encoding="ascii")

    def add_key(self) -> None:
        """Put a new key before the others; the environment's keys are changed by whoever sets them.

        Raises:
            Refusal: The keys are given by the environment.
        """
        if self.given:
            raise Refusal(
                "No key was made.",
                why="ROSTER_STORAGE_KEY gives the keys, so this program cannot change them.",
                fix="Put the new key before the old one there (“new,old”), rotate, then take the old one away.",
            )
        self.current()
        keys = self.keys()
        write_keys(self.path, [new_key(), *keys.values()])
        self.remember(self.keys())

    def keep_only(self, key_id: str) -> None:
        """Forget every key but one."""
        if not self.given:
            write_keys(self.path, [self.keys()[key_id]])
            self.remember([key_id])

    def sealed(self, blocks: Iterable[bytes], context: str) -> Iterator[bytes]:
        """The sealed file of `blocks`, whether or not the box is on."""
        key_id, key = self.current()
        return seal(blocks, key_id, key, context)

    def sealing(self, context: str) -> Sealing | Plainly:
        """What turns a file that comes in blocks into what is stored of it."""
        return Sealing(*self.current(), context) if self.on else Plainly()

    def keep(self, data: bytes, context: str) -> bytes:
        """What is stored in place of `data`: sealed if the box is on."""
        return b"".join(self.sealed([data], context)) if self.on else data

    def opened(self, file: io.BufferedReader, context: str) -> io.BufferedReader:
        """The plain bytes of an open file of either form, which closing it closes.

        Raises:
            Refusal: It is sealed and cannot be opened.
        """
        start = file.read(HEADER)
        file.seek(0)
        if key_id_of(start) is None:
            return file
        try:
            return io.BufferedReader(SealedReader(file, self.keys(), context), _BLOCK)
        except Refusal:
            file.close()
            raise

    def read(self, raw: bytes, context: str) -> bytes:
        """The plain bytes of a file of either form.

        Raises:
            Refusal: It is sealed and cannot be opened.
        """
        if not raw.startswith(MAGIC) or key_id_of(raw[:HEADER]) is None:
            return raw
        return SealedReader(io.BytesIO(raw), self.keys(), context).read()


def open_file_box(settings: Settings) -> FileBox:
    """The box of the installation with these settings; no file is touched."""
    given = settings.storage_key.get_secret_value() if settings.storage_key else ""
    path = settings.storage_key_file or settings.data_dir / "keys" / "storage"
    return FileBox(settings.encrypt_files, path, settings.data_dir / "storage-keys", given.strip())


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _inode: int) -> dict[str, bytes]:
    """Read again whenever the file is another one: a server goes on while keys are changed."""
    return read_keys(path, _NO_KEY)
