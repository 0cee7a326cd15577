"""What is told of a whole batch: what its list was read with, and what it brings about elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from pages.parts.notices import plain

_LOOK = {"error": ":red[:material/error:]", "warning": ":orange[:material/warning:]", "info": ":material/info:"}


def show_notices(notices: Iterable[Mapping[str, Any]]) -> None:
    """A line for each, with what can be done about it."""
    for one in notices:
        fix = f" {plain(one.get('fix', ''))}" if one["severity"] != "info" else ""
        st.markdown(f"{_LOOK[one['severity']]} {plain(one['message'])}{fix}")
