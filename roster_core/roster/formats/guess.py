"""What the files of a student information system are, guessed so that a coordinator only has to correct it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from roster_core.roster.formats.beside import roster_name
from roster_core.roster.formats.gather import is_table_name, shown_name
from roster_core.roster.formats.guess_columns import Columns, guess_columns
from roster_core.roster.formats.guess_joins import joined
from roster_core.roster.formats.looks import look
from roster_core.roster.formats.mapped_entities import COMBINED
from roster_core.roster.formats.mapped_sheets import match_sheets
from roster_core.roster.formats.mapping import ColumnMapping, NameOrder, SheetMapping
from roster_core.roster.formats.sheet import Sheet, normal
from roster_core.roster.formats.tolerant import read_sheets
from roster_core.roster.formats.workbook import is_workbook
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.layout import FILE_BY_NAME

#: So many rows are shown of each file.
SHOWN_ROWS = 3
#: Headers stand at the beginning; what follows need not be cut into cells to tell what a file is.
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True)
class FileGuess:
    """One file, or one sheet of a workbook, and what it seems to be.

    `samples` are its first rows, cells in the order of `headers`, None for blank. `mappings` say what it feeds: mostly
    one, none if nothing fits, two for a file with students and their sections in each row. `by_value` are the columns
    (as in the mappings) whose headers say nothing, so that only their values told. `table` names the table of roster
    CSV that the file is already; it needs no mapping.
    """

    file: str
    headers: tuple[str, ...]
    samples: tuple[tuple[str | None, ...], ...]
    mappings: tuple[SheetMapping, ...] = ()
    by_value: frozenset[str] = frozenset()
    table: str = ""

    @property
    def unused(self) -> tuple[str, ...]:
        """The headers that no mapping takes."""
        if self.table:
            return ()
        used = {header for mapping in self.mappings for header in mapping.columns.values()}
        return tuple(header for header in self.headers if header not in used)

    @property
    def gone(self) -> tuple[str, ...]:
        """Headers that a saved mapping takes and the file does not have."""
        used = dict.fromkeys(header for mapping in self.mappings for header in mapping.columns.values())
        return tuple(header for header in used if header not in self.headers)


def describe(sources: Mapping[str, bytes]) -> tuple[FileGuess, ...]:
    """What each file seems to be, by its headers and first rows; content that holds no table has no headers."""
    return _guesses(read_heads(sources))


def with_saved(guesses: Sequence[FileGuess], mapping: ColumnMapping) -> tuple[FileGuess, ...]:
    """The same files with what a saved mapping says of them instead of what was guessed.

    A file may have another name than when the mapping was saved (see `match_sheets`) and headers in other spellings;
    the mappings given back have its own. Columns that a file does not have any more stay mapped and are its `gone`.
    """
    sheets = {guess.file: Sheet(guess.file, _empty(guess.headers)) for guess in guesses}
    parts: dict[str, list[SheetMapping]] = {guess.file: [] for guess in guesses}
    for part, sheet in match_sheets(mapping, list(sheets.values())).pairs:
        own = sheet.normal_headers
        columns = {to: of if of in sheet.headers else own.get(normal(of), of) for to, of in part.columns.items()}
        parts[sheet.name].append(part.model_copy(update={"file": sheet.name, "columns": columns}))
    return tuple(replace(guess, mappings=tuple(parts[guess.file]), by_value=frozenset()) for guess in guesses)


def _empty(headers: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(schema={**dict.fromkeys(headers, pl.String), FILE: pl.String, ROW: pl.Int64})


def guess_mapping(sheets: Sequence[Sheet]) -> ColumnMapping:
    """The mapping that fits the sheets best; sheets of which nothing can be told are not in it."""
    return ColumnMapping(sheets=tuple(mapping for guess in _guesses(sheets) for mapping in guess.mappings))


def own_table(sheet: Sheet) -> str:
    """The table of roster CSV that a sheet is by its name and the exact headers of the table's key, blank if none."""
    name = roster_name(sheet)
    return name if name and set(FILE_BY_NAME[name].key) <= {header.lower() for header in sheet.headers} else ""


def read_heads(sources: Mapping[str, bytes]) -> list[Sheet]:
    """The sheets of all files that may hold tables, those of large text files with their first rows only."""
    heads: list[Sheet] = []
    for name in sorted(sources):
        if is_table_name(name):
            content = sources[name]
            whole = len(content) <= _HEAD_BYTES or is_workbook(content)
            heads += read_sheets(shown_name(name), content if whole else content[:_HEAD_BYTES])
    return heads


@dataclass(frozen=True)
class _Seen:
    """A sheet with the columns that it would have for each entity that it may feed."""

    sheet: Sheet
    fitting: Mapping[str, Columns]

    @property
    def best(self) -> str:
        """The entity that it most likely feeds, or blank: the one that its name tells, else the most telling one."""
        named = next((word for word, told in _NAMES if told.search(self.sheet.stem) and word in self.fitting), "")
        return named or next((word for word in _TELLING if word in self.fitting), "")


def _guesses(sheets: Sequence[Sheet]) -> tuple[FileGuess, ...]:
    seen = [_seen(sheet) for sheet in sheets]
    feeds = {id(one): [one.best] if one.best else [] for one in seen}
    # One file may hold all there is: students with a section of theirs in each row.
    for word, other in (("students", "enrollments"), ("enrollments", "students")):
        if not any(word in words for words in feeds.values()):
            for one in seen:
                if feeds[id(one)] == [other] and word in one.fitting:
                    feeds[id(one)].append(word)
    guessed = joined([(one.sheet, word, one.fitting[word]) for one in seen for word in feeds[id(one)]])
    return tuple(
        _guess(one.sheet, [(word, columns) for sheet, word, columns in guessed if sheet is one.sheet]) for one in seen
    )


def _seen(sheet: Sheet) -> _Seen:
    looks = {header: look(sheet.frame[header]) for header in sheet.headers}
    fitting = {}
    for entity in COMBINED if not own_table(sheet) else ():
        columns = guess_columns(entity.word, looks)
        if all(any(target in columns for target in group) for group in entity.needed) and _TELLING[entity.word](
            columns, sheet
        ):
            fitting[entity.word] = columns
    return _Seen(sheet, fitting)


def _guess(sheet: Sheet, feeds: Sequence[tuple[str, Columns]]) -> FileGuess:
    samples = tuple(sheet.frame.select(sheet.headers).head(SHOWN_ROWS).iter_rows()) if sheet.headers else ()
    mappings = tuple(
        SheetMapping(
            file=sheet.name,
            feeds=word,
            columns=columns.of,
            constants=columns.constants,
            names=_name_order(columns.of),
        )
        for word, columns in feeds
    )
    by_value = frozenset(target for _, columns in feeds for target in columns.by_value)
    return FileGuess(sheet.name, sheet.headers, samples, mappings, by_value, own_table(sheet))


def _name_order(columns: Mapping[str, str]) -> NameOrder:
    """Names without a comma begin with the last name if the header says so."""
    headers = [normal(columns[target]) for target in ("name", "teacher_name") if target in columns]
    last_first = any("last" in header or header.endswith("lfm") for header in headers)
    return NameOrder.LAST_FIRST if last_first else NameOrder.FIRST_LAST


#: What the name of a file says that it holds.
_NAMES = (
    ("enrollments", re.compile(r"(stu\w*|pupil)[ _-]*(sched|class|course|section|cc)|enrol|roster|class ?list|^cc\b")),
    ("contacts", re.compile(r"contact|guardian|parent|famil|emergenc")),
    ("students", re.compile(r"stu|pupil")),
    ("staff", re.compile(r"staff|teach|employee|faculty|personnel|tch|stf")),
    ("sections", re.compile(r"sched|section|class|master|mst")),
    ("courses", re.compile(r"course|crs")),
    ("terms", re.compile(r"term|calendar")),
    ("schools", re.compile(r"school|building|campus")),
)
_STAFF_MARKS = ("title", "department", "work_email", "logon_id", "state_staff_id", "role_code", "staff_type")
_SECTION = ("section_code", "section_id")


def _any(columns: Columns, *targets: str) -> bool:
    return any(target in columns for target in targets)


def _tells_staff(columns: Columns, sheet: Sheet) -> bool:
    own = any(re.match(r"teacher|staff|employee", header.lower()) for header in sheet.headers)
    named = dict(_NAMES)["staff"].search(sheet.stem) is not None
    graded = sheet.has("Grade") or sheet.has("Grade Level")
    return (own or named or _any(columns, *_STAFF_MARKS)) and not graded and not sheet.has("Student Number")


def _tells_schools(columns: Columns, sheet: Sheet) -> bool:
    persons = any(re.search(r"first|last|birth|student", header.lower()) for header in sheet.headers)
    return "name" in columns and not persons


def _tells_sections(columns: Columns, sheet: Sheet) -> bool:
    return not any(re.search(r"student|pupil|birth", header.lower()) for header in sheet.headers) and (
        "course_code" in columns or _any(columns, "staff_id", "teacher_name", "period")
    )


#: What a file must have, beside the columns needed, to be taken for what it feeds; the most telling entity first.
_TELLING: Mapping[str, Callable[[Columns, Sheet], bool]] = {
    "enrollments": lambda columns, _: "course_code" in columns or "section_id" in columns,
    "sections": _tells_sections,
    "students": lambda columns, _: _any(columns, "birth_date", "local_grade"),
    "contacts": lambda columns, sheet: (
        _any(columns, "relationship_code", "type", "sequence", "phone", "phone_home", "phone_cell", "email")
        and not sheet.has("Grade")
    ),
    "staff": _tells_staff,
    "terms": lambda columns, _: not _any(columns, *_SECTION),
    "courses": lambda columns, sheet: "course_title" in columns and not sheet.has("Section Number"),
    "schools": _tells_schools,
}
