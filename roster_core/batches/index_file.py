"""A photographer's index: which picture shows whom, as PSPA packages and two-column lists say it (photos §5)."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from roster_core.batches import kinds
from roster_core.batches.names import extension, folded
from roster_core.batches.people import Criterion
from roster_core.findings import Finding

#: A file whose name ends so is a picture, also where that type is not taken.
PICTURES = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp", ".tif", ".tiff"})
_SEPARATORS = ("\t", ";", ",")
_LOOKED_AT = 50
#: Columns of the shortest index: file and ID.
_PAIR = 2


class Role(StrEnum):
    """What a column of an index holds; the value is the word shown."""

    VOLUME = "Volume"
    FOLDER = "Image folder"
    FILE = "Image file"
    GRADE = "Grade"
    LAST = "Last name"
    FIRST = "First name"
    HOMEROOM = "Home room"
    PERIOD = "Period"
    TEACHER = "Teacher"
    TRACK = "Track"
    DEPARTMENT = "Department"
    TITLE = "Title"
    IMAGE_SIZE = "Image size"
    ID = "ID"
    IGNORED = "(not used)"


_FIRST_SIX = (Role.VOLUME, Role.FOLDER, Role.FILE, Role.GRADE, Role.LAST, Role.FIRST)
#: The thirteen columns of the standard.
STANDARD = (
    *_FIRST_SIX,
    *(Role.HOMEROOM, Role.PERIOD, Role.TEACHER, Role.TRACK, Role.DEPARTMENT, Role.TITLE, Role.IMAGE_SIZE),
)
#: Older guides stop at eight, the last two the other way round.
OLDER = (*_FIRST_SIX, Role.TEACHER, Role.HOMEROOM)
_HEADERS: Mapping[str, Role] = {
    "volume": Role.VOLUME, "volumename": Role.VOLUME, "folder": Role.FOLDER, "imagefolder": Role.FOLDER,
    "file": Role.FILE, "filename": Role.FILE, "image": Role.FILE, "imagefile": Role.FILE,
    "imagefilename": Role.FILE, "imagename": Role.FILE, "photo": Role.FILE, "picture": Role.FILE,
    "grade": Role.GRADE, "gradelevel": Role.GRADE, "last": Role.LAST, "lastname": Role.LAST,
    "first": Role.FIRST, "firstname": Role.FIRST, "homeroom": Role.HOMEROOM, "period": Role.PERIOD,
    "teacher": Role.TEACHER, "teachername": Role.TEACHER, "track": Role.TRACK, "department": Role.DEPARTMENT,
    "title": Role.TITLE, "imagesize": Role.IMAGE_SIZE, "id": Role.ID, "studentid": Role.ID, "personid": Role.ID,
    "studentnumber": Role.ID, "districtnumber": Role.ID, "stateid": Role.ID, "staffid": Role.ID,
    "webloginid": Role.ID, "studentkey": Role.ID, "number": Role.ID,
}  # fmt: skip
#: Headers that say which ID a column holds, as our own lists of handed out photos do, for students and staff.
_ID_HEADERS: Mapping[str, tuple[Criterion, ...]] = {
    "districtnumber": (Criterion.DISTRICT_NUMBER, Criterion.STAFF_ID),
    "staffid": (Criterion.STAFF_ID,),
    "stateid": (Criterion.STATE_ID, Criterion.STATE_STAFF_ID),
    "webloginid": (Criterion.WEBLOGIN_ID, Criterion.LOGON_ID),
}


@dataclass(frozen=True)
class IndexRow:
    """One picture of one person; blank where the index says nothing. `line` counts from 1.

    `key` is the ID of the column that was found to hold it; `ids` are those of columns whose headers say which.
    """

    line: int
    file: str
    key: str = ""
    last_name: str = ""
    first_name: str = ""
    grade: str = ""
    homeroom: str = ""
    ids: Mapping[Criterion, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Index:
    """An index as it was read: the roles of its columns, its rows, and its first lines to look at and relabel."""

    name: str
    roles: tuple[Role, ...]
    rows: tuple[IndexRow, ...]
    header: tuple[str, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()
    findings: tuple[Finding, ...] = ()


def read_index(name: str, data: bytes, roles: Sequence[Role] | None = None) -> Index:
    """Read an index file; `roles` are those of the columns if somebody said them, else they are guessed.

    Text is UTF-8, else Windows-1252; cells are set apart by tabs, semicolons or commas.
    """
    lines = _lines(_decoded(data))
    width = max((len(cells) for _, cells in lines), default=0)
    header = lines[0][1] if lines and (_is_header(lines[0][1]) or _names_no_picture(lines[0][1], roles)) else ()
    body = lines[1:] if header else lines
    found = tuple(roles) if roles is not None else _guessed(header, [cells for _, cells in body[:_LOOKED_AT]], width)
    ids = _columns_of_ids(header) if roles is None else {}
    findings = list(_lacking(name, found))
    rows: list[IndexRow] = []
    for line, cells in body:
        if Role.FILE in found and len(cells) <= found.index(Role.FILE):
            facts = {"line": line, "cells": len(cells), "columns": width}
            findings.append(Finding(kinds.INDEX_ROW_SHORT, name, str(line), facts=facts))
        elif Role.FILE in found:
            rows.append(_row(line, cells, found, ids))
    return Index(name, found, tuple(rows), header, tuple(cells for _, cells in body[:10]), tuple(findings))


def keys_by_file(index: Index, criterion: Criterion | None = None) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """The key of each listed picture by its folded name, for `keys_of`; one listed with two keys has none.

    With `criterion` only by the column whose header says that ID.
    """
    listed: dict[str, dict[str, str]] = defaultdict(dict)
    for row in index.rows:
        if key := row.key if criterion is None else row.ids.get(criterion, ""):
            listed[folded(row.file)][key] = row.file
    findings = tuple(
        Finding(kinds.INDEX_FILE_TWICE, index.name, facts={"name": next(iter(keys.values())), "keys": ", ".join(keys)})
        for keys in listed.values()
        if len(keys) > 1
    )
    return {file: next(iter(keys)) for file, keys in listed.items() if len(keys) == 1}, findings


def compare(index: Index, names: Iterable[str]) -> Iterator[Finding]:
    """Pictures that the index lists and that are not there, then files that are there and not listed."""
    present = {folded(name).rpartition("/")[2]: name for name in names}
    listed = {folded(row.file): row.file for row in index.rows}
    for file, name in listed.items():
        if file not in present:
            yield Finding(kinds.INDEX_FILE_MISSING, index.name, facts={"name": name})
    for file, name in present.items():
        if file not in listed:
            yield Finding(kinds.FILE_NOT_LISTED, name, facts={"name": name})


def _names_no_picture(cells: Sequence[str], roles: Sequence[Role] | None) -> bool:
    """Whether a line has something else than a picture where somebody said that pictures stand."""
    at = roles.index(Role.FILE) if roles and Role.FILE in roles else len(cells)
    return at < len(cells) and extension(cells[at]) not in PICTURES


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _lines(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """The lines that hold anything, with their numbers, as trimmed cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = next((sign for sign in _SEPARATORS if sign in first), "\t")
    # A tab-separated index knows no quotes: O"Brien is a name there.
    source = io.StringIO(text.replace("\0", ""), newline="")
    plain = separator == "\t"
    reader = csv.reader(source, delimiter=separator, quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL)
    lines: list[tuple[int, tuple[str, ...]]] = []
    try:
        lines.extend((reader.line_num, tuple(cell.strip() for cell in cells)) for cells in reader if any(cells))
    except csv.Error:  # a cell without end: what came before it is still of use
        return lines
    return lines


def _is_picture(cell: str) -> bool:
    return extension(cell) in PICTURES


def _is_header(cells: Sequence[str]) -> bool:
    """A first line in which the cell of the file (the third, or any where there are fewer) names no picture."""
    known = sum(1 for cell in cells if _squeezed(cell) in _HEADERS)
    return not any(_is_picture(cell) for cell in cells) and (len(cells) > len(_FIRST_SIX) or known > 0)


def _squeezed(header: str) -> str:
    return "".join(sign for sign in header.lower() if sign.isalnum())


def _guessed(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> tuple[Role, ...]:
    """Roles by the header where it says them, else by the standards; the ID is sought among what is left."""
    named = [_HEADERS.get(_squeezed(cell), Role.IGNORED) for cell in header]
    if Role.FILE not in named:
        if width >= len(OLDER):
            named = list(STANDARD if width >= len(STANDARD) else OLDER)
        else:
            named = [Role.FILE if _mostly_pictures(rows, column) else Role.IGNORED for column in range(width)]
    seen: set[Role] = set()
    roles: list[Role] = []
    for role in (*named, *[Role.IGNORED] * (width - len(named))):
        roles.append(Role.IGNORED if role in seen else role)
        seen.add(role)
    if Role.ID not in roles:
        unused = [column for column, role in enumerate(roles) if role is Role.IGNORED]
        # Of two columns the other one says whose picture it is, whatever an ID looks like.
        fitting = [column for column in unused if width == _PAIR or _looks_like_ids(rows, column)]
        if Role.FILE in roles and fitting:
            roles[max(fitting, key=lambda column: len(set(_column(rows, column))))] = Role.ID
    return tuple(roles)


def _column(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    return [cells[column] if column < len(cells) else "" for cells in rows]


def _mostly_pictures(rows: Sequence[Sequence[str]], column: int) -> bool:
    return bool(rows) and 2 * sum(map(_is_picture, _column(rows, column))) > len(rows)


def _looks_like_ids(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Mostly filled, none with a space, a digit in each, and few more often than retakes make it."""
    cells = [cell for cell in _column(rows, column) if cell]
    alike = all(not any(map(str.isspace, cell)) and any(map(str.isdigit, cell)) for cell in cells)
    return alike and 2 * len(cells) > len(rows) and 2 * len(set(cells)) >= len(cells)


def _lacking(name: str, roles: Sequence[Role]) -> Iterator[Finding]:
    if Role.FILE not in roles:
        yield Finding(kinds.INDEX_NO_FILE_COLUMN, name, facts={"name": name})
    elif Role.ID not in roles:
        yield Finding(kinds.INDEX_NO_KEY_COLUMN, name, facts={"name": name})


def _columns_of_ids(header: Sequence[str]) -> dict[Criterion, int]:
    """Where each ID stands, by the headers that say it; empty if there is but one: then that is the key."""
    said = [
        (column, _ID_HEADERS[form]) for column, cell in enumerate(header) if (form := _squeezed(cell)) in _ID_HEADERS
    ]
    return {criterion: column for column, criteria in reversed(said) for criterion in criteria} if len(said) > 1 else {}


def _row(line: int, cells: Sequence[str], roles: Sequence[Role], ids: Mapping[Criterion, int]) -> IndexRow:
    told = dict(zip(roles, cells, strict=False))
    return IndexRow(
        line,
        told[Role.FILE].replace("\\", "/").rpartition("/")[2],
        told.get(Role.ID, ""),
        told.get(Role.LAST, ""),
        told.get(Role.FIRST, ""),
        told.get(Role.GRADE, ""),
        told.get(Role.HOMEROOM, ""),
        {criterion: cells[column] for criterion, column in ids.items() if column < len(cells) and cells[column]},
    )
