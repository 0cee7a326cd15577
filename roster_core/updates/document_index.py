"""`index.csv` beside documents in a ZIP: what it says of each file (batch-updates §5.2)."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from roster_core.batches import kinds as batch_kinds
from roster_core.batches.names import folded
from roster_core.findings import Finding
from roster_core.updates import document_kinds as kinds

#: The columns in the order of the definition; `file_name` alone is required.
COLUMNS = (
    "file_name",
    "student_key",
    "assessment_type_code",
    "title",
    "school_year",
    "assessment_period",
    "assessment_date",
)
_SEPARATORS = (",", ";", "\t")
_MOST = 10_000
#: What says that a path begins in the ZIP itself, as each does.
_FROM_HERE = re.compile(r"^(?:\.?[/\\])+")


@dataclass(frozen=True)
class ListedFile:
    """What the index says of one file; blank where it says nothing."""

    file_name: str
    student_key: str = ""
    assessment_type_code: str = ""
    title: str = ""
    school_year: str = ""
    assessment_period: str = ""
    assessment_date: str = ""


@dataclass(frozen=True)
class DocumentIndex:
    """What an index says, by the folded name of the file, and what is wrong with it."""

    name: str
    files: Mapping[str, ListedFile]
    findings: tuple[Finding, ...] = ()


def read_index(name: str, data: bytes) -> DocumentIndex:
    """Read an index: UTF-8, else Windows-1252; cells set apart by commas, semicolons or tabs."""
    lines = _lines(_decoded(data))
    header = [_squeezed(cell) for cell in lines[0]] if lines else []
    at = {column: header.index(_squeezed(column)) for column in COLUMNS if _squeezed(column) in header}
    if "file_name" not in at:
        return DocumentIndex(name, {}, (Finding(kinds.INDEX_NO_FILE_NAME, name, facts={"name": name}),))
    listed = [one for cells in lines[1:_MOST] if (one := _listed(cells, at)).file_name]
    times = Counter(folded(one.file_name) for one in listed)
    twice = {folded(one.file_name): one.file_name for one in listed if times[folded(one.file_name)] > 1}
    findings = tuple(Finding(kinds.LISTED_TWICE, name, facts={"name": one}) for one in twice.values())
    return DocumentIndex(
        name, {folded(one.file_name): one for one in listed if folded(one.file_name) not in twice}, findings
    )


def listed_for(path: str, files: Mapping[str, ListedFile]) -> ListedFile | None:
    """What is said of the file at `path`: by its whole path, else by its last part."""
    whole = folded(path)
    return files.get(whole) or files.get(whole.rpartition("/")[2])


def compare(index: DocumentIndex, paths: Iterable[str]) -> Iterator[Finding]:
    """Files that the index lists and that are not there, then files that are there and not listed."""
    there = list(paths)
    names = {folded(path) for path in there} | {folded(path).rpartition("/")[2] for path in there}
    for file, one in index.files.items():
        if file not in names:
            yield Finding(kinds.LISTED_FILE_MISSING, index.name, facts={"name": one.file_name})
    for path in there:
        if listed_for(path, index.files) is None:
            yield Finding(batch_kinds.FILE_NOT_LISTED, path, facts={"name": path})


def files_told(files: Mapping[str, ListedFile]) -> dict[str, dict[str, str]]:
    """The listed files as JSON."""
    return {file: {name: cell for name, cell in asdict(one).items() if cell} for file, one in files.items()}


def files_of(told: Mapping[str, Mapping[str, Any]]) -> dict[str, ListedFile]:
    """The listed files that `files_told` wrote."""
    return {file: ListedFile(**one) for file, one in told.items()}


def _listed(cells: list[str], at: Mapping[str, int]) -> ListedFile:
    told = {column: cells[place].strip() for column, place in at.items() if place < len(cells)}
    told["file_name"] = _FROM_HERE.sub("", told.get("file_name", ""))
    return ListedFile(**told)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _lines(text: str) -> list[list[str]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    lines: list[list[str]] = []
    try:
        lines.extend(cells for cells in reader if any(cell.strip() for cell in cells))
    except csv.Error:  # a cell without end: what came before it is still of use
        return lines
    return lines


def _squeezed(header: str) -> str:
    return "".join(sign for sign in header.lower() if sign.isalnum())
