"""Where a document's file belongs: what was set by hand, else its index, its name and folder, else the batch (§5.2)."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from roster_core.batches import kinds as batch_kinds
from roster_core.findings import Finding
from roster_core.text import clean
from roster_core.updates import document_kinds as kinds
from roster_core.updates.document_index import ListedFile
from roster_core.updates.document_names import read_name
from roster_core.updates.document_rules import (
    MAX_PERIOD,
    MAX_TITLE,
    OnExisting,
    Terms,
    beside,
    place_of,
    school_year_of,
)


@dataclass(frozen=True)
class ByHand:
    """What was set by hand for one file; blank where nothing was."""

    type: str = ""
    title: str = ""
    on_existing: str = ""


def hand_told(hand: ByHand) -> str:
    """As it is kept with a choice; blank for nothing."""
    told = {name: value for name, value in asdict(hand).items() if value}
    return json.dumps(told, separators=(",", ":"), sort_keys=True) if told else ""


def hand_of(told: str) -> ByHand:
    """What `hand_told` wrote."""
    return ByHand(**json.loads(told)) if told else ByHand()


@dataclass(frozen=True)
class DocumentTarget:
    """Where a file belongs. `type` is blank if it has to be chosen; `said` is what stood for it then."""

    key: str
    type: str
    school_year: str
    title: str
    period: str = ""
    assessment_date: date | None = None
    on_existing: OnExisting = OnExisting.NEW_VERSION
    said: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def place(self) -> str:
        """Which of a student's documents it is."""
        place = place_of(self.type, self.school_year, self.title)
        return beside(place) if self.on_existing is OnExisting.KEEP_BOTH else place


def target_of(path: str, terms: Terms, listed: ListedFile | None, hand: ByHand, *, today: date) -> DocumentTarget:
    """The target of the file at `path`; `listed` is what an index says of it."""
    named = read_name(path)
    said = listed or ListedFile(path)
    read = _Cells(path, said, terms, today)
    type_code, told = _type(terms, named.folders, said, hand)
    by_type = terms.types[type_code].name if type_code else ""
    title = clean(hand.title) or clean(said.title) or named.title or clean(terms.title) or by_type
    target = DocumentTarget(
        said.student_key or named.key,
        type_code,
        read.school_year,
        title,
        read.period,
        read.day,
        OnExisting(hand.on_existing) if hand.on_existing else terms.on_existing,
        told,
    )
    return replace(target, findings=(*_lacking(path, target), *read.findings))


def _type(terms: Terms, folders: tuple[str, ...], said: ListedFile, hand: ByHand) -> tuple[str, str]:
    """The type's code, blank if what stands for it is none of the district's, and what that is."""
    if hand.type:
        return terms.type_named(hand.type), hand.type
    if said.assessment_type_code:
        return terms.type_named(said.assessment_type_code), said.assessment_type_code
    if terms.folders and folders:
        found = next((code for folder in folders if (code := terms.type_named(folder))), "")
        return found, folders[0]
    return terms.type, terms.type


def _lacking(path: str, target: DocumentTarget) -> Iterator[Finding]:
    if not target.type:
        yield Finding(batch_kinds.NEEDS_TYPE, path, facts={"type": target.said})
    elif not 1 <= len(target.title) <= MAX_TITLE:
        yield Finding(batch_kinds.NEEDS_TITLE, path, facts={"length": len(target.title), "limit": MAX_TITLE})


class _Cells:
    """The cells of an index that have a form, and what is wrong with them."""

    def __init__(self, path: str, said: ListedFile, terms: Terms, today: date) -> None:
        self.findings: tuple[Finding, ...] = ()
        self._path = path
        self.school_year = school_year_of(said.school_year, terms.school_year) or terms.school_year
        if said.school_year and not school_year_of(said.school_year, terms.school_year):
            self._wrong("school_year", said.school_year, f"not a school year such as {terms.school_year}")
        self.period = clean(said.assessment_period) or terms.period
        if len(self.period) > MAX_PERIOD:
            self._wrong("assessment_period", f"{self.period[:MAX_PERIOD]}…", f"longer than {MAX_PERIOD} letters")
            self.period = terms.period
        self.day = _day(said.assessment_date) or terms.assessment_date
        if said.assessment_date and _day(said.assessment_date) is None:
            self._wrong("assessment_date", said.assessment_date, "not a date such as 2026-04-15")
        elif self.day is not None and self.day > today:
            self._wrong("assessment_date", said.assessment_date, "in the future")
            self.day = terms.assessment_date

    def _wrong(self, column: str, value: str, why: str) -> None:
        found = Finding(kinds.INDEX_CELL, self._path, facts={"column": column, "value": value, "why": why})
        self.findings = (*self.findings, found)


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    return None
