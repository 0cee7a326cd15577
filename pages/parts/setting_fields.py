"""Fields of settings and of secrets: what is stored of a secret is never put into its field."""

from collections.abc import Collection, Mapping, Sequence

import streamlit as st

from pages.parts.forms import option_widget
from roster_core.options import Options, meta


def setting_fields(kind: type[Options], start: Options, names: Sequence[str], key: str) -> dict[str, object]:
    """Widgets of the options named, in two columns; those that another one's value brings into use come with it."""
    values = dict(start)
    with st.grid(2, min_column_width=300, vertical_alignment="bottom"):
        for name in names:
            info = kind.model_fields[name]
            used = meta(info).get("used_with")
            if not used or values[used["option"]] in used["values"]:
                values[name] = option_widget(name, info, values[name], key=f"{key}.{name}")
    return {name: values[name] for name in names}


def secret_fields(titles: Mapping[str, str], is_set: Collection[str], names: Sequence[str], key: str) -> dict[str, str]:
    """Fields to write secrets into, by their names in `titles`; what was written, without what was left blank."""
    typed = {
        name: st.text_input(
            titles[name],
            type="password",
            key=f"{key}.{name}",
            width=420,
            placeholder="Is set; write to replace it" if name in is_set else "",
            autocomplete="new-password",
        )
        for name in names
    }
    return {name: text for name, text in typed.items() if text}


def sign_in_secrets(sign_in: object) -> list[str]:
    """The secrets that signing in to a mail server needs."""
    return {"password": ["password"], "oauth2": ["client_secret", "refresh_token"]}.get(str(sign_in), [])
