"""Options of a run in words."""

from collections.abc import Mapping
from typing import Any

from roster_core.clever.profile.options import FIELDS
from roster_core.options import meta


def options_in_words(options: Mapping[str, Any]) -> dict[str, str]:
    """Title → value of each option of a run that was not left at its default; the day is told elsewhere."""
    return {
        str(FIELDS[name].title): _in_words(name, value)
        for name, value in options.items()
        if name in FIELDS and name != "as_of_date" and value is not None and value != _stored(FIELDS[name].default)
    }


def _in_words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return str(meta(FIELDS[name]).get("labels", {}).get(value, value))


def _stored(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default
