"""What holds for a batch of documents: limits, what is chosen for all its files, where one belongs (§5.1, §5.2)."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from roster_core.options import Options, option
from roster_core.text import clean, same
from roster_core.updates.document_types import DocumentType

MAX_TITLE = 120
MAX_PERIOD = 40
#: Periods offered; any other words may be given.
PERIODS = ("Fall", "Winter", "Spring", "Summer")
_YEAR = re.compile(r"([0-9]{4})[-/]([0-9]{2}|[0-9]{4})")
_LONG = 9


class OnExisting(StrEnum):
    """What becomes of a file whose student has a document of that type, year and title; the value is stored."""

    NEW_VERSION = "new_version"
    SKIP = "skip"
    KEEP_BOTH = "keep_both"


class Visibility(StrEnum):
    """Who may see a document; the value is stored."""

    STAFF = "STAFF"
    STAFF_FAMILY = "STAFF_FAMILY"


class DocumentRules(Options):
    """What files a batch of documents takes; all limits inclusive."""

    more_types: tuple[DocumentType, ...] = option(
        (), "Types besides PDF", "Decided by a file's content, not by its extension.", source="batch-updates §5.2"
    )
    max_bytes: int = option(10 << 20, "Largest file (bytes)", "10 MB are 10,485,760.", source="batch-updates §5.2")
    max_files: int = option(200, "Files in a batch", "Those beyond are refused.", source="batch-updates §5.2")
    max_archive_files: int = option(
        5_000, "Files in a ZIP", "How many files a ZIP may hold.", source="batch-updates §2.4"
    )
    max_total_bytes: int = option(
        500 << 20, "All files together (bytes)", "Those beyond are refused.", source="batch-updates §5.2"
    )

    @property
    def types(self) -> tuple[DocumentType, ...]:
        """The types taken."""
        return tuple(dict.fromkeys((DocumentType.PDF, *self.more_types)))


@dataclass(frozen=True)
class TypeTerms:
    """What a batch knows of an assessment type of the district."""

    name: str
    visibility: Visibility = Visibility.STAFF
    one_per_year: bool = False


@dataclass(frozen=True)
class Terms:
    """What is chosen for all files of a batch; `types` are those of the district in use, by code.

    A blank title stands for the name of a file's type; with `folders` the first folder of a file is its type.
    """

    type: str
    school_year: str
    title: str = ""
    period: str = ""
    assessment_date: date | None = None
    visibility: Visibility = Visibility.STAFF
    on_existing: OnExisting = OnExisting.NEW_VERSION
    folders: bool = False
    types: Mapping[str, TypeTerms] = field(default_factory=dict)

    def type_named(self, code: str) -> str:
        """The type with that code, however its letters are written; blank if there is none."""
        return next((one for one in self.types if same(one) == same(code.strip())), "")


def terms_told(terms: Terms) -> dict[str, Any]:
    """Terms as they are kept with a batch."""
    told = asdict(terms)
    return told | {"assessment_date": terms.assessment_date.isoformat() if terms.assessment_date else ""}


def terms_of(told: Mapping[str, Any]) -> Terms:
    """The terms that `terms_told` wrote."""
    day = told["assessment_date"]
    types = {
        code: TypeTerms(one["name"], Visibility(one["visibility"]), one["one_per_year"])
        for code, one in told["types"].items()
    }
    known = {
        "assessment_date": date.fromisoformat(day) if day else None,
        "visibility": Visibility(told["visibility"]),
        "on_existing": OnExisting(told["on_existing"]),
        "types": types,
    }
    return Terms(**{**told, **known})


def school_year_of(text: str, like: str) -> str:
    """The school year `2025-26` or `2025-2026`, written as `like` is; blank if it is none.

    A district may call its years otherwise: then only `like` itself is one.
    """
    if text == like:
        return text
    first = _first_year(text)
    if first is None or _first_year(like) is None:
        return ""
    last = f"{first + 1}" if len(like) == _LONG else f"{(first + 1) % 100:02}"
    return f"{first}-{last}"


def years_around(current: str, back: int, ahead: int) -> list[str]:
    """The school years from some `ahead` of the current one to some `back`, the newest first."""
    first = _first_year(current)
    if first is None:
        return [current]
    return [school_year_of(f"{year}-{year + 1}", current) for year in range(first + ahead, first - back - 1, -1)]


def _first_year(text: str) -> int | None:
    parts = _YEAR.fullmatch(text)
    if parts is None:
        return None
    first = int(parts[1])
    return first if int(parts[2]) in {first + 1, (first + 1) % 100} else None


def title_key(title: str) -> str:
    """The form in which titles are compared: the text rule, without regard to case."""
    return same(clean(title))


def place_of(type_code: str, school_year: str, title: str) -> str:
    """Where in a student's record a document of that type, year and title belongs."""
    return f"{type_code}|{school_year}|{title_key(title)}"


def beside(place: str) -> str:
    """The place of a document that is stored beside the one at `place`, whatever stands there."""
    return f"+{place}"


def is_beside(place: str) -> bool:
    """Whether `beside` made it."""
    return place.startswith("+")


def free_title(title: str, taken: frozenset[str]) -> str:
    """The title, or with the first number behind it whose key is not among `taken`."""
    number, free = 1, title
    while title_key(free) in taken:
        number += 1
        ending = f" ({number})"
        free = f"{title[: MAX_TITLE - len(ending)].rstrip()}{ending}"
    return free
