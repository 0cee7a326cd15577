"""The options and findings of the export as a reference, made from their declarations."""

import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo

from roster_core.clever.explanations.catalog import TOPICS
from roster_core.clever.kinds import KINDS
from roster_core.clever.profile.acting import EVERY_FILE, acts_on
from roster_core.clever.profile.options import FIELDS
from roster_core.options import meta

#: What the roster offers for an option, in words.
_CHOICES = {
    "schools": "codes of schools",
    "school_years": "a school year of the roster",
    "state_grades": "state grade codes",
    "student_user_texts": "a User Text of students",
    "staff_user_texts": "a User Text of staff",
    "unweighted_gpa_types": "an unweighted GPA",
    "weighted_gpa_types": "a weighted GPA",
    "roles": "codes of roles",
    "departments": "codes of departments",
}


_BAR = r"\|"


@dataclass(frozen=True)
class OptionEntry:
    """One option in words. `source` is its mark in the source document, `places` are files and columns."""

    name: str
    title: str
    help: str
    source: str
    group: str
    default: str
    allowed: str
    places: tuple[str, ...]

    def says(self, sought: str) -> bool:
        """Whether every word of `sought` occurs in it, upper and lower case alike."""
        texts = (self.name, self.title, self.help, self.source, self.group, self.allowed, *self.places)
        whole = " ".join(texts).lower()
        return all(word in whole for word in sought.lower().split())


def option_entries() -> tuple[OptionEntry, ...]:
    """Every option in the order of the form."""
    return tuple(_entry(name, info) for name, info in FIELDS.items())


def _entry(name: str, info: FieldInfo) -> OptionEntry:
    about = meta(info)
    group, also = about.get("group", ""), about.get("also_in")
    return OptionEntry(
        name=name,
        title=str(info.title),
        help=info.description or "",
        source=about["source"],
        group=f"{group}, {also}" if also else group,
        default=_in_words(info.default, about),
        allowed=_allowed(info, about),
        places=tuple(_places(name)),
    )


def _places(name: str) -> Iterator[str]:
    if acts_on(name) == EVERY_FILE:
        yield "every file"
        return
    for place in acts_on(name):
        yield f"{place.file}: {', '.join(place.columns) or 'rows'}"


def _in_words(value: Any, about: Mapping[str, Any]) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case None | "" | ():
            return "none"
        case tuple() | list():
            return ", ".join(map(str, value))
        case _:
            return str(about.get("labels", {}).get(value, value))


def _allowed(info: FieldInfo, about: Mapping[str, Any]) -> str:
    if isinstance(info.default, bool):
        return "on or off"
    if typing.get_origin(info.annotation) is typing.Literal:
        return ", ".join(_in_words(value, about) for value in typing.get_args(info.annotation))
    if "choices" in about:
        return _CHOICES[about["choices"]]
    longest = about.get("max_length")
    return f"text of up to {longest} characters" if longest else "a date" if "date" in str(info.annotation) else "text"


def as_markdown() -> str:
    """The whole reference: options by group, then findings by topic."""
    return "\n".join([*_option_lines(), *_finding_lines()]) + "\n"


def _option_lines() -> Iterator[str]:
    yield "# Clever export: options and findings"
    yield from ("", "Made from the declarations by `python -m roster_core reference --write`.", "", "## Options")
    group = None
    for entry in option_entries():
        if entry.group.partition(",")[0] != group:
            group = entry.group.partition(",")[0]
            yield from ("", f"### {group}", "", "| source | option | what it does | at first | allowed | acts on |")
            yield "|---|---|---|---|---|---|"
        cells = (
            entry.source,
            f"**{entry.title}**<br>`{entry.name}`",
            entry.help,
            entry.default,
            entry.allowed,
            "; ".join(entry.places),
        )
        yield _row(cells)


def _finding_lines() -> Iterator[str]:
    yield from ("", "## Findings")
    for topic, explained in TOPICS.items():
        yield from ("", f"### {topic}", "", "| code | severity | what | why | what to do |", "|---|---|---|---|---|")
        for code, explanation in explained.items():
            if kind := KINDS.get(code):
                cells = (f"`{code}`", kind.severity.value, explanation.what, explanation.why, kind.fix or "–")
                yield _row(cells)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |"
