"""The one entry for files of any form: which form they have, and the intake that they make."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from roster_core.findings import Finding, sorted_frame, to_frame
from roster_core.refusals import Refusal
from roster_core.roster import kinds
from roster_core.roster.archive import Sources, source_files
from roster_core.roster.formats.clever_columns import CORE
from roster_core.roster.formats.clever_csv import kind_of, read_clever
from roster_core.roster.formats.gather import is_table_name, other_files, read_all, shown_name
from roster_core.roster.formats.guess import read_heads
from roster_core.roster.formats.mapped import read_mapped
from roster_core.roster.formats.mapping import read_mapping
from roster_core.roster.formats.oneroster import read_oneroster
from roster_core.roster.formats.stated import stated_assumptions, stated_facts
from roster_core.roster.intake import Intake, SourceFile
from roster_core.roster.layout import FILES
from roster_core.roster.reading import read_roster_csv

FORMATS = ("roster", "clever", "oneroster", "mapped")

#: Files that only a roster in roster CSV has, among those that each has.
_ROSTER_ALONE = frozenset(file.name for file in FILES if file.required) - {
    "schools", "students", "staff", "sections", "courses",
}  # fmt: skip
_ONEROSTER = ("users", "orgs", "classes", "enrollments", "academicsessions", "courses", "demographics", "roles")
#: So many of its own files tell a form whose students are missing or cannot be read.
_ENOUGH = 3


@dataclass(frozen=True)
class Detected:
    """The form that files have (one of `FORMATS`), and the sentence that says how it was told."""

    format: str
    why: str


def detect(sources: Mapping[str, bytes]) -> Detected:
    """The form of the files, by their names and headers; what fits no form is for a column mapping."""
    heads = read_heads(sources)
    stems = {head.stem for head in heads}
    one = [head for head in heads if head.stem in _ONEROSTER and head.has("sourcedId")]
    if one:
        return Detected("oneroster", f"{one[0].name} has the sourcedId of OneRoster.")
    ours = next((head for head in heads if head.stem == "students" and head.has("district_number")), None)
    if ours:
        return Detected("roster", f"{ours.name} has the district_number of roster CSV.")
    clever = {kind_of(head): head.name for head in heads}.keys() & set(CORE)
    if len(clever) >= _ENOUGH or {"students", "enrollments"} <= clever:
        return Detected("clever", f"Clever's files are there: {', '.join(kind for kind in CORE if kind in clever)}.")
    if len(alone := sorted(stems & _ROSTER_ALONE)) >= _ENOUGH:
        return Detected("roster", f"Files of roster CSV are there: {', '.join(alone)}.")
    return Detected("mapped", "The files are neither roster CSV nor Clever's nor OneRoster's.")


def read(
    sources: Mapping[str, bytes],
    *,
    format: str = "auto",  # noqa: A002 - the word of the command line
    assumptions: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    mapping: Mapping[str, Any] | None = None,
) -> Intake:
    """The intake that the files make, in the form told by `format` or, with `auto`, by themselves.

    `assumptions`, `facts` and `mapping` are what JSON gives; a mapping makes `auto` mean `mapped`. Columns are guessed
    only where `mapped` is asked for: what nobody has looked at is not to become a roster by itself.

    Raises:
        Refusal: There are no files, what was stated cannot be understood, or the form needs more than is there.
    """
    if format not in ("auto", *FORMATS):
        raise Refusal(
            "The roster was not read.",
            why=f"There is no format “{format}”.",
            fix=f"Choose auto or one of: {', '.join(FORMATS)}.",
        )
    stated, known = stated_assumptions(assumptions), stated_facts(facts)
    if not sources:
        raise Refusal("The roster was not read.", why="There are no files.", fix="Choose the folder or ZIP with them.")
    form = format
    if form == "auto":
        form = "mapped" if mapping is not None else detect(sources).format
    if form == "roster":
        return read_roster_csv(sources)
    if form == "clever":
        intake = read_clever(read_all(sources), stated, known)
        return _with_others(intake, sources)
    if form == "oneroster":
        return _with_others(read_oneroster(read_all(sources), stated, known), sources)
    if format == "auto" and mapping is None:
        raise Refusal(
            "The roster was not read.",
            why="The files are neither roster CSV nor Clever's nor OneRoster's.",
            fix="Load them through a column mapping (format mapped). Without a saved one the columns are guessed: look "
            "at what was guessed before the load is confirmed, and correct it.",
        )
    columns = None if mapping is None else read_mapping(mapping)
    return _with_others(read_mapped(sources, columns, known, stated), sources)


def _with_others(intake: Intake, sources: Mapping[str, bytes]) -> Intake:
    """The intake with the files that were read, and findings about those that hold no table."""
    others = other_files(sources, intake.format)
    for folder in sources.beside if isinstance(sources, Sources) else ():
        shown = shown_name(folder)
        facts = {"name": shown, "hint": " It is a folder within the ZIP."}
        others.append(Finding(kinds.FILE_UNKNOWN, f"{intake.format}/{shown}", facts=facts))
    findings = sorted_frame([intake.findings, to_frame(others)])
    return replace(intake, findings=findings, sources=_files_read(sources))


def _files_read(sources: Mapping[str, bytes]) -> tuple[SourceFile, ...]:
    if isinstance(sources, Sources):
        return sources.files_read()
    return source_files({name: sources[name] for name in sorted(sources) if is_table_name(name)})
