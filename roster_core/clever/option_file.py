"""Options from a file or a stored profile: what is wrong in it becomes findings, not an exception."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from roster_core.clever.kinds import OPTION_INVALID
from roster_core.clever.options import FIELDS, ExportOptions
from roster_core.findings import Finding
from roster_core.refusals import Refusal
from roster_core.text import clean


@dataclass(frozen=True)
class Given:
    """Options as they were given. Where a finding says that one is wrong, `options` has its default instead."""

    options: ExportOptions
    findings: tuple[Finding, ...] = ()


def read_options(path: Path) -> Given:
    """The options of a TOML or JSON file with the field names of export-options §2 at its top level.

    Raises:
        Refusal: The file cannot be read, or is neither.
    """
    return parse_options(read_raw_options(path))


def read_raw_options(path: Path) -> dict[str, Any]:
    """The names and values of such a file, not yet judged.

    Raises:
        Refusal: As `read_options`.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        raw = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as exc:
        raise _unread(path, exc.strerror or str(exc)) from exc
    except ValueError as exc:  # also what both parsers and the decoder raise
        raise _unread(path, str(exc)) from exc
    if not isinstance(raw, dict):
        raise _unread(path, "it does not hold field names and values")
    return raw


def parse_options(raw: Mapping[str, Any]) -> Given:
    """The options of a mapping from field names to values; absent and null ones have their defaults.

    Unknown fields and values of the wrong type are `OPTION_INVALID` (export-options §2.5).
    """
    unknown = tuple(_invalid(clean(name), clean(name), "there is no such option") for name in raw if name not in FIELDS)
    known = {name: value for name, value in raw.items() if name in FIELDS and value is not None}
    wrong = _wrong_values(known)
    good = {name: value for name, value in known.items() if name not in wrong}
    invalid = tuple(_invalid(name, str(FIELDS[name].title), why) for name, why in wrong.items())
    return Given(ExportOptions.model_validate(good), unknown + invalid)


def _wrong_values(known: Mapping[str, Any]) -> dict[str, str]:
    try:
        ExportOptions.model_validate(known)
    except ValidationError as exc:
        return {str(error["loc"][0]): _why(error) for error in exc.errors()}
    return {}


def _why(error: Any) -> str:
    if error["type"] == "literal_error":
        return f"“{error['input']}” is none of {error['ctx']['expected'].replace(' or ', ', ')}"
    if error["type"] == "bool_type":
        return "it must be true or false"
    return str(error["msg"])


def _invalid(name: str, title: str, why: str) -> Finding:
    return Finding(OPTION_INVALID, "profile", name, facts={"title": title, "why": why})


def _unread(path: Path, why: str) -> Refusal:
    return Refusal(
        f"The options in {path.name} were not read.", why=f"{why}.", fix="Give a TOML or JSON file in UTF-8."
    )
