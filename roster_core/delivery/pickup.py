"""Picking up a set of files from a folder or an SFTP account: which set, and whether it stands still."""

import hashlib
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.sftp.link import Link, connected
from roster_core.delivery.sftp.target import SftpTarget

#: Endings of files that a set is made of, and of those that another program is still writing.
TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls")
ARCHIVES = (".zip",)
UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".crdownload")
#: A folder for each day: only the newest few are looked into.
_FOLDERS = 5


@dataclass(frozen=True)
class Entry:
    """A file or folder; `modified` in seconds, by the clock of where it lies."""

    name: str
    size: int
    modified: float
    folder: bool = False


@dataclass(frozen=True)
class Found:
    """The files of one set with their paths below the place looked at; `name` is the ZIP, the folder, or blank.

    `signature` is another one as soon as any file is. `unfinished` = why it is not complete yet, blank = it may be.
    """

    name: str
    files: tuple[Entry, ...]
    unfinished: str = ""
    #: A file that is written last was asked for, and is there.
    done: bool = False

    @property
    def modified(self) -> float:
        """When the newest of the files was written."""
        return max(file.modified for file in self.files)

    @property
    def signature(self) -> str:
        """The names, sizes and times of all files, digested."""
        told = "".join(f"{file.name}\t{file.size}\t{file.modified}\n" for file in self.files)
        return hashlib.sha256(told.encode()).hexdigest()


class Place(Protocol):
    """Where files are picked up; what goes wrong there comes out as faults."""

    def entries(self, folder: str) -> list[Entry]:
        """What lies in a folder below the place; blank = the place itself."""

    def fetch(self, path: str, to: Path) -> None:
        """Copy a file to `to`."""


@dataclass(frozen=True)
class FolderPlace:
    """A folder of this server or of a network drive."""

    path: Path

    def entries(self, folder: str) -> list[Entry]:
        """See `Place.entries`."""
        with _told(self.path):
            found = [_entry(one) for one in sorted((self.path / folder).iterdir())]
        return [one for one in found if one is not None]

    def fetch(self, path: str, to: Path) -> None:
        """See `Place.fetch`."""
        with _told(self.path):
            shutil.copyfile(self.path / path, to)


@dataclass(frozen=True)
class SftpPlace:
    """A folder of an SFTP account, over an open connection."""

    link: Link
    folder: str

    def entries(self, folder: str) -> list[Entry]:
        """See `Place.entries`."""
        return [
            Entry(one.filename, one.st_size or 0, float(one.st_mtime or 0), stat.S_ISDIR(one.st_mode or 0))
            for one in self.link.attributes(self._path(folder))
        ]

    def fetch(self, path: str, to: Path) -> None:
        """See `Place.fetch`."""
        self.link.download(self._path(path), to)

    def _path(self, path: str) -> str:
        return "/".join(part for part in (self.folder.rstrip("/"), path) if part)


@contextmanager
def sftp_place(target: SftpTarget) -> Iterator[SftpPlace]:
    """The account's folder, within a connection.

    Raises:
        Fault: It cannot be reached or signed in to.
    """
    with connected(target) as link:
        yield SftpPlace(link, target.folder)


def find_set(place: Place, done_file: str = "") -> Found | None:
    """The newest set in a place: its own tables together, a ZIP, or the tables in a folder; `None` if there is none.

    With a `done_file` a set is complete when a file of that name lies beside it that is not older than the set.
    """
    top = place.entries("")
    folders = sorted((one for one in top if one.folder and not _hidden(one)), key=lambda one: -one.modified)
    inside = {folder.name: place.entries(folder.name) for folder in folders[:_FOLDERS]}
    found = list(_sets(top, inside, done_file))
    return max(found, key=lambda one: (one.modified, one.name), default=None)


def fetch_set(place: Place, found: Found, to: Path) -> dict[str, str]:
    """Copy the files of a set into the folder `to`, which is made anew; the SHA-256 of each by name, in hex."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    told = {}
    for file in found.files:
        copy = to / file.name.rpartition("/")[2]
        place.fetch(file.name, copy)
        with copy.open("rb") as content:
            told[copy.name] = hashlib.file_digest(content, "sha256").hexdigest()
    return told


def set_digest(files: Mapping[str, str]) -> str:
    """What a set is known by: the SHA-256 over names and digests, in hex."""
    return hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in sorted(files.items())).encode()).hexdigest()


def _sets(top: Sequence[Entry], inside: Mapping[str, Sequence[Entry]], done_file: str) -> Iterator[Found]:
    yield from _tables("", top, done_file)
    for zip_file in (one for one in top if _ends(one, ARCHIVES)):
        yield _set(zip_file.name, [zip_file], top, done_file)
    for name, entries in inside.items():
        yield from _tables(name, entries, done_file)


def _tables(name: str, entries: Sequence[Entry], done_file: str) -> Iterator[Found]:
    tables = [one for one in entries if _ends(one, TABLES) and one.name != done_file]
    if tables:
        yield _set(name, tables, entries, done_file)


def _set(name: str, files: Iterable[Entry], beside: Sequence[Entry], done_file: str) -> Found:
    before = f"{name}/" if name and not name.lower().endswith(ARCHIVES) else ""
    chosen = tuple(Entry(f"{before}{one.name}", one.size, one.modified) for one in files)
    newest = max(one.modified for one in chosen)
    done = any(one.name == done_file and one.modified >= newest for one in beside) if done_file else False
    writing = [one.name for one in beside if one.name.lower().endswith(UNFINISHED)]
    why = ""
    if done_file and not done:
        why = f"The file {done_file}, which is written last, is not there or older than the others."
    elif writing and not done:
        why = f"{writing[0]} is still being written."
    elif empty := [one.name for one in chosen if not one.size]:
        why = f"{empty[0]} is empty."
    return Found(name, chosen, why, done)


def _ends(entry: Entry, endings: tuple[str, ...]) -> bool:
    return not entry.folder and not _hidden(entry) and entry.name.lower().endswith(endings)


def _hidden(entry: Entry) -> bool:
    return entry.name.startswith((".", "~$"))


def _entry(path: Path) -> Entry | None:
    """What a path is; `None` if it has just gone, as files do that get their last name when they are complete."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return Entry(path.name, found.st_size, found.st_mtime, stat.S_ISDIR(found.st_mode))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as exc:
        fix = "Check the folder; a network drive may not be there."
        raise Fault(FaultKind.MISSING, f"There is no folder {path}, or a file went away meanwhile.", fix) from exc
    except OSError as exc:
        fix = "Check that this server's account may read there."
        raise Fault(FaultKind.DENIED, f"{path} cannot be read ({exc.strerror or type(exc).__name__}).", fix) from exc
