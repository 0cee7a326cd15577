"""Forms drawn from declared options: a new option appears on screen by being declared."""

import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, TypeVar

import streamlit as st
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from pages.parts.notices import plain, show_refusal
from roster_core.options import Options, each_option, meta
from roster_core.refusals import Refusal

O = TypeVar("O", bound=Options)  # noqa: E741 - the usual name would hide what is bound
#: Codes to choose from with what they are called, by the name that a field declares as `choices`.
Choices = Mapping[str, Mapping[str, str]]


def options_form(
    cls: type[O],
    *,
    key: str,
    given: O | None = None,
    only: Sequence[str] | None = None,
    choices: Choices | None = None,
    columns: int = 1,
) -> O | None:
    """Draw the options of `cls` as widgets and return what they say; None, with a message, if it cannot be so.

    `given` are the values at first, and those of options that are not drawn; `only` names the options to draw, in the
    order declared. An option that only another option's value brings into use appears with that value. The widgets
    stand in up to `columns` columns.
    """
    values = dict(given or cls())
    with st.grid(columns, min_column_width=300, vertical_alignment="bottom"):
        for name, info in each_option(cls):
            if (only is None or name in only) and _in_use(info, values):
                values[name] = option_widget(name, info, values[name], key=f"{key}.{name}", choices=choices)
    try:
        return cls.model_validate(values)
    except ValidationError as error:
        show_refusal(_refusal(cls, error))
        return None


def _in_use(info: FieldInfo, values: Mapping[str, Any]) -> bool:
    used_with = meta(info).get("used_with")
    return not used_with or values[used_with["option"]] in used_with["values"]


def option_widget(
    name: str, info: FieldInfo, value: Any, *, key: str, choices: Choices | None = None, told: bool = True, **more: Any
) -> Any:
    """Draw the widget of one option and return what it says; its kind follows from the option's type.

    `told` puts the help text behind a question mark; `more` is handed to the widget, such as `on_change`.
    """
    more |= {"key": key, "help": plain(info.description or "") if told else None}
    return _widget(info.title or name, info, value, choices or {}, more)


def _widget(label: str, info: FieldInfo, value: Any, choices: Choices, more: dict[str, Any]) -> Any:  # noqa: PLR0911 - one a widget
    about, kind = meta(info), _kind(info.annotation)
    if kind is bool and kind is not info.annotation:
        return _yes_no_or_unsaid(label, value, more)
    if kind is bool:
        return st.toggle(label, value=value, **more)
    if about.get("choices") in choices:
        return _coded(label, value, kind, choices[about["choices"]], more)
    if typing.get_origin(kind) is typing.Literal:
        return _one_of(label, value, typing.get_args(kind), about, more)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _one_of(label, value, tuple(kind), about, more)
    if kind is date:
        return st.date_input(label, value=value, format="YYYY-MM-DD", **more)
    if kind is int:
        return st.number_input(label, value=value, step=1, **more)
    if typing.get_origin(kind) in (tuple, list):
        shown = about.get("placeholder", "Add options")
        return st.multiselect(
            label, list(value), default=list(value), accept_new_options=True, placeholder=shown, **more
        )
    shown = about.get("placeholder")
    return st.text_input(label, value=value or "", max_chars=about.get("max_length"), placeholder=shown, **more)


def _yes_no_or_unsaid(label: str, value: Any, more: dict[str, Any]) -> bool | None:
    names = {None: "Not stated", False: "No", True: "Yes"}
    chosen: bool | None = st.selectbox(
        label, list(names), index=list(names).index(value), format_func=_named(names), **more
    )
    return chosen


def _coded(label: str, value: Any, kind: Any, known: Mapping[str, str], more: dict[str, Any]) -> Any:
    """Codes of the roster. A stored code that the roster no longer has stays choosable: the check will tell of it."""
    several = typing.get_origin(kind) in (tuple, list)
    held = list(value or ()) if several else [value] if value else []
    names = {**known, **{code: code for code in held if code not in known}}
    if several:
        return st.multiselect(
            label,
            list(names),
            default=held,
            format_func=_named(names),
            placeholder="None chosen",
            wrap=True,  # what is chosen is seen, also where there is little room
            **more,
        ) or (value if value is None else ())
    place = list(names).index(value) if value in names else None
    return st.selectbox(label, list(names), index=place, format_func=_named(names), placeholder="None chosen", **more)


def _one_of(label: str, value: Any, values: Sequence[Any], about: Mapping[str, Any], more: dict[str, Any]) -> Any:
    labels = about.get("labels", {})
    words = {item: str(getattr(item, "value", item)) for item in values}
    names = {item: labels.get(word, word.replace("_", " ").capitalize()) for item, word in words.items()}
    place = values.index(value) if value in values else 0
    return st.selectbox(label, values, index=place, format_func=_named(names), **more)


def _named(names: Mapping[Any, str]) -> Callable[[Any], str]:
    return lambda item: names[item]


def _kind(annotation: Any) -> Any:
    """The annotation without `| None`."""
    if typing.get_origin(annotation) in (UnionType, typing.Union):
        kinds = [kind for kind in typing.get_args(annotation) if kind is not type(None)]
        return kinds[0] if len(kinds) == 1 else annotation
    return annotation


def _refusal(cls: type[Options], error: ValidationError) -> Refusal:
    titles = {name: info.title or name for name, info in each_option(cls)}
    parts = []
    for found in error.errors():
        place = titles.get(str(found["loc"][0]), "") if found["loc"] else ""
        parts.append(f"{place}: {found['msg']}" if place else str(found["msg"]))
    return Refusal("These options do not go together.", why="; ".join(parts) + ".", fix="Change them as said.")
