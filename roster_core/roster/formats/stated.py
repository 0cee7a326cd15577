"""What a load's request states as JSON → the option models of formats; what does not fit is refused in words."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from roster_core.refusals import Refusal
from roster_core.roster.formats.choices import Assumptions, Facts

_Model = TypeVar("_Model", bound=BaseModel)
#: Facts with several items, which a command line can give as one text.
_LISTED = ("student_email_domains", "staff_email_domains")
_SHOWN = 60


def stated_assumptions(given: Mapping[str, Any] | None) -> Assumptions:
    """The assumptions that `given` states by name; none at all are the defaults.

    Raises:
        Refusal: A name is unknown or a value is not of its kind.
    """
    return read_model(Assumptions, given or {}, "assumption")


def stated_facts(given: Mapping[str, Any] | None) -> Facts:
    """The facts that `given` states by name; lists may be texts with `;` or `,` between the items.

    Raises:
        Refusal: A name is unknown or a value is not of its kind.
    """
    values = dict(given or {})
    for name in _LISTED:
        if isinstance(values.get(name), str):
            items = values[name].replace(",", ";").split(";")
            values[name] = tuple(item.strip() for item in items if item.strip())
    return read_model(Facts, values, "fact")


def read_model(model: type[_Model], given: object, word: str) -> _Model:
    """`given` (JSON) as `model`, whose fields are called `word`s in refusals.

    Raises:
        Refusal: It does not fit; all that is wrong is said at once.
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        wrong = [_said(found, model, word) for found in error.errors(include_url=False)]
        names = ", ".join(model.model_fields)
        raise Refusal(
            "The roster was not read.",
            why=" ".join(dict.fromkeys(wrong)),
            fix=f"Correct what was stated. Each {word} is one of: {names}.",
        ) from error


def _said(found: Mapping[str, Any], model: type[BaseModel], word: str) -> str:
    place = ".".join(str(part) for part in found["loc"])
    shown = _cut(place)
    if found["type"] == "extra_forbidden":
        return f"There is no {word} “{shown}”."
    if found["type"] == "missing":
        return f"The {word} “{shown}” lacks its value."
    message = str(found["msg"]).removeprefix("Value error, ")
    reason = message[:1].lower() + message[1:]
    if found["type"] == "value_error":
        return f"{message.rstrip('.')}."
    if not place:
        return "What was stated is no object with names and values."
    name = str(found["loc"][0])
    value = _cut(repr(found["input"]) if not isinstance(found["input"], str) else found["input"])
    title = model.model_fields[name].title if name in model.model_fields else None
    return f"The {word} {shown}{f' ({title})' if title else ''} cannot be “{value}”: {reason}."


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
