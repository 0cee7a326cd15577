"""Files and a mapping brought together: which file each part means, and its columns under their new names."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from roster_core.findings import Finding
from roster_core.roster.formats.cells import Manner, settle
from roster_core.roster.formats.mapped_entities import cell_type, entity, listed
from roster_core.roster.formats.mapped_kinds import (
    COLUMN_NOT_MAPPED,
    MAPPING_COLUMN_GONE,
    MAPPING_FILE_GONE,
    MAPPING_FILE_TAKEN,
    MAPPING_NEEDS,
)
from roster_core.roster.formats.mapping import ColumnMapping, NameOrder, SheetMapping
from roster_core.roster.formats.sheet import Sheet, normal
from roster_core.roster.intake import FILE, ROW
from roster_core.roster.notation import CellType, Column, File
from roster_core.text import clean

_LETTERS = re.compile(r"[^a-z]+")
#: Names that a mapping's order of names is about.
_BIRTH = "birth_date"
_WHOLE_NAMES = ("name", "teacher_name", "homeroom_teacher")


@dataclass
class Matched:
    """Which sheet each part of a mapping is read from. `free` are the sheets of which the mapping says nothing."""

    pairs: list[tuple[SheetMapping, Sheet]] = field(default_factory=list)
    free: list[Sheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def match_sheets(mapping: ColumnMapping, sheets: Sequence[Sheet]) -> Matched:
    """The sheets that the parts of a mapping mean.

    A part means the file of its name; else those whose names differ from it in digits and signs only
    (`students_2026.csv`, `students-2027.xlsx`); else the one file that no part names and that has all its columns.
    """
    found = Matched()
    named = {id(sheet) for part in mapping.sheets for sheet in sheets if _is_named(part, sheet)}
    used: set[int] = set(named)
    alike: dict[tuple[str, str], list[SheetMapping]] = {}
    for part in mapping.sheets:
        own = [sheet for sheet in sheets if _is_named(part, sheet)]
        found.pairs += [(part, sheet) for sheet in own]
        if not own:
            alike.setdefault((_letters(part.file), part.feeds), []).append(part)
    for (letters, _), parts in alike.items():
        free = [sheet for sheet in sheets if id(sheet) not in named and letters and _letters(sheet.name) == letters]
        if not free:
            free = _by_headers(parts[0], [sheet for sheet in sheets if id(sheet) not in used])
        # Of several parts with such names each has its file; files more than parts go to the last.
        taken = [(parts[min(place, len(parts) - 1)], sheet) for place, sheet in enumerate(free)]
        found.pairs += taken
        used |= {id(sheet) for sheet in free}
        for part, sheet in taken:
            found.findings.append(
                Finding(MAPPING_FILE_TAKEN, sheet.shown, facts={"name": sheet.name, "old": part.file})
            )
        for part in parts[max(len(free), 0) :]:
            facts = {"feeds": part.feeds, "name": clean(part.file)}
            found.findings.append(Finding(MAPPING_FILE_GONE, f"mapped/{clean(part.file)}", facts=facts))
    found.free = [sheet for sheet in sheets if id(sheet) not in used]
    return found


def _is_named(part: SheetMapping, sheet: Sheet) -> bool:
    return part.file.casefold() == sheet.name.casefold()


def _letters(name: str) -> str:
    """The letters of a file's name, without its extension and, for the sheet of a workbook, without the workbook's."""
    return _LETTERS.sub("", name.replace("\\", "/").rsplit("/", 1)[-1].lower().partition(".")[0])


def _by_headers(part: SheetMapping, sheets: Sequence[Sheet]) -> list[Sheet]:
    wanted = set(part.columns.values())
    having = [sheet for sheet in sheets if wanted and sheet.has(*wanted)]
    return having if len(having) == 1 else []


def lacking(part: SheetMapping, sheet: Sheet) -> list[Finding]:
    """What blocks the reading of a sheet: mapped columns that it does not have, needed ones that are not mapped."""
    found = []
    for target, header in part.columns.items():
        if not sheet.has(header):
            near = difflib.get_close_matches(header.lower(), [one.lower() for one in sheet.headers], n=1)
            hint = f" Is it “{next(one for one in sheet.headers if one.lower() == near[0])}” now?" if near else ""
            facts = {"column": target, "header": clean(header), "name": sheet.name, "hint": hint}
            found.append(Finding(MAPPING_COLUMN_GONE, sheet.shown, clean(header).lower(), clean(header), facts))
    fed = entity(part.feeds)
    for group in fed.needed if fed else ():
        if not any(target in part.columns or target in part.constants for target in group):
            facts = {"name": sheet.name, "column": listed(group), "feeds": part.feeds.replace("_", " ")}
            found.append(Finding(MAPPING_NEEDS, sheet.shown, "", group[0], facts))
    return found


def unused(parts: Sequence[SheetMapping], sheet: Sheet) -> list[Finding]:
    """One finding with the columns that no part takes from the sheet."""
    used = {normal(header) for part in parts for header in part.columns.values()}
    left = [header for header in sheet.headers if normal(header) not in used]
    return [Finding(COLUMN_NOT_MAPPED, sheet.shown, facts={"columns": ", ".join(left)})] if left else []


@dataclass(frozen=True)
class MappedSheet:
    """The rows of a sheet under the names of a roster.

    `frame` has the targets that are mapped, `FILE` and `ROW`; dates are ISO dates and codes free of what spreadsheets
    do to numbers, so that files can be joined. Whole names have a comma where the last one stands first.
    """

    part: SheetMapping
    frame: pl.DataFrame
    findings: tuple[pl.DataFrame, ...] = ()


def mapped_sheet(part: SheetMapping, sheet: Sheet) -> MappedSheet:
    """A sheet as its part of the mapping reads it, but for dates of birth (`with_births`)."""
    here = sheet.normal_headers
    columns = [
        pl.col(header if header in sheet.headers else here[normal(header)]).alias(target)
        for target, header in part.columns.items()
    ]
    constants = [
        pl.lit(clean(value) or None, pl.String).alias(target)
        for target, value in part.constants.items()
        if target not in part.columns
    ]
    frame = sheet.frame.select(*columns, FILE, ROW).with_columns(constants)
    frame = frame.filter(pl.any_horizontal(pl.col(list(part.columns)).is_not_null())) if part.columns else frame.clear()
    manner = Manner(order=part.dates, headers=part.columns)
    frame, findings = settle(frame, _joinable([name for name in frame.columns if name != _BIRTH]), manner)
    if part.names is NameOrder.LAST_FIRST:
        names = [name for name in _WHOLE_NAMES if name in frame.columns]
        frame = frame.with_columns(_with_comma(name) for name in names)
    return MappedSheet(part, frame, tuple(findings))


def with_births(sheet: MappedSheet, year_end: int) -> MappedSheet:
    """The sheet with its dates of birth as ISO dates; those with two digits for the year lie before `year_end`."""
    if _BIRTH not in sheet.frame.columns:
        return sheet
    manner = Manner(year_end=year_end, order=sheet.part.dates, headers=sheet.part.columns)
    frame, findings = settle(sheet.frame, _joinable([_BIRTH]), manner)
    return MappedSheet(sheet.part, frame, (*sheet.findings, *findings))


def _with_comma(name: str) -> pl.Expr:
    whole = pl.col(name)
    return pl.when(whole.str.contains(",", literal=True)).then(whole).otherwise(whole.str.replace(" ", ", "))


def _joinable(targets: Sequence[str]) -> File:
    """The dates and codes among the targets, in the form of a file whose cells are settled."""
    typed = [(target, cell_type(target)) for target in targets]
    columns = tuple(Column(target, kind, 1 << 16) for target, kind in typed if kind is not CellType.TEXT)
    return File("mapped", required=False, columns=columns, key=())
