"""Options declared once: from each declaration come form, command line, stored settings, docs and tests."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo


class Options(BaseModel):
    """A frozen set of options that refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


def option(default: Any, title: str, help: str, *, source: str = "", **more: Any) -> Any:  # noqa: A002 - the word on screen
    """Declare an option: its default, label, help text, and the place in the definitions that it comes from.

    Further keyword arguments are stored beside `source` and read back by `meta`.
    """
    return Field(default, title=title, description=help, json_schema_extra={"source": source, **more})


def each_option(cls: type[Options]) -> Iterator[tuple[str, FieldInfo]]:
    """The options of `cls` with their names, in the order declared."""
    yield from cls.model_fields.items()


def meta(info: FieldInfo) -> dict[str, Any]:
    """What was declared beside type, default, label and help; `source` is always there."""
    return dict(info.json_schema_extra) if isinstance(info.json_schema_extra, dict) else {"source": ""}
