"""Files of any student information system → an intake, through a column mapping."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from roster_core.findings import Finding, Severity, sorted_frame, to_frame
from roster_core.refusals import Refusal
from roster_core.roster.formats.beside import take_beside
from roster_core.roster.formats.choices import Assumptions, Facts
from roster_core.roster.formats.draft import Draft, text
from roster_core.roster.formats.finish import finished
from roster_core.roster.formats.gather import read_all
from roster_core.roster.formats.guess import guess_mapping, own_table
from roster_core.roster.formats.mapped_classes import put_classes
from roster_core.roster.formats.mapped_contacts import put_mapped_contacts
from roster_core.roster.formats.mapped_entities import COMBINED, label
from roster_core.roster.formats.mapped_kinds import FILE_NOT_MAPPED, MAPPING_GUESSED, MAPPING_NEEDS, NOT_FED
from roster_core.roster.formats.mapped_people import put_students
from roster_core.roster.formats.mapped_rows import whole
from roster_core.roster.formats.mapped_schools import Frames, of_year, put_schools, year_of_load
from roster_core.roster.formats.mapped_sheets import (
    MappedSheet,
    lacking,
    mapped_sheet,
    match_sheets,
    unused,
    with_births,
)
from roster_core.roster.formats.mapped_staff import named_staff, put_staff
from roster_core.roster.formats.mapping import ColumnMapping, SheetMapping
from roster_core.roster.formats.sheet import Sheet
from roster_core.roster.intake import FILE, Intake, SourceFile
from roster_core.roster.layout import FILE_BY_NAME

FORMAT = "mapped"

_COMBINED = {entity.word: entity for entity in COMBINED}
#: Tables that a roster lives of, as a sentence names what is in them.
_THINGS = {
    "students": "students",
    "staff": "teachers and staff",
    "sections": "courses and sections",
    "section_enrollments": "students in sections",
}
#: Tables of which a roster CSV file beside fills blank cells; any other such file is taken whole.
_CARRIED = ("schools", "students", "staff", "courses", "sections", "student_enrollments")


def read_mapped(
    sources: Mapping[str, bytes],
    mapping: ColumnMapping | None,
    facts: Facts,
    assumptions: Assumptions,
    *,
    files_read: tuple[SourceFile, ...] = (),
) -> Intake:
    """The intake that the files make, read as `mapping` says; without one it is guessed, and what was guessed is told.

    Files of roster CSV that no mapping names are taken beside, as with every format.

    Raises:
        Refusal: The mapping names no file, nothing can be guessed, or nothing tells the school year.
    """
    sheets = [sheet.under(FORMAT) for sheet in read_all(sources)]
    guessed: list[Finding] = []
    if mapping is None:
        mapping = guess_mapping(sheets)
        guessed = _guessed(mapping, sheets)
    if not mapping.sheets:
        raise Refusal(
            "The roster was not read.",
            why="No file is mapped to anything of a roster.",
            fix="Say what each file holds and which of its columns is which, then save the mapping.",
        )
    matched = match_sheets(mapping, sheets)
    beside = [sheet for sheet in matched.free if own_table(sheet)]
    found = [*guessed, *matched.findings]
    found += [_not_mapped(sheet) for sheet in matched.free if sheet not in beside and sheet.headers]
    found += [finding for part, sheet in matched.pairs for finding in lacking(part, sheet)]
    of_sheets = _of_sheets(matched.pairs)
    if any(finding.severity is Severity.BLOCK for finding in found):
        return Intake(FORMAT, {}, sorted_frame([to_frame(found), *of_sheets]), files_read)
    read = [mapped_sheet(part, sheet) for part, sheet in matched.pairs]
    draft = Draft(FORMAT, year_of_load(facts, _frames(read)))
    draft.note(*found)
    draft.findings += of_sheets
    if blocked := _translate(draft, [with_births(one, draft.year.end.year) for one in read], facts):
        return Intake(FORMAT, {}, sorted_frame([*draft.findings, to_frame(blocked)]), files_read)
    take_beside(draft, beside, carried=_CARRIED)
    draft.note(*_not_fed(draft))
    intake = finished(draft, assumptions, facts, sources=files_read)
    # A cell that feeds several tables is looked at in each of them.
    return replace(intake, findings=intake.findings.unique(maintain_order=True))


def _translate(draft: Draft, read: Sequence[MappedSheet], facts: Facts) -> list[Finding]:
    """Fill the draft; what is given back blocks the load."""
    headers: dict[str, dict[str, str]] = {}
    for one in read:
        draft.findings += one.findings
        headers.setdefault(one.part.feeds, {}).update(one.part.columns)
    frames = put_schools(draft, of_year(draft, _frames(read)), facts, headers)
    students = frames["students"]
    if students.height and students["school_code"].null_count() == students.height:
        name = str(students[FILE][0])
        facts_told = {"name": name, "column": "school_code", "feeds": "students"}
        return [Finding(MAPPING_NEEDS, name, "", "school_code", facts_told)]
    staff = named_staff(frames["staff"])
    put_students(draft, students, staff, headers.get("students", {}))
    shown = {"district_number": headers.get("students", {}).get("district_number", "")}
    put_mapped_contacts(draft, frames["contacts"], students, {**shown, **headers.get("contacts", {})})
    teaching = put_classes(draft, frames, staff, headers)
    everybody = pl.concat([staff, teaching.derived], how="diagonal")
    put_staff(draft, everybody, teaching.pairs, headers.get("staff", {}))
    for name, frame in frames.items():
        if name not in _COMBINED:
            years = pl.col("school_year").fill_null(draft.year.code) if "school_year" in frame.columns else None
            whole_year = [years] if years is not None else _year_column(draft, name)
            draft.put(name, frame.with_columns(whole_year), headers[name])
    return []


def _year_column(draft: Draft, name: str) -> list[pl.Expr]:
    has_year = "school_year" in FILE_BY_NAME[name].headers
    return [text(draft.year.code).alias("school_year")] if has_year else []


def _frames(read: Sequence[MappedSheet]) -> Frames:
    """The rows of each entity with all that it may have, and of each table of roster CSV that is mapped by itself."""
    frames: Frames = {}
    for entity in COMBINED:
        of_entity = [one.frame for one in read if one.part.feeds == entity.word]
        frames[entity.word] = whole(of_entity, entity.targets)
    for name in dict.fromkeys(one.part.feeds for one in read):
        if name not in _COMBINED:
            frames[name] = pl.concat([one.frame for one in read if one.part.feeds == name], how="diagonal")
    return frames


def _of_sheets(pairs: Sequence[tuple[SheetMapping, Sheet]]) -> list[pl.DataFrame]:
    """What is said of the sheets that are read: while they were cut into cells, and of columns that nothing takes."""
    found = []
    for sheet in {id(sheet): sheet for _, sheet in pairs}.values():
        parts = [part for part, of in pairs if of is sheet]
        found += [sheet.findings, to_frame(unused(parts, sheet))]
    return found


def _not_mapped(sheet: Sheet) -> Finding:
    return Finding(FILE_NOT_MAPPED, sheet.shown, facts={"name": sheet.name})


def _guessed(mapping: ColumnMapping, sheets: Sequence[Sheet]) -> list[Finding]:
    """What was guessed of each file."""
    shown = {sheet.name: sheet.shown for sheet in sheets}
    return [
        Finding(
            MAPPING_GUESSED,
            shown[part.file],
            facts={
                "name": part.file,
                "feeds": part.feeds,
                "columns": ", ".join(f"{header} → {label(target)}" for target, header in part.columns.items()),
            },
        )
        for part in mapping.sheets
    ]


def _not_fed(draft: Draft) -> list[Finding]:
    """What no file gives though a roster lives of it."""
    return [
        Finding(NOT_FED, f"{FORMAT}/mapping", facts={"things": things})
        for table, things in _THINGS.items()
        if table not in draft.tables or draft.tables[table].is_empty()
    ]
