"""A saved column mapping: which file feeds what, and which of its columns is which of a roster's."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from roster_core.roster.formats.dates import DateOrder
from roster_core.roster.formats.mapped_entities import entity, entity_words, listed
from roster_core.roster.formats.stated import read_model

_ORDERS = {"mdy": DateOrder.MONTH_FIRST, "dmy": DateOrder.DAY_FIRST, "ymd": DateOrder.AUTO, "": DateOrder.AUTO}


class NameOrder(StrEnum):
    """How a whole name in one cell is written where no comma tells."""

    FIRST_LAST = "first last"
    LAST_FIRST = "last first"


class SheetMapping(BaseModel):
    """What one file, or one sheet of a workbook, feeds.

    `file` is its name (`students.csv`, `fall.xlsx/Students`), `feeds` a word of `entity_words`, `columns` gives the
    file's header for each column of a roster, `constants` the value where the file has none. A file that feeds two
    things has two of these.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    feeds: str
    columns: Mapping[str, str] = {}
    constants: Mapping[str, str] = {}
    dates: DateOrder = DateOrder.AUTO
    names: NameOrder = NameOrder.FIRST_LAST

    @field_validator("dates", mode="before")
    @classmethod
    def _short_order(cls, value: object) -> object:
        return _ORDERS.get(value.lower(), value) if isinstance(value, str) else value

    @field_validator("columns", "constants", mode="before")
    @classmethod
    def _without_blanks(cls, value: object) -> object:
        """A column that is mapped to nothing is not mapped: forms and hand-written files leave blanks."""
        return {name: of for name, of in value.items() if of not in (None, "")} if isinstance(value, Mapping) else value

    @model_validator(mode="after")
    def _known_words(self) -> Self:
        fed = entity(self.feeds)
        if fed is None:
            raise ValueError(f"“{self.file}” cannot feed “{self.feeds}”, only {listed(entity_words())}.")
        unknown = [name for name in (*self.columns, *self.constants) if not fed.has(name)]
        if unknown:
            names = ", ".join(f"“{name}”" for name in unknown)
            raise ValueError(f"“{self.file}” feeds {self.feeds}, which have no {names}.")
        return self

    def corrected(self, columns: Mapping[str, str | None], **more: Any) -> "SheetMapping":
        """The same with some columns mapped otherwise, or not at all (None); `more` replaces other fields."""
        fields = {**self.model_dump(), **more, "columns": {**self.columns, **columns}}
        return read_model(SheetMapping, fields, "field of the mapping")


class ColumnMapping(BaseModel):
    """A whole mapping, under the name that it is saved by."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    sheets: tuple[SheetMapping, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen: set[tuple[str, str]] = set()
        for sheet in self.sheets:
            pair = (sheet.file.casefold(), sheet.feeds)
            if pair in seen:
                raise ValueError(f"“{sheet.file}” is mapped to {sheet.feeds} twice.")
            seen.add(pair)
        return self

    def replaced(self, sheet: SheetMapping) -> "ColumnMapping":
        """The same mapping with what `sheet` says of its file and what it feeds."""
        others = [one for one in self.sheets if (one.file, one.feeds) != (sheet.file, sheet.feeds)]
        return ColumnMapping(name=self.name, sheets=(*others, sheet))

    def as_json(self) -> dict[str, Any]:
        """The mapping as JSON, defaults left out; `read_mapping` reads it back."""
        return self.model_dump(mode="json", exclude_defaults=True)


def read_mapping(given: object) -> ColumnMapping:
    """A mapping from JSON: an object with `sheets`, each an object with `file`, `feeds`, `columns`.

    Raises:
        Refusal: It is none; all that is wrong is said at once.
    """
    return read_model(ColumnMapping, given, "field of the mapping")
