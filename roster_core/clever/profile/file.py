"""Options from a file or a stored profile: what is wrong in it becomes findings, not an exception."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from roster_core.clever.kinds import OPTION_INVALID
from roster_core.clever.profile.imports import one_username_source
from roster_core.clever.profile.options import FIELDS, ExportOptions
from roster_core.findings import Finding
from roster_core.refusals import Refusal
from roster_core.text import clean

#: Where a file tells which profile it was written from; no option has that name.
HEADER = "profile"


@dataclass(frozen=True)
class Given:
    """Options as they were given. Where a finding says that one is wrong, `options` has its default instead."""

    options: ExportOptions
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class OptionFile:
    """What such a file says: field names and values, not yet judged, and the profile's name and note if it has them."""

    raw: dict[str, Any]
    name: str = ""
    note: str = ""


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
    return read_option_file(path).raw


def read_option_file(path: Path) -> OptionFile:
    """Such a file with the profile that it was written from.

    Raises:
        Refusal: As `read_options`.
    """
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise _unread(path.name, exc.strerror or str(exc)) from exc
    return parse_file(path.name, content)


def parse_file(name: str, content: bytes) -> OptionFile:
    """The same for the content of a file; a name that ends in `.json` makes it JSON, any other TOML.

    Raises:
        Refusal: As `read_options`.
    """
    try:
        text = content.decode("utf-8-sig")
        raw = json.loads(text) if name.lower().endswith(".json") else tomllib.loads(text)
    except ValueError as exc:  # also what both parsers and the decoder raise
        raise _unread(name, str(exc)) from exc
    if not isinstance(raw, dict):
        raise _unread(name, "it does not hold field names and values")
    match raw.get(HEADER):
        case {**about}:
            del raw[HEADER]
            return OptionFile(raw, _text(about, "name"), _text(about, "note"))
    return OptionFile(raw)


def write_file(options: ExportOptions, about: Mapping[str, str | int], *, form: str) -> str:
    """A file that is read as these options, TOML or JSON; `about` are name, version and the like of the profile."""
    values = {name: value for name, value in options.model_dump(mode="json").items() if value is not None}
    if form == "json":
        return json.dumps({**values, HEADER: about}, ensure_ascii=False, indent=2) + "\n"
    lines = []
    for name, value in values.items():
        lines += [f"# {FIELDS[name].title}", f"{name} = {_toml(value)}"]
    lines += ["", f"[{HEADER}]", *(f"{name} = {_toml(value)}" for name, value in about.items())]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    # Its texts, lists, numbers and truth values are written as in JSON, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(about: Mapping[Any, Any], name: str) -> str:
    return clean(str(about.get(name, "")))


def parse_options(raw: Mapping[str, Any]) -> Given:
    """The options of a mapping from field names to values; absent and null ones have their defaults.

    Unknown fields and values of the wrong type are `OPTION_INVALID` (export-options §2.5). Where settings from
    elsewhere name several sources of the username, one is chosen (§4.1).
    """
    raw, several = one_username_source(raw)
    unknown = tuple(_invalid(clean(name), clean(name), "there is no such option") for name in raw if name not in FIELDS)
    known = {name: value for name, value in raw.items() if name in FIELDS and value is not None}
    wrong = _wrong_values(known)
    good = {name: value for name, value in known.items() if name not in wrong}
    invalid = tuple(_invalid(name, str(FIELDS[name].title), why) for name, why in wrong.items())
    return Given(ExportOptions.model_validate(good), several + unknown + invalid)


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


def _unread(name: str, why: str) -> Refusal:
    return Refusal(f"The options in {name} were not read.", why=f"{why}.", fix="Give a TOML or JSON file in UTF-8.")
