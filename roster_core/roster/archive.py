"""The folder or ZIP that a roster comes in, as file contents by name."""

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from roster_core.refusals import Refusal
from roster_core.roster.intake import SourceFile
from roster_core.zips import (
    UNREADABLE_ZIP,
    entries_overlap,
    entry_name,
    is_encrypted,
    no_zip_but,
    other_than_file,
    unpacks_too_far,
)

#: Limits of one ZIP, from its directory, before anything is unpacked.
MAX_ENTRY_BYTES = 1 << 30
MAX_TOTAL_BYTES = 4 << 30
MAX_ENTRIES = 100_000
#: An entry above `RATIO_FROM_BYTES` that unpacks to more than this many times its packed size is no table of a school
#: district (roster CSV packs about 5 to 40 times).
MAX_RATIO = 200
RATIO_FROM_BYTES = 1 << 20

_NOT_READ = "The roster was not read."
#: A file with one of these endings is a table by itself.
_TABLES = {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls"}
_SIDE_FILES = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class Sources(Mapping[str, bytes]):
    """The files of one load by name, in the order of their names; each is read when first asked for, then kept.

    `beside` names what lies in folders of a ZIP and is therefore not part of it (`photos/`).

    Raises:
        Refusal: from any access to a content, when it cannot be read.
    """

    readers: Mapping[str, Callable[[], bytes]]
    beside: tuple[str, ...] = ()
    _read: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, name: str) -> bytes:
        if name not in self._read:
            self._read[name] = self.readers[name]()
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.readers))

    def __len__(self) -> int:
        return len(self.readers)

    def files_read(self) -> tuple[SourceFile, ...]:
        """The files whose contents were asked for, by name, with size and SHA-256."""
        return source_files({name: self._read[name] for name in sorted(self._read)})


def source_files(contents: Mapping[str, bytes]) -> tuple[SourceFile, ...]:
    """Name, size and SHA-256 of each content, in the order given."""
    return tuple(
        SourceFile(name, len(content), hashlib.sha256(content).hexdigest()) for name, content in contents.items()
    )


def open_sources(path: Path) -> Sources:
    """The files directly in a folder, or at the top level of a ZIP (one folder round them all is looked through).

    A single table (`students.xlsx`) is taken as a folder with nothing else in it.

    Hidden files and what operating systems leave behind (`__MACOSX/`, `.DS_Store`, `Thumbs.db`) are passed over.

    Raises:
        Refusal: `path` is neither a folder nor a ZIP, is locked by a password, damaged, unsafe to unpack or unreadable.
    """
    try:
        if path.is_dir():
            return Sources({entry.name: _file_reader(entry) for entry in path.iterdir() if _is_plain_file(entry)})
        if path.suffix.lower() in _TABLES and path.is_file():
            return Sources({path.name: _file_reader(path)})
        with path.open("rb") as file:
            first_bytes = file.read(8)
    except FileNotFoundError as error:
        raise Refusal(_NOT_READ, why=f"There is no file or folder {path.name}.", fix="Check the path.") from error
    except OSError as error:
        raise _unreadable(path.name, error) from error
    return _open_zip(path, first_bytes)


def _unreadable(name: str, error: OSError) -> Refusal:
    return Refusal(
        _NOT_READ,
        why=f"{name} cannot be read ({error.strerror or error}).",
        fix="Check that the file is complete, not open elsewhere, and that you may read it.",
    )


def _is_side_file(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _SIDE_FILES


def _is_plain_file(entry: Path) -> bool:
    return entry.is_file() and not _is_side_file(entry.name)


def _file_reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise _unreadable(path.name, error) from error

    return read


def _open_zip(path: Path, first_bytes: bytes) -> Sources:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if _is_content(_named(entry))]
            _refuse_unsafe_directory(archive)
    except UNREADABLE_ZIP as error:
        raise _no_zip(path.name, first_bytes) from error
    except OSError as error:
        raise _unreadable(path.name, error) from error
    if any(_named(entry) == "[Content_Types].xml" for entry in entries):
        raise Refusal(
            _NOT_READ,
            why=f"{path.name} is an Excel workbook or another Office file, not a ZIP of tables.",
            fix="Load it with a saved column mapping, or save its sheets as CSV files.",
        )
    wrapping = _wrapping_folder([_named(entry) for entry in entries])
    inside: dict[str, zipfile.ZipInfo] = {}
    beside: set[str] = set()
    for entry in entries:
        name = _named(entry).removeprefix(wrapping)
        if "/" in name:
            beside.add(name.split("/")[0] + "/")
        elif name in inside:
            raise _unsafe(f"It holds two files called {name}.", "Leave one of them out and pack it again.")
        else:
            inside[name] = entry
    _refuse_unsafe_entries(inside)
    return Sources({name: _entry_reader(path, entry) for name, entry in inside.items()}, tuple(sorted(beside)))


def _named(entry: zipfile.ZipInfo) -> str:
    return entry_name(entry).lstrip("/")


def _is_content(name: str) -> bool:
    *folders, last = name.split("/")
    return bool(last) and not _is_side_file(last) and "__MACOSX" not in folders


def _wrapping_folder(names: list[str]) -> str:
    """The one folder that everything lies in, with its slash, or blank."""
    tops = {name.split("/")[0] if "/" in name else "" for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 and "" not in tops else ""


def _unsafe(why: str, fix: str = "Pack the roster's files again with your system's own ZIP function.") -> Refusal:
    return Refusal(_NOT_READ, why=why, fix=fix)


def _refuse_unsafe_directory(archive: zipfile.ZipFile) -> None:
    """Overlapping entries: the sign of a ZIP bomb, which not every zipfile module notices."""
    count = len(archive.infolist())
    if count > MAX_ENTRIES:
        raise _unsafe(f"The ZIP holds {count} files; {MAX_ENTRIES} are the most.")
    if entries_overlap(archive):
        raise _unsafe("The files in the ZIP overlap one another, as no packing program leaves them.")


def _refuse_unsafe_entries(inside: Mapping[str, zipfile.ZipInfo]) -> None:
    for name, entry in inside.items():
        if is_encrypted(entry):
            raise _unsafe(f"{name} in the ZIP is protected by a password.", "Pack the files without a password.")
        if other_than_file(entry):
            raise _unsafe(f"{name} in the ZIP is a link or device, not a file.")
        if entry.file_size > MAX_ENTRY_BYTES or unpacks_too_far(entry, MAX_RATIO, RATIO_FROM_BYTES):
            raise _unsafe(f"{name} in the ZIP would unpack to {entry.file_size} bytes, more than a roster can need.")
    total = sum(entry.file_size for entry in inside.values())
    if total > MAX_TOTAL_BYTES:
        raise _unsafe(f"The ZIP would unpack to {total} bytes; {MAX_TOTAL_BYTES} are the most.")


def _entry_reader(path: Path, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with zipfile.ZipFile(path) as archive:
                # zipfile stops at the declared size, so an entry that lies about it fails its check sum here.
                return archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
            raise _unsafe(
                f"{_named(entry)} in {path.name} is damaged or packed in a way that cannot be read.",
                "Was the upload complete? Pack the files again and load the new ZIP.",
            ) from error
        except OSError as error:
            raise _unreadable(path.name, error) from error

    return read


def _no_zip(name: str, first_bytes: bytes) -> Refusal:
    kind = no_zip_but(first_bytes)
    if kind:
        why = f"{name} is {kind}, not a ZIP."
    elif first_bytes.startswith(b"PK"):
        why = f"{name} is a ZIP that is damaged or not complete."
    else:
        why = f"{name} is neither a folder nor a ZIP."
    return Refusal(_NOT_READ, why=why, fix="Choose the folder with the roster's files, or a ZIP of them.")
