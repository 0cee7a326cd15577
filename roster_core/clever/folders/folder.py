"""The folder or ZIP that is checked or compared: which of its files are Clever's, and what else lies there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from roster_core.clever.folders.reading import CsvFile, Fault, NoTable, read_csv
from roster_core.clever.spec.files import BY_NAME, FILES
from roster_core.clever.spec.model import File
from roster_core.refusals import Refusal
from roster_core.roster.archive import Sources, open_sources

#: What our own export writes beside the files; nobody uploads it.
_BESIDE = {"findings.json", "clever.zip"}
_STEMS = "|".join(file.name.removesuffix(".csv").removesuffix("s") for file in FILES)
#: A file of Clever's under another name: `Student.csv`, `students (1).csv`, `students.csv.txt`, `students_2026.csv`.
_LIKE = re.compile(rf"(?:copy of )?({_STEMS})s?(?:[ _-]*(?:\(\d+\)|copy|\d+))*(?:\.(?:csv|txt|tsv|xlsx?))*")


@dataclass(frozen=True)
class Misnamed:
    """A file that lies there as `found` and should be called `wanted`; `is_read` if only the case differs."""

    found: str
    wanted: str
    is_read: bool


@dataclass(frozen=True)
class Contents:
    """The files of a folder or ZIP by what they are.

    `known` holds bytes by Clever's name, `faults` the known files that cannot be read, `unknown` the names of all
    that is no file of Clever's.
    """

    known: Mapping[str, bytes]
    faults: tuple[NoTable, ...] = ()
    misnamed: tuple[Misnamed, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Folder:
    """A folder or ZIP whose files were read; `faults` are the files that hold no table."""

    files: Mapping[str, CsvFile]
    faults: tuple[NoTable, ...]
    misnamed: tuple[Misnamed, ...]
    unknown: tuple[str, ...]

    def has(self, name: str, *columns: str) -> bool:
        """Whether the file was read and its header has all of `columns`."""
        return name in self.files and self.files[name].has(*columns)


def find_files(path: Path) -> Contents:
    """What lies in the folder or at the top of the ZIP (one folder round everything is looked through).

    Raises:
        Refusal: the folder or ZIP cannot be read at all.
    """
    sources = open_sources(path)
    known: dict[str, bytes] = {}
    faults: list[NoTable] = []
    misnamed: list[Misnamed] = []
    unknown: list[str] = []
    # Exact names first: a file that differs in case only is read when there is no other.
    for found in sorted(sources, key=lambda name: (name not in BY_NAME, name)):
        file = BY_NAME.get(found.casefold())
        wanted = file or like(found)
        if wanted is None:
            unknown.extend({found} - _BESIDE)
            continue
        is_read = file is not None and file.name not in known
        if found != wanted.name:
            misnamed.append(Misnamed(found, wanted.name, is_read))
        if is_read:
            _read(sources, found, wanted, known, faults)
    if path.is_dir():
        faults.extend(_folders_called_like_files(path))
    return Contents(known, tuple(faults), tuple(misnamed), tuple(unknown))


def like(name: str) -> File | None:
    """The file that one of this name was probably meant to be."""
    match = _LIKE.fullmatch(name.casefold())
    return next((file for file in FILES if match and file.name.startswith(match[1])), None)


def _read(sources: Sources, found: str, file: File, known: dict[str, bytes], faults: list[NoTable]) -> None:
    try:
        known[file.name] = sources[found]
    except Refusal as refusal:
        faults.append(NoTable(file.name, Fault.UNREADABLE, refusal.why[:1].lower() + refusal.why[1:].removesuffix(".")))


def _folders_called_like_files(path: Path) -> list[NoTable]:
    names = sorted(entry.name for entry in path.iterdir() if entry.is_dir() and entry.name in BY_NAME)
    return [NoTable(name, Fault.UNREADABLE, "it is a folder") for name in names]


def read_folder(path: Path) -> Folder:
    """The folder or ZIP with every file of Clever's read.

    Raises:
        Refusal: it cannot be read at all.
    """
    contents = find_files(path)
    files: dict[str, CsvFile] = {}
    faults = list(contents.faults)
    for name, content in contents.known.items():
        match read_csv(BY_NAME[name], content):
            case CsvFile() as file:
                files[name] = file
            case NoTable() as fault:
                faults.append(fault)
    return Folder(files, tuple(faults), contents.misnamed, contents.unknown)
