"""The link that makes a ZIP: the names of its first files, the reason where one is kept, and its size."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.notices import plain
from pages.shell.download_link import download_link

#: Names of files shown as an example.
_EXAMPLES = 4


@dataclass(frozen=True)
class Zip:
    """What is told of a ZIP: the paths in it, its size in words, and whether a reason is wanted and in which words."""

    paths: Sequence[str]
    size: str
    needs_reason: bool
    question: str
    example: str


def show_zip_link(told: Zip, kind: str, claims: dict[str, Any], *, key: str) -> None:
    """Draw it for a download of that kind (see `RESOLVERS`); `key` begins the keys of the widgets."""
    some = "  ·  ".join(plain(path.partition("/")[2]) for path in told.paths[:_EXAMPLES])
    more = len(told.paths) - _EXAMPLES
    st.caption(f"{some}  ·  and {more:,} more" if more > 0 else some)
    reason = ""
    if told.needs_reason:
        reason = st.text_input(told.question, key=f"{key}.reason", placeholder=told.example, max_chars=500)
    reason = (reason or "").strip()
    if told.needs_reason and not reason:
        st.button("Download ZIP", icon=":material/download:", key=f"{key}.wait", disabled=True)
        return
    asked = claims | ({"reason": reason} if reason else {})
    download_link("Download ZIP", key=f"{key}.zip", note=told.size, primary=True, kind=kind, **asked)
