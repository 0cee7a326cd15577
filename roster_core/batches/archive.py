"""The ZIP that files come in: what is in it, what cannot be used and why, and the bytes of the rest (photos §2)."""

import lzma
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Self

from roster_core.batches import kinds
from roster_core.batches.names import base_name, extension, folded, shown
from roster_core.findings import Finding
from roster_core.refusals import Refusal
from roster_core.storage.stored_file import StoredFile
from roster_core.zips import (
    UNREADABLE_ZIP,
    directory_size,
    entries_overlap,
    entry_name,
    is_encrypted,
    is_folder,
    no_zip_but,
    other_than_file,
    unpacks_too_far,
    unreadable_method,
)

_NOT_READ = "The ZIP was not read."
_PACK_AGAIN = "Pack the files again with your system's own ZIP function and upload the new ZIP."
_SIDE_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
_ARCHIVES = {".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".jar", ".cab", ".iso"}
#: A photographer's index; MASTER.TXT lists retakes too (photos §5).
_INDEX_NAMES = ("master.txt", "index.txt")
_INDEX_ENDS = {".csv", ".tsv", ".txt"}
#: What our own ZIPs tell beside their index: no file of a person either.
_BESIDE = {"missing.csv"}
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, OSError, RuntimeError)
#: macOS packs a side file beside every file, and folders are entries too; only files proper count as entries.
_WITH_LITTER = 3
#: Bytes of directory an entry may take on average, its longest sensible name and extra fields counted.
_DIRECTORY_BYTES = 1_100


@dataclass(frozen=True)
class Limits:
    """How much one archive may hold; sizes in bytes, declared and actual alike."""

    max_entries: int = 5_000
    max_archive_bytes: int = 2 << 30
    max_entry_bytes: int = 10 << 20
    max_total_bytes: int = 4 << 30
    max_ratio: int = 200
    ratio_from_bytes: int = 1 << 20


@dataclass(frozen=True)
class Entry:
    """A file in the archive: its number there, the name as it is shown, its declared size, and what is wrong with it.

    The name is never a path to write to. An entry with a finding of severity `error` has no content.
    """

    number: int
    path: str
    size: int
    findings: tuple[Finding, ...] = ()

    @cached_property
    def name(self) -> str:
        """What stands after the last slash."""
        return base_name(self.path)

    @property
    def is_index(self) -> bool:
        """Whether it may be a photographer's index."""
        return extension(self.name) in _INDEX_ENDS and self.name.lower() not in _BESIDE

    @property
    def is_letter(self) -> bool:
        """Whether it is some text, which is an index only if it says whose the pictures are that it names."""
        return extension(self.name) == ".txt" and self.name.lower() not in _INDEX_NAMES

    @property
    def is_passed_over(self) -> bool:
        """Whether it is nobody's file, but an index of another form or a list of our own, once an index was read."""
        return self.name.lower() in {*_INDEX_NAMES, *_BESIDE}


class MemberRefused(Exception):  # noqa: N818 - it is a refusal of one member
    """The bytes of one entry cannot be used; the finding says why. The rest of the archive can."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Archive:
    """An opened ZIP on disk; a context manager. Whatever is unsafe was found from its directory alone."""

    def __init__(self, path: Path | StoredFile, limits: Limits | None = None) -> None:
        """Open `path` and read its directory.

        Raises:
            Refusal: It is no ZIP, damaged, too large, empty, or made to harm.
        """
        self.limits = limits or Limits()
        try:
            first_bytes = _refuse_by_size(path, self.limits)
            self._zip = zipfile.ZipFile(_of_zip(path))  # closed by close()
        except UNREADABLE_ZIP as error:
            raise _no_zip(first_bytes) from error
        except OSError as error:
            raise _refused(f"It cannot be read ({error.strerror or error}).", "Upload it again.") from error
        try:
            self._infos = self._zip.infolist()
            _refuse_unsafe(self._zip, self.limits)
            files = [(number, info) for number, info in enumerate(self._infos) if not is_folder(info)]
            wanted = [(number, info, shown(entry_name(info))) for number, info in files]
            kept = [(number, info, name) for number, info, name in wanted if not is_side_file(name)]
            #: What operating systems left behind, counted and otherwise passed over.
            self.litter = len(files) - len(kept)
            if not kept:
                raise _refused("It is empty.", "Pack the files themselves and upload the new ZIP.")
            _refuse_many(len(kept), self.limits.max_entries)
            entries = [
                Entry(number, name, info.file_size, tuple(_entry_findings(name, info, self.limits)))
                for number, info, name in kept
            ]
            #: Everything else, in the order of the directory.
            self.entries = _with_repeats(entries)
        except Refusal:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._zip.close()

    @property
    def indexes(self) -> tuple[Entry, ...]:
        """What may be a photographer's index, the surest first: MASTER.TXT, INDEX.TXT, tables, other text."""

        def rank(entry: Entry) -> int:
            known = entry.name.lower()
            return _INDEX_NAMES.index(known) if known in _INDEX_NAMES else len(_INDEX_NAMES) + entry.is_letter

        return tuple(
            sorted(filter(lambda entry: entry.is_index, self.entries), key=lambda one: (rank(one), one.number))
        )

    def chunks(self, entry: Entry, chunk_bytes: int = 1 << 16) -> Iterator[bytes]:
        """The content in pieces; bytes are counted while unpacking, whatever the directory declared.

        Raises:
            MemberRefused: It is damaged, too large or cannot be unpacked; pieces may have come before that.
        """
        refused = next((finding for finding in entry.findings if finding.kind is not kinds.NAME_REPEATED), None)
        if refused is not None:
            raise MemberRefused(refused)
        limit, count = self.limits.max_entry_bytes, 0
        try:
            with self._zip.open(self._infos[entry.number]) as member:
                while chunk := member.read(min(chunk_bytes, limit + 1 - count)):
                    count += len(chunk)
                    if count > limit:
                        raise MemberRefused(Finding(kinds.ENTRY_TOO_LARGE, entry.path, facts={"limit": limit}))
                    yield chunk
        except _BROKEN as error:
            raise MemberRefused(Finding(kinds.ENTRY_DAMAGED, entry.path, facts={"why": _why(error)})) from error

    def read(self, entry: Entry) -> bytes:
        """The whole content, at most `max_entry_bytes`.

        Raises:
            MemberRefused: as `chunks` does.
        """
        return b"".join(self.chunks(entry))


def is_side_file(path: str) -> bool:
    """Whether macOS, Windows or Office left it behind: never shown as a failed file."""
    *folders, last = path.split("/")
    return "__MACOSX" in folders or last.startswith(("._", "~$")) or last.lower() in _SIDE_FILES


def refuse_without(extensions: frozenset[str], entries: tuple[Entry, ...]) -> None:
    """Refuse an archive in which no file has one of `extensions`: somebody uploaded the wrong ZIP.

    Raises:
        Refusal: There is none.
    """
    if not any(extension(entry.name) in extensions for entry in entries):
        raise _refused("No file in it is of a type that this batch takes.", "Was it the right ZIP?")


def _refused(why: str, fix: str = _PACK_AGAIN) -> Refusal:
    return Refusal(_NOT_READ, why=why, fix=fix)


def _of_zip(path: Path | StoredFile) -> Path | BinaryIO:
    """What is opened as a ZIP: a plain file by its path, so that it is closed with the ZIP."""
    if isinstance(path, Path):
        return path
    return path.open() if path.sealed else path.path


def _refuse_by_size(path: Path | StoredFile, limits: Limits) -> bytes:
    """The first bytes, once the size of the file and of its directory are known to be bearable."""
    with path.open("rb") as file:
        first_bytes = file.read(16)
        if file.seek(0, 2) > limits.max_archive_bytes:
            raise _refused(
                f"It is larger than {limits.max_archive_bytes >> 20} MiB.", "Split it, by school or year group."
            )
        stated = directory_size(file)
    if stated is not None:
        entries, length = stated
        _refuse_many(entries, limits.max_entries * _WITH_LITTER)
        if length > limits.max_entries * _DIRECTORY_BYTES:
            raise _refused("Its directory is far larger than its number of files can need.")
    return first_bytes


def _refuse_many(entries: int, most: int) -> None:
    if entries > most:
        raise _refused(f"It holds {entries} files; {most} are the most.", "Split it, by school or year group.")


def _refuse_unsafe(archive: zipfile.ZipFile, limits: Limits) -> None:
    _refuse_many(len(archive.infolist()), limits.max_entries * _WITH_LITTER)
    if entries_overlap(archive):
        raise _refused("The files in it overlap one another, as no packing program leaves them.")
    total = sum(info.file_size for info in archive.infolist())
    if total > limits.max_total_bytes:
        raise _refused(
            f"It would unpack to {total} bytes; {limits.max_total_bytes} are the most.", "Split it, by school or year."
        )


def _entry_findings(name: str, info: zipfile.ZipInfo, limits: Limits) -> Iterator[Finding]:
    if extension(name) in _ARCHIVES:
        yield Finding(kinds.NESTED_ARCHIVE, name)
    if is_encrypted(info):
        yield Finding(kinds.ENTRY_ENCRYPTED, name)
    elif method := unreadable_method(info):
        yield Finding(kinds.ENTRY_METHOD, name, facts={"method": method})
    if what := other_than_file(info):
        yield Finding(kinds.ENTRY_NOT_A_FILE, name, facts={"what": what})
    if unpacks_too_far(info, limits.max_ratio, limits.ratio_from_bytes):
        ratio = info.file_size // max(info.compress_size, 1)
        yield Finding(kinds.ENTRY_BOMB, name, facts={"ratio": ratio})
    elif info.file_size > limits.max_entry_bytes:
        yield Finding(kinds.ENTRY_TOO_LARGE, name, facts={"limit": limits.max_entry_bytes})


def _with_repeats(entries: list[Entry]) -> tuple[Entry, ...]:
    """The entries, each of which says so if another has its name: never does the last one win."""
    alike: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        alike[folded(entry.path)].append(entry.path)
    repeated = {name: paths for name, paths in alike.items() if len(paths) > 1}
    return tuple(
        replace(entry, findings=(*entry.findings, _repeated(entry.path, repeated[name])))
        if (name := folded(entry.path)) in repeated
        else entry
        for entry in entries
    )


def _repeated(path: str, paths: list[str]) -> Finding:
    return Finding(kinds.NAME_REPEATED, path, facts={"count": len(paths), "names": ", ".join(paths)})


def _why(error: Exception) -> str:
    return "its check sum does not fit" if "CRC" in str(error) else "it cannot be unpacked"


def _no_zip(first_bytes: bytes) -> Refusal:
    if kind := no_zip_but(first_bytes):
        return _refused(f"It is {kind}, not a ZIP.", "Pack the files as an ordinary ZIP.")
    if first_bytes.startswith(b"PK"):
        return _refused("It is damaged or not complete; was the upload interrupted?", "Upload it again.")
    return _refused("It is not a ZIP, or a part of one that was split.", _PACK_AGAIN)
