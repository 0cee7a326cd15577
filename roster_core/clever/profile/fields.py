"""Types of option fields: what a value must be, before any rule about several fields (export-options §2)."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, StrictBool
from pydantic_core import PydanticCustomError

from roster_core.options import option
from roster_core.text import clean, same

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _wrong(words: str) -> PydanticCustomError:
    return PydanticCustomError("option_invalid", words)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _wrong("it must be text")
    return clean(value)


def _choice_of_code(value: object) -> str | None:
    return None if value is None else _text(value) or None


def _codes(value: object) -> tuple[str, ...]:
    """Texts without blanks; of texts that differ in case only, the first stays."""
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise _wrong("it must be a list of codes")
    kept = {same(text): text for text in reversed([_text(item) for item in value]) if text}
    return tuple(reversed(kept.values()))


def _codes_or_default(value: object) -> tuple[str, ...] | None:
    return None if value is None else _codes(value)


def _day(value: object) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, str) and _ISO_DAY.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass  # 2026-02-30 has the form and is no day
    raise _wrong("it must be a date such as 2026-09-08")


#: On or off; texts such as "yes" are refused.
Switch = StrictBool
#: Text under the text rule.
Text = Annotated[str, BeforeValidator(_text)]
#: The code of a User Text or GPA definition, or of a school year; blank is none.
Code = Annotated[str | None, BeforeValidator(_choice_of_code)]
#: Codes in the order given.
Codes = Annotated[tuple[str, ...], BeforeValidator(_codes)]
#: The same, where none given means a default that depends on the roster.
CodesOrDefault = Annotated[tuple[str, ...] | None, BeforeValidator(_codes_or_default)]
#: A calendar day, also as `YYYY-MM-DD`.
Day = Annotated[date | None, BeforeValidator(_day)]


def switch(title: str, help: str, *, source: str, on: bool = False, **more: Any) -> Any:  # noqa: A002 - the word on screen
    """Declare an option that is on or off; off unless told otherwise."""
    return option(on, title, help, source=source, **more)


def companion(option: str, *values: Any, required: bool = True) -> dict[str, Any]:
    """Declares that a field is used only while `option` has one of `values`, and whether it is needed then."""
    return {"option": option, "values": list(values), "required": required}
