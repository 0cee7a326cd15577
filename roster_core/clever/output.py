"""Where the files of a run go: a folder, in which they become visible all at once, or memory."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

import polars as pl


@dataclass(frozen=True)
class Written:
    """A file that was written: its name, rows without the header, bytes, and SHA-256 in hex."""

    name: str
    rows: int
    size: int
    sha256: str


class Output(Protocol):
    """Takes the files of a run, each in pieces whose rows are in the order written."""

    def start(self, name: str, header: Sequence[str]) -> None:
        """Begin the file `name` with its header row; the one before is complete then."""
        ...

    def add(self, rows: pl.DataFrame) -> None:
        """Add rows, all text, to the file begun last."""
        ...


@dataclass
class FrameOutput:
    """Keeps the files as frames, for a preview or a test."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    _name: str = ""

    def start(self, name: str, header: Sequence[str]) -> None:
        """See `Output.start`."""
        self._name = name
        self.tables[name] = pl.DataFrame(schema=dict.fromkeys(header, pl.String))

    def add(self, rows: pl.DataFrame) -> None:
        """See `Output.add`."""
        present = self.tables[self._name]
        self.tables[self._name] = present.vstack(rows.rename(dict(zip(rows.columns, present.columns, strict=True))))


class _Counted:
    """A file being written that counts its bytes and digests them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.handle: IO[bytes] = path.open("wb")
        self.digest = hashlib.sha256()
        self.size = 0
        self.rows = 0

    def write(self, data: bytes) -> int:
        self.handle.write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        self.handle.flush()

    def close(self) -> None:
        self.handle.flush()
        os.fsync(self.handle.fileno())
        self.handle.close()


class FolderOutput:
    """Writes `name.part` beside each other; `publish` gives all their names at once. Make it with `into_folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, _Counted] = {}

    def start(self, name: str, header: Sequence[str]) -> None:
        """See `Output.start`."""
        self._close_last()
        self._files[name] = file = _Counted(self.folder / f"{name}.part")
        write_csv(pl.DataFrame(schema=dict.fromkeys(header, pl.String)), file, with_header=True)

    def add(self, rows: pl.DataFrame) -> None:
        """See `Output.add`."""
        file = next(reversed(self._files.values()))
        write_csv(rows, file)
        file.rows += len(rows)

    def publish(self) -> tuple[Written, ...]:
        """Rename the files, complete and on disk, to their names."""
        self._close_last()
        for name, file in self._files.items():
            file.path.replace(self.folder / name)
        _sync(self.folder)
        return tuple(Written(name, f.rows, f.size, f.digest.hexdigest()) for name, f in self._files.items())

    def discard(self) -> None:
        """Remove what was not published."""
        for file in self._files.values():
            file.handle.close()
            file.path.unlink(missing_ok=True)

    def _close_last(self) -> None:
        if self._files:
            last = next(reversed(self._files.values()))
            if not last.handle.closed:
                last.close()


@contextmanager
def into_folder(folder: Path) -> Iterator[FolderOutput]:
    """Files into `folder`, which is made; what is not published when an error leaves is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    output = FolderOutput(folder)
    try:
        yield output
    finally:
        output.discard()


def write_csv(rows: pl.DataFrame, file: _Counted, *, with_header: bool = False) -> None:
    """The one writer of delivered CSV: UTF-8 without byte order mark, LF, quotes only round a comma or quote."""
    texts = pl.when(pl.all() != "").then(pl.all())  # "" would be written as two quotes, null as nothing
    rows.select(texts.name.keep()).write_csv(file, include_header=with_header)  # type: ignore[call-overload] # any object with write()


def _sync(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened, and a rename is as safe as it gets
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
