"""A file on the disk that may be encrypted: opened like a plain one, or lent for a while to what reads only those."""

import hashlib
import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

from roster_core.storage.file_box import FileBox
from roster_core.storage.sealed_files import HEADER, key_id_of

_BLOCK = 1 << 18


@dataclass(frozen=True)
class StoredFile:
    """What lies at `path`, sealed for `context` or plain; `scratch` is a folder for a copy that is needed plain."""

    path: Path
    context: str
    box: FileBox = field(repr=False)
    scratch: Path

    @property
    def sealed(self) -> bool:
        """Whether it is encrypted now."""
        with self.path.open("rb") as file:
            return key_id_of(file.read(HEADER)) is not None

    @property
    def size(self) -> int:
        """Its plain bytes."""
        with self.open() as file:
            return file.seek(0, os.SEEK_END)

    @property
    def etag(self) -> str:
        """What differs for other bytes: its place is made of their hash."""
        return hashlib.sha256(self.context.encode()).hexdigest()[:32]

    def open(self, _mode: str = "rb") -> BufferedReader:
        """Its plain bytes as a file to read from anywhere; memory use does not grow with its size.

        Raises:
            FileNotFoundError: It is gone.
            Refusal: It is encrypted and cannot be opened.
        """
        return self.box.opened(self.path.open("rb"), self.context)

    def read_bytes(self) -> bytes:
        """All of its plain bytes."""
        return self.box.read(self.path.read_bytes(), self.context)

    def pieces(self, start: int = 0, stop: int | None = None) -> Generator[bytes]:
        """Its plain bytes from `start` up to `stop`."""
        with self.open() as file:
            left = (file.seek(0, os.SEEK_END) if stop is None else stop) - start
            file.seek(start)
            while left > 0 and (block := file.read(min(_BLOCK, left))):
                left -= len(block)
                yield block

    @contextmanager
    def lent(self) -> Iterator[Path]:
        """Within, a plain file with its bytes: itself if it is plain, else a copy that is removed afterwards."""
        if not self.sealed:
            yield self.path
            return
        self.scratch.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="lent-", dir=self.scratch) as folder:
            copy = Path(folder) / self.path.name
            self.copy_to(copy)
            yield copy

    def copy_to(self, path: Path) -> None:
        """Write its plain bytes to `path`."""
        with path.open("wb") as file:
            file.writelines(self.pieces())


def size_of(source: Path | StoredFile) -> int:
    """The plain bytes of a file."""
    return source.stat().st_size if isinstance(source, Path) else source.size
