"""What changed between two sets of options, in the words of the form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from roster_core.clever.profile.options import FIELDS, ExportOptions
from roster_core.options import meta


@dataclass(frozen=True)
class OptionChange:
    """One option with another value: its field name, its title, and both values in words."""

    name: str
    title: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.title}: {self.old} → {self.new}"


def option_changes(old: ExportOptions, new: ExportOptions) -> tuple[OptionChange, ...]:
    """Every option that differs, in the order of the form."""
    return tuple(_changes(old, new))


def _changes(old: ExportOptions, new: ExportOptions) -> Iterator[OptionChange]:
    for name, info in FIELDS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield OptionChange(name, str(info.title), in_words(name, before), in_words(name, after))


def in_words(name: str, value: Any) -> str:
    """The value of the option `name` as a coordinator reads it."""
    labels: Mapping[str, str] = meta(FIELDS[name]).get("labels", {})
    match value:
        case bool():
            return "on" if value else "off"
        case None | "" | ():
            return "nothing"
        case tuple():
            return ", ".join(labels.get(item, item) for item in value)
        case date():
            return value.isoformat()
        case str() if value in labels:
            return labels[value]
        case _:
            return f"“{value}”"


#: Options whose change gives students, staff or sections other keys in the files (export-options §9).
KEY_OPTIONS = frozenset(
    (
        "school_override_user_text",
        "preg_use_transcript_school",
        "teacher_row_per_school",
        "section_id_prepend_school_year",
        "section_id_prepend_teacher_name",
        "include_elementary_homerooms",
        "combine_inclusion_sections",
        "column_layout",
    )
)
