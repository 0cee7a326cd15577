"""Which documents go into a ZIP, under which names, and who is not in it (batch-updates §5.4)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from roster_core.downloads.file_names import (
    TOKENS,
    Naming,
    Template,
    Wanted,
    clean_name,
    extension_for,
    told_apart,
)
from roster_core.downloads.holders import Choice, Folders, Holder, by_school, folders_for

#: Everything in the ZIP but its two lists lies in this folder.
TOP = "documents"
#: A document of Word.
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: How documents are called: with the tokens of photos and some of their own.
NAMES = Naming(
    (*TOKENS, "type", "title", "version"),
    "{district_number}--{title}",
    "the district number and the title",
    {
        "application/pdf": (".pdf",),
        "image/jpeg": (".jpg", ".jpeg"),
        "image/png": (".png",),
        DOCX: (".docx",),
    },
)
#: The names offered beside “Customize”, as templates.
PRESETS = {
    "District number and title": "{district_number}--{title}",
    "Weblogin ID and title": "{weblogin}--{title}",
    "Last_First and title": "{last}_{first}--{title}",
    "Type, year and district number": "{type}_{year}_{district_number}",
}


@dataclass(frozen=True)
class Stored:
    """The current version of a document; `added` is when it came in, on the district's clock."""

    document_id: str
    person_id: int
    type: str
    school_year: str
    title: str
    version: int
    key: str
    sha256: str
    size: int
    media_type: str
    added: datetime
    period: str = ""
    assessment_date: date | None = None


@dataclass(frozen=True)
class Entry:
    """One document in the ZIP, under its path in there."""

    path: str
    holder: Holder
    document: Stored


@dataclass(frozen=True)
class Plan:
    """What a ZIP holds, by path, and whom it does not hold."""

    entries: tuple[Entry, ...] = ()
    #: Chosen, without such a document.
    missing: tuple[Holder, ...] = ()
    #: Chosen, with a confidential record.
    confidential: tuple[Holder, ...] = ()
    #: Whose file cannot be read any more.
    lost: tuple[Entry, ...] = ()

    @property
    def persons(self) -> int:
        """Of how many people there are documents in it."""
        return len({entry.holder.person_id for entry in self.entries})

    def without(self, paths: Collection[str]) -> "Plan":
        """The same, the documents at these paths being lost."""
        lost = tuple(entry for entry in self.entries if entry.path in paths)
        kept = tuple(entry for entry in self.entries if entry.path not in paths)
        return replace(self, entries=kept, lost=(*self.lost, *lost)) if lost else self


@dataclass(frozen=True)
class Form:
    """In which form the documents are handed out."""

    template: Template
    folders: Folders = Folders.NONE
    #: Also those of confidential records.
    internal_use: bool = False


def build_plan(holders: Iterable[Holder], documents: Iterable[Stored], choice: Choice, form: Form) -> Plan:
    """What the ZIP holds; `documents` are those in question, in any order."""
    chosen = {one.person_id: one for one in sorted(holders, key=by_school) if choice.takes(one)}
    place = {person: number for number, person in enumerate(chosen)}
    found = sorted(
        (one for one in documents if one.person_id in chosen),
        key=lambda one: (place[one.person_id], one.school_year, one.type, one.title, one.document_id),
    )
    have = {one.person_id for one in found}
    shut = {person for person in have if chosen[person].confidential and not form.internal_use}
    given = [one for one in found if one.person_id not in shut]
    paths = told_apart(list(_wanted(given, chosen, form)))
    entries = (Entry(f"{TOP}/{path}", chosen[one.person_id], one) for path, one in zip(paths, given, strict=True))
    return Plan(
        tuple(sorted(entries, key=lambda entry: entry.path)),
        tuple(one for person, one in chosen.items() if person not in have),
        tuple(one for person, one in chosen.items() if person in shut),
    )


def _wanted(given: Sequence[Stored], chosen: dict[int, Holder], form: Form) -> Iterable[Wanted]:
    folder_of = folders_for([chosen[one.person_id] for one in given], form.folders)
    for one in given:
        holder = chosen[one.person_id]
        own = {"type": one.type, "title": one.title, "version": str(one.version)}
        filled = clean_name(form.template.filled({**holder.tokens(one.school_year), **own}))
        yield Wanted(
            folder_of[one.person_id],
            filled or clean_name(holder.district_number) or "_",
            extension_for(one.media_type, form.template.extension, NAMES),
            holder.district_number,
        )
