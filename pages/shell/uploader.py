"""The uploader: a drop zone whose files go to the upload route one by one, with progress, and never through memory."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shell import session
from pages.shell.routes import UPLOAD, upload_url
from pages.shell.staging import Staged
from roster_core.access.rights import Right
from roster_core.refusals import Refusal

_HERE = Path(__file__).parent
#: What one file may have, unless a page says otherwise.
MAX_BYTES = 2_000_000_000


def uploader(
    title: str,
    *,
    hint: str,
    rights: Sequence[Right],
    accept: Sequence[str],
    key: str,
    max_files: int = 200,
    max_bytes: int = MAX_BYTES,
) -> tuple[Staged, ...]:
    """Draw the drop zone and return the files received so far under `key`, in the order they came.

    `accept` are name endings such as `.csv`; `rights` are asked for again at each upload. Files that were staged but
    are gone meanwhile are left out.
    """
    ticket = session.ticket(UPLOAD, rights=[right.value for right in rights], max_bytes=max_bytes)
    data = {
        "url": upload_url(),
        "ticket": ticket,
        "title": title,
        "hint": hint,
        "accept": [ending.lower() for ending in accept],
        "max_files": max_files,
        "max_bytes": max_bytes,
    }
    result = _component()(key=key, data=data, on_received_change=lambda: None)
    ids: list[str] = st.session_state.setdefault(_kept(key), [])
    # The component tells of files in one run only.
    ids += [str(file["id"]) for file in result.received or () if file["id"] not in ids]
    return tuple(staged for file_id in ids if (staged := _read(file_id)))


def forget(key: str) -> None:
    """Start anew under `key`: the files received so far are removed from disk."""
    for file_id in st.session_state.pop(_kept(key), []):
        session.staging().discard(file_id, session.current_user().login)


def _read(file_id: str) -> Staged | None:
    try:
        return session.staging().read(file_id, session.current_user().login)
    except Refusal:
        return None


def _kept(key: str) -> str:
    return f"{key}.received"


@cache
def _component() -> Any:
    # Registered once: a component made anew at each run would be mounted anew.
    return st.components.v2.component(
        "roster_uploader",
        html=(_HERE / "uploader.html").read_text(encoding="utf-8"),
        css=(_HERE / "uploader.css").read_text(encoding="utf-8"),
        js=(_HERE / "uploader.js").read_text(encoding="utf-8"),
    )
